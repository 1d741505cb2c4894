from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.access import Category, Viewer
from handrail.accounts.queries import Member
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.community import allowed
from handrail.community.models import Link
from handrail.community.queries.places import PlaceLine, closed_words, line
from handrail.community.queries.ways import Way, way_to
from handrail.community.rules import (
    GOT_IT,
    LINK_HISTORY,
    LINK_STATUSES,
    LOOK_AGAIN_DAYS,
    OPEN_LINKS,
    GotIt,
    LinkStatus,
    PlaceStatus,
)
from handrail.people.models import Participant
from handrail.people.queries import people_beside
from handrail.plans.allowed import decides
from handrail.plans.models import Goal, Step
from handrail.plans.rules import GoalStatus
from handrail.practice.queries import practitioner, practitioners
from handrail.prepared import prepared

WAITING_AT_MOST = 10
SOON = timedelta(days=3)
NEXT: dict[LinkStatus, Words] = {
    LinkStatus.ASKED: _("Now the place answers"),
    LinkStatus.ACCEPTED: _("Now the first visit"),
    LinkStatus.NOT_ACCEPTED: _("Now another way is looked for"),
    LinkStatus.VISITED: _("Now the question: did it help?"),
}
# What can be pressed, in the order of the page; the answer has a form of its own.
_DOING: dict[LinkStatus, tuple[LinkStatus, ...]] = {
    LinkStatus.ASKED: (LinkStatus.ACCEPTED, LinkStatus.NOT_ACCEPTED, LinkStatus.SET_ASIDE),
    LinkStatus.ACCEPTED: (LinkStatus.VISITED, LinkStatus.NOT_ACCEPTED, LinkStatus.SET_ASIDE),
    LinkStatus.NOT_ACCEPTED: (LinkStatus.ASKED, LinkStatus.SET_ASIDE),
    LinkStatus.VISITED: (LinkStatus.SET_ASIDE,),
    LinkStatus.ANSWERED: (),
    LinkStatus.SET_ASIDE: (LinkStatus.ASKED,),
}
BUTTONS: dict[LinkStatus, Words] = {
    LinkStatus.ACCEPTED: _("They said yes"),
    LinkStatus.NOT_ACCEPTED: _("They said no"),
    LinkStatus.VISITED: _("The first visit is done"),
    LinkStatus.ASKED: _("Ask again"),
    LinkStatus.SET_ASIDE: _("Set it aside"),
}


@frozen
class LinkLine:
    """A link in a list: to which place, how it stands, who sees to it and by when."""

    key: str
    place: str
    kind: Words
    status: str
    next: str
    owner: str
    due_on: date
    is_open: bool
    closed: str


def _status(row: Link) -> str:
    if row.status == LinkStatus.ANSWERED:
        return _("Got what I needed: %(answer)s") % {"answer": GOT_IT[GotIt(row.answer)]}
    return str(LINK_STATUSES[LinkStatus(row.status)])


def _line(row: Link) -> LinkLine:
    is_open = row.status in OPEN_LINKS
    return LinkLine(
        key=row.key,
        place=row.place.name,
        kind=line(row.place).kind,
        status=_status(row),
        next=str(NEXT[LinkStatus(row.status)]) if is_open else "",
        owner=row.owner.name if row.owner else "",
        due_on=row.due_on,
        is_open=is_open,
        closed=closed_words(row.place) if is_open else "",
    )


@frozen
class LinksPage:
    open: tuple[LinkLine, ...]
    ended: tuple[LinkLine, ...]
    may_write: bool
    is_own: bool


@prepared
def _links(viewer: Viewer, participant_id: UUID) -> QuerySet[Link]:
    rows = Link.objects.visible_to(viewer).filter(participant_id=participant_id)
    return rows.select_related("place", "owner").order_by("due_on", "pk")


def links_page(viewer: Viewer, participant: Participant) -> LinksPage:
    """Return the links of a person: what is open by its day, then what came to an end."""
    found = _links(viewer, participant.pk)
    viewer.looks.add(Category.LINKS, {participant.pk})
    lines = [_line(row) for row in found]
    return LinksPage(
        open=tuple(one for one in lines if one.is_open),
        ended=tuple(one for one in reversed(lines) if not one.is_open),
        may_write=allowed.writes(viewer),
        is_own=viewer.participant_id == participant.pk,
    )


def link(viewer: Viewer, participant: Participant, key: str) -> Link:
    """Return the link behind ``key``; raise NotFound when it is absent or closed to the viewer."""
    rows = Link.objects.visible_to(viewer).filter(participant=participant, key=key)
    found: Link | None = rows.select_related("place", "owner", "step", "goal").first()
    if found is None:
        raise NotFound(str(_("There is no such page.")))
    viewer.looks.add(Category.LINKS, {participant.pk})
    return found


@frozen
class HistoryLine:
    at: datetime
    words: str
    reason: str


@frozen
class LinkPage:
    """Everything the page of one link shows, and what can be pressed now."""

    link: Link
    line: LinkLine
    place: PlaceLine
    way: Way | None
    history: tuple[HistoryLine, ...]
    doing: tuple[tuple[LinkStatus, Words], ...]
    asks: bool
    waits_for_person: bool
    goals: tuple[Goal, ...]
    is_own: bool
    may_write: bool

    @property
    def paper_waits(self) -> bool:
        """Return whether the place asks for a referral that nobody has noted yet."""
        return bool(self.link.place.needs_referral and not self.link.paper_from and self.line.is_open)


def open_goals(viewer: Viewer, participant: Participant) -> tuple[Goal, ...]:
    """Return the goals that a step can be added to."""
    rows = Goal.objects.visible_to(viewer).filter(participant=participant, status=GoalStatus.ACTIVE)
    return tuple(rows.order_by("position", "pk"))


def _history(viewer: Viewer, row: Link) -> tuple[HistoryLine, ...]:
    changes = row.changes.visible_to(viewer).select_related("changed_by").order_by("changed_at", "pk")
    return tuple(
        HistoryLine(
            at=change.changed_at,
            words=LINK_HISTORY[LinkStatus(change.to_status)]
            % {"who": change.changed_by.name if change.changed_by else _("The team")},
            reason=change.reason,
        )
        for change in changes
    )


def link_page(viewer: Viewer, participant: Participant, key: str) -> LinkPage:
    """Return one link with its history, the way there and what this viewer can do now."""
    row = link(viewer, participant, key)
    status, writes = LinkStatus(row.status), allowed.writes(viewer)
    is_theirs = decides(viewer, participant.pk)
    return LinkPage(
        link=row,
        line=_line(row),
        place=line(row.place),
        way=way_to(viewer, participant, row.place.name),
        history=_history(viewer, row),
        doing=tuple((to, BUTTONS[to]) for to in _DOING[status]) if writes else (),
        asks=is_theirs and status in (LinkStatus.VISITED, LinkStatus.ANSWERED),
        waits_for_person=not is_theirs and status == LinkStatus.VISITED,
        goals=open_goals(viewer, participant) if writes and not row.step_id else (),
        is_own=viewer.participant_id == participant.pk,
        may_write=writes,
    )


def first_paper(row: Link) -> dict[str, Any]:
    """Return what stands in the form for the referral when it is opened."""
    return {"written_by": row.paper_from, "on": row.paper_on, "kept_at": row.paper_kept}


@frozen
class Waiting:
    """A link that waits for a colleague: whose, to which place, and why it stands here."""

    person_key: str
    called: str
    key: str
    place: str
    why: str
    due_on: date


def _why(row: Link) -> str:
    if row.place.status == PlaceStatus.CLOSED:
        return str(_("The place closed. Look for another together."))
    if row.owner_id is None:
        return str(_("Nobody sees to it yet."))
    return str(NEXT[LinkStatus(row.status)])


@prepared
def _waiting(viewer: Viewer, soon: date) -> QuerySet[Link]:
    mine = Q(owner_id=viewer.own_user) & (Q(due_on__lte=soon) | Q(place__status=PlaceStatus.CLOSED))
    rows = Link.objects.among_people_of(viewer).filter(mine | Q(owner=None), status__in=OPEN_LINKS)
    return rows.select_related("place", "participant").order_by("due_on", "pk")[:WAITING_AT_MOST]


@prepared
def _of_team(viewer: Viewer, participant_id: UUID, soon: date) -> QuerySet[Link]:
    waits = Q(owner=None) | Q(due_on__lte=soon) | Q(place__status=PlaceStatus.CLOSED)
    rows = Link.objects.visible_to(viewer).filter(waits, participant_id=participant_id, status__in=OPEN_LINKS)
    return rows.select_related("place", "participant").order_by("due_on", "pk")[:WAITING_AT_MOST]


def links_of_team(viewer: Viewer, participant: Participant) -> list[Waiting]:
    """Return the links of one person that stand on somebody's list of today, with the words of that list."""
    return _listed(viewer, _of_team(viewer, participant.pk, viewer.today + SOON))


def links_waiting(viewer: Viewer) -> list[Waiting]:
    """Return the links that wait for this colleague: due soon, without an owner, or to a place that closed."""
    return _listed(viewer, _waiting(viewer, viewer.today + SOON))


def _listed(viewer: Viewer, found: list[Link]) -> list[Waiting]:
    viewer.looks.add(Category.LINKS, {row.participant_id for row in found})
    return [
        Waiting(row.participant.key, row.participant.called, row.key, row.place.name, _why(row), row.due_on)
        for row in found
    ]


@prepared
def _to_answer(viewer: Viewer, participant_id: UUID) -> QuerySet[Link]:
    rows = Link.objects.visible_to(viewer).filter(participant_id=participant_id, status=LinkStatus.VISITED)
    return rows.select_related("place", "owner").order_by("visited_on", "pk")


def to_answer(viewer: Viewer, participant: Participant) -> list[LinkLine]:
    """Return the links of a person whose question waits: did I get what I needed?"""
    found = _to_answer(viewer, participant.pk)
    if found:
        viewer.looks.add(Category.LINKS, {participant.pk})
    return [_line(row) for row in found]


def owners(viewer: Viewer, participant: Participant) -> list[Member]:
    """Return the colleagues who may see to a link of this person: they meet people, and the record is open to them."""
    beside = {one.user_id for one in people_beside(viewer, participant)}
    return [one for one in practitioners(viewer) if one.user_id in beside]


def first_link(viewer: Viewer) -> dict[str, Any]:
    """Return what the form of a new link shows first: the colleague, and a day two weeks ahead."""
    return {"owner": str(viewer.user_id), "due_on": viewer.today + timedelta(days=LOOK_AGAIN_DAYS)}


def link_facts(viewer: Viewer, said: dict[str, Any], steps: dict[str, Step]) -> dict[str, Any]:
    """Return what the form of a new link says, as the action takes it."""
    owner = practitioner(viewer, said["owner"]) if said.get("owner") else None
    return {
        "need": said["need"],
        "step": steps.get(said.get("step", "")),
        "owner": owner,
        "due_on": said.get("due_on"),
    }
