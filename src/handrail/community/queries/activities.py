from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.community import allowed
from handrail.community.models import Activity, ActivityDay
from handrail.community.queries.links import open_goals
from handrail.community.queries.ways import Way, way_to, ways_of
from handrail.community.rules import (
    ACTIVITY_STATUSES,
    AGAIN,
    PLACE_KINDS,
    ActivityStatus,
    Again,
    PlaceKind,
)
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.plans.rules import SUPPORT_LEVELS, SupportLevel
from handrail.prepared import prepared
from handrail.ui.dates import day

DAYS_SHOWN = 20


@frozen
class DayLine:
    """One day on which the person took part, in words."""

    on: date
    level: str
    level_words: str
    again: str
    words: str


@frozen
class ActivityLine:
    """An activity in a list: what, where and when, the support wanted, the last day."""

    key: str
    title: str
    kind: Words
    where: str
    level: str
    level_words: str
    status: ActivityStatus
    status_words: Words
    last: str
    this_month: int


def _level_words(level: str, with_whom: str) -> str:
    words = str(SUPPORT_LEVELS[SupportLevel(level)])
    return f"{words}: {with_whom}" if with_whom and level != SupportLevel.ON_MY_OWN else words


def _day_line(row: ActivityDay) -> DayLine:
    return DayLine(
        on=row.on,
        level=row.given,
        level_words=_level_words(row.given, row.with_whom),
        again=str(AGAIN[Again(row.again)]) if row.again else "",
        words=row.words,
    )


def where_words(row: Activity) -> str:
    """Return where and when, in the person's words; the place of the directory when nothing else is said."""
    where = row.where or (row.place.name if row.place else "")
    return ". ".join(part.rstrip(". ") for part in (where, row.when_words) if part.strip())


def place_name_of(row: Activity) -> str:
    """Return the name under which the way to this activity is written down."""
    return row.place.name if row.place else row.where.strip() or row.title


def _line(row: Activity, days: list[ActivityDay], today: date) -> ActivityLine:
    last = max((one.on for one in days), default=None)
    return ActivityLine(
        key=row.key,
        title=row.title,
        kind=PLACE_KINDS[PlaceKind(row.kind)],
        where=where_words(row),
        level=row.support_wanted,
        level_words=_level_words(row.support_wanted, row.with_whom),
        status=ActivityStatus(row.status),
        status_words=ACTIVITY_STATUSES[ActivityStatus(row.status)],
        last=_("Last time: %(day)s") % {"day": day(last)} if last else "",
        this_month=sum((one.on.year, one.on.month) == (today.year, today.month) for one in days),
    )


@frozen
class ActivitiesPage:
    going: tuple[ActivityLine, ...]
    others: tuple[ActivityLine, ...]
    days_this_month: int
    ways: tuple[Way, ...]
    may_write: bool
    is_own: bool


@prepared
def _activities(viewer: Viewer, participant_id: UUID) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.select_related("place").order_by("-began_on", "-pk")


@prepared
def _days(viewer: Viewer, participant_id: UUID) -> QuerySet[ActivityDay]:
    return ActivityDay.objects.visible_to(viewer).filter(participant_id=participant_id)


def lines_of(viewer: Viewer, participant: Participant) -> list[ActivityLine]:
    """Return the activities of a person in words, in two statements; the newest stand first."""
    found = _activities(viewer, participant.pk)
    if not found:
        return []
    viewer.looks.add(Category.LINKS, {participant.pk})
    days: dict[object, list[ActivityDay]] = {}
    for one in _days(viewer, participant.pk):
        days.setdefault(one.activity_id, []).append(one)
    return [_line(row, days.get(row.pk, []), viewer.today) for row in found]


def activities_page(viewer: Viewer, participant: Participant) -> ActivitiesPage:
    """Return what the person does out in the community, and how they get there."""
    lines = lines_of(viewer, participant)
    return ActivitiesPage(
        going=tuple(one for one in lines if one.status == ActivityStatus.GOING),
        others=tuple(one for one in lines if one.status != ActivityStatus.GOING),
        days_this_month=sum(one.this_month for one in lines),
        ways=tuple(ways_of(viewer, participant)),
        may_write=allowed.writes(viewer),
        is_own=viewer.participant_id == participant.pk,
    )


def activity(viewer: Viewer, participant: Participant, key: str) -> Activity:
    """Return the activity behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    rows = Activity.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: Activity | None = rows.select_related("place", "step", "goal").first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.LINKS, {participant.pk})
    return found


@frozen
class ActivityPage:
    """Everything the page of one activity shows, and what can be pressed now."""

    activity: Activity
    line: ActivityLine
    way: Way | None
    days: tuple[DayLine, ...]
    count: int
    doing: tuple[tuple[ActivityStatus, Words], ...]
    goals: tuple[Goal, ...]
    is_own: bool
    may_write: bool


_BUTTONS: dict[ActivityStatus, tuple[tuple[ActivityStatus, Words], ...]] = {
    ActivityStatus.GOING: (
        (ActivityStatus.RESTING, _("Let it rest")),
        (ActivityStatus.ENDED, _("End it")),
    ),
    ActivityStatus.RESTING: (
        (ActivityStatus.GOING, _("Take it up again")),
        (ActivityStatus.ENDED, _("End it")),
    ),
    ActivityStatus.ENDED: ((ActivityStatus.GOING, _("Take it up again")),),
}


def activity_page(viewer: Viewer, participant: Participant, key: str) -> ActivityPage:
    """Return one activity with its newest days and the way there."""
    row = activity(viewer, participant, key)
    days = list(row.days.visible_to(viewer).order_by("-on"))
    writes = allowed.writes(viewer)
    return ActivityPage(
        activity=row,
        line=_line(row, days, viewer.today),
        way=way_to(viewer, participant, place_name_of(row)),
        days=tuple(_day_line(one) for one in days[:DAYS_SHOWN]),
        count=len(days),
        doing=_BUTTONS[ActivityStatus(row.status)] if writes else (),
        goals=open_goals(viewer, participant) if writes and not row.step_id else (),
        is_own=viewer.participant_id == participant.pk,
        may_write=writes,
    )
