"""A programme's week as its team sees it: the meetings of the viewer's own people."""

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from handrail.access import Category, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.catalogue import queries as catalogue
from handrail.catalogue.figures import Figure
from handrail.intake.models import Enrolment
from handrail.people.queries import has_many_people
from handrail.practice.models import GroupFacilitator, Session
from handrail.practice.queries.groups import my_groups
from handrail.practice.queries.one import STATUS_WORDS
from handrail.practice.queries.week import local_time
from handrail.practice.rules import SessionStatus, attended
from handrail.prepared import padded, prepared
from handrail.ui.addresses import address

FEW = 12  # meetings
FEW_ROWS = 25
LISTED = 60
LOOKED_AT = timedelta(days=28)
SHOWN = (
    *("key", "held_on", "starts_at", "zone", "title", "place", "group_name", "status"),
    *("practitioner", "participant__key", "group_meeting__key", "group_meeting__group__key"),
)


@frozen
class ProgrammeMeeting:
    """One meeting, or one group with all who come: how many colleagues it needs and has."""

    on: date
    time: str
    title: str
    place: str
    people: int
    present: int
    needed: int
    status: Words
    href: str

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


@frozen
class ProgrammeWeek:
    """This week's meetings, and how often people came in the last four weeks."""

    meetings: tuple[ProgrammeMeeting, ...]
    is_cut: bool
    came: int
    of: int


def _meeting(
    rows: list[Session], needed: dict[UUID, int], running: dict[UUID, int], mine: set[UUID]
) -> ProgrammeMeeting:
    first = rows[0]
    page = address("practice:session", first.participant.key, first.key)
    met = first.group_meeting
    present, is_mine = len({row.practitioner_id for row in rows}), False
    if met is not None:
        present = max(present, running.get(met.group_id, 0))
    if met is not None and met.group_id in mine:
        is_mine = True
        page = address("practice:group_meeting", met.group.key, met.key)
    return ProgrammeMeeting(
        on=first.held_on,
        time=local_time(first.starts_at, first.zone),
        title=first.group_name or first.title,
        place=first.place,
        people=len({row.participant_id for row in rows}),
        present=present,
        needed=max(needed.get(row.participant_id, 1) for row in rows),
        status=STATUS_WORDS[SessionStatus(first.status)],
        href=page if is_mine or not first.group_name else "",
    )


def _own(viewer: Viewer, code: str, first: date, last: date, in_order: bool = False) -> QuerySet[Session]:
    seen = Session.objects.among_people_of(viewer, in_order=in_order)
    rows: QuerySet[Session] = seen.filter(programme=code, organisation_id=viewer.own_organisation)
    return rows.exclude(status=SessionStatus.MOVED).filter(held_on__range=(first, last))


@prepared
def _meetings(
    viewer: Viewer, code: str, first: date, last: date, in_order: bool, whole: bool
) -> QuerySet[Session]:
    rows = _own(viewer, code, first, last, in_order).select_related("participant", "group_meeting__group")
    return rows.only(*SHOWN).order_by("held_on", "starts_at", "pk")[: LISTED if whole else FEW_ROWS]


@prepared
def _by_status(viewer: Viewer, code: str, first: date, last: date) -> QuerySet[Session, tuple[str, int]]:
    counted: QuerySet[Session, tuple[str, int]] = (
        _own(viewer, code, first, last).order_by().values("status").annotate(times=Count("pk"))
    ).values_list("status", "times")
    return counted


def _count_came(viewer: Viewer, slug: str) -> dict[str, int]:
    """Count the meetings of the last four weeks among the viewer's people by what became of them."""
    code = catalogue.programme_type(viewer, slug).code
    return dict(_by_status(viewer, code, viewer.today - LOOKED_AT, viewer.today))


CAME = Figure("own people came", _count_came, of_own=True)


def _together(rows: list[Session], *, whole: bool) -> tuple[list[list[Session]], bool]:
    """Return the rows of each meeting, a group's in one, and whether some are left out."""
    groups: dict[object, list[Session]] = defaultdict(list)
    for row in rows:
        groups[(row.starts_at, row.group_name) if row.group_name else row.pk].append(row)
    found = list(groups.values())
    if whole:
        return found, len(rows) == LISTED
    sure = found
    if len(rows) == FEW_ROWS:  # of meetings at the hour of the last row, some rows may not have been read
        sure = [one for one in found if one[0].starts_at != rows[-1].starts_at] or found
    return sure[:FEW], len(rows) == FEW_ROWS or len(sure) > FEW


def programme_week(viewer: Viewer, slug: str, *, whole: bool = False) -> ProgrammeWeek:
    """Return this week's meetings of a programme among the viewer's people: the first FEW, or of LISTED rows."""
    code = catalogue.programme_type(viewer, slug).code
    monday = viewer.today - timedelta(days=viewer.today.weekday())
    found = _meetings(viewer, code, monday, monday + timedelta(days=6), has_many_people(viewer), whole)
    groups, is_cut = _together(found, whole=whole)
    rows = [row for members in groups for row in members]
    people = {row.participant_id for row in rows}
    viewer.looks.add(Category.WEEK, people)
    needed = dict(_staff_needed(padded(people), code)) if people else {}
    came, of = attended(CAME.of(viewer, slug))
    running = _running({row.group_meeting.group_id for row in rows if row.group_meeting})
    mine = set(my_groups(viewer).values_list("pk", flat=True)) if running else set()
    meetings = tuple(_meeting(members, needed, running, mine) for members in groups)
    return ProgrammeWeek(meetings, is_cut, came, of)


@prepared
def _staff_needed(people: tuple[UUID, ...], code: str) -> QuerySet[Enrolment, tuple[UUID, int]]:
    """Return for each person how many colleagues a meeting of their offer needs."""
    rows = Enrolment.objects.filter(
        participant_id__in=people, programme_type=code, to_on=None, offer__isnull=False
    )
    return rows.values_list("participant_id", "offer__staff_needed")


def _running(groups: set[UUID]) -> dict[UUID, int]:
    """Return how many colleagues run each group."""
    if not groups:
        return {}
    rows = GroupFacilitator.objects.filter(group__in=groups, to_on__isnull=True).order_by()
    return dict(rows.values_list("group").annotate(n=Count("pk")))
