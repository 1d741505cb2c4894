"""Somebody with a list, colleagues with a code, and the way to the list in an emergency."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts import second_step
from handrail.accounts.models import Organisation, Site, User
from handrail.base import clock
from handrail.people import actions as people_actions
from handrail.people.models import Participant
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed
from handrail.safety import actions
from handrail.safety.actions import emergency, roster
from handrail.safety.models import EmergencyOpening, OnCallTurn
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


def reachable(place: Organisation, role: Role = Role.SPECIALIST, name: str = "") -> Viewer:
    """Return a colleague whom mail reaches."""
    viewer = colleague(place, role, name)
    User.objects.filter(pk=viewer.user_id).update(email=f"{viewer.user_id}@example.org", phone="030 5550 100")
    return viewer


def site_of(place: Organisation) -> Site:
    found = Site.objects.filter(organisation=place).first()
    return found or accounts.open_site(organisation=place, name="Mill Road", by=people.operator(place))


def on_call(
    place: Organisation,
    viewer: Viewer,
    *,
    backup: Viewer | None = None,
    hours: tuple[int, int] = (-1, 23),
    site: Site | None = None,
) -> OnCallTurn:
    """Put a colleague on call around now, for a site of the place."""
    from_at, until_at = (clock.now() + timedelta(hours=hour) for hour in hours)
    return roster.put_on_call(
        site=site or site_of(place),
        user=User.objects.get(pk=viewer.user_id),
        backup=User.objects.get(pk=backup.user_id) if backup else None,
        from_at=from_at,
        until_at=until_at,
        by=people.operator(place),
    )
