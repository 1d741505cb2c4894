"""Who may do what in a plan: the person decides, colleagues suggest, family and peers read."""

from uuid import UUID

from handrail.access import Permission, Viewer
from handrail.base.errors import NotAllowed
from handrail.base.words import _


def decides(by: Viewer, participant_id: UUID) -> bool:
    """Return whether the viewer is the person, or acts for them by an agreement they made."""
    if by.sees_every_row:
        return True
    is_theirs = participant_id in (by.participant_id, by.on_behalf_of)
    return is_theirs and by.may(Permission.PLAN_ANSWER)


def suggests(by: Viewer) -> bool:
    return by.sees_every_row or by.may(Permission.PLAN_PROPOSE)


def check_decides(by: Viewer, participant_id: UUID) -> None:
    """Raise NotAllowed unless the viewer is the person."""
    if not decides(by, participant_id):
        raise NotAllowed(str(_("Only the person decides this. You can suggest it to them.")))


def check_suggests(by: Viewer) -> None:
    """Raise NotAllowed unless the viewer is a colleague who may suggest."""
    if not suggests(by):
        raise NotAllowed(str(_("Only the person and their team write in this plan. You can read it.")))


def check_writes(by: Viewer, participant_id: UUID) -> None:
    """Raise NotAllowed unless the viewer is the person or a colleague who may suggest."""
    if not decides(by, participant_id):
        check_suggests(by)


def opens_plans(by: Viewer, participant_id: UUID) -> bool:
    return decides(by, participant_id) or suggests(by) or by.may(Permission.COORDINATE)


def closes_plans(by: Viewer, participant_id: UUID) -> bool:
    return decides(by, participant_id) or by.may(Permission.COORDINATE)
