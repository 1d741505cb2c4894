from collections.abc import Mapping
from datetime import date

from django.db import transaction

from handrail.access import Category, Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people import actions as people
from handrail.people.models import Consent
from handrail.people.rules.consent import Voice, Way
from handrail.plans.models import Goal, LookBack
from handrail.plans.rules.invitations import OneOf, said
from handrail.ui.dates import day


@transaction.atomic
def invite_to(
    *,
    thing: Goal | LookBack,
    user: User,
    yeses: Mapping[Voice, Way],
    by: Viewer,
    to_on: date | None = None,
    present: str = "",
) -> Consent:
    """
    Invite family or a friend to one goal or one look back: it opens to them until a day, and nothing else does (S-055).

    It is a consent, for twelve months at most; a child's waits for a guardian's yes. Raises DomainError when the
    person closed their plan to this account, and Blocked, which looks like NotFound, for a blocked contact.
    """
    what = OneOf.GOAL if isinstance(thing, Goal) else OneOf.LOOK_BACK
    words = thing.words if isinstance(thing, Goal) else day(thing.held_on or thing.planned_on)
    name = thing.participant.called
    terms = people.Terms(
        opens=frozenset({Category.PLAN}),
        yeses=yeses,
        to_on=to_on,
        present=present,
        only=people.OneThing(thing.pk, said(what, who=user.name, name=name, words=words)),
    )
    consent = people.new_consent(
        participant=thing.participant, recipient=people.Recipient(user=user), terms=terms, by=by
    )
    if consent.relation is not None and not consent.relation.scopes:
        raise DomainError(str(_("You closed this to them. Look at “Who sees what” first.")))
    record(by, "invite_to", consent, op="create")
    people.tell_of_replaced(consent, by)
    return consent
