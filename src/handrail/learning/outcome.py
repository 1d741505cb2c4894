"""The key outcome of the digital row: things tried after a lesson. Totals only: no names, no look."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from handrail.access import Viewer
from handrail.catalogue.hooks import KeyOutcome
from handrail.learning.models import LessonProgress
from handrail.learning.rules import LessonStatus
from handrail.plans.rules import StepStatus
from handrail.practice.models import Attempt, WeekItem
from handrail.practice.rules import WeekItemStatus

WINDOW = timedelta(days=365)


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Return after how many lessons the one thing was tried, of all lessons read to the last card in twelve months.

    Tried: the step is in practice or done or was attempted, or the line of the week was done. Lessons that are still
    open are not counted. Progress that nobody shares counts here too, without a name.
    """
    rows = LessonProgress.objects.filter(organisation_id=viewer.own_organisation, opened_on__lte=viewer.today)
    attempted = Exists(Attempt.objects.filter(step_id=OuterRef("step_id"), is_in_error=False))
    did_it = WeekItemStatus.DID_IT
    # Found once and not joined: a join looks through the lines of the place for each lesson.
    done_later = WeekItem.objects.filter(
        organisation_id=viewer.own_organisation, status=did_it, moved_from__isnull=False
    )
    tried = (
        Q(step__status__in=[StepStatus.IN_PRACTICE, StepStatus.DONE])
        | Q(week_item__status=did_it)
        | Q(week_item__in=done_later.values("moved_from_id"))
        | Q(attempted)
    )
    read = Q(status=LessonStatus.FINISHED, finished_on__gt=viewer.today - WINDOW)
    sums = rows.aggregate(
        n=Count("pk", filter=read & tried, distinct=True),
        out_of=Count("pk", filter=read, distinct=True),
        open=Count("pk", filter=Q(status=LessonStatus.OPEN), distinct=True),
        people=Count("participant_id", filter=read, distinct=True),
    )
    return KeyOutcome(sums["n"], sums["out_of"], sums["open"], sums["people"])
