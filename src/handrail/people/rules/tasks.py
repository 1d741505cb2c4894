"""What waits for a coordinator because somebody's view of a record has to be decided by a person."""

from enum import StrEnum

from handrail.base.words import Words, _


class TaskKind(StrEnum):
    BLOCKED = "blocked"
    CONFLICT = "conflict"
    OTHER_WORKER = "other_worker"
    NEW_WORKER = "new_worker"


TASK_KINDS: dict[TaskKind, Words] = {
    TaskKind.BLOCKED: _("A blocked contact was met"),
    TaskKind.CONFLICT: _("Two guardians do not agree"),
    TaskKind.OTHER_WORKER: _("Asks for another worker"),
    TaskKind.NEW_WORKER: _("Somebody left: who comes now?"),
}


class AccessTaskStatus(StrEnum):
    OPEN = "open"
    SETTLED = "settled"
    TAKEN_BACK = "taken_back"


ACCESS_TASK_TRANSITIONS: dict[AccessTaskStatus, set[AccessTaskStatus]] = {
    AccessTaskStatus.OPEN: {AccessTaskStatus.SETTLED, AccessTaskStatus.TAKEN_BACK},
    AccessTaskStatus.SETTLED: set(),
    AccessTaskStatus.TAKEN_BACK: set(),
}
