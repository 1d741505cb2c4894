"""What stands around every page: bar, language, look. Handed to ``ui``, which knows no user."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils import translation

from handrail.access import ROLES, Role, Viewer, Wishes, visitor_of
from handrail.accounts.actions.told import FLAG
from handrail.accounts.sign_in import seconds_left
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.safety.queries.alerts import needed
from handrail.ui.addresses import address
from handrail.ui.translate import marking


@frozen
class Item:
    """One room in the bar; ``key`` is its short name."""

    href: str
    icon: str
    text: Words | str
    current: bool
    key: str


@frozen
class Needed:
    """Somebody needs the viewer: where to read it, and since when."""

    href: str
    since: datetime


@dataclass(frozen=True, eq=False)
class Frame:
    """
    Everything that the layout draws around a page; ``kind`` is public, person or staff.

    ``shared`` is the same for everybody of a role in a room and a language: what stands in it is drawn once.
    """

    kind: str
    items: tuple[Item, ...]
    language: str
    direction: str
    brand_href: str = "/"
    theme: str = ""
    tab_title: str = ""
    viewer_name: str = ""
    initials: str = ""
    role_name: str = ""
    account_href: str = ""
    leave_href: str = ""
    not_happy_href: str = ""
    demo_href: str = ""
    idle: int = 0  # after how many seconds a page that lies still closes; 0 where it does not
    left: int = 0  # how many seconds this session still has
    news_href: str = ""  # where what is new about signing in stands, while something is
    needed: Needed | None = None  # somebody needs the viewer now
    leaves_small: bool = False
    shared: "Frame | None" = None


Rooms = list[tuple[str, str, Words | str]]
MY_LIST = "/me/my-list"
NEWS_HREF = "/account/news"
NO_WISHES = Wishes()

PUBLIC: Rooms = [
    ("/programmes", "book", _("Programmes")),
    ("/getting-started", "list", _("Getting started")),
    ("/questions", "talk", _("Questions")),
    ("/sign-in", "key", _("Sign in")),
]
_PRACTICE: Rooms = [
    ("/today", "today", _("Today")),
    ("/people", "people", _("People")),
    ("/notes/new", "plus", _("Note")),
    ("/groups", "group", _("Groups")),
    ("/more", "more", _("More")),
]
_TOTALS: Rooms = [
    ("/outcomes", "chart", _("Outcomes")),
    ("/standards", "list", _("Standards")),
    ("/costs", "coin", _("Costs")),
]
ROOMS: dict[Role, Rooms] = {
    Role.PARTICIPANT: [
        ("/me/week", "week", _("My week")),
        ("/me/plan", "path", _("My plan")),
        ("/me/people", "people", _("My people")),
        ("/learn", "book", _("Learn")),
        ("/me/my-list", "list", _("My list")),
    ],
    Role.FAMILY: [
        ("/shared", "eye", _("What I see")),
        ("/me/plan", "path", _("Their steps")),
        ("/tasks", "list", _("My tasks")),
        ("/learn", "book", _("Learn")),
        ("/help", "talk", _("Help")),
    ],
    Role.PEER: [
        ("/today", "week", _("This week")),
        ("/people", "people", _("People")),
        ("/meetings/new", "plus", _("Meeting")),
        ("/groups", "group", _("Groups")),
        ("/more", "more", _("More")),
    ],
    Role.SPECIALIST: _PRACTICE,
    Role.CLINICIAN: _PRACTICE,
    Role.COORDINATOR: [
        ("/today", "today", _("Today")),
        ("/look-backs", "landing", _("Look backs")),
        ("/people", "people", _("People")),
        ("/safety", "heart", _("Safety")),
        ("/programmes", "book", _("Programmes")),
    ],
    Role.MANAGER: [
        ("/overview", "today", _("Overview")),
        *_TOTALS,
        ("/people", "people", _("People")),
    ],
    Role.FUNDER: _TOTALS,
    Role.ADMINISTRATOR: [
        ("/people-and-places", "people", _("People and places")),
        ("/words", "talk", _("Words")),
        ("/import", "download", _("Import")),
        ("/audit", "eye", _("Audit")),
        ("/more", "more", _("More")),
    ],
}
OWN_ROOMS = (Role.PARTICIPANT, Role.FAMILY)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of this request's page, and the words of its language."""
    viewer = visitor_of(request)
    active = translation.get_language()
    words = marking(active)
    look = (active or "en", "/demo" if getattr(request, "urlconf", None) else "")
    if viewer is None or viewer.role is None:
        shared = _public(_here(PUBLIC, request.path), *look)
        own = _around(shared)
    else:
        path = _own_path(request.path) if viewer.role in OWN_ROOMS else request.path
        wishes = viewer.wishes or NO_WISHES
        here = _here(ROOMS[viewer.role], path)
        shared = _signed_in(viewer.role, here, *look, wishes.shows_leave, wishes.list_name)
        idle, left = seconds_left(request, viewer.role)
        own = _around(
            shared,
            theme=viewer.theme,
            viewer_name=viewer.name,
            initials=_initials(viewer.name),
            tab_title=wishes.tab_title,
            idle=idle,
            left=left,
            news_href=NEWS_HREF if _has_news(request) else "",
            needed=_needed(viewer, request.path),
        )
    return {"frame": own, "_": words, "gettext": words}


def _has_news(request: HttpRequest) -> bool:
    """Return whether this session knows of something new; it is read with who asks, so that pages pay nothing."""
    return bool(getattr(request, "session", {}).get(FLAG)) and request.path != NEWS_HREF


def _needed(viewer: Viewer, path: str) -> Needed | None:
    """Return what the viewer was asked to act on; the page about it need not say it twice."""
    found = needed(viewer)
    if found is None:
        return None
    href = address("safety:alert", found.key)
    return None if path == href else Needed(href, found.since)


def _around(shared: Frame, **own: object) -> Frame:
    """Return the frame of one page; what is the same for everybody is taken over whole, not field by field."""
    found = object.__new__(Frame)
    vars(found).update(vars(shared), shared=shared, **own)
    return found


def _direction() -> str:
    return "rtl" if translation.get_language_bidi() else "ltr"


@lru_cache(256)
def _public(here: str, language: str, demo: str) -> Frame:
    return Frame(
        kind="public",
        items=_items(PUBLIC, here),
        language=language,
        direction=_direction(),
        demo_href=demo,
    )


@lru_cache(2048)
def _signed_in(
    role: Role, here: str, language: str, demo: str, shows_leave: bool = True, list_name: str = ""
) -> Frame:
    rooms, own = ROOMS[role], role in OWN_ROOMS
    if list_name:
        rooms = [(href, icon, list_name if href == MY_LIST else text) for href, icon, text in rooms]
    return Frame(
        kind="person" if own else "staff",
        items=_items(rooms, here),
        language=language,
        direction=_direction(),
        brand_href=rooms[0][0],
        role_name=str(ROLES[role].name),
        account_href="/account",
        leave_href="/leave" if own else "",
        leaves_small=not shows_leave,
        not_happy_href="/not-happy" if own else "",
        demo_href=demo,
    )


def _own_path(path: str) -> str:
    """Return a page about a person as the rooms of one's own name it: /people/<key>/plan stands for /me/plan."""
    start, _slash, rest = path.removeprefix("/people/").partition("/")
    return f"/me/{rest}" if path.startswith("/people/") and start else path


def _here(rooms: Rooms, path: str) -> str:
    """Return the room that a page belongs to, or no words."""
    return max((href for href, _icon, _text in rooms if _within(path, href)), key=len, default="")


def _items(rooms: Rooms, here: str) -> tuple[Item, ...]:
    return tuple(Item(href, icon, text, href == here, href.rsplit("/", 1)[-1]) for href, icon, text in rooms)


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
