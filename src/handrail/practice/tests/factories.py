"""Steps, sessions and notes for tests: made through the actions, so that rows have the product's shape."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handrail.access import Label, Viewer
from handrail.accounts.models import Organisation, User
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake.rules import AuthorKind
from handrail.people.models import Participant
from handrail.people.tests.factories import (
    TODAY,
    member,
    operator,
    organisation,
    participant,
    self_viewer,
    staff_for,
    viewer,
)
from handrail.plans.models import Goal, Plan, Step
from handrail.plans.rules import Environment, LifeArea, StepStatus, SupportLevel
from handrail.practice import actions
from handrail.practice.models import Group, GroupMeeting, Note, Session
from handrail.practice.rules import Held, NoteContent, Picked, SessionStatus, Setting
from handrail.practice.rules.groups import GroupFacts, GroupKind

__all__ = [
    "GROUP",
    "TODAY",
    "at",
    "content",
    "filed",
    "group",
    "group_meeting",
    "member",
    "operator",
    "organisation",
    "outcome",
    "participant",
    "self_viewer",
    "session",
    "staff_for",
    "step",
    "user_of",
    "viewer",
]

BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """Return a time of the tests' day in Berlin."""
    return datetime(2026, 10, 20, hour, minute, tzinfo=BERLIN) + timedelta(days=days)


def user_of(by: Viewer) -> User:
    return User.objects.get(pk=by.user_id)


def step(
    person: Participant,
    title: str = "Take bus 14 to the art shop",
    status: StepStatus = StepStatus.AGREED,
    wanted: SupportLevel = SupportLevel.BESIDE_ME,
) -> Step:
    about: dict[str, Any] = {"organisation": person.organisation, "participant": person}
    plan, _made = Plan.objects.get_or_create(**about, defaults={"opened_on": TODAY - timedelta(days=60)})
    goal, _made = Goal.objects.get_or_create(
        **about,
        plan=plan,
        defaults={
            "words": "I want to paint again",
            "author_kind": AuthorKind.MINE,
            "life_area": LifeArea.IDEAS,
            "environment": Environment.SOCIALISING,
            "agreed_on": TODAY,
        },
    )
    return Step.objects.create(
        **about,
        goal=goal,
        title=title,
        status=status,
        support_wanted=wanted,
        position=goal.steps.count() + 1,
        done_on=TODAY if status == StepStatus.DONE else None,
    )


def session(person: Participant, by: Viewer, hour: int = 10, days: int = 0, **more: Any) -> Session:
    values: dict[str, Any] = {
        "title": "Bus 14 to the art shop",
        "place": "Bus stop on Mill Road",
        "setting": Setting.COMMUNITY,
        **more,
    }
    return actions.plan_session(
        participant=person,
        practitioner=values.pop("practitioner", None) or user_of(by),
        starts_at=at(hour, 30, days),
        ends_at=at(hour + 1, 15, days),
        by=by,
        **values,
    )


def content(*steps: Step, **more: Any) -> NoteContent:
    values: dict[str, Any] = {
        "met": SessionStatus.MET,
        "steps": tuple(Picked(one.key, SupportLevel.BESIDE_ME) for one in steps),
        "helped": ("Quiet seat",),
        "words": "I paid the fare myself.",
        "safety": False,
        "label": Label.NORMAL,
        **more,
    }
    return NoteContent(**values)


def filed(person: Participant, by: Viewer, *steps: Step, **more: Any) -> Note:
    planned = more.pop("session", None)
    together = {name: more.pop(name) for name in ("together", "together_words") if name in more}
    held = Held(more.pop("held_at", at(11)), setting=Setting.COMMUNITY)
    new = actions.NewNote(person, planned, None if planned else held)
    return actions.file_note(note=new, content=content(*steps, **more), by=by, **together)


GROUP = GroupFacts(
    name="Tuesday group",
    kind=GroupKind.SOCIAL_SKILLS,
    weekday=1,
    begins=time(14),
    ends=time(15),
    capacity=8,
    programme="SST",
    place="Mill Road centre",
)


def group(place: Organisation, by: Viewer, **more: Any) -> Group:
    return actions.open_group(
        organisation=place,
        facts=replace(GROUP, **more),
        facilitators=[user_of(by)],
        from_on=TODAY - timedelta(days=90),
        by=by,
    )


def group_meeting(
    of: Group, by: Viewer, days: int = 0, skill: str = "listening", **more: Any
) -> GroupMeeting:
    on = TODAY + timedelta(days=days)
    return actions.plan_group_meeting(group=of, on=on, skill=skill, by=by, **more)


def outcome(n: int, out_of: int, not_counted: int, people: int) -> KeyOutcome:
    return KeyOutcome(n, out_of, not_counted, people)
