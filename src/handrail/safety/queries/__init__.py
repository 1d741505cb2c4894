"""The list for hard days and the daily check, as the person sees them and as the team does when they are shared."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from handrail.access import Category, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.people.queries import has_many_people
from handrail.prepared import padded, prepared
from handrail.safety.models import DailyCheck, HardDayList, ListLine
from handrail.safety.rules import NAME, SECTIONS, ListSection, days_until

FEW = 12
LISTED = 50


@frozen
class Section:
    section: ListSection
    title: str
    hint: str
    lines: tuple[ListLine, ...]


@frozen
class ListPage:
    """The list as this viewer sees it; ``is_closed`` when the person keeps it to themselves."""

    participant: Participant
    name: str
    is_own: bool
    is_shared: bool
    shares_checks: bool
    opens_in_emergency: bool
    sections: tuple[Section, ...]
    is_made: bool

    @property
    def is_closed(self) -> bool:
        return not (self.is_own or self.is_shared)

    @property
    def is_empty(self) -> bool:
        return not any(section.lines for section in self.sections)


def hard_day_list(viewer: Viewer, participant: Participant) -> HardDayList | None:
    """Return that the person keeps a list, its name and what is shared; no words of it."""
    return HardDayList.objects.visible_to(viewer).filter(participant=participant).first()


def list_page(viewer: Viewer, participant: Participant) -> ListPage:
    """Return the list by sections, in two statements; lines that are not shared do not come."""
    found = hard_day_list(viewer, participant)
    lines = ListLine.objects.visible_to(viewer).standing().filter(participant=participant)
    viewer.looks.add(Category.SAFETY, {participant.pk})
    return ListPage(
        participant=participant,
        name=participant.list_name or (found.name if found else "") or str(NAME),
        is_own=viewer.participant_id == participant.pk,
        is_shared=bool(found and found.is_shared),
        shares_checks=bool(found and found.shares_checks),
        opens_in_emergency=found is None or found.opens_in_emergency,
        sections=sections_of(lines.order_by("section", "position")),
        is_made=found is not None,
    )


def sections_of(lines: Iterable[ListLine]) -> tuple[Section, ...]:
    """Return every section of a list in its order, each with its lines."""
    rows: dict[str, list[ListLine]] = defaultdict(list)
    for line in lines:
        rows[line.section].append(line)
    return tuple(
        Section(kind, str(title), str(hint), tuple(rows[kind])) for kind, (title, hint) in SECTIONS.items()
    )


def list_line(viewer: Viewer, participant: Participant, key: str) -> ListLine:
    """Return one line of the list; raise NotFound when it is not there or closed."""
    viewer.looks.add(Category.SAFETY, {participant.pk})
    rows = ListLine.objects.visible_to(viewer).select_related("participant", "list").standing()
    found: ListLine | None = rows.filter(participant=participant, key=key).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


@frozen
class CheckedDay:
    day: date
    check: DailyCheck | None


def checks(viewer: Viewer, participant: Participant) -> list[CheckedDay]:
    """Return fourteen days until today, each with its check or none; a missing day is fine and says nothing."""
    days = days_until(viewer.today)
    rows = DailyCheck.objects.visible_to(viewer).filter(participant=participant, day__gte=days[0])
    found = {row.day: row for row in rows}
    viewer.looks.add(Category.HEALTH, {participant.pk})
    return [CheckedDay(day, found.get(day)) for day in days]


@prepared
def _today(viewer: Viewer, participant_id: UUID) -> QuerySet[DailyCheck, UUID]:
    rows = DailyCheck.objects.visible_to(viewer).filter(participant_id=participant_id, day=viewer.today)
    return rows.values_list("pk", flat=True)[:1]


def has_checked_in(viewer: Viewer, participant: Participant) -> bool:
    """Return whether the person said today how they are."""
    return bool(_today(viewer, participant.pk))


ListRow = tuple[UUID, str, str, date | None, bool]


@frozen
class KeepsList:
    person_key: str
    name: str
    since: date
    is_shared: bool


@prepared
def _keepers(viewer: Viewer, whole: bool) -> QuerySet[Participant, UUID]:
    """Return by name who keeps a list that is open to the viewer: read in the order of names, for many people."""
    own = HardDayList.objects.visible_to(viewer).filter(participant_id=OuterRef("pk"))
    rows = Participant.objects.filter(
        Exists(own.exclude(signs_since=None)), organisation=viewer.own_organisation
    )
    return rows.order_by("sort_key", "pk").values_list("pk", flat=True)[: LISTED if whole else FEW + 1]


@prepared
def _lists_of(viewer: Viewer, people: tuple[UUID, ...]) -> QuerySet[HardDayList, ListRow]:
    return _named(HardDayList.objects.visible_to(viewer).filter(participant_id__in=people))


@prepared
def _lists(viewer: Viewer, whole: bool) -> QuerySet[HardDayList, ListRow]:
    return _named(HardDayList.objects.among_people_of(viewer))[: LISTED if whole else FEW + 1]


def _named(rows: QuerySet[HardDayList]) -> QuerySet[HardDayList, ListRow]:
    ordered = rows.exclude(signs_since=None).order_by("participant__sort_key", "pk")
    return ordered.values_list(
        "participant_id", "participant__key", "participant__called", "signs_since", "is_shared"
    )


def _kept_lists(viewer: Viewer, whole: bool) -> list[ListRow]:
    if not has_many_people(viewer):
        return _lists(viewer, whole)
    keepers = _keepers(viewer, whole)
    return _lists_of(viewer, padded(keepers)) if keepers else []


def lists_kept(viewer: Viewer, *, whole: bool = True) -> list[KeepsList]:
    """
    Return who of the viewer's people keeps a list with early signs; that there is one, never its words.

    By name: the first LISTED, or FEW and one more when there are more.
    """
    found = _kept_lists(viewer, whole)
    viewer.looks.add(Category.SAFETY, {pk for pk, *_rest in found})
    return [KeepsList(key, name, since, shared) for _pk, key, name, since, shared in found if since]
