"""What waits for the coordinator: opened inside other actions, settled by a person."""

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.people.actions.guarding import settle_guardians
from handrail.people.limits import Blocked
from handrail.people.models import AccessTask, AccessTaskStatusChange, Participant
from handrail.people.rules.blocked import Place
from handrail.people.rules.tasks import (
    ACCESS_TASK_TRANSITIONS,
    OWN_ASKS,
    TEAM_ASKS,
    AccessTaskStatus,
    TaskKind,
)


def open_task(
    *,
    participant: Participant,
    kind: TaskKind,
    by: Viewer,
    about_user: User | None = None,
    words: str = "",
    place: Place | None = None,
) -> AccessTask:
    """Put something before the coordinator inside another action; the same open thing is not put there twice."""
    facts = {"participant": participant, "kind": kind, "about_user": about_user, "place": place or ""}
    found: AccessTask | None = AccessTask.objects.filter(**facts, status=AccessTaskStatus.OPEN).first()
    return found or AccessTask.objects.create(
        **facts,
        organisation_id=participant.organisation_id,
        label=AccessTask.default_label,
        words=kept(words),
        opened_on=by.today,
    )


def close_task(task: AccessTask, to: AccessTaskStatus, *, by: Viewer, answer: str = "") -> AccessTask:
    """Change where a task stands, inside another action; what guardians see is settled anew with it."""
    row: AccessTask = AccessTask.objects.select_for_update().get(pk=task.pk)
    before = AccessTaskStatus(row.status)
    check_transition(ACCESS_TASK_TRANSITIONS, before, to)
    row.status, row.settled_on, row.answer = to, by.today, kept(answer)
    row.save(update_fields=["status", "settled_on", "answer"])
    AccessTaskStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        task=row,
        from_status=before,
        to_status=to,
        changed_by_id=by.user_id,
        reason=row.answer,
    )
    if row.kind == TaskKind.CONFLICT:
        settle_guardians(row.participant_id, by.today)
    return row


@transaction.atomic
def settle_task(*, task: AccessTask, answer: str, by: Viewer) -> AccessTask:
    """Keep what was decided. Settled guardians each see their own areas again. Raises DomainError without words."""
    if not answer.strip():
        raise DomainError(str(_("Write in a few words what you decided.")))
    row = close_task(task, AccessTaskStatus.SETTLED, by=by, answer=answer)
    record(by, "settle_task", row)
    return row


@transaction.atomic
def ask_other_worker(
    *, participant: Participant, by: Viewer, user: User | None = None, words: str = ""
) -> AccessTask:
    """Ask for another worker, as the person and without a reason; the coordinator sees it, the worker does not."""
    task = open_task(participant=participant, kind=TaskKind.OTHER_WORKER, about_user=user, words=words, by=by)
    record(by, "ask_other_worker", task, op="create")
    return task


@transaction.atomic
def ask_for_team(*, participant: Participant, kind: TaskKind, by: Viewer) -> AccessTask:
    """
    Ask the coordinator to fill an empty place of the care team (S-059); asked twice, it is asked once.

    Raises DomainError for a place that is not filled by asking.
    """
    if kind not in TEAM_ASKS:
        raise DomainError(str(_("This place is not asked for here.")))
    task = open_task(participant=participant, kind=kind, by=by)
    record(by, "ask_for_team", task, op="create")
    return task


@transaction.atomic
def take_back_request(*, task: AccessTask, by: Viewer) -> AccessTask:
    """Take a wish for another worker, or for somebody in the care team, back."""
    if task.kind not in OWN_ASKS:
        raise DomainError(str(_("Only your own wish can be taken back.")))
    row = close_task(task, AccessTaskStatus.TAKEN_BACK, by=by)
    record(by, "take_back_request", row)
    return row


@transaction.atomic
def tell_of_blocked(*, met: Blocked, by: Viewer) -> AccessTask:
    """Tell the coordinator that a blocked contact was met and stopped; the request that met them is undone."""
    task = open_task(
        participant=met.block.participant,
        kind=TaskKind.BLOCKED,
        about_user=met.block.user,
        place=met.place,
        by=by,
    )
    record(by, "tell_of_blocked", task, op="create")
    return task
