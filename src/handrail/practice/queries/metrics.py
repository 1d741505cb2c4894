"""The three simple metrics of the guide, defined once (S-058)."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import ngettext

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.practice.models import Session, SkillUse, WorkStep
from handrail.practice.rules import WORK_RUNGS, NoteStatus, SessionStatus, WorkRung, attended
from handrail.prepared import prepared
from handrail.ui.dates import day

WINDOW = timedelta(days=90)


@prepared
def _statuses(viewer: Viewer, participant_id: UUID, since: date, until: date) -> QuerySet[Session, str]:
    rows = Session.objects.visible_to(viewer).filter(participant_id=participant_id)
    said = rows.exclude(status__in=[SessionStatus.PLANNED, SessionStatus.MOVED, SessionStatus.CALLED_OFF])
    return said.filter(held_on__range=(since, until)).values_list("status", flat=True)


@prepared
def _uses(viewer: Viewer, participant_id: UUID, since: date, until: date) -> QuerySet[SkillUse, int]:
    rows = SkillUse.objects.visible_to(viewer).filter(participant_id=participant_id)
    used = rows.filter(used_on__range=(since, until))
    stands = used.exclude(note__isnull=False, note__status=NoteStatus.IN_ERROR)
    counted: QuerySet[SkillUse, int] = (
        stands.values("skill").annotate(times=Count("pk")).values_list("times", flat=True).order_by()
    )
    return counted


@prepared
def _work_step(viewer: Viewer, participant_id: UUID) -> QuerySet[WorkStep]:
    rows = WorkStep.objects.visible_to(viewer).filter(participant_id=participant_id)
    stands = rows.exclude(note__isnull=False, note__status=NoteStatus.IN_ERROR)
    return stands.order_by("-taken_on", "-pk")[:1]


def came(viewer: Viewer, participant: Participant, *, since: date, until: date) -> tuple[int, int]:
    """
    Return how often the person came, and of how many meetings, between two local days, both counted.

    Of the meetings written down as met or not met; called off by the team and moved never count (S-192).
    """
    statuses = _statuses(viewer, participant.pk, since, until)
    return attended(Counter(statuses))


def used_skills(viewer: Viewer, participant: Participant, *, since: date, until: date) -> tuple[int, int]:
    """Return how many different things helped and how often, by notes that stand or by the person's own word."""
    counts = _uses(viewer, participant.pk, since, until)
    return len(counts), sum(counts)


def latest_work_step(viewer: Viewer, participant: Participant) -> WorkStep | None:
    """Return the newest step towards work or study whose note stands, or None."""
    return _work_step.first(viewer, participant.pk)


@frozen
class Numbers:
    """The three numbers of the last 90 days: came of how many, skills and how often, the newest step towards work."""

    met: int
    of: int
    kinds: int
    times: int
    work: WorkStep | None

    def __bool__(self) -> bool:
        return bool(self.of or self.times or self.work)


def numbers(viewer: Viewer, participant: Participant, *, may_have_worked: bool = True) -> Numbers:
    """
    Return the three simple metrics of the last 90 days, in three statements.

    ``may_have_worked`` is False when it is known that no step towards work was written down.
    """
    since = viewer.today - WINDOW
    viewer.looks.add(Category.ATTENDANCE, {participant.pk})
    met, of = came(viewer, participant, since=since, until=viewer.today)
    kinds, times = used_skills(viewer, participant, since=since, until=viewer.today)
    work = latest_work_step(viewer, participant) if may_have_worked else None
    return Numbers(met, of, kinds, times, work)


def strip(
    viewer: Viewer, participant: Participant, *, may_have_worked: bool = True
) -> list[tuple[str, str, str]]:
    """Return the three simple metrics in words, of the last 90 days: term, value, hint."""
    return in_words(numbers(viewer, participant, may_have_worked=may_have_worked))


def in_words(found: Numbers) -> list[tuple[str, str, str]]:
    """Return the three numbers in words: term, value, hint."""
    of, times, work = found.of, found.times, found.work
    window = str(_("in the last 90 days"))
    skills = ngettext("%(kinds)s skill", "%(kinds)s skills", found.kinds) % {"kinds": found.kinds}
    uses = ngettext("%(times)s time", "%(times)s times", times) % {"times": times}
    return [
        (
            str(_("Came")),
            _("%(met)s of %(of)s") % {"met": found.met, "of": of} if of else str(_("Not yet")),
            window if of else str(_("no meeting written down")),
        ),
        (
            str(_("Used")),
            _("%(skills)s, %(uses)s") % {"skills": skills, "uses": uses} if times else str(_("Not yet")),
            window if times else str(_("nothing written down")),
        ),
        (
            str(_("Work or study")),
            str(WORK_RUNGS[WorkRung(work.rung)]) if work else str(_("Not yet")),
            day(work.taken_on, weekday=False) if work else str(_("only if I want it")),
        ),
    ]
