"""Mentors: their own pages, who has room, and what a mentor sees of the own people."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from handrail.access import Category, Role, Viewer
from handrail.accounts.queries import members
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.peers.models import CheckIn, MentorPage, Pairing, PeerWords
from handrail.peers.rules import (
    HOURS_OVER,
    MEETING,
    WAYS,
    PairingStatus,
    Side,
    Way,
    hours_of,
    monday_of,
)
from handrail.practice.queries.week import initials
from handrail.ui.dates import day as day_words
from handrail.ui.dates import hour

AT_A_TIME = 3


@frozen
class MentorCard:
    """A mentor as somebody who looks for one sees them: only what the mentor chose to share."""

    key: str
    called: str
    initials: str
    shares: str
    not_taken_on: str
    hours: str
    languages: tuple[str, ...]
    ways: tuple[str, ...]
    room: int


@frozen
class Finder:
    """Up to three mentors who have room, in the order of their names; nobody is ranked."""

    cards: list[MentorCard]
    found: int
    more_from: int
    languages: list[tuple[str, str]]
    language: str
    way: str


def _pages(viewer: Viewer) -> QuerySet[MentorPage]:
    """Return the organisation's mentors with how many people each meets."""
    held = (
        Pairing.objects.filter(organisation_id=OuterRef("organisation_id"), mentor_id=OuterRef("user_id"))
        .holding()
        .order_by()
        .values("mentor_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return MentorPage.objects.filter(organisation_id=viewer.own_organisation).annotate(
        taken=Coalesce(Subquery(held), 0)
    )


def mentor_pages(viewer: Viewer) -> list[MentorPage]:
    """Return the pages of everybody who is a peer supporter here today, by name, with ``taken``."""
    here = {member.user_id for member in members(viewer, roles=frozenset({Role.PEER}))}
    return [page for page in _pages(viewer).order_by("called", "pk") if page.user_id in here]


def free_places(pages: list[MentorPage]) -> int:
    """Return how many more people the mentors of this place can meet."""
    return sum(max(0, page.people_at_most - places_taken(page)) for page in pages if page.is_shown)


def places_taken(page: MentorPage) -> int:
    """Return how many people a mentor has whose page came from here."""
    taken: int = page.taken  # type: ignore[attr-defined]  # annotated in _pages
    return taken


def card(page: MentorPage) -> MentorCard:
    """Return what others see of a mentor's page."""
    return MentorCard(
        key=page.key,
        called=page.called,
        initials=initials(page.called),
        shares=page.shares,
        not_taken_on=page.not_taken_on,
        hours=page.hours,
        languages=tuple(page.languages),
        ways=tuple(str(WAYS[Way(way)]) for way in page.ways),
        room=max(0, page.people_at_most - places_taken(page)),
    )


def find_mentors(viewer: Viewer, *, language: str = "", way: str = "", start: int = 0) -> Finder:
    """Return mentors who have room, three at a time, that speak ``language`` and meet in ``way``."""
    open_pages = [
        page for page in mentor_pages(viewer) if page.is_shown and page.people_at_most > places_taken(page)
    ]
    fits = [
        page
        for page in open_pages
        if (not language or language in page.languages) and (not way or way in page.ways)
    ]
    start = start if 0 <= start < len(fits) else 0
    rest = start + AT_A_TIME
    return Finder(
        cards=[card(page) for page in fits[start:rest]],
        found=len(fits),
        more_from=rest if rest < len(fits) else 0,
        languages=[
            (one, one) for one in sorted({spoken for page in open_pages for spoken in page.languages})
        ],
        language=language,
        way=way,
    )


def page_behind(viewer: Viewer, key: str) -> MentorPage:
    """Return a mentor's page by its key, or raise NotFound; a page that is not shown is not there."""
    found = _pages(viewer).filter(key=key, is_shown=True).first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def card_behind(viewer: Viewer, key: str) -> MentorCard:
    """Return a mentor's card by its key, or raise NotFound."""
    return card(page_behind(viewer, key))


def my_page(viewer: Viewer) -> MentorPage | None:
    """Return the viewer's own mentor page, with ``taken``, or None before it is written."""
    return _pages(viewer).filter(user_id=viewer.own_user).first()


def asked_of(viewer: Viewer, key: str) -> Pairing:
    """Return what waits for the viewer's yes as a mentor, or raise NotFound."""
    waiting = (PairingStatus.OFFERED, PairingStatus.PERSON_YES)
    rows = Pairing.objects.filter(
        organisation_id=viewer.own_organisation, mentor_id=viewer.own_user, status__in=waiting, key=key
    )
    found: Pairing | None = rows.first()
    if found is None:
        raise NotFound(str(_("Somebody answered already, or there is no such question.")))
    return found


@frozen
class Ask:
    """Somebody who would like to meet this mentor once; without a name until the person has said yes."""

    key: str
    name: str
    person_key: str
    on: date
    words: str
    version: int


@frozen
class MyPerson:
    """One of the people that a mentor meets."""

    person_key: str
    name: str
    initials: str
    is_first: bool
    next: str
    mine_done: bool
    theirs_done: bool


@frozen
class MyPeople:
    """What a mentor sees of the own week: who asks, whom they meet, and hours."""

    asks: list[Ask]
    people: list[MyPerson]
    minutes: int

    @property
    def hours(self) -> str:
        return hours_of(self.minutes)

    @property
    def due(self) -> list[MyPerson]:
        """Return the people with whom this week's check-in is still to say."""
        return [one for one in self.people if not one.mine_done]


def _asks(viewer: Viewer, rows: list[Pairing]) -> list[Ask]:
    named = [one for one in rows if one.status == PairingStatus.PERSON_YES]
    hello = {
        said.pairing_id: said.words
        for said in PeerWords.objects.visible_to(viewer).filter(pairing__in=named, check_in=None)
    }
    asks = [
        Ask(
            one.key,
            one.participant.called,
            one.participant.key,
            one.asked_on,
            hello.get(one.pk, ""),
            one.version,
        )
        for one in named
    ]
    blind = Pairing.objects.filter(
        organisation_id=viewer.own_organisation, mentor_id=viewer.own_user, status=PairingStatus.OFFERED
    ).order_by("asked_on", "pk")
    return asks + [
        Ask(key, "", "", on, "", version)
        for key, on, version in blind.values_list("key", "asked_on", "version")
    ]


def _next(pairing: Pairing) -> str:
    if pairing.next_on is None:
        return ""
    when = day_words(pairing.next_on)
    return f"{when}, {hour(pairing.next_at)}" if pairing.next_at else when


def _my_person(pairing: Pairing, done: set[tuple[UUID, str]]) -> MyPerson:
    return MyPerson(
        person_key=pairing.participant.key,
        name=pairing.participant.called,
        initials=initials(pairing.participant.called),
        is_first=pairing.status == PairingStatus.FIRST_MEETING,
        next=_next(pairing),
        mine_done=(pairing.pk, Side.MENTOR) in done,
        theirs_done=(pairing.pk, Side.PERSON) in done,
    )


def my_people(viewer: Viewer) -> MyPeople:
    """Return who asks this mentor and whom they meet, in the order of the next meeting; five statements at most."""
    rows = list(
        Pairing.objects.visible_to(viewer)
        .filter(mentor_id=viewer.own_user)
        .live()
        .select_related("participant")
        .order_by("next_on", "participant__sort_key", "pk")
    )
    viewer.looks.add(Category.PEERS, {one.participant_id for one in rows})
    met = [one for one in rows if one.status in MEETING]
    done = set(
        CheckIn.objects.visible_to(viewer)
        .filter(pairing__in=met, week_on=monday_of(viewer.today))
        .values_list("pairing_id", "side")
    )
    return MyPeople(
        asks=_asks(viewer, rows),
        people=[_my_person(one, done) for one in met],
        minutes=minutes_of(viewer, viewer.own_user, HOURS_OVER),
    )


def minutes_of(viewer: Viewer, mentor_id: UUID, over: timedelta) -> int:
    """Return the minutes that a mentor spent with people in the weeks of the last ``over``."""
    rows = CheckIn.objects.filter(
        organisation_id=viewer.own_organisation,
        mentor_id=mentor_id,
        week_on__gt=viewer.today - over,
        side=Side.MENTOR,
    )
    return int(rows.aggregate(total=Coalesce(Sum("minutes"), 0))["total"])
