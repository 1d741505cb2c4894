"""The rooms of one person's record: each package offers its own, pages about the person show the open ones."""

from handrail.access import Category, Permission, Role, Viewer
from handrail.access.roles import may
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.people.models import Participant
from handrail.people.queries import covered
from handrail.ui.addresses import address


@frozen
class Room:
    """One page about a person: its URL name (argument: the person's key), its words, and to whom it opens."""

    name: str
    title: Words
    icon: str
    category: Category
    order: int
    need: Permission = Permission.RECORD_READ


@frozen
class Door:
    """A room as a page shows it."""

    href: str
    title: str
    icon: str


_rooms: list[Room] = []


def offer_room(room: Room) -> None:
    """Put ``room`` on every page about a person; packages say so in ``AppConfig.ready()``."""
    if room not in _rooms:
        _rooms.append(room)
        _rooms.sort(key=lambda one: one.order)


def rooms_of(viewer: Viewer, participant: Participant) -> list[Door]:
    """Return the rooms of ``participant`` that open to ``viewer``, in their order."""
    open_to = covered(viewer, participant.pk)
    return [
        Door(address(room.name, participant.key), str(room.title), room.icon)
        for room in _rooms
        if viewer.may(room.need) and room.category in open_to
    ]


def rooms_seen(role: Role | None, sees: frozenset[Category]) -> list[tuple[str, bool]]:
    """Return every room by its title, and whether it opens to somebody in that role who sees these categories."""
    return [(str(room.title), may(role, room.need) and room.category in sees) for room in _rooms]


PEOPLE_BESIDE = Room("people:beside", _("People beside"), "people", Category.CONTACT, order=90)
WHO_SEES_WHAT = Room("people:access", _("Who sees what"), "eye", Category.ACCESS, order=95)
LOOKED = Room("people:looked", _("Who looked"), "eye", Category.ACCESS, order=96, need=Permission.OWN_RECORD)
