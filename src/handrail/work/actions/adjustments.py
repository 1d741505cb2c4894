"""What changes at the work place: needed, asked, agreed or not, in place, does it help?"""

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.limits import check_not_blocked
from handrail.people.models import Participant
from handrail.people.rules.blocked import Place, Traits
from handrail.plans import moves
from handrail.plans.models import Goal
from handrail.plans.rules import StepFacts, SupportLevel
from handrail.work.actions.states import keep_change, locked
from handrail.work.models import Adjustment, Job
from handrail.work.rules import ADJUSTMENT_TRANSITIONS, AdjustmentKind, AdjustmentStatus, JobStatus


def _need(text: str) -> str:
    if not kept(text).strip():
        raise DomainError(str(_("Write what you need, like: begin at ten.")))
    return text.strip()[:300]


@transaction.atomic
def need_adjustment(
    *,
    participant: Participant,
    kind: AdjustmentKind,
    need: str,
    by: Viewer,
    because: str = "",
    job: Job | None = None,
) -> Adjustment:
    """Write down what somebody needs at work, and what it does for the work. Raises DomainError without words."""
    adjustment = Adjustment.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        job=job,
        kind=kind,
        need=_need(need),
        because=kept(because).strip()[:300],
        since_on=by.today,
    )
    keep_change(adjustment, "", by=by)
    record(by, "need_adjustment", adjustment, op="create")
    return adjustment


@transaction.atomic
def change_adjustment(
    *,
    adjustment: Adjustment,
    kind: AdjustmentKind,
    need: str,
    because: str,
    version: int,
    by: Viewer,
    job: Job | None = None,
) -> Adjustment:
    """Write an adjustment in other words, or for another place; raise Stale when it changed since ``version``."""
    row = locked(adjustment, version)
    row.kind, row.need, row.because = kind, _need(need), kept(because).strip()[:300]
    row.job = job
    row.version += 1
    row.save(update_fields=["kind", "need", "because", "job", "version"])
    record(by, "change_adjustment", row)
    return row


def _move(row: Adjustment, to: AdjustmentStatus, *, by: Viewer, words: str = "", whom: str = "") -> None:
    before = AdjustmentStatus(row.status)
    check_transition(ADJUSTMENT_TRANSITIONS, before, to)
    if kept(whom).strip():
        check_not_blocked(row.participant, Traits(name=whom), place=Place.LETTER, by=by)
    row.status, row.since_on = to, by.today
    row.asked_whom = kept(whom).strip()[:200] or row.asked_whom
    if to == AdjustmentStatus.IN_PLACE:
        row.in_place_on = by.today
    row.version += 1
    row.save(update_fields=["status", "since_on", "asked_whom", "in_place_on", "version"])
    keep_change(row, before, by=by, reason=words)


@transaction.atomic
def move_adjustment(
    *,
    adjustment: Adjustment,
    to: AdjustmentStatus,
    by: Viewer,
    words: str = "",
    whom: str = "",
    version: int | None = None,
) -> Adjustment:
    """
    Lead an adjustment to its next state by the table, with own words why. A no can be asked again.

    Raises Blocked, which looks like NotFound, when ``whom`` names a blocked contact.
    """
    row = locked(adjustment, version)
    _move(row, to, by=by, words=words, whom=whom)
    record(by, "move_adjustment", row)
    return row


@transaction.atomic
def ask_for_adjustments(*, job: Job, by: Viewer, whom: str = "") -> Job:
    """
    Keep that the letter was given: everything that is needed at this place is asked for now.

    Raises Blocked, which looks like NotFound, when ``whom`` names a blocked contact.
    """
    row = locked(job)
    if row.status == JobStatus.ENDED:
        raise DomainError(str(_("This one has ended. Write the letter for the place where you are now.")))
    needed = row.adjustments.select_for_update().filter(status=AdjustmentStatus.NEEDED)
    if not needed:
        raise DomainError(str(_("Nothing waits to be asked here. Write down first what you need.")))
    for adjustment in needed:
        _move(adjustment, AdjustmentStatus.ASKED, by=by, whom=whom)
    record(by, "ask_for_adjustments", row)
    return row


@transaction.atomic
def make_step_of_adjustment(
    *, adjustment: Adjustment, goal: Goal, support: SupportLevel, by: Viewer
) -> Adjustment:
    """Make asking for it a step of the plan: the person's own at once, from a colleague as a suggestion."""
    row = locked(adjustment)
    if row.step_id:
        raise DomainError(str(_("This is a step of the plan already.")))
    facts = StepFacts(
        title=_("Ask for: %(need)s") % {"need": row.need}, support_wanted=support, why=row.because
    )
    row.step = moves.add_or_suggest(goal, facts, by=by)
    row.version += 1
    row.save(update_fields=["step", "version"])
    record(by, "make_step_of_adjustment", row)
    return row
