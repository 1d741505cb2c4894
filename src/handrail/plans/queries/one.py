from datetime import datetime
from typing import TypeVar

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import AboutPerson, KeptText, Participant
from handrail.plans.hooks import LastAttempt, hooks
from handrail.plans.models import Goal, GoodMoment, LookBack, Plan, Step
from handrail.plans.queries.page import Can, can, speaker
from handrail.plans.queries.words import Speaker
from handrail.plans.rules import OPEN_STEPS, PlanStatus, StepStatus, SupportLevel

Found = TypeVar("Found", bound=AboutPerson)


def _one(viewer: Viewer, participant: Participant, kind: type[Found], key: str, *joined: str) -> Found:
    rows = kind.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: Found | None = rows.select_related(*joined).first() if joined else rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.PLAN, {participant.pk})
    return found


def current_plan(viewer: Viewer, participant: Participant) -> Plan:
    """Return the open or resting plan; raise NotFound when there is none."""
    rows = Plan.objects.visible_to(viewer).filter(participant=participant)
    found: Plan | None = rows.exclude(status=PlanStatus.ENDED).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def newest_plan(viewer: Viewer, participant: Participant) -> Plan:
    """Return the newest plan, open or ended; raise NotFound when there is none."""
    rows = Plan.objects.visible_to(viewer).filter(participant=participant).order_by("-opened_on", "-pk")
    found: Plan | None = rows.exclude(status=PlanStatus.ENDED).first() or rows.first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def goal(viewer: Viewer, participant: Participant, key: str) -> Goal:
    """Return the goal behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, Goal, key, "author")


def step(viewer: Viewer, participant: Participant, key: str) -> Step:
    """Return the step behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, Step, key, "goal", "proposed_by", "made_from")


def look_back(viewer: Viewer, participant: Participant, key: str) -> LookBack:
    """Return the look back behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, LookBack, key, "plan")


def good_moment(viewer: Viewer, participant: Participant, key: str) -> GoodMoment:
    """Return the good moment behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    return _one(viewer, participant, GoodMoment, key)


def kept_text(viewer: Viewer, participant: Participant, key: str) -> KeptText:
    """Return the kept words behind ``key``; raise NotFound when they are absent or closed to the viewer."""
    return _one(viewer, participant, KeptText, key)


@frozen
class HistoryLine:
    at: datetime
    words: str
    reason: str


@frozen
class StepPage:
    """Everything that the page of one step shows."""

    step: Step
    can: Can
    speaker: Speaker
    status: Words
    wanted: tuple[str, str]
    last: LastAttempt | None
    done: str
    history: tuple[HistoryLine, ...]
    report_url: str
    doing: frozenset[str]  # which buttons make sense now

    @property
    def changes_course(self) -> bool:
        """Return whether any button is there that rests, begins, moves or sets aside."""
        return bool(self.doing & {"begin", "resume", "bring_back", "rest", "set_aside", "move"})


STATUS_WORDS: dict[StepStatus, Words] = {
    StepStatus.PROPOSED: _("Suggested"),
    StepStatus.DECLINED: _("No, thank you"),
    StepStatus.AGREED: _("Not begun yet"),
    StepStatus.IN_PRACTICE: _("I am on it"),
    StepStatus.RESTING: _("Resting"),
    StepStatus.DONE: _("Done"),
    StepStatus.SET_ASIDE: _("Set aside"),
}
_DOING: dict[StepStatus, frozenset[str]] = {
    StepStatus.PROPOSED: frozenset({"answer", "change"}),
    StepStatus.DECLINED: frozenset(),
    StepStatus.AGREED: frozenset({"begin", "report", "change", "smaller", "rest", "set_aside", "move"}),
    StepStatus.IN_PRACTICE: frozenset({"report", "change", "smaller", "rest", "set_aside", "move"}),
    StepStatus.RESTING: frozenset({"resume", "change", "smaller", "set_aside", "move"}),
    StepStatus.DONE: frozenset({"again"}),
    StepStatus.SET_ASIDE: frozenset({"bring_back"}),
}
_ONLY_THE_PERSON = frozenset({"answer", "smaller", "set_aside", "bring_back", "again", "move"})


def _doing(status: StepStatus, rights: Can) -> frozenset[str]:
    if rights.decide:
        return _DOING[status]
    return _DOING[status] - _ONLY_THE_PERSON if rights.suggest else frozenset()


def step_page(viewer: Viewer, participant: Participant, key: str) -> StepPage:
    """Return one step with its history in words and what this viewer can do with it now."""
    found = step(viewer, participant, key)
    who, rights = speaker(viewer, participant), can(viewer, participant)
    status = StepStatus(found.status)
    last = hooks.last_attempts(viewer, participant).get(found.pk)
    changes = found.changes.visible_to(viewer).select_related("changed_by").order_by("changed_at", "pk")
    level = SupportLevel(found.support_wanted)
    return StepPage(
        step=found,
        can=rights,
        speaker=who,
        status=STATUS_WORDS[status],
        wanted=(level, who.level(level, found.with_whom)),
        last=last,
        done=who.done(found, last) if found.done_on else "",
        history=tuple(HistoryLine(row.changed_at, who.change(row), row.reason) for row in changes),
        report_url=hooks.report_url(participant.key, key) if status in OPEN_STEPS else "",
        doing=_doing(status, rights),
    )


_FIELDS: dict[str, Words] = {
    "words": _("My goal"),
    "title": _("What?"),
    "why": _("Why?"),
    "with_whom": _("With whom?"),
    "where": _("Where?"),
    "when_words": _("When?"),
    "fallback": _("If it is too much, then…"),
}


@frozen
class KeptWords:
    """Two texts for one field: what stands, and what was written at the same time."""

    key: str
    field: Words
    standing: str
    kept: str
    author: str
    at: datetime


def kept_words(viewer: Viewer, participant: Participant) -> list[KeptWords]:
    """Return the words that lost to others and wait for the person's decision, the oldest first."""
    rows = KeptText.objects.visible_to(viewer).filter(participant=participant, settled_at=None)
    found = list(rows.select_related("author").order_by("kept_at", "pk"))
    ids = {row.object_id for row in found}
    standing: dict[object, Goal | Step] = {}
    for kind in (Goal, Step):
        standing |= kind.objects.visible_to(viewer).filter(pk__in=ids).in_bulk()
    viewer.looks.add(Category.PLAN, {participant.pk})
    return [
        KeptWords(
            key=row.key,
            field=_FIELDS.get(row.field, _("Words")),
            standing=str(getattr(standing[row.object_id], row.field)),
            kept=row.text,
            author=row.author.name if row.author else "",
            at=row.kept_at,
        )
        for row in found
        if row.object_id in standing
    ]
