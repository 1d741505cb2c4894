"""What an invitation opens to the one who is invited: one goal or one look back, and no other row."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from handrail.access import Category, RelationKind, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import AboutPerson, Consent, Participant, open_relations
from handrail.people.queries import covers
from handrail.people.queries.access import invitations_to
from handrail.plans.models import Goal, LookBack, Step
from handrail.plans.queries.path import ON_THE_PATH
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import StepStatus, SupportLevel
from handrail.plans.rules.invitations import OneOf, shortened

Found = TypeVar("Found", bound=AboutPerson)


@frozen
class Invited:
    """One goal or look back that somebody shows the viewer."""

    what: OneOf
    key: str
    name: str
    words: str
    until: date | None


@frozen
class InvitedStop:
    """One step of the goal as a relative sees it."""

    state: str  # done, now, todo
    level: str
    number: int
    title: str
    hint: str


@frozen
class InvitedGoal:
    """A goal with its steps, for somebody who sees nothing else."""

    goal: Goal
    name: str
    until: date | None
    stops: tuple[InvitedStop, ...]


@frozen
class InvitedLookBack:
    """A look back, for somebody who sees nothing else."""

    look_back: LookBack
    name: str
    until: date | None


def _until(asks: Viewer) -> dict[UUID | None, date | None]:
    """Return until when each thing is open; of two invitations to one thing, the later end."""
    rows = open_relations(asks).filter(scopes__gt=0).order_by("to_on")
    return dict(rows.values_list("thing", "to_on"))


def invitations(viewer: Viewer) -> list[Invited]:
    """Return what the viewer is invited to, by name of the person, goals first."""
    asks = viewer.as_invited()
    ends = _until(asks) if asks.opening_kinds else {}
    if not ends:
        return []
    goals = Goal.objects.visible_to(asks).filter(pk__in=ends).select_related("participant")
    backs = LookBack.objects.visible_to(asks).filter(pk__in=ends).select_related("participant")
    rows = [(OneOf.GOAL, row, shortened(row.words)) for row in goals]
    rows += [(OneOf.LOOK_BACK, row, str(_("Look back together"))) for row in backs]
    viewer.looks.add(Category.PLAN, {row.participant_id for _what, row, _words in rows}, RelationKind.INVITED)
    found = [Invited(what, row.key, row.participant.called, words, ends[row.pk]) for what, row, words in rows]
    return sorted(found, key=lambda one: (one.name.casefold(), one.what, one.key))


def _one(viewer: Viewer, kind: type[Found], key: str) -> tuple[Found, Viewer]:
    asks = viewer.as_invited()
    rows = kind.objects.visible_to(asks).select_related("participant")
    found: Found | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.PLAN, {found.participant_id}, RelationKind.INVITED)
    return found, asks


def _stop(step: Step, number: int, speaker: Speaker) -> InvitedStop:
    level = SupportLevel(step.done_with or step.support_wanted)
    if step.status == StepStatus.DONE:
        return InvitedStop("done", level, number, step.title, speaker.done(step, None))
    if step.status == StepStatus.IN_PRACTICE:
        here = str(_("%(name)s is here")) % {"name": speaker.name}
        return InvitedStop("now", level, number, step.title, here)
    resting = step.status == StepStatus.RESTING
    hint = str(_("Resting. It can be taken up any day.")) if resting else speaker.level(level, step.with_whom)
    return InvitedStop("todo", level, number, step.title, hint)


def invited_goal(viewer: Viewer, key: str) -> InvitedGoal:
    """Return a goal that the viewer is invited to, with the steps on its path; raise NotFound for any other."""
    goal, asks = _one(viewer, Goal, key)
    steps = Step.objects.visible_to(asks).filter(goal=goal, status__in=ON_THE_PATH).order_by("position", "pk")
    speaker = Speaker(mine=False, name=goal.participant.called)
    return InvitedGoal(
        goal=goal,
        name=speaker.name,
        until=_until(asks)[goal.pk],
        stops=tuple(_stop(step, number, speaker) for number, step in enumerate(steps, start=1)),
    )


def invited_look_back(viewer: Viewer, key: str) -> InvitedLookBack:
    """Return a look back that the viewer is invited to; raise NotFound for any other."""
    found, asks = _one(viewer, LookBack, key)
    return InvitedLookBack(look_back=found, name=found.participant.called, until=_until(asks)[found.pk])


def invited_to(viewer: Viewer, participant: Participant, thing: Goal | LookBack) -> list[Consent] | None:
    """Return who is invited to this one thing; None for a viewer who has no say in who sees what."""
    if not covers(viewer, participant.pk, Category.ACCESS):
        return None
    return invitations_to(viewer, participant, thing.pk)
