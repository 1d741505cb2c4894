"""Family and friends as the person names them, and accounts given in person."""

from typing import TypedDict, Unpack

from django.db import transaction

from handrail.access import Category, RelationKind, Role, Viewer
from handrail.accounts.actions import new_account
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.people import rules
from handrail.people.actions.consents import Recipient, Terms, new_consent
from handrail.people.actions.relations import let_in
from handrail.people.limits import check_not_blocked
from handrail.people.models import Participant, Relation, Supporter
from handrail.people.rules import Relationship
from handrail.people.rules.blocked import Place, Traits
from handrail.people.rules.consent import Voice, Way


class SupporterFacts(TypedDict, total=False):
    """What may be known of family or a friend beside their name."""

    called: str
    phone: str
    email: str | None
    user: User | None


def new_supporter(
    *,
    participant: Participant,
    name: str,
    relationship: Relationship,
    by: Viewer,
    **facts: Unpack[SupporterFacts],
) -> Supporter:
    """Write down family or a friend inside another action; raise Blocked for a blocked contact."""
    user = facts.get("user")
    met = Traits(user.pk if user else None, name, facts.get("phone", ""), facts.get("email") or "")
    check_not_blocked(participant, met, place=Place.SUPPORTER, by=by)
    return Supporter.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        name=rules.checked_name(name),
        relationship=relationship,
        from_on=by.today,
        **facts,
    )


@transaction.atomic
def add_supporter(
    *,
    participant: Participant,
    name: str,
    relationship: Relationship,
    by: Viewer,
    **facts: Unpack[SupporterFacts],
) -> Supporter:
    """
    Write down family or a friend, as the person names them. It opens nothing; a consent does.

    Raises Blocked, which looks like NotFound, for a blocked contact.
    """
    supporter = new_supporter(participant=participant, name=name, relationship=relationship, by=by, **facts)
    record(by, "add_supporter", supporter, op="create")
    return supporter


@transaction.atomic
def give_account(*, participant: Participant, sign_in_name: str, password: str, by: Viewer) -> Relation:
    """Give the person an account on their own record, in person; raise DomainError when they have one."""
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if Relation.objects.filter(participant=row, kind=RelationKind.SELF, to_on__isnull=True).exists():
        raise DomainError(_("%(name)s has an account already.") % {"name": row.called})
    user = new_account(
        organisation=row.organisation,
        sign_in_name=sign_in_name,
        name=row.full_name,
        role=Role.PARTICIPANT,
        password=password,
        site=row.site,
        email=row.email,
        phone=row.phone,
        language=row.language,
        by=by,
    )
    relation = let_in(participant=row, user=user, kind=RelationKind.SELF, source="in_person", by=by)
    record(by, "give_account", relation, op="create")
    return relation


@transaction.atomic
def give_account_to_supporter(
    *,
    supporter: Supporter,
    sign_in_name: str,
    password: str,
    by: Viewer,
    opens: frozenset[Category] = frozenset(),
) -> Supporter:
    """
    Give family or a friend an account, in person, with a consent for contact and what the person chose.

    The consent ends after twelve months, and a child's waits for the guardian's yes. Raises DomainError when they
    have an account, or when ``opens`` holds more than can be chosen; Blocked for a blocked contact.
    """
    row: Supporter = Supporter.objects.select_for_update().get(pk=supporter.pk)
    if row.user_id is not None:
        raise DomainError(_("%(name)s has an account already.") % {"name": row.name})
    met = Traits(None, row.name, row.phone, row.email or "")
    check_not_blocked(row.participant, met, place=Place.ACCOUNT, by=by)
    user = new_account(
        organisation=row.organisation,
        sign_in_name=sign_in_name,
        name=row.name,
        role=Role.FAMILY,
        password=password,
        email=row.email,
        phone=row.phone,
        by=by,
    )
    row.user = user
    row.save(update_fields=["user"])
    yes = {Voice.PERSON: Way.SPOKEN}
    new_consent(
        participant=row.participant,
        recipient=Recipient(user=user),
        terms=Terms(opens=opens, yeses=yes, present=", ".join((row.participant.called, by.name or by.actor))),
        by=by,
    )
    record(by, "give_account_to_supporter", row)
    return row
