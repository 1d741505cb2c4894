"""Offers of a peer, pairings by two yeses, weekly check-ins and how many people a mentor meets."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.frozen import frozen
from handrail.base.text import kept
from handrail.base.words import Words, _

WEEK = timedelta(days=7)
PEOPLE_AT_MOST = 10
LONGEST_DAY = 480  # minutes that one week's meetings with one person can hold
HOURS_OVER = timedelta(weeks=4)


class PeerOfferStatus(StrEnum):
    """What became of the offer of a peer (S-056): the answer is the person's, and it can change."""

    OFFERED = "offered"
    YES = "yes"
    NOT_NOW = "not_now"
    ASK_AGAIN = "ask_again"


_ANY_ANSWER = {PeerOfferStatus.YES, PeerOfferStatus.NOT_NOW, PeerOfferStatus.ASK_AGAIN}
PEER_OFFER_TRANSITIONS: dict[PeerOfferStatus, set[PeerOfferStatus]] = {
    PeerOfferStatus.OFFERED: _ANY_ANSWER,
    PeerOfferStatus.YES: {PeerOfferStatus.NOT_NOW, PeerOfferStatus.ASK_AGAIN},
    PeerOfferStatus.NOT_NOW: {PeerOfferStatus.OFFERED, PeerOfferStatus.YES, PeerOfferStatus.ASK_AGAIN},
    PeerOfferStatus.ASK_AGAIN: {PeerOfferStatus.OFFERED, *_ANY_ANSWER},
}
PEER_OFFER_ANSWERS: dict[PeerOfferStatus, Words] = {
    PeerOfferStatus.YES: _("Yes, I would like that"),
    PeerOfferStatus.NOT_NOW: _("Not now"),
    PeerOfferStatus.ASK_AGAIN: _("Ask me again later"),
}


class PairingStatus(StrEnum):
    """From a suggestion over two yeses and one first meeting to going on; it may end anywhere, without a reason."""

    OFFERED = "offered"
    PERSON_YES = "person_yes"
    MENTOR_YES = "mentor_yes"
    FIRST_MEETING = "first_meeting"
    GOING_ON = "going_on"
    ENDED = "ended"


PAIRING_TRANSITIONS: dict[PairingStatus, set[PairingStatus]] = {
    PairingStatus.OFFERED: {PairingStatus.PERSON_YES, PairingStatus.MENTOR_YES, PairingStatus.ENDED},
    PairingStatus.PERSON_YES: {PairingStatus.FIRST_MEETING, PairingStatus.ENDED},
    PairingStatus.MENTOR_YES: {PairingStatus.FIRST_MEETING, PairingStatus.ENDED},
    PairingStatus.FIRST_MEETING: {PairingStatus.GOING_ON, PairingStatus.ENDED},
    PairingStatus.GOING_ON: {PairingStatus.ENDED},
    PairingStatus.ENDED: set(),
}
STATE_TABLES = {"PeerOffer": PEER_OFFER_TRANSITIONS, "Pairing": PAIRING_TRANSITIONS}

# Who has said yes as a mentor holds a place for this person; nobody else can be given it.
HOLDING = frozenset({PairingStatus.MENTOR_YES, PairingStatus.FIRST_MEETING, PairingStatus.GOING_ON})
# Both have said yes: they meet, and check in once a week.
MEETING = frozenset({PairingStatus.FIRST_MEETING, PairingStatus.GOING_ON})
PAIRING_WORDS: dict[PairingStatus, Words] = {
    PairingStatus.OFFERED: _("Suggested"),
    PairingStatus.PERSON_YES: _("Waits for the mentor"),
    PairingStatus.MENTOR_YES: _("Waits for the person"),
    PairingStatus.FIRST_MEETING: _("One first meeting"),
    PairingStatus.GOING_ON: _("Going on"),
    PairingStatus.ENDED: _("Ended"),
}


class Side(StrEnum):
    """Who speaks in a pairing; the team speaks only for a person who asked for it."""

    PERSON = "person"
    MENTOR = "mentor"
    TEAM = "team"


class Way(StrEnum):
    IN_PERSON = "in_person"
    WALK = "walk"
    PHONE = "phone"
    VIDEO = "video"
    WRITING = "writing"


WAYS: dict[Way, Words] = {
    Way.IN_PERSON: _("In person"),
    Way.WALK: _("On a walk"),
    Way.PHONE: _("By phone"),
    Way.VIDEO: _("By video"),
    Way.WRITING: _("By writing"),
}


class How(StrEnum):
    """How the week together was, as one of the two says it. A week left out counts for nothing and nobody."""

    GOOD = "good"
    ALL_RIGHT = "all_right"
    HARD = "hard"
    LEFT_OUT = "left_out"


HOWS: dict[How, Words] = {
    How.GOOD: _("Good"),
    How.ALL_RIGHT: _("All right"),
    How.HARD: _("Hard"),
    How.LEFT_OUT: _("We left it out"),
}


class Coming(StrEnum):
    """When the two meet next."""

    SAME = "same"
    OTHER = "other"
    OPEN = "open"


class Need(StrEnum):
    """What one of the two needs; only "a talk" leaves the pairing, and the page says so."""

    NOTHING = "nothing"
    MORE_TIME = "more_time"
    OTHER_WAY = "other_way"
    TALK = "talk"


@frozen
class MentorFacts:
    """A mentor's own page, as the mentor wrote it. Nothing of it ever stands in a record about somebody."""

    called: str
    people_at_most: int
    shares: str = ""
    not_taken_on: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    is_shown: bool = True


@frozen
class CheckInFacts:
    """One side's check-in: four taps, and a few own words if wanted."""

    how: How
    helped: tuple[str, ...] = ()
    need: Need = Need.NOTHING
    coming: Coming = Coming.OPEN
    next_on: date | None = None
    next_at: time | None = None
    minutes: int = 0
    words: str = ""


def monday_of(day: date) -> date:
    """Return the Monday of the week that ``day`` is in."""
    return day - timedelta(days=day.weekday())


def same_next_week(last: date | None, today: date) -> date:
    """Return the weekday of the last meeting, or of today, in the first week that is still to come."""
    found = (last or today) + WEEK
    while found <= today:
        found += WEEK
    return found


def first_place(taken: Iterable[int], at_most: int) -> int:
    """
    Return the lowest free place of a mentor who meets ``at_most`` people; raise DomainError when there is none (S-109).

    A place keeps its number when the mentor's limit is lowered later, so it may lie above the limit.
    """
    held = set(taken)
    if len(held) >= at_most:
        raise DomainError(
            str(_("This mentor meets as many people as they can now. Choose another, or ask to be told."))
        )
    return min(set(range(1, PEOPLE_AT_MOST + 1)) - held)


def check_people_at_most(wanted: int, now: int) -> None:
    """Raise DomainError when a mentor's own limit is out of range, or under the people whom they meet already."""
    if not 0 <= wanted <= PEOPLE_AT_MOST:
        raise DomainError(_("Choose a number from 0 to %(most)s.") % {"most": PEOPLE_AT_MOST})
    if wanted < now:
        raise DomainError(
            _("You meet %(now)s people now. Choose %(now)s or more, or end a pairing first.") % {"now": now}
        )


def checked_page(facts: MentorFacts) -> MentorFacts:
    """Return ``facts`` whose words can be stored; raise DomainError when the mentor has no name on it."""
    if not kept(facts.called).strip():
        raise DomainError(str(_("Write the name that you like to be called.")))
    for text in (facts.shares, facts.not_taken_on, facts.hours, *facts.languages):
        kept(text)
    return facts


def check_coming_day(day: date | None, today: date) -> None:
    """Raise DomainError unless ``day`` is today or still to come."""
    if day is None or day < today:
        raise DomainError(str(_("Choose a day that is still to come.")))


def check_ask_again(answer: PeerOfferStatus, day: date | None, today: date) -> None:
    """Raise DomainError unless a day comes with "ask again", and only then, and lies ahead."""
    if answer == PeerOfferStatus.ASK_AGAIN and (day is None or day <= today):
        raise DomainError(str(_("Choose the day on which somebody asks again.")))


def check_minutes(minutes: int) -> None:
    """Raise DomainError when the time together, in minutes, is not one that a week can hold."""
    if not 0 <= minutes <= LONGEST_DAY:
        raise DomainError(str(_("Choose how long you were together, up to eight hours.")))


def hours_of(minutes: int) -> str:
    """Return minutes as hours with at most one decimal, without a needless ".0"."""
    return f"{round(minutes / 60, 1):g}"


def full_weeks(both_on: date, ended_on: date | None, *, since: date, today: date) -> list[date]:
    """
    Return the Mondays of the full weeks that a pairing lasted, from ``since`` on.

    The first counted week is the first that begins after both said yes; the week that is not over is left out, and so
    is the week in which it ended.
    """
    monday = monday_of(max(both_on, since) + timedelta(days=6))
    last = min(ended_on or today, today)
    found = []
    while monday + WEEK <= last:
        found.append(monday)
        monday += WEEK
    return found
