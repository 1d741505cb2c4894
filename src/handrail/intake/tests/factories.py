"""Referrals and conversations for tests: made through the actions."""

import re
from typing import Any

from handrail.access import RelationKind, Role, Viewer
from handrail.accounts.models import Membership, Organisation, User
from handrail.accounts.sign_in import HOW, MEMBERSHIP, OWN_RECORD
from handrail.intake import actions
from handrail.intake.models import Answer, Conversation, Referral
from handrail.intake.rules import (
    AnswerState,
    AuthorKind,
    ConversationMode,
    EntryReason,
    ReferralSource,
)
from handrail.people import actions as people
from handrail.people.models import Participant
from handrail.people.tests import factories as make

ABOUT = re.compile(r'name="about" value="([^"]+)"')


def user_of(viewer: Viewer) -> User:
    return User.objects.get(pk=viewer.user_id)


def coordinator(place: Organisation) -> Viewer:
    """Return the viewer of a coordinator who knows nobody yet."""
    return make.viewer(make.member(place, Role.COORDINATOR), place, Role.COORDINATOR)


def referral(place: Organisation, *, by: Viewer | None = None, **more: Any) -> Referral:
    facts = {
        "called": "Rosa",
        "family_name": "Iden",
        "source": ReferralSource.DOCTOR,
        "reason": EntryReason.OWN_WISH,
        "words": "She would like to go out again.",
        **more,
    }
    return actions.receive_referral(organisation=place, by=by or make.operator(place), **facts)


def conversation(person: Participant, by: Viewer) -> Conversation:
    return actions.start_conversation(
        participant=person, mode=ConversationMode.TOGETHER, place="At the kitchen table", by=by
    )


def answer(held: Conversation, by: Viewer, text: str = "My sister", **more: Any) -> Answer:
    facts = {
        "question": "matters-most",
        "state": AnswerState.ANSWERED,
        "author_kind": AuthorKind.MINE,
        "text": text,
        **more,
    }
    return actions.answer_question(conversation=held, by=by, **facts)


def relative(person: Participant) -> Viewer:
    """Return the viewer of a relative who sees the plan."""
    user = make.member(person.organisation, Role.FAMILY)
    people.open_relation(
        participant=person, user=user, kind=RelationKind.FAMILY, by=make.operator(person.organisation)
    )
    return make.viewer(user, person.organisation, Role.FAMILY)


def sign_in(client: Any, viewer: Viewer) -> None:
    """Let ``client`` act as ``viewer``."""
    membership = Membership.objects.select_related("user").get(user_id=viewer.user_id)
    client.force_login(membership.user)
    session = client.session
    session[MEMBERSHIP] = str(membership.pk)
    session[HOW] = "demo"
    session[OWN_RECORD] = str(viewer.participant_id or "")
    session.save()


def form_of(client: Any, address: str, action: str = "") -> dict[str, str]:
    """Return the hidden field of a form on the page, as a browser would send it."""
    html = client.get(address).content.decode()
    part = html.split(f'action="{action}"', 1)[1] if action else html
    return {"about": ABOUT.search(part).group(1)}


def send(client: Any, address: str, action: str = "", **sent: str) -> str:
    """Send the form on the page ``address``, or the one that goes to ``action``, and return the page that follows."""
    answer = client.post(action or address, sent | form_of(client, address, action), follow=True)
    html: str = answer.content.decode()
    return html


def take(client: Any, viewer: Viewer, taken: Referral, **more: str) -> str:
    """Take a referral in the browser and return the page that follows."""
    sent = {
        "take-contact": str(viewer.user_id),
        "take-first_contact_by_day": "23",
        "take-first_contact_by_month": "10",
        "take-first_contact_by_year": "2026",
        **{f"take-{name}": value for name, value in more.items()},
    }
    return send(client, f"/referrals/{taken.key}", f"/referrals/{taken.key}/take", **sent)
