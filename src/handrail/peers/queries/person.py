"""What the two see of a pairing, and what the team sees of it: that it is there, never the words."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from handrail.access import Permission, Viewer
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.peers.definitions import helped_words
from handrail.peers.hooks import StoryCircle, hooks
from handrail.peers.models import CheckIn, MentorPage, Pairing, PeerOffer, PeerWords
from handrail.peers.rules import (
    HOWS,
    MEETING,
    How,
    PairingStatus,
    Side,
    monday_of,
)
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.plans.rules import GoalStatus
from handrail.practice.queries.week import first_name, initials
from handrail.prepared import prepared
from handrail.ui.dates import day as day_words
from handrail.ui.dates import hour

WEEKS_SHOWN = 6


@frozen
class Said:
    """One side's check-in as the two read it."""

    week_on: date
    who: str
    is_mine: bool
    how: str
    helped: str
    words: str


@frozen
class Standing:
    """How it stands with a person's peer, for any page: a live pairing, an offer, or neither."""

    pairing: Pairing | None
    offer: PeerOffer | None
    side: Side
    mentor: str = ""
    initials: str = ""

    @property
    def status(self) -> str:
        return self.pairing.status if self.pairing else ""

    @property
    def meets(self) -> bool:
        return self.status in MEETING

    @property
    def offer_status(self) -> str:
        return self.offer.status if self.offer else ""

    @property
    def next_words(self) -> str:
        """Return when and where they meet next, in words; empty when no day is set."""
        if self.pairing is None or self.pairing.next_on is None:
            return ""
        when = day_words(self.pairing.next_on)
        if self.pairing.next_at:
            when = f"{when}, {hour(self.pairing.next_at)}"
        return f"{when}. {self.pairing.next_where}" if self.pairing.next_where else when


@frozen
class Before:
    """A pairing that ended: with whom, from when to when. There is no reason to show."""

    mentor: str
    from_on: date
    to_on: date | None


@frozen
class PeersPage:
    """Everything that the page of one person's peer shows, in a constant number of queries."""

    person: Participant
    at: Standing
    is_own: bool
    is_mentor: bool
    may_record: bool
    hello: str
    goal: str
    mine_done: bool
    theirs_done: bool
    done: int
    i_go_on: bool
    letters: list[Said]
    before: list[Before]
    circles: list[StoryCircle]
    talk: CheckIn | None
    page: MentorPage | None


def _side(viewer: Viewer, participant: Participant, pairing: Pairing | None) -> Side:
    if viewer.participant_id == participant.pk:
        return Side.PERSON
    return Side.MENTOR if pairing and pairing.mentor_id == viewer.user_id else Side.TEAM


@prepared
def _offer(viewer: Viewer, participant_id: UUID) -> QuerySet[PeerOffer]:
    return PeerOffer.objects.visible_to(viewer).filter(participant_id=participant_id).order_by("pk")[:1]


@prepared
def _pairings_of(viewer: Viewer, participant_id: UUID) -> QuerySet[Pairing]:
    rows = Pairing.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.select_related("mentor", "participant").order_by("-asked_on", "-created_at")


def offer_of(viewer: Viewer, participant: Participant) -> PeerOffer | None:
    """Return the offer of a peer to this person with its answer, if somebody has offered."""
    return _offer.first(viewer, participant.pk)


def _pairings(viewer: Viewer, participant: Participant) -> list[Pairing]:
    return _pairings_of(viewer, participant.pk)


def live_pairing(viewer: Viewer, participant: Participant) -> Pairing:
    """Return the pairing that has not ended; raise NotFound when there is none to see."""
    found = next((one for one in _pairings(viewer, participant) if one.status != PairingStatus.ENDED), None)
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    return found


def standing(viewer: Viewer, participant: Participant, *, with_offer: bool = True) -> Standing:
    """Return how it stands with this person's peer, in two statements."""
    return _standing(viewer, participant, _pairings(viewer, participant), with_offer)


def _standing(viewer: Viewer, participant: Participant, rows: list[Pairing], with_offer: bool) -> Standing:
    live = next((one for one in rows if one.status != PairingStatus.ENDED), None)
    return Standing(
        pairing=live,
        offer=offer_of(viewer, participant) if with_offer else None,
        side=_side(viewer, participant, live),
        mentor=first_name(live.mentor.name) if live else "",
        initials=initials(live.mentor.name) if live else "",
    )


def done_this_week(viewer: Viewer, pairing: Pairing) -> frozenset[Side]:
    """Return which of the two has checked in this week."""
    rows = CheckIn.objects.visible_to(viewer).filter(pairing=pairing, week_on=monday_of(viewer.today))
    return frozenset(Side(side) for side in rows.values_list("side", flat=True))


def _letters(viewer: Viewer, pairing: Pairing, names: dict[Side, str]) -> tuple[str, list[Said]]:
    """Return the first question and the newest check-ins; both empty for everybody but the two."""
    rows = (
        PeerWords.objects.visible_to(viewer)
        .filter(pairing=pairing)
        .select_related("check_in")
        .order_by("-check_in__week_on", "-created_at")
    )
    words, mine = helped_words(viewer.language), _side(viewer, pairing.participant, pairing)
    found = list(rows[: 2 * WEEKS_SHOWN + 1])
    hello = next((row.words for row in found if row.check_in is None), "")
    letters = [
        Said(
            week_on=row.check_in.week_on,
            who=names[Side(row.side)],
            is_mine=row.side == mine,
            how=str(HOWS[How(row.how)]),
            helped=", ".join(words.get(code, code) for code in row.helped),
            words=row.words,
        )
        for row in found
        if row.check_in is not None
    ]
    return hello, letters[: 2 * WEEKS_SHOWN]


def _goal(viewer: Viewer, goal_id: UUID | None) -> str:
    if goal_id is None:
        return ""
    return Goal.objects.visible_to(viewer).filter(pk=goal_id).values_list("words", flat=True).first() or ""


def peers_page(viewer: Viewer, participant: Participant) -> PeersPage:
    """Return the page of a person's peer: for the person, for the mentor, and without the words for the team."""
    rows = _pairings(viewer, participant)
    at = _standing(viewer, participant, rows, with_offer=True)
    done, hello, letters = frozenset[Side](), "", list[Said]()
    page = None
    if at.pairing:
        names = {Side.PERSON: participant.called, Side.MENTOR: at.mentor}
        done = done_this_week(viewer, at.pairing)
        hello, letters = _letters(viewer, at.pairing, names)
        page = MentorPage.objects.filter(
            organisation_id=viewer.own_organisation, user_id=at.pairing.mentor_id
        ).first()
    other = Side.MENTOR if at.side == Side.PERSON else Side.PERSON
    return PeersPage(
        person=participant,
        at=at,
        is_own=at.side == Side.PERSON,
        is_mentor=at.side == Side.MENTOR,
        may_record=viewer.may(Permission.ROOM_WRITE),
        hello=hello,
        goal=_goal(viewer, at.pairing.goal_id) if at.pairing else "",
        mine_done=at.side in done,
        theirs_done=other in done,
        done=len(done),
        i_go_on=_goes_on(at),
        letters=letters,
        before=_before(rows),
        circles=hooks.story_circles(viewer, participant),
        talk=talk_asked(viewer, participant),
        page=page,
    )


def _goes_on(at: Standing) -> bool:
    if at.pairing is None:
        return False
    return at.pairing.mentor_goes_on if at.side == Side.MENTOR else at.pairing.person_goes_on


def _before(rows: list[Pairing]) -> list[Before]:
    """Return pairings that ended after both had said yes; a question that was answered no leaves nothing to read."""
    return [
        Before(first_name(one.mentor.name), one.both_on, one.ended_on)
        for one in rows
        if one.status == PairingStatus.ENDED and one.both_on
    ]


def talk_asked(viewer: Viewer, participant: Participant) -> CheckIn | None:
    """Return the person's check-in that asks for a talk with the team, while nobody has had it."""
    rows = CheckIn.objects.visible_to(viewer).filter(
        participant=participant, side=Side.PERSON, asks_talk=True, talked_on__isnull=True
    )
    found: CheckIn | None = rows.order_by("-week_on").first()
    return found


def goals_to_choose(viewer: Viewer, participant: Participant) -> list[Goal]:
    """Return the person's goals that a pairing can be about; nothing when the plan is closed to the viewer."""
    rows = Goal.objects.visible_to(viewer).filter(participant=participant, status=GoalStatus.ACTIVE)
    return list(rows.order_by("position", "pk"))


def own_last(viewer: Viewer, pairing: Pairing) -> PeerWords | None:
    """Return what this side said this week, to say it anew."""
    side = _side(viewer, pairing.participant, pairing)
    rows = PeerWords.objects.visible_to(viewer).filter(
        pairing=pairing, side=side, check_in__week_on=monday_of(viewer.today)
    )
    found: PeerWords | None = rows.select_related("check_in").first()
    return found
