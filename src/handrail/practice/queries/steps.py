"""What practice knows of a step: the plan asks through its hooks, the note and the report ask here."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import Count, QuerySet

from handrail.access import Category, Viewer
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.hooks import LastAttempt, NextMeeting
from handrail.plans.models import Step
from handrail.plans.rules import SUPPORT_LEVELS, StepStatus, SupportLevel
from handrail.practice.definitions import helped_words
from handrail.practice.models import Attempt, Session, SkillUse
from handrail.practice.queries.week import first_name, local_time
from handrail.practice.rules import SessionStatus, Tried
from handrail.prepared import prepared
from handrail.ui.dates import day


@prepared
def _attempts(
    viewer: Viewer, participant_id: UUID
) -> QuerySet[Attempt, tuple[UUID, date, str, bool, str, str | None]]:
    rows = Attempt.objects.visible_to(viewer).filter(participant_id=participant_id, is_in_error=False)
    return rows.order_by("tried_on", "created_at", "pk").values_list(
        "step_id", "tried_on", "given", "is_done", "companion", "note__author__name"
    )


def tries(viewer: Viewer, participant: Participant) -> dict[UUID, list[Tried]]:
    """Return every attempt of the person by step, oldest first, without those in error."""
    found: dict[UUID, list[Tried]] = {}
    for step_id, on, given, is_done, _companion, _author in _attempts(viewer, participant.pk):
        found.setdefault(step_id, []).append(Tried(on, SupportLevel(given), is_done))
    return found


def last_attempts(viewer: Viewer, participant: Participant) -> dict[UUID, LastAttempt]:
    """Return the newest attempt of each step, and how many there were, for the plan."""
    found: dict[UUID, LastAttempt] = {}
    for step_id, on, given, _is_done, companion, author in _attempts(viewer, participant.pk):
        count = found[step_id].tries + 1 if step_id in found else 1
        level = SupportLevel(given)
        with_whom = "" if level == SupportLevel.ON_MY_OWN else companion or first_name(author or "")
        found[step_id] = LastAttempt(level, with_whom, on, count)
    return found


@prepared
def _planned_meetings(
    viewer: Viewer, participant_id: UUID, now: datetime
) -> QuerySet[Session, tuple[UUID, date, datetime, str, str, str]]:
    rows = Session.objects.visible_to(viewer).filter(participant_id=participant_id, step__isnull=False)
    ahead = rows.filter(status=SessionStatus.PLANNED, held_on__gte=viewer.today, ends_at__gt=now)
    return ahead.order_by("-starts_at", "-pk").values_list(
        "step_id", "held_on", "starts_at", "zone", "place", "practitioner__name"
    )


def next_meetings(viewer: Viewer, participant: Participant) -> dict[UUID, NextMeeting]:
    """Return the next planned meeting of each step, in words, for the plan."""
    rows = _planned_meetings(viewer, participant.pk, clock.now())
    nearest = {row[0]: row for row in rows}  # the nearest comes last and stays
    return {step_id: _meeting(*row) for step_id, row in nearest.items()}


def _meeting(_step: UUID, on: date, at: datetime, zone: str, place: str, who: str) -> NextMeeting:
    when = _("%(day)s, %(time)s") % {"day": day(on), "time": local_time(at, zone)}
    words = _("%(place)s. %(name)s meets you there.") if place else _("%(name)s comes.")
    return NextMeeting(when, words % {"place": place, "name": first_name(who)})


@frozen
class StepPick:
    """A step that can be picked in a note or reported: with the last level and the level that is wanted."""

    step_id: UUID
    key: str
    number: int
    title: str
    wanted: SupportLevel
    called: str
    tries: Callable[[], dict[UUID, list[Tried]]]  # asked once, when a page shows it

    @property
    def last(self) -> SupportLevel | None:
        tried = self.tries().get(self.step_id)
        return tried[-1].given if tried else None

    @property
    def hint(self) -> str:
        last = self.last
        known = _("Last time: %(last)s. %(name)s wants: %(wanted)s")
        fresh = _("Not started. %(name)s wants: %(wanted)s")
        values = {"name": self.called, "wanted": SUPPORT_LEVELS[self.wanted]}
        return (known if last else fresh) % {**values, "last": SUPPORT_LEVELS[last] if last else ""}


@prepared
def _open_steps(viewer: Viewer, participant_id: UUID) -> QuerySet[Step]:
    rows = Step.objects.visible_to(viewer).filter(participant_id=participant_id).open()
    return rows.order_by("goal__position", "position", "pk")


def open_steps(viewer: Viewer, participant: Participant) -> list[Step]:
    """Return the person's open steps, those in practice first, then in the plan's order."""
    viewer.looks.add(Category.PLAN, {participant.pk})
    rows = _open_steps(viewer, participant.pk)
    return sorted(rows, key=lambda step: step.status != StepStatus.IN_PRACTICE)


def step_picks(viewer: Viewer, participant: Participant) -> list[StepPick]:
    """Return the open steps for a note, each with what there was last time and what the person wants now."""
    called, tried = participant.called, cache(lambda: tries(viewer, participant))
    return [
        StepPick(
            step.pk, step.key, step.position, step.title, SupportLevel(step.support_wanted), called, tried
        )
        for step in open_steps(viewer, participant)
    ]


def step_to_report(viewer: Viewer, participant: Participant, key: str) -> Step:
    """Return a step that can be reported; raise NotFound when it is not the person's, not agreed, or closed."""
    step: Step | None = (
        Step.objects.visible_to(viewer)
        .filter(participant=participant, key=key)
        .exclude(status__in=[StepStatus.PROPOSED, StepStatus.DECLINED, StepStatus.SET_ASIDE])
        .first()
    )
    if step is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.PLAN, {participant.pk})
    return step


@prepared
def _skills(viewer: Viewer, participant_id: UUID) -> QuerySet[SkillUse, tuple[str, int]]:
    """Return each thing that helped and how often."""
    rows = SkillUse.objects.visible_to(viewer).filter(participant_id=participant_id).order_by()
    counted: QuerySet[SkillUse, tuple[str, int]] = (
        rows.values("skill").annotate(times=Count("pk")).values_list("skill", "times")
    )
    return counted


def helped_chips(viewer: Viewer, participant: Participant, language: str) -> list[str]:
    """Return what may have helped: this person's own most used first, then the team's list."""
    used = dict(_skills(viewer, participant.pk))
    own = sorted(used, key=lambda skill: (-used[skill], skill))[:8]
    return [*own, *(word for word in helped_words(language) if word not in own)]
