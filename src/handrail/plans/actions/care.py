"""Care from elsewhere in the person's words, what happened, and tasks with owners across agencies."""

from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.intake.rules import AuthorKind
from handrail.people.models import Participant
from handrail.plans import allowed
from handrail.plans.models import CareTask, CareTaskStatusChange, HealthEvent, OutsideCare, Step
from handrail.plans.rules import CARE_TASK_TRANSITIONS, CareTaskStatus, HealthEventKind, OutsideCareKind


def _said(text: str, otherwise: str) -> str:
    if not kept(text).strip():
        raise DomainError(otherwise)
    return text


def _author(by: Viewer, participant: Participant) -> AuthorKind:
    allowed.check_writes(by, participant.pk)
    return AuthorKind.MINE if allowed.decides(by, participant.pk) else AuthorKind.STAFF


@transaction.atomic
def write_outside_care(
    *,
    participant: Participant,
    kind: OutsideCareKind,
    words: str,
    by: Viewer,
    whose: str = "",
    phone: str = "",
) -> OutsideCare:
    """
    Keep a treatment, medicine or service from elsewhere byte for byte, with who wrote it down.

    Nothing is looked up, dosed or compared. Raises DomainError without words.
    """
    row: OutsideCare = OutsideCare.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        kind=OutsideCareKind(kind),
        words=_said(words, str(_("Write it as you would say it."))),
        whose=kept(whose).strip(),
        phone=kept(phone).strip(),
        from_on=by.today,
        author_id=by.user_id,
        author_kind=_author(by, participant),
    )
    record(by, "write_outside_care", row, op="create")
    return row


@transaction.atomic
def end_outside_care(*, care: OutsideCare, by: Viewer) -> OutsideCare:
    """Say that a treatment, medicine or service has ended, today; it stays in the history."""
    allowed.check_writes(by, care.participant_id)
    row: OutsideCare = OutsideCare.objects.select_for_update().get(pk=care.pk)
    row.to_on = row.to_on or by.today
    row.save(update_fields=["to_on"])
    record(by, "end_outside_care", row)
    return row


@transaction.atomic
def write_health_event(
    *,
    participant: Participant,
    kind: HealthEventKind,
    happened_on: date,
    words: str,
    by: Viewer,
    told: str = "",
) -> HealthEvent:
    """
    Keep what happened, when, in words, and who was told.

    Raises DomainError for a day to come or before the person was born, and without words.
    """
    if happened_on > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if participant.birth_on and happened_on < participant.birth_on:
        raise DomainError(str(_("This day is before the day of birth. Look at the year again.")))
    row: HealthEvent = HealthEvent.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        kind=HealthEventKind(kind),
        happened_on=happened_on,
        words=_said(words, str(_("Say in a few words what happened."))),
        told=kept(told).strip(),
        author_id=by.user_id,
        author_kind=_author(by, participant),
    )
    record(by, "write_health_event", row, op="create")
    return row


def _keep_change(row: CareTask, before: str, *, by: Viewer, reason: str = "") -> None:
    CareTaskStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        task=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


@transaction.atomic
def add_care_task(
    *,
    participant: Participant,
    what: str,
    by: Viewer,
    owner: User | None = None,
    owner_name: str = "",
    due_on: date | None = None,
    step: Step | None = None,
) -> CareTask:
    """
    Add a task for somebody: a colleague or relative with an account, or somebody outside by name.

    Without either it waits in the coordinators' list. Raises DomainError for a day that is over, or two owners.
    """
    allowed.check_writes(by, participant.pk)
    name = kept(owner_name).strip()
    if owner is not None and name:
        raise DomainError(str(_("Choose one person, or write one name. Not both.")))
    if due_on is not None and due_on < by.today:
        raise DomainError(str(_("This day is over. Choose today or a day to come.")))
    if step is not None and step.participant_id != participant.pk:
        raise DomainError(str(_("Choose a step of this person's plan.")))
    row: CareTask = CareTask.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        what=_said(what, str(_("Write what is to be done."))).strip()[:300],
        owner=owner,
        owner_name=name,
        due_on=due_on,
        step=step,
    )
    _keep_change(row, "", by=by)
    record(by, "add_care_task", row, op="create")
    return row


@transaction.atomic
def name_task_owner(*, task: CareTask, owner: User, by: Viewer) -> CareTask:
    """Name who does a task; whoever was named before is no longer asked."""
    allowed.check_writes(by, task.participant_id)
    row: CareTask = CareTask.objects.select_for_update().get(pk=task.pk)
    row.owner, row.owner_name = owner, ""
    row.version += 1
    row.save(update_fields=["owner", "owner_name", "version"])
    record(by, "name_task_owner", row)
    return row


@transaction.atomic
def change_care_task_status(*, task: CareTask, to: CareTaskStatus, by: Viewer, reason: str = "") -> CareTask:
    """
    Say that a task is done or not needed, or open it again: its owner, the person or a colleague.

    Raises NotAllowed for anybody else, InvalidTransition when the table does not lead there.
    """
    row: CareTask = CareTask.objects.select_for_update().get(pk=task.pk)
    owns = by.user_id is not None and row.owner_id == by.user_id
    if not owns and not (allowed.decides(by, row.participant_id) or allowed.suggests(by)):
        raise NotAllowed(str(_("Only who does this task, or the team, can close it.")))
    before = CareTaskStatus(row.status)
    check_transition(CARE_TASK_TRANSITIONS, before, to)
    row.status = to
    row.closed_on = None if to is CareTaskStatus.OPEN else by.today
    row.version += 1
    row.save(update_fields=["status", "closed_on", "version"])
    _keep_change(row, before, by=by, reason=reason)
    record(by, "change_care_task_status", row)
    return row
