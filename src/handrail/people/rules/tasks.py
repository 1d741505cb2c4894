"""What waits for a coordinator because somebody's view of a record has to be decided by a person."""

from enum import StrEnum

from handrail.base.words import Words, _


class TaskKind(StrEnum):
    BLOCKED = "blocked"
    CONFLICT = "conflict"
    OTHER_WORKER = "other_worker"
    NEW_WORKER = "new_worker"
    TEAM_CLINICIAN = "team_clinician"
    TEAM_PEER = "team_peer"


TASK_KINDS: dict[TaskKind, Words] = {
    TaskKind.BLOCKED: _("A blocked contact was met"),
    TaskKind.CONFLICT: _("Two guardians do not agree"),
    TaskKind.OTHER_WORKER: _("Asks for another worker"),
    TaskKind.NEW_WORKER: _("Somebody left: who comes now?"),
    TaskKind.TEAM_CLINICIAN: _("Asks for a clinician in the care team"),
    TaskKind.TEAM_PEER: _("Asks for a peer in the care team"),
}
# Places of the care team that the coordinator fills when they are asked for (S-059).
TEAM_ASKS = frozenset({TaskKind.TEAM_CLINICIAN, TaskKind.TEAM_PEER})
OWN_ASKS = TEAM_ASKS | {TaskKind.OTHER_WORKER}


class AccessTaskStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    TAKEN_BACK = "taken_back"


ACCESS_TASK_TRANSITIONS: dict[AccessTaskStatus, set[AccessTaskStatus]] = {
    AccessTaskStatus.OPEN: {AccessTaskStatus.SETTLED, AccessTaskStatus.TAKEN_BACK},
    AccessTaskStatus.SETTLED: set(),
    AccessTaskStatus.TAKEN_BACK: set(),
}
