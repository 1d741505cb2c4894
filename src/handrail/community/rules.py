"""Kinds of places, states of links and activities, ways to get there, and how a place is found by a word."""

import unicodedata
from enum import StrEnum

from handrail.base.errors import DomainError
from handrail.base.text import folded, kept
from handrail.base.words import Words, _
from handrail.plans.rules import LifeArea


class PlaceKind(StrEnum):
    """What a place is for. The first five can be linked to (S-057), the next are community life (S-107)."""

    HOUSING = "housing"
    HEALTH = "health"
    EDUCATION = "education"
    MONEY = "money"
    SOCIAL = "social"
    CLUB = "club"
    VOLUNTEERING = "volunteering"
    SPORT = "sport"
    FAITH = "faith"
    LIBRARY = "library"
    CAFE = "cafe"
    OTHER = "other"


PLACE_KINDS: dict[PlaceKind, Words] = {
    PlaceKind.HOUSING: _("Housing"),
    PlaceKind.HEALTH: _("Health"),
    PlaceKind.EDUCATION: _("Learning"),
    PlaceKind.MONEY: _("Money"),
    PlaceKind.SOCIAL: _("Social service"),
    PlaceKind.CLUB: _("Club"),
    PlaceKind.VOLUNTEERING: _("Volunteering"),
    PlaceKind.SPORT: _("Sport and walking"),
    PlaceKind.FAITH: _("Faith"),
    PlaceKind.LIBRARY: _("Library"),
    PlaceKind.CAFE: _("Café"),
    PlaceKind.OTHER: _("Something else"),
}
ACTIVITY_KINDS = (
    PlaceKind.CLUB,
    PlaceKind.VOLUNTEERING,
    PlaceKind.SPORT,
    PlaceKind.FAITH,
    PlaceKind.LIBRARY,
    PlaceKind.CAFE,
    PlaceKind.OTHER,
)
# Where a place shows on "My life at a glance".
AREAS: dict[PlaceKind, LifeArea] = {
    PlaceKind.HOUSING: LifeArea.HOME,
    PlaceKind.HEALTH: LifeArea.HEALTH,
    PlaceKind.EDUCATION: LifeArea.LEARNING,
    PlaceKind.MONEY: LifeArea.MONEY,
    PlaceKind.SOCIAL: LifeArea.FRIENDS,
    PlaceKind.CLUB: LifeArea.FRIENDS,
    PlaceKind.VOLUNTEERING: LifeArea.FRIENDS,
    PlaceKind.SPORT: LifeArea.HEALTH,
    PlaceKind.FAITH: LifeArea.FAITH,
    PlaceKind.LIBRARY: LifeArea.IDEAS,
    PlaceKind.CAFE: LifeArea.FRIENDS,
    PlaceKind.OTHER: LifeArea.FRIENDS,
}


class PlaceStatus(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


PLACE_TRANSITIONS: dict[PlaceStatus, set[PlaceStatus]] = {
    PlaceStatus.OPEN: {PlaceStatus.PAUSED, PlaceStatus.CLOSED},
    PlaceStatus.PAUSED: {PlaceStatus.OPEN, PlaceStatus.CLOSED},
    PlaceStatus.CLOSED: {PlaceStatus.OPEN},
}


class LinkStatus(StrEnum):
    """Where a link to a place stands, from asking to the person's own answer."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    VISITED = "visited"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


LINK_TRANSITIONS: dict[LinkStatus, set[LinkStatus]] = {
    LinkStatus.ASKED: {LinkStatus.ACCEPTED, LinkStatus.NOT_ACCEPTED, LinkStatus.SET_ASIDE},
    LinkStatus.ACCEPTED: {LinkStatus.VISITED, LinkStatus.NOT_ACCEPTED, LinkStatus.SET_ASIDE},
    LinkStatus.NOT_ACCEPTED: {LinkStatus.ASKED, LinkStatus.SET_ASIDE},
    LinkStatus.VISITED: {LinkStatus.ANSWERED, LinkStatus.SET_ASIDE},
    LinkStatus.ANSWERED: {LinkStatus.ANSWERED},  # the person may answer anew; asking again is a new link
    LinkStatus.SET_ASIDE: {LinkStatus.ASKED},
}
LINK_STATUSES: dict[LinkStatus, Words] = {
    LinkStatus.ASKED: _("Asked"),
    LinkStatus.ACCEPTED: _("They said yes"),
    LinkStatus.NOT_ACCEPTED: _("They said no"),
    LinkStatus.VISITED: _("The first visit is done"),
    LinkStatus.ANSWERED: _("Answered"),
    LinkStatus.SET_ASIDE: _("Set aside"),
}
LINK_HISTORY: dict[LinkStatus, Words] = {
    LinkStatus.ASKED: _("%(who)s asked."),
    LinkStatus.ACCEPTED: _("The place said yes. %(who)s wrote it down."),
    LinkStatus.NOT_ACCEPTED: _("The place said no. %(who)s wrote it down."),
    LinkStatus.VISITED: _("The first visit was. %(who)s wrote it down."),
    LinkStatus.ANSWERED: _("%(who)s answered."),
    LinkStatus.SET_ASIDE: _("%(who)s set it aside."),
}
OPEN_LINKS = (LinkStatus.ASKED, LinkStatus.ACCEPTED, LinkStatus.NOT_ACCEPTED, LinkStatus.VISITED)
# Somebody looks at a new link again after two weeks, unless a day was chosen.
LOOK_AGAIN_DAYS = 14


class GotIt(StrEnum):
    """What the person says to: did I get what I needed?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


GOT_IT: dict[GotIt, Words] = {
    GotIt.YES: _("Yes"),
    GotIt.PARTLY: _("In part"),
    GotIt.NO: _("No"),
}


class ActivityStatus(StrEnum):
    GOING = "going"
    RESTING = "resting"
    ENDED = "ended"


ACTIVITY_TRANSITIONS: dict[ActivityStatus, set[ActivityStatus]] = {
    ActivityStatus.GOING: {ActivityStatus.RESTING, ActivityStatus.ENDED},
    ActivityStatus.RESTING: {ActivityStatus.GOING, ActivityStatus.ENDED},
    ActivityStatus.ENDED: {ActivityStatus.GOING},
}
ACTIVITY_STATUSES: dict[ActivityStatus, Words] = {
    ActivityStatus.GOING: _("I go"),
    ActivityStatus.RESTING: _("Resting"),
    ActivityStatus.ENDED: _("Ended"),
}
STATE_TABLES = {"Place": PLACE_TRANSITIONS, "Link": LINK_TRANSITIONS, "Activity": ACTIVITY_TRANSITIONS}


class Again(StrEnum):
    """Whether the person wants to do it again."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


AGAIN: dict[Again, Words] = {
    Again.YES: _("Yes"),
    Again.PERHAPS: _("Perhaps"),
    Again.NO: _("Not for me"),
}


class Transport(StrEnum):
    """How somebody gets to a place."""

    WALK = "walk"
    BUS = "bus"
    TRAIN = "train"
    BIKE = "bike"
    LIFT = "lift"
    TAXI = "taxi"
    ONLINE = "online"


TRANSPORTS: dict[Transport, Words] = {
    Transport.WALK: _("On foot"),
    Transport.BUS: _("By bus"),
    Transport.TRAIN: _("By train or tram"),
    Transport.BIKE: _("By bike"),
    Transport.LIFT: _("Somebody drives me"),
    Transport.TAXI: _("By taxi"),
    Transport.ONLINE: _("Online, I stay at home"),
}

NAME_LENGTH, LINE_LENGTH, TEXT_LENGTH = 200, 300, 10_000
WORDS_AT_MOST, WORD_LENGTH = 60, 40
# Words too common to find anything by; a place called only by such words is found by them all the same.
COMMON = frozenset({"and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


def words_of(*texts: str) -> list[str]:
    """Return the folded words of ``texts``, each once, in order: what search by word compares, by beginnings."""
    plain = " ".join(folded(text) for text in texts)
    spaced = "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in plain)
    return [word[:WORD_LENGTH] for word in dict.fromkeys(spaced.split())]


def searched_words(*texts: str) -> list[str]:
    """Return the words by which a place can be found: 60 at most, without the commonest."""
    found = words_of(*texts)
    return [word for word in found if word not in COMMON][:WORDS_AT_MOST] or found[:WORDS_AT_MOST]


def asked_words(search: str) -> list[str]:
    """Return the words of a search that a place must have, the commonest left out when there are others."""
    found = words_of(search)[:8]
    return [word for word in found if word not in COMMON] or found


def checked_name(name: str) -> str:
    """Return the name of a place or activity without spaces around it; raise DomainError when it is empty or long."""
    tidy = kept(name).strip()
    if not tidy:
        raise DomainError(str(_("Write a name, so that it can be found.")))
    if len(tidy) > NAME_LENGTH:
        raise DomainError(_("A name has at most %(limit)s letters.") % {"limit": NAME_LENGTH})
    return tidy


def way_key(place: str) -> str:
    """Return what tells one place from another in a person's ways: the folded words of its name."""
    return folded(place)[:NAME_LENGTH]
