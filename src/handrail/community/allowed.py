"""Who may write in the room of places and links: the person and their team; the answer is the person's."""

from uuid import UUID

from handrail.access import Permission, Viewer
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.words import _
from handrail.plans.allowed import decides
from handrail.plans.models import Goal, Step


def writes(by: Viewer) -> bool:
    return by.sees_every_row or by.may(Permission.ROOM_WRITE)


def check_writes(by: Viewer) -> None:
    """Raise NotAllowed unless the viewer is the person or of their team."""
    if not writes(by):
        raise NotAllowed(str(_("Only the person and their team write here. You can read it.")))


def check_answers(by: Viewer, participant_id: UUID) -> None:
    """Raise NotAllowed unless the viewer is the person: nobody else says whether it helped."""
    if not decides(by, participant_id):
        raise NotAllowed(str(_("Only the person answers this. Ask them, and let them press it.")))


def check_theirs(participant_id: UUID, *rows: Goal | Step | None) -> None:
    """Raise DomainError when a goal or step of somebody else was named."""
    if any(row is not None and row.participant_id != participant_id for row in rows):
        raise DomainError(str(_("This step is not in this plan. Open the page again.")))
