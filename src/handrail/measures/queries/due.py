"""What is due: of one person, and for the one who reads. Counted from days each time, never a flag."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration, Schedule
from handrail.measures.queries.readers import readers
from handrail.measures.rules import Instrument
from handrail.measures.rules.asking import OCCASIONS, TO_READ, AdministrationStatus, Mode, Occasion, due
from handrail.people.models import Participant

LISTED = 20  # of each, on the page of a day


@frozen
class Due:
    """One questionnaire that is due for one person."""

    schedule: Schedule
    instrument: Instrument
    occasion: Occasion

    @property
    def when(self) -> str:
        return str(OCCASIONS[self.occasion])


def _done(schedules: list[Schedule]) -> dict[UUID, set[str]]:
    """Return the occasions of each schedule that were answered or skipped: one statement."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Administration.objects.settled().filter(schedule__in=schedules) if schedules else ()
    for row in rows:
        found[row.schedule_id].add(row.occasion)
    return found


def due_occasion(schedule: Schedule | None, on: date) -> Occasion | None:
    """Return the occasion of a schedule that is due on a day; None without a schedule."""
    if schedule is None:
        return None
    return due(schedule.begins_on, schedule.ended_on, _done([schedule])[schedule.pk], on)


def _due(schedules: list[Schedule], today: date) -> list[Due]:
    done = _done(schedules)
    found = []
    for row in schedules:
        occasion = due(row.begins_on, row.ended_on, done[row.pk], today)
        if occasion and row.instrument in instruments():
            found.append(Due(row, instruments()[row.instrument], occasion))
    return found


def due_of(viewer: Viewer, participant: Participant) -> list[Due]:
    """Return what is due of one person today, in two statements."""
    rows = Schedule.objects.visible_to(viewer).running().filter(participant=participant)
    return _due(list(rows.select_related("reader").order_by("begins_on", "pk")), viewer.today)


def read_by_somebody(viewer: Viewer, participant: Participant, found: list[Due]) -> list[Due]:
    """Keep what somebody may still read, as after the end of support: one statement when anything is due."""
    able = set(readers(viewer, participant).values_list("pk", flat=True)) if found else set()
    return [one for one in found if one.schedule.reader_id in able]


@frozen
class ForReader:
    """What waits for the one who reads: answers that came, and what is due of their people."""

    unread: tuple[Administration, ...]
    due: tuple[Due, ...]


def for_reader(viewer: Viewer) -> ForReader:
    """Return what waits for the viewer as a reader: one statement when they read nobody's answers, else three."""
    rows = Schedule.objects.visible_to(viewer).running().filter(reader_id=viewer.own_user)
    schedules = list(rows.select_related("participant").order_by("begins_on", "pk")[:LISTED])
    if not schedules:
        return ForReader((), ())
    came_in = Q(status=AdministrationStatus.SUBMITTED) | Q(mode=Mode.LINK)
    seen = Administration.objects.visible_to(viewer).filter(status__in=TO_READ, read_at__isnull=True)
    unread = seen.filter(came_in, schedule__reader_id=viewer.own_user).exclude(
        mode__in=[Mode.STAFF, Mode.PAPER], sent_by_id=viewer.own_user
    )
    came = tuple(unread.select_related("participant").order_by("sent_at", "pk")[:LISTED])
    found = tuple(_due(schedules, viewer.today))
    people = {row.participant_id for row in came} | {one.schedule.participant_id for one in found}
    viewer.looks.add(Category.HEALTH, people)
    return ForReader(came, found)
