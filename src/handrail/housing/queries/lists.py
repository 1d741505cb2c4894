"""Lists across people, and what gathered pages say about homes."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from handrail.access import Category, Permission, Viewer
from handrail.base.frozen import frozen
from handrail.base.words import Words
from handrail.catalogue.figures import Figure
from handrail.catalogue.hooks import KeyOutcome
from handrail.housing.models import Home, HomeApplication, HomeTrouble
from handrail.housing.rules import (
    HOME_KINDS,
    HOME_SUPPORTS,
    TROUBLE_KINDS,
    HomeApplicationStatus,
    HomeKind,
    HomeSupport,
    HomeTroubleStatus,
    RightForMe,
    TroubleKind,
)
from handrail.people.models import Participant
from handrail.prepared import prepared

SHOWN = 10


@frozen
class Trouble:
    """A notice on somebody's list of today."""

    person_key: str
    person: str
    key: str
    kind: Words
    words: str
    look_on: date | None
    is_waiting: bool  # its day has passed


def _in_order(rows: QuerySet[HomeTrouble]) -> QuerySet[HomeTrouble]:
    return rows.select_related("participant").order_by("look_on", "pk")[:SHOWN]


@prepared
def _of_owner(viewer: Viewer) -> QuerySet[HomeTrouble]:
    rows = HomeTrouble.objects.visible_to(viewer).filter(
        organisation_id=viewer.own_organisation,
        owner_id=viewer.own_user,
        status__in=[HomeTroubleStatus.NOTICED, HomeTroubleStatus.SEEN_TO],
    )
    return _in_order(rows)


@prepared
def _without_owner(viewer: Viewer) -> QuerySet[HomeTrouble]:
    rows = HomeTrouble.objects.among_people_of(viewer).filter(
        organisation_id=viewer.own_organisation, owner=None, status=HomeTroubleStatus.NOTICED
    )
    return _in_order(rows)


def _listed(viewer: Viewer, found: list[HomeTrouble]) -> list[Trouble]:
    viewer.looks.add(Category.HOME, {row.participant_id for row in found})
    return [
        Trouble(
            row.participant.key,
            row.participant.full_name,
            row.key,
            TROUBLE_KINDS[TroubleKind(row.kind)],
            row.words,
            row.look_on,
            row.look_on is not None and row.look_on < viewer.today,
        )
        for row in found
    ]


def troubles_of_owner(viewer: Viewer) -> list[Trouble]:
    """Return the open notices that the viewer sees to, the earliest day first: one query."""
    return _listed(viewer, _of_owner(viewer))


def troubles_without_owner(viewer: Viewer) -> list[Trouble]:
    """Return the open notices that nobody sees to, among the viewer's people: the coordinators' list."""
    if not viewer.may(Permission.COORDINATE):
        return []
    return _listed(viewer, _without_owner(viewer))


@prepared
def _of_person(viewer: Viewer, participant_id: UUID) -> QuerySet[HomeTrouble]:
    rows = HomeTrouble.objects.visible_to(viewer).filter(
        participant_id=participant_id, status__in=[HomeTroubleStatus.NOTICED, HomeTroubleStatus.SEEN_TO]
    )
    return _in_order(rows)


def open_troubles(viewer: Viewer, participant: Participant) -> list[Trouble]:
    """Return the open notices about one person's home, as the lists of their owners say them: one query."""
    return _listed(viewer, _of_person(viewer, participant.pk))


@frozen
class Viewing:
    """A home to visit."""

    key: str
    place: str
    on: date
    at: object
    companion: str


@prepared
def _viewings(viewer: Viewer, participant_id: UUID, first: date, last: date) -> QuerySet[HomeApplication]:
    rows = HomeApplication.objects.visible_to(viewer).filter(
        participant_id=participant_id, status=HomeApplicationStatus.VIEWING, viewing_on__range=(first, last)
    )
    return rows.order_by("viewing_on", "viewing_at", "pk")


def viewings(viewer: Viewer, participant: Participant, monday: date) -> list[Viewing]:
    """Return the homes to visit in a week, in one query."""
    found = _viewings(viewer, participant.pk, monday, monday + timedelta(days=6))
    viewer.looks.add(Category.HOME, {participant.pk} if found else set())
    return [
        Viewing(row.key, row.place, row.viewing_on, row.viewing_at, row.companion)
        for row in found
        if row.viewing_on
    ]


@frozen
class ShortHome:
    """Where somebody lives, in a few words, and how many notices are open."""

    kind: Words
    address: str
    with_whom: str
    since_on: date
    support: Words
    open_troubles: int


@prepared
def _home_now(viewer: Viewer, participant_id: UUID) -> QuerySet[Home]:
    rows: QuerySet[Home] = Home.objects.visible_to(viewer).filter(
        participant_id=participant_id, until_on=None
    )
    counted = rows.annotate(open_troubles=Count("participant__hometroubles", filter=~_SETTLED, distinct=True))
    return counted.order_by("pk")[:1]


def short_home(viewer: Viewer, participant: Participant) -> ShortHome | None:
    """Return where the person lives now, or None when it is not written down or is closed: one query."""
    row = _home_now.first(viewer, participant.pk)
    if row is None:
        return None
    viewer.looks.add(Category.HOME, {participant.pk})
    return ShortHome(
        HOME_KINDS[HomeKind(row.kind)],
        row.address,
        row.with_whom,
        row.since_on,
        HOME_SUPPORTS[HomeSupport(row.support)],
        vars(row)["open_troubles"],
    )


_SETTLED = Q(participant__hometroubles__status=HomeTroubleStatus.SETTLED)


@frozen
class SupportedHomes:
    """Homes of the people one works with: by kind, by support, and hours a week where somebody wrote them."""

    people: int
    kinds: list[tuple[Words, int]]
    supports: list[tuple[Words, int]]
    hours: int
    with_hours: int


def _count_homes(viewer: Viewer, slug: str) -> dict[str, Any]:
    """Count how the people of the viewer live, in one statement."""
    rows = Home.objects.among_people_of(viewer).filter(organisation_id=viewer.own_organisation, until_on=None)
    found = list(rows.values_list("kind", "support", "support_hours"))
    hours = [given for _k, _s, given in found if given is not None]
    return {
        "people": len(found),
        "kinds": Counter(kind for kind, _s, _h in found),
        "supports": Counter(support for _k, support, _h in found),
        "hours": sum(hours),
        "with_hours": len(hours),
    }


HOMES = Figure("homes", _count_homes, slugs=("supported",), of_own=True)


def supported_homes(viewer: Viewer) -> SupportedHomes:
    """Return how the people of the viewer live; no names."""
    found = HOMES.of(viewer, "supported")
    kinds, supports = found["kinds"], found["supports"]
    return SupportedHomes(
        people=found["people"],
        kinds=[(HOME_KINDS[one], kinds[one]) for one in HomeKind if one in kinds],
        supports=[(HOME_SUPPORTS[one], supports[one]) for one in HomeSupport if one in supports],
        hours=found["hours"],
        with_hours=found["with_hours"],
    )


def key_outcome(viewer: Viewer) -> KeyOutcome:
    """
    Return how many people say that where they live now is right for them, of those who answered.

    Not counted: current homes without an answer. One statement, totals of the organisation.
    """
    rows = Home.objects.filter(organisation_id=viewer.own_organisation, until_on=None)
    found = rows.aggregate(
        people=Count("pk"),
        answered=Count("pk", filter=~Q(right_for_me="")),
        right=Count("pk", filter=Q(right_for_me=RightForMe.YES)),
    )
    silent = found["people"] - found["answered"]
    return KeyOutcome(
        n=found["right"], out_of=found["answered"], not_counted=silent, people=found["answered"]
    )
