from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from handrail.access.permissions import Category, Permission
from handrail.access.roles import Role, may, opening_kinds
from handrail.base import ids
from handrail.base.frozen import frozen

OPENING_KINDS: dict[tuple[Role | None, bool, bool], tuple[str, ...]] = {
    (role, in_emergency, by_invitation): tuple(
        sorted(opening_kinds(role, in_emergency=in_emergency, by_invitation=by_invitation))
    )
    for role in (None, *Role)
    for in_emergency in (False, True)
    for by_invitation in (False, True)
}


@dataclass
class Looks:
    """What a response is about to show of whom; written before it leaves."""

    shown: dict[tuple[Category, str], set[UUID]] = field(default_factory=dict)
    held_back: set[UUID] = field(default_factory=set)  # whose look would say what is held back from them
    refused: str = ""  # the key of a record that did not open, or that is not there: nobody asked which

    def add(self, category: Category, people: set[UUID], relation: str = "") -> None:
        if people:
            self.shown.setdefault((category, relation), set()).update(people)

    def hold_back(self, person: UUID) -> None:
        """Keep what this response shows of ``person`` out of what they read about looks: it is about safeguarding."""
        self.held_back.add(person)


class Wishes(NamedTuple):
    """How a person wants their own pages to look to whoever stands behind them."""

    shows_leave: bool = True  # at the top of each page; else small, at its end
    list_name: str = ""  # what "My list" is called
    tab_title: str = ""  # what the tab of the browser says, whatever the page
    is_asked: bool = False  # whether they were asked all this once


@frozen
class Viewer:
    """Who asks: made once for each request, job or command, first argument of every query and ``by`` of every action."""

    # What of a viewer a query may know: who asks, where, on which day.
    QUERY_PARTS: ClassVar = (
        "sees_every_row",
        "organisation_id",
        "own_organisation",
        "user_id",
        "own_user",
        "participant_id",
        "today",
        "opening_kinds",
        "by_invitation",
    )

    actor: str  # "user", "operator:<os user>", "system:<job>"
    today: date
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    role: Role | None = None
    name: str = ""
    purpose: str = "care"
    session: str = ""
    device: str = ""
    on_behalf_of: UUID | None = None
    language: str = "en"
    theme: str = ""  # "", "light" or "dark": what the person chose for the screen
    zone: str = "UTC"
    participant_id: UUID | None = None  # whose own record this is, for a participant
    job_title: str | None = None  # of the membership that this session acts in; None when nobody read it
    is_called: bool = False  # somebody needs them now: each page of theirs says so
    wishes: Wishes | None = None  # of the person whose own record this is
    in_emergency: bool = False  # asks by what was opened in an emergency, and by nothing else
    by_invitation: bool = False  # asks by the invitations to one thing each, and by nothing else
    op_id: UUID | None = None
    request_id: UUID = field(default_factory=ids.uuid7)
    looks: Looks = field(default_factory=Looks, compare=False, repr=False)
    # What was read once in this request of a person's relations to the viewer: their kinds and scopes.
    opened: dict[UUID, tuple[tuple[str, int], ...]] = field(default_factory=dict, compare=False, repr=False)
    # And which tables hold anything about them.
    kept: dict[UUID, frozenset[type]] = field(default_factory=dict, compare=False, repr=False)
    # Figures of a programme page that were counted ahead of time, by the page.
    figures: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    # Whether very many records are open to the viewer: empty until this request has asked.
    many: list[bool] = field(default_factory=list, compare=False, repr=False)

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)

    @property
    def own_organisation(self) -> UUID:
        """What rows are filtered by: the organisation, or the id that no row has."""
        return self.organisation_id or ids.NIL

    @property
    def opening_kinds(self) -> tuple[str, ...]:
        """For what reasons a record can be open to this role at all; none without a role."""
        return OPENING_KINDS[self.role, self.in_emergency, self.by_invitation]

    @property
    def own_user(self) -> UUID:
        """Whose rows are meant: the signed-in user's, or the id that no row has."""
        return self.user_id or ids.NIL

    @property
    def is_staff(self) -> bool:
        return self.may(Permission.TODAY) and self.role != Role.PEER

    @property
    def sees_every_row(self) -> bool:
        """Only commands and jobs, never a signed-in person."""
        return self.user_id is None and self.actor.startswith(("operator:", "system:"))

    @classmethod
    def system(
        cls, job: str, *, organisation_id: UUID | None = None, today: date, zone: str = "UTC"
    ) -> "Viewer":
        return cls(
            actor=f"system:{job}",
            today=today,
            organisation_id=organisation_id,
            purpose="operations",
            zone=zone,
        )

    @classmethod
    def operator(
        cls, os_user: str, *, organisation_id: UUID | None = None, today: date, zone: str = "UTC"
    ) -> "Viewer":
        return cls(
            actor=f"operator:{os_user}",
            today=today,
            organisation_id=organisation_id,
            purpose="operations",
            zone=zone,
        )

    def inside_emergency(self) -> "Viewer":
        """Return the same viewer asking by an opening in an emergency alone; looks go on in the same response."""
        return replace(self, in_emergency=True, opened={}, kept={}, many=[])

    def as_invited(self) -> "Viewer":
        """Return the same viewer asking by invitations alone: each opens one thing; looks go on in the same response."""
        return replace(self, by_invitation=True, opened={}, kept={}, many=[])

    def on(self, today: date) -> "Viewer":
        """Return the same viewer on another day, for the demo's clock."""
        return replace(
            self, today=today, request_id=ids.uuid7(), looks=Looks(), opened={}, kept={}, figures={}, many=[]
        )
