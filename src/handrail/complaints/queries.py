"""Reads of complaints. Each keeps to ``visible_to``: who wrote it, who hears it, to whom it was shown."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.access import STAFF_ROLES, Category, RelationKind, Role, Viewer
from handrail.accounts.models import User
from handrail.accounts.queries import members
from handrail.base.errors import NotFound
from handrail.base.frozen import frozen
from handrail.base.words import Words, _
from handrail.catalogue.definitions import programme_types
from handrail.complaints.models import Complaint, ComplaintDesk, ComplaintStatusChange
from handrail.complaints.rules import WAITS, ComplaintStatus
from handrail.people.looked import ADDRESSED, looker
from handrail.people.models import Participant, Relation, open_relations

LIST_LENGTH = 50
OWN_ROLES = frozenset({Role.PARTICIPANT, Role.FAMILY})
WHO_THEY_ARE: dict[str, Words] = {
    Role.COORDINATOR: _("my coordinator"),
    Role.MANAGER: _("manager"),
    Role.ADMINISTRATOR: _("administrator"),
}


def writes_for_self(viewer: Viewer) -> bool:
    """Return whether the viewer is somebody with a plan, family or a friend: those who write here."""
    return viewer.role in OWN_ROLES


def desk(viewer: Viewer) -> ComplaintDesk:
    """Return what the place says about hearing complaints; what nobody filled in yet is empty."""
    found = ComplaintDesk.objects.filter(organisation_id=viewer.own_organisation).first()
    return found or ComplaintDesk(organisation_id=viewer.own_organisation)


def own_participant(viewer: Viewer) -> Participant | None:
    """Return the record of the person who writes; family and friends write without one."""
    if viewer.participant_id is None:
        return None
    return Participant.objects.visible_to(viewer).filter(pk=viewer.participant_id).first()


def _beside(viewer: Viewer) -> QuerySet[Relation]:
    """Return who is beside those whose record is open to the viewer: the person's own, or who let family in."""
    people = open_relations(viewer).values("participant_id")
    runs = Relation.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gt=viewer.today), from_on__lte=viewer.today
    )
    rows = runs.filter(organisation_id=viewer.own_organisation, participant_id__in=people)
    return rows.select_related("user").order_by("user__name")


def hearers(viewer: Viewer, *, about: UUID | None = None) -> dict[str, tuple[str, User]]:
    """
    Return who may hear it, by the key of a form: the coordinator, managers and administrators of the place.

    Never the one it is about, and never the viewer.
    """
    found: dict[UUID, str] = {}
    for row in _beside(viewer):
        if row.kind == RelationKind.COORDINATOR:
            found[row.user_id] = str(WHO_THEY_ARE[Role.COORDINATOR])
    for member in members(viewer, roles=frozenset({Role.MANAGER, Role.ADMINISTRATOR})):
        found.setdefault(member.user_id, str(WHO_THEY_ARE[member.role]))
    users = User.objects.in_bulk([pk for pk in found if pk not in (about, viewer.user_id)])
    return {str(pk): (f"{users[pk].name}, {found[pk]}", users[pk]) for pk in found if pk in users}


_NO_STAFF = (RelationKind.SELF, RelationKind.FAMILY, RelationKind.GUARDIAN, RelationKind.INVITED)


def team(viewer: Viewer) -> dict[str, tuple[str, User]]:
    """Return the people of the team whom it may be about, by name; family sees the coordinator alone."""
    rows = _beside(viewer).exclude(kind__in=_NO_STAFF)
    if viewer.role == Role.FAMILY:
        rows = rows.filter(kind=RelationKind.COORDINATOR)
    return {str(row.user_id): (row.user.name, row.user) for row in rows}


def programmes(viewer: Viewer) -> dict[str, str]:
    """Return the nine programmes, by their word in addresses."""
    return {one.slug: one.names.say(viewer.language) for one in programme_types()}


@frozen
class AskedLook:
    """The look that a question is about."""

    user: User | None
    name: str
    on: date


def asked_look(viewer: Viewer, ref: str, on: str) -> AskedLook | None:
    """Return the look of the viewer's page "who looked" that a question is about; None when the words say none."""
    if not ref:
        return None
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise NotFound(str(_("There is no such page."))) from error
    participant = own_participant(viewer)
    if participant is None:
        raise NotFound(str(_("There is no such page.")))
    found = looker(viewer, participant, ref)
    return AskedLook(found.user, found.name, day)


# ---------- letters ----------


def _letters(viewer: Viewer) -> QuerySet[Complaint]:
    return Complaint.objects.visible_to(viewer).select_related("sender", "hearer", "about_user")


def _noted(viewer: Viewer, rows: list[Complaint]) -> list[Complaint]:
    """Note whose letters are shown; who hears one was written to, and needs no relation."""
    for row in rows:
        why = "" if row.sender_id == viewer.user_id else ADDRESSED
        viewer.looks.add(Category.ACCESS, {row.participant_id} if row.participant_id else set(), why)
    return rows


def mine(viewer: Viewer) -> list[Complaint]:
    """Return what the viewer wrote, the newest first."""
    rows = _letters(viewer).filter(sender_id=viewer.own_user).order_by("-sent_on", "-created_at", "pk")
    return _noted(viewer, list(rows[:LIST_LENGTH]))


def to_hear(viewer: Viewer) -> list[Complaint]:
    """Return what the viewer hears: open ones first, by the day of their answer; none that was taken back."""
    rows = _letters(viewer).filter(hearer_id=viewer.own_user).exclude(status=ComplaintStatus.WITHDRAWN)
    found = list(rows.order_by("answer_by", "created_at", "pk")[: LIST_LENGTH * 2])
    return _noted(viewer, sorted(found, key=lambda row: row.status not in WAITS))


def shown_to_me(viewer: Viewer) -> list[Complaint]:
    """Return letters about the viewer that the one who hears them has shown to the viewer."""
    rows = _letters(viewer).filter(about_user_id=viewer.own_user, shared_at__isnull=False)
    kept = rows.exclude(status=ComplaintStatus.WITHDRAWN).order_by("-sent_on", "pk")
    return _noted(viewer, list(kept[:LIST_LENGTH]))


def letter(viewer: Viewer, key: str) -> Complaint:
    """Return one letter that is open to the viewer; raise NotFound for absent and closed alike."""
    row: Complaint | None = _letters(viewer).filter(key=key).first()
    if row is None or (row.status == ComplaintStatus.WITHDRAWN and row.sender_id != viewer.user_id):
        raise NotFound(str(_("There is no such page.")))
    return _noted(viewer, [row])[0]


def changes_of(viewer: Viewer, row: Complaint) -> list[ComplaintStatusChange]:
    """Return what became of a letter, in its order."""
    return list(row.changes.select_related("changed_by").order_by("changed_at", "pk"))


@frozen
class Late:
    """A letter whose answer is late: who has it, and since when. Not whose it is, and none of its words."""

    hearer: str
    answer_by: date


def late(viewer: Viewer) -> list[Late]:
    """Return to a manager the letters that wait beyond their day; none that is about the manager."""
    if viewer.role != Role.MANAGER:
        return []
    rows = Complaint.objects.filter(
        organisation_id=viewer.own_organisation, status__in=WAITS, answer_by__lt=viewer.today
    ).exclude(about_user_id=viewer.own_user)
    found = rows.order_by("answer_by", "pk").values_list("hearer__name", "answer_by")
    return [Late(name, day) for name, day in found[:LIST_LENGTH]]


def waiting(viewer: Viewer) -> int:
    """Return how many letters wait for an answer of the viewer."""
    if viewer.role not in STAFF_ROLES:
        return 0
    rows = Complaint.objects.visible_to(viewer).filter(hearer_id=viewer.own_user, status__in=WAITS)
    return rows.count()
