"""What a supervisor of peers sees: hours, who waits, free places. Never the words."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum

from handrail.access import Category, Viewer
from handrail.accounts.models import User
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.peers.models import CheckIn, MentorPage, Pairing, PeerOffer, SupervisionTalk
from handrail.peers.queries.mentors import free_places, mentor_pages, places_taken
from handrail.peers.rules import HOURS_OVER, PeerOfferStatus, Side, hours_of
from handrail.people.models import open_relations
from handrail.people.queries import people_list
from handrail.prepared import prepared

SHOWN = 30
ASKED_SOON = timedelta(days=7)


@frozen
class MentorRow:
    """One mentor for the supervisor."""

    key: str
    name: str
    people: int
    at_most: int
    minutes: int
    asks_talk: bool
    last_talk: date | None

    @property
    def hours(self) -> str:
        return hours_of(self.minutes)


@frozen
class Waiting:
    """A person of the viewer's own who waits for somebody to act: for a mentor, to be asked again, for a talk."""

    person_key: str
    name: str
    since: date
    person_id: UUID


@frozen
class Team:
    """The supervisor's page, in a constant number of queries."""

    mentors: list[MentorRow]
    free: int
    minutes: int
    waiting: list[Waiting]
    waiting_elsewhere: int
    ask_again: list[Waiting]
    unanswered: int

    @property
    def hours(self) -> str:
        return hours_of(self.minutes)


def without_mentor(viewer: Viewer) -> QuerySet[PeerOffer]:
    """Return who said yes to a peer and has no mentor yet."""
    live = Pairing.objects.filter(participant_id=OuterRef("participant_id")).live()
    return PeerOffer.objects.filter(
        ~Exists(live), organisation_id=viewer.own_organisation, status=PeerOfferStatus.YES
    )


def minutes_by_mentor(viewer: Viewer) -> dict[UUID, int]:
    """Return the minutes that each mentor spent with people in the last four weeks."""
    rows = CheckIn.objects.filter(
        organisation_id=viewer.own_organisation, week_on__gt=viewer.today - HOURS_OVER, side=Side.MENTOR
    )
    return dict(rows.order_by().values_list("mentor_id").annotate(total=Sum("minutes")))


def _asking(viewer: Viewer) -> set[UUID]:
    rows = CheckIn.objects.filter(
        organisation_id=viewer.own_organisation, side=Side.MENTOR, asks_talk=True, talked_on__isnull=True
    )
    return set(rows.values_list("mentor_id", flat=True))


def _talks(viewer: Viewer) -> dict[UUID, date]:
    rows = SupervisionTalk.objects.filter(organisation_id=viewer.own_organisation).order_by()
    return dict(rows.values_list("mentor_id").annotate(last=Max("held_on")))


def _rows(viewer: Viewer, pages: list[MentorPage]) -> list[MentorRow]:
    minutes, asking, talks = minutes_by_mentor(viewer), _asking(viewer), _talks(viewer)
    return [
        MentorRow(
            key=page.key,
            name=page.called,
            people=places_taken(page),
            at_most=page.people_at_most,
            minutes=minutes.get(page.user_id, 0),
            asks_talk=page.user_id in asking,
            last_talk=talks.get(page.user_id),
        )
        for page in pages
    ]


@prepared
def _offers_to_ask_again(viewer: Viewer, soon: date) -> QuerySet[PeerOffer]:
    rows = PeerOffer.objects.among_people_of(viewer).filter(
        status=PeerOfferStatus.ASK_AGAIN, ask_again_on__lte=soon
    )
    return rows.select_related("participant").order_by("ask_again_on", "pk")[:SHOWN]


@prepared
def _offers_waiting(viewer: Viewer) -> QuerySet[PeerOffer]:
    rows = PeerOffer.objects.among_people_of(viewer).filter(pk__in=without_mentor(viewer).values("pk"))
    return rows.select_related("participant").order_by("answered_on", "pk")[:SHOWN]


@prepared
def _talks_asked(viewer: Viewer) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.among_people_of(viewer).filter(
        side=Side.PERSON, asks_talk=True, talked_on__isnull=True
    )
    return rows.select_related("participant").order_by("said_on", "pk")[:SHOWN]


def _ask_again(viewer: Viewer) -> list[Waiting]:
    """Return the viewer's people who said "ask again" for a day that is near or has come."""
    rows = _offers_to_ask_again(viewer, viewer.today + ASKED_SOON)
    return [
        Waiting(one.participant.key, one.participant.called, one.ask_again_on, one.participant_id)
        for one in rows
        if one.ask_again_on
    ]


def _waiting(viewer: Viewer) -> list[Waiting]:
    """Return the viewer's people who said yes and have no mentor, longest first (S-205)."""
    return [
        Waiting(one.participant.key, one.participant.called, one.answered_on, one.participant_id)
        for one in _offers_waiting(viewer)
        if one.answered_on
    ]


def _look(viewer: Viewer, *lists: list[Waiting]) -> None:
    viewer.looks.add(Category.PEERS, {one.person_id for found in lists for one in found})


def team(viewer: Viewer) -> Team:
    """Return hours, free places and who waits; names only of people whose record is open to the viewer."""
    pages = mentor_pages(viewer)
    rows = _rows(viewer, pages)
    waiting, ask_again = _waiting(viewer), _ask_again(viewer)
    _look(viewer, waiting, ask_again)
    return Team(
        mentors=rows,
        free=free_places(pages),
        minutes=sum(row.minutes for row in rows),
        waiting=waiting,
        waiting_elsewhere=max(0, without_mentor(viewer).count() - len(waiting)),
        ask_again=ask_again,
        unanswered=PeerOffer.objects.among_people_of(viewer)
        .filter(organisation_id=viewer.own_organisation, status=PeerOfferStatus.OFFERED)
        .count(),
    )


@frozen
class TeamWaits:
    """What of peers waits for a coordinator today."""

    talks: list[Waiting]
    ask_again: list[Waiting]
    waiting: list[Waiting]

    def __bool__(self) -> bool:
        return bool(self.talks or self.ask_again or self.waiting)


def waits_for_team(viewer: Viewer) -> TeamWaits:
    """Return who asks for a talk, who is to be asked again, and who waits for a mentor, of the viewer's people."""
    talks = [
        Waiting(one.participant.key, one.participant.called, one.said_on, one.participant_id)
        for one in _talks_asked(viewer)
    ]
    found = TeamWaits(talks, _ask_again(viewer), _waiting(viewer))
    _look(viewer, found.talks, found.ask_again, found.waiting)
    return found


@frozen
class Whom:
    """Somebody for whom a colleague may look for a mentor; ``since`` is the day on which they said yes to one."""

    key: str
    name: str
    since: date | None = None


def for_whom(viewer: Viewer, name: str = "") -> list[Whom]:
    """Return the viewer's people who wait for a mentor, or those of a name whose peers are open to the viewer."""
    if not name.strip():
        waiting = _waiting(viewer)
        _look(viewer, waiting)
        return [Whom(one.person_key, one.name, one.since) for one in waiting]
    covering = open_relations(viewer).annotate(covers=F("scopes").bitand(Category.PEERS.bit))
    opened = set(covering.filter(covers__gt=0).values_list("participant_id", flat=True))
    return [Whom(one.key, one.listed_name) for one in people_list(viewer, search=name) if one.pk in opened]


def mentor_behind(viewer: Viewer, key: str) -> User:
    """Return the mentor whose page has ``key``, shown or not, or raise NotFound."""
    found = (
        MentorPage.objects.filter(organisation_id=viewer.own_organisation, key=key)
        .select_related("user")
        .first()
    )
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found.user
