"""Homes for tests, made through the actions."""

from datetime import date
from typing import Any

from handrail.access import Viewer
from handrail.housing import actions
from handrail.housing.actions.homes import HomeFacts
from handrail.housing.actions.looking import ApplicationFacts
from handrail.housing.models import Home, HomeApplication, HomeTrouble
from handrail.housing.rules import HomeKind, HomeSupport, TroubleKind
from handrail.people.models import Participant
from handrail.people.tests import factories as people


def facts(**more: Any) -> HomeFacts:
    more.setdefault("kind", HomeKind.WITH_FAMILY)
    more.setdefault("support", HomeSupport.NONE)
    more.setdefault("since_on", date(2020, 5, 1))
    return HomeFacts(**more)


def elena() -> tuple[Participant, Viewer, Viewer]:
    """Return a person, her own viewer and her specialist's."""
    person = people.participant(people.organisation())
    return person, people.self_viewer(person), people.staff_for(person)


def home(person: Participant, by: Viewer, *, ends_current: bool = False, **more: Any) -> Home:
    return actions.move_in(participant=person, facts=facts(**more), by=by, ends_current=ends_current)


def application(person: Participant, by: Viewer, place: str = "Mill Road 8") -> HomeApplication:
    return actions.add_application(participant=person, facts=ApplicationFacts(place), by=by)


def trouble(person: Participant, by: Viewer, words: str = "The rent was late.", **more: Any) -> HomeTrouble:
    return actions.notice_trouble(participant=person, kind=TroubleKind.RENT, words=words, by=by, **more)
