"""A goal's steps as stops on a path: what is done, where the person is, what is ahead, where to look back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.plans.hooks import LastAttempt, NextMeeting, hooks
from handrail.plans.models import Goal, LookBack, Step
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import (
    HORIZONS,
    OPEN_STEPS,
    PHASES,
    Phase,
    StepStatus,
    SupportLevel,
    horizon,
    phase_on,
)
from handrail.ui.dates import day

ON_THE_PATH = OPEN_STEPS | {StepStatus.DONE}


@frozen
class Stop:
    """One place on the path, in words."""

    state: str  # done, now, todo, look
    level: str
    title: str
    hint: str = ""
    number: int | None = None
    phase: Words | str = ""
    key: str = ""
    look_back_key: str = ""
    why: str = ""
    last: tuple[str, str] | None = None  # level and words
    wanted: tuple[str, str] | None = None
    when: str = ""
    where: str = ""
    fallback: str = ""
    report_url: str = ""
    is_begun: bool = False


@frozen
class GoalPath:
    """A goal with its path."""

    goal: Goal
    stops: tuple[Stop, ...]
    standing: str
    horizon: Words | None
    aside: tuple[Step, ...]
    company: str

    @property
    def places(self) -> list[dict[str, str]]:
        """Return the stops as the picture of the path takes them."""
        return [{"state": stop.state, "level": stop.level} for stop in self.stops]


@frozen
class Surroundings:
    """What all paths of a page share."""

    speaker: Speaker
    person_key: str
    today: date
    opened_on: date
    attempts: dict[UUID, LastAttempt]
    meetings: dict[UUID, NextMeeting]


def _here(steps: Sequence[Step]) -> set[UUID]:
    """Return the steps where the person is: all in practice, else the first agreed one."""
    in_practice = {step.pk for step in steps if step.status == StepStatus.IN_PRACTICE}
    agreed = [step.pk for step in steps if step.status == StepStatus.AGREED]
    return in_practice or set(agreed[:1])


def _phase_of(step: Step, is_here: bool, around: Surroundings) -> Phase | None:
    on = step.done_on or (around.today if is_here else step.target_on)
    return phase_on(around.opened_on, on) if on else None


def _ahead(step: Step, around: Surroundings) -> str:
    if step.status == StepStatus.RESTING:
        return str(_("Resting. It can be taken up any day."))
    if step.when_words:
        return step.when_words
    return day(step.target_on) if step.target_on else ""


def _now(step: Step, number: int, phase: Words | str, around: Surroundings) -> Stop:
    speaker, last, meeting = around.speaker, around.attempts.get(step.pk), around.meetings.get(step.pk)
    level = SupportLevel(step.support_wanted)
    dated = day(step.target_on) if step.target_on else ""
    here = _("I am here") if speaker.mine else _("%(name)s is here")
    return Stop(
        state="now",
        level=level,
        title=step.title,
        hint=str(here) % {"name": speaker.name},
        number=number,
        phase=phase,
        key=step.key,
        why=step.why,
        last=(last.given, speaker.level(last.given, last.companion)) if last else None,
        wanted=(level, speaker.level(level, step.with_whom)),
        when=meeting.when if meeting else step.when_words or dated,
        where=meeting.words if meeting else step.where,
        fallback=step.fallback,
        report_url=hooks.report_url(around.person_key, step.key),
        is_begun=step.status == StepStatus.IN_PRACTICE,
    )


def _stop(step: Step, number: int, phase: Words | str, is_here: bool, around: Surroundings) -> Stop:
    if is_here:
        return _now(step, number, phase, around)
    is_done = step.status == StepStatus.DONE
    last = around.attempts.get(step.pk)
    return Stop(
        state="done" if is_done else "todo",
        level=(step.done_with if is_done else "") or step.support_wanted,
        title=step.title,
        hint=around.speaker.done(step, last) if is_done else _ahead(step, around),
        number=number,
        phase=phase,
        key=step.key,
    )


def _look_stop(look_back: LookBack, level: str) -> Stop:
    who = str(_("with %(who)s")) % {"who": look_back.with_whom} if look_back.with_whom else ""
    rest = str(_("Rest, and see what helped"))
    when = day(look_back.planned_on)
    return Stop(
        state="look",
        level=level,
        title=str(_("Look back together.")),
        hint=f"{rest}{', ' + who if who else ''}. {when}.",
        look_back_key=look_back.key,
    )


def _with_look_back(stops: list[Stop], steps: Sequence[Step], look_back: LookBack | None) -> list[Stop]:
    """Put the next look back after what is done, what is now, and what has an earlier date."""
    if look_back is None or not stops:
        return stops
    before = [
        place
        for place, (stop, step) in enumerate(zip(stops, steps, strict=True), start=1)
        if stop.state != "todo" or (step.target_on and step.target_on <= look_back.planned_on)
    ]
    place = max(before, default=0)
    return [*stops[:place], _look_stop(look_back, stops[max(place - 1, 0)].level), *stops[place:]]


def goal_path(
    goal: Goal, steps: Sequence[Step], around: Surroundings, look_back: LookBack | None = None
) -> GoalPath:
    """Return the path of one goal; ``steps`` are all its steps in their order."""
    walked = [step for step in steps if step.status in ON_THE_PATH]
    here = _here(walked)
    stops, before = [], None
    for number, step in enumerate(walked, start=1):
        phase = _phase_of(step, step.pk in here, around)
        caption = PHASES[phase] if phase and phase != before else ""
        before = phase or before
        stops.append(_stop(step, number, caption, step.pk in here, around))
    now = [stop for stop in stops if stop.state == "now"]
    first = next((step for step in walked if step.pk in here), None)
    done = sum(stop.state == "done" for stop in stops)
    return GoalPath(
        goal=goal,
        stops=tuple(_with_look_back(stops, walked, look_back)),
        standing=around.speaker.standing(done, now[0].number if now else None),
        horizon=HORIZONS[horizon(goal.agreed_on, goal.target_on)] if goal.target_on else None,
        aside=tuple(step for step in steps if step.status == StepStatus.SET_ASIDE),
        company=first.with_whom if first else "",
    )
