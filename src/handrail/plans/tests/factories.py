"""Plans for tests, made through the actions."""

from typing import Any

from handrail.access import Viewer
from handrail.people.models import Participant
from handrail.people.tests import factories as people
from handrail.plans import actions
from handrail.plans.models import Goal, Plan, Step
from handrail.plans.rules import Environment, LifeArea, Picture, StepFacts, SupportLevel


def facts(title: str = "Take bus 14 to the art shop", **more: Any) -> StepFacts:
    more.setdefault("support_wanted", SupportLevel.BESIDE_ME)
    return StepFacts(title=title, **more)


def elena() -> tuple[Participant, Viewer, Viewer]:
    """Return a person, her own viewer and her specialist's."""
    person = people.participant(people.organisation())
    return person, people.self_viewer(person), people.staff_for(person)


def plan(person: Participant, by: Viewer | None = None, **more: Any) -> Plan:
    return actions.open_plan(participant=person, by=by or people.operator(person.organisation), **more)


def goal(on: Plan, by: Viewer, words: str = "I want to paint again, and sell one picture.") -> Goal:
    return actions.add_goal(
        plan=on,
        words=words,
        life_area=LifeArea.IDEAS,
        environment=Environment.SOCIALISING,
        picture=Picture.EASEL,
        by=by,
    )


def step(on: Goal, by: Viewer, title: str = "Take bus 14 to the art shop", **more: Any) -> Step:
    return actions.add_step(goal=on, facts=facts(title, **more), by=by)
