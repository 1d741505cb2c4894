"""Whose list is meant, what an opening shows while its hour runs, and which openings somebody else has to look at."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from handrail.access import Category, Permission, RelationKind, Role, Viewer
from handrail.accounts.models import Card
from handrail.accounts.rules import only_letters
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.ids import KEY_LENGTH
from handrail.base.words import _
from handrail.people.models import DataKey, Participant, Relation
from handrail.people.queries import coordinator_of
from handrail.people.rules import name_tokens
from handrail.prepared import prepared
from handrail.safety.models import EmergencyOpening, HardDayList, ListLine
from handrail.safety.queries import Section, sections_of
from handrail.safety.rules import NAME
from handrail.safety.rules.emergency import MANY, MANY_WITHIN, EmergencyStatus, minutes_left

NOT_THERE = _("There is no such page.")


# ---------- whose list ----------


def _here(viewer: Viewer) -> Q:
    """Choose the people of the viewer's organisation whose record was not erased."""
    keys = DataKey.objects.filter(participant=OuterRef("pk"))
    return Q(Exists(keys), organisation_id=viewer.own_organisation)


def by_name(viewer: Viewer, *, full_name: str, birth_on: date) -> UUID | None:
    """
    Return who has exactly these words as a name and this birth date; None when nobody has, or two have.

    Everybody of the organisation is asked, so that of two people with one name nobody's list opens by mistake.
    """
    wanted = name_tokens(full_name)
    rows = Participant.objects.named_like(full_name, viewer.own_organisation)
    names = rows.filter(_here(viewer), birth_on=birth_on).values_list(
        "pk", "given_name", "called", "family_name"
    )
    found = [
        pk
        for pk, given, called, family in names
        if wanted and wanted in (name_tokens(given, family), name_tokens(called, family))
    ]
    return found[0] if len(found) == 1 else None


def by_card(viewer: Viewer, letters: str) -> UUID | None:
    """Return whose printed card begins with these ten letters, while the card holds; None otherwise."""
    cards = Card.objects.filter(
        key=only_letters(letters)[:KEY_LENGTH],
        ended_at__isnull=True,
        expires_on__gt=viewer.today,
        user__is_active=True,
    )
    own = Relation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today),
        user_id__in=cards.values("user_id"),
        kind=RelationKind.SELF,
    )
    rows = Participant.objects.filter(_here(viewer), pk__in=own.values("participant_id"))
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def openable(viewer: Viewer, participant_id: UUID | None) -> Participant | None:
    """Return the person when there is a list of theirs that an emergency may open: with a line, and not closed by them."""
    lines = ListLine.objects.standing().filter(list=OuterRef("pk"))
    lists = HardDayList.objects.filter(Exists(lines), participant=OuterRef("pk"), opens_in_emergency=True)
    if participant_id is None:
        return None
    return Participant.objects.filter(_here(viewer), Exists(lists), pk=participant_id).first()


# ---------- while the hour runs ----------


@frozen
class EmergencyPage:
    """The list as it is read in an emergency, and what stands above it."""

    opening: EmergencyOpening
    called: str
    name: str
    minutes: int
    coordinator: str
    sections: tuple[Section, ...]


def own_opening(viewer: Viewer, key: str) -> EmergencyOpening:
    """Return what the viewer opened, running or over; raise NotFound for what somebody else opened."""
    rows = EmergencyOpening.objects.select_related("participant", "relation")
    found: EmergencyOpening | None = rows.filter(
        key=key, organisation_id=viewer.own_organisation, opened_by_id=viewer.own_user
    ).first()
    if found is None:
        raise NotFound(str(NOT_THERE))
    return found


def running(viewer: Viewer) -> list[EmergencyOpening]:
    """Return what the viewer has open at this minute, the newest first: how to go back to it."""
    rows = EmergencyOpening.objects.filter(
        organisation_id=viewer.own_organisation,
        opened_by_id=viewer.own_user,
        closed_at=None,
        ends_at__gt=clock.now(),
    )
    return list(rows.order_by("-opened_at"))


def emergency_page(viewer: Viewer, opening: EmergencyOpening) -> EmergencyPage:
    """
    Return the list of a running opening: its lines alone, asked by this opening and by no other relation.

    Raises NotFound when the hour is over. What the person closes meanwhile is gone at the next request.
    """
    if not opening.is_running:
        raise NotFound(str(NOT_THERE))
    person = opening.participant
    lines = ListLine.objects.visible_to(viewer.inside_emergency()).standing().select_related("list")
    shown = list(
        lines.filter(participant=person, list__opens_in_emergency=True).order_by("section", "position")
    )
    viewer.looks.add(Category.SAFETY, {person.pk}, RelationKind.EMERGENCY)
    named = coordinator_of(person)
    return EmergencyPage(
        opening=opening,
        called=person.called,
        name=person.list_name or (shown[0].list.name if shown else "") or str(NAME),
        minutes=minutes_left(opening.ends_at, clock.now()),
        coordinator=named.user.name if named and named.user_id != viewer.own_user else "",
        sections=tuple(section for section in sections_of(shown) if section.lines),
    )


# ---------- afterwards ----------


def openings_of(viewer: Viewer, person: Participant) -> list[EmergencyOpening]:
    """Return every opening of a person's list, the newest first: for the person, and for who coordinates."""
    rows = EmergencyOpening.objects.visible_to(viewer).filter(participant=person)
    viewer.looks.add(Category.ACCESS, {person.pk})
    return list(rows.select_related("opened_by").order_by("-opened_at"))


@prepared
def _unread(viewer: Viewer, participant_id: UUID) -> QuerySet[EmergencyOpening]:
    rows = EmergencyOpening.objects.visible_to(viewer).select_related("opened_by")
    return rows.filter(participant_id=participant_id, read_at=None).order_by("-opened_at")


def unread(viewer: Viewer, person: Participant) -> list[EmergencyOpening]:
    """Return the openings of one's own list that one has not read of."""
    return _unread(viewer, person.pk)


def _to_review(viewer: Viewer, is_manager: bool) -> QuerySet[EmergencyOpening]:
    """
    Return what waits for somebody other than who opened it.

    Who coordinates reads their own people's and those of people whom nobody coordinates; a manager every one.
    """
    rows = EmergencyOpening.objects.filter(organisation_id=viewer.own_organisation)
    waiting = rows.filter(status=EmergencyStatus.WAITS).exclude(opened_by_id=viewer.own_user)
    if is_manager:
        return waiting
    own = EmergencyOpening.objects.all().visible_to(viewer).filter(status=EmergencyStatus.WAITS)
    return waiting.filter(Q(pk__in=own.values("pk")) | Q(participant__needs_coordinator=True))


@prepared
def _review_days(viewer: Viewer, is_manager: bool) -> QuerySet[EmergencyOpening, date]:
    return _to_review(viewer, is_manager).order_by("review_by").values_list("review_by", flat=True)


@frozen
class Waiting:
    """How many openings wait for the viewer to look at them, and of how many the day has passed."""

    count: int
    past: int


def waiting(viewer: Viewer) -> Waiting:
    """Return what waits for the viewer, in one statement; nothing for who does not coordinate."""
    if not viewer.may(Permission.COORDINATE):
        return Waiting(0, 0)
    days = _review_days(viewer, viewer.role == Role.MANAGER)
    return Waiting(len(days), sum(day < viewer.today for day in days))


@frozen
class Review:
    """An opening to look at; it names whose list only when that record is open to the viewer, or nobody coordinates."""

    opening: EmergencyOpening
    whose: str
    coordinator: str
    is_past: bool


def reviews(viewer: Viewer) -> list[Review]:
    """Return the openings that wait for the viewer, whose day comes first at the top."""
    found = _to_review(viewer, viewer.role == Role.MANAGER).select_related("participant", "opened_by")
    rows = list(found.order_by("review_by", "opened_at"))
    people = {row.participant_id for row in rows}
    seen = Participant.objects.all().visible_to(viewer).filter(pk__in=people)
    named = set(seen.values_list("pk", flat=True))
    named |= {row.participant_id for row in rows if row.participant.needs_coordinator}
    leads = Relation.objects.filter(
        participant_id__in=people, kind=RelationKind.COORDINATOR, to_on__isnull=True
    )
    who = dict(leads.values_list("participant_id", "user__name"))
    viewer.looks.add(Category.ACCESS, named)
    return [
        Review(
            opening=row,
            whose=row.participant.full_name if row.participant_id in named else "",
            coordinator=who.get(row.participant_id, ""),
            is_past=row.review_by < viewer.today,
        )
        for row in rows
    ]


def review(viewer: Viewer, key: str) -> EmergencyOpening:
    """Return one opening that waits for the viewer, or raise NotFound."""
    rows = _to_review(viewer, viewer.role == Role.MANAGER).select_related("participant")
    found: EmergencyOpening | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound(str(NOT_THERE))
    return found


@frozen
class Opener:
    """Somebody who opened lists often within thirty days."""

    name: str
    times: int


def often(viewer: Viewer) -> list[Opener]:
    """Return to a manager who opened more than three lists in thirty days, the most first."""
    if viewer.role != Role.MANAGER:
        return []
    rows = EmergencyOpening.objects.filter(
        organisation_id=viewer.own_organisation, opened_at__gte=clock.now() - MANY_WITHIN
    )
    counted = rows.values("opened_by_id", "opened_by__name").annotate(times=Count("pk"))
    many = counted.filter(times__gt=MANY).order_by("-times", "opened_by__name")
    return [Opener(row["opened_by__name"], row["times"]) for row in many]
