"""Somebody with a list, colleagues with a code, and the way to the list in an emergency."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts import second_step
from handrail.accounts.models import Organisation, User
from handrail.base import clock
from handrail.people import actions as people_actions
from handrail.people.models import Participant
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed
from handrail.safety import actions
from handrail.safety.actions import emergency
from handrail.safety.models import EmergencyOpening
from handrail.safety.rules import ListSection
from handrail.safety.rules.emergency import EmergencyReason, FoundBy

NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)
BORN = date(1994, 3, 8)
SECRET = b"a secret of twenty b"
WORDS = "Nobody answers at her door."


def somebody(place: Organisation, called: str = "Elena", family_name: str = "Nair") -> Participant:
    person = people.participant(place, called, family_name)
    people_actions.change_contact(
        participant=person, version=person.version, birth_on=BORN, by=people.operator(place)
    )
    person.refresh_from_db()
    return person


def listed(person: Participant, words: str = "Tea, and the window open.") -> Viewer:
    """Give the person an account and a line on their list, which they keep to themselves; return them."""
    me = people.self_viewer(person)
    actions.add_list_line(participant=person, section=ListSection.HELPS, words=words, by=me)
    return me


def colleague(place: Organisation, role: Role = Role.SPECIALIST, name: str = "") -> Viewer:
    return people.viewer(people.member(place, role, name), place, role)


def code() -> str:
    return second_step.code_at(SECRET, int(clock.now().timestamp()) // second_step.SECONDS)


def with_code(viewer: Viewer) -> Viewer:
    """Let a colleague have set up their code half a minute ago."""
    user = User.objects.get(pk=viewer.user_id)
    accounts.set_up_second_step(user=user, secret=SECRET, typed=code(), by=viewer)
    clock._clock.get().move_to(clock.now().replace(second=30))
    return viewer


def say_why(client: Client, typed: str | None = None, **more: str) -> HttpResponse:
    sent = {"about": signed(), "reason": "danger", "words": WORDS, **more}
    return client.post("/emergency", sent | ({} if typed is None else {"code": typed}))


def seek(
    client: Client, full_name: str = "Elena Nair", birth_on: date | None = BORN, **more: str
) -> HttpResponse:
    sent = {"about": signed(), "full_name": full_name, **more}
    if birth_on:
        sent |= {f"birth_on_{part}": str(getattr(birth_on, part)) for part in ("day", "month", "year")}
    return client.post("/emergency/search", sent)


def let_in(viewer: Viewer) -> Client:
    """Return a browser in which a reason and a code were given."""
    client = browser(viewer)
    assert say_why(client, code()).url == "/emergency/search"
    return client


def opened(person: Participant, by: Viewer, **more: Any) -> EmergencyOpening:
    """Open the list by the action, as a page would."""
    facts = {"reason": EmergencyReason.DANGER, "words": WORDS, "found_by": FoundBy.NAME, **more}
    return emergency.open_in_emergency(participant=person, by=by, **facts)
