"""Writes of complaints. One event each; nothing of it stands in the person's record."""

from datetime import date

from django.db import transaction

from handrail.access import Label, Viewer
from handrail.accounts.models import Organisation, User
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.frozen import frozen
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.complaints import queries, rules
from handrail.complaints.models import Complaint, ComplaintDesk, ComplaintStatusChange
from handrail.complaints.rules import COMPLAINT_TRANSITIONS, ComplaintAbout, ComplaintStatus


@frozen
class AboutWhat:
    """What somebody is not happy with, beside their words."""

    kind: ComplaintAbout = ComplaintAbout.OTHER
    user: User | None = None
    on: date | None = None
    programme: str = ""


def _keep_change(row: Complaint, before: str, *, by: Viewer) -> None:
    ComplaintStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        complaint=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
    )


@transaction.atomic
def send_complaint(*, words: str, hearer: User, by: Viewer, about: AboutWhat | None = None) -> Complaint:
    """
    Send what the viewer is not happy with to the one they chose, to be answered by a day.

    Raises DomainError without words, and when it would be heard by the one it is about.
    """
    if not queries.writes_for_self(by):
        raise NotAllowed(str(_("This page is for people with a plan, family and friends.")))
    what = about or AboutWhat()
    if str(hearer.pk) not in queries.hearers(by, about=what.user.pk if what.user else None):
        raise DomainError(str(_("Choose somebody else to hear it. They are part of it, or not from here.")))
    participant = queries.own_participant(by)
    row: Complaint = Complaint.objects.create(
        organisation_id=by.own_organisation,
        participant=participant,
        label=Label.PRIVATE,
        sender_id=by.own_user,
        hearer=hearer,
        about=what.kind,
        about_user=what.user,
        about_on=what.on,
        programme=what.programme,
        words=rules.checked_words(words, _("Say in your own words what it is about.")),
        sent_on=by.today,
        answer_by=rules.answer_day(by.today, queries.desk(by).answer_days),
    )
    _keep_change(row, "", by=by)
    record(by, "send_complaint", row, op="create")
    return row


def _move(complaint: Complaint, to: ComplaintStatus, *, by: Viewer, event: str, **facts: object) -> Complaint:
    row: Complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    before = ComplaintStatus(row.status)
    check_transition(COMPLAINT_TRANSITIONS, before, to)
    for name, value in facts.items():
        setattr(row, name, value)
    row.status = to
    row.version += 1
    row.save()
    _keep_change(row, before, by=by)
    record(by, event, row)
    return row


def _check_hears(complaint: Complaint, by: Viewer) -> None:
    if by.user_id is None or complaint.hearer_id != by.user_id:
        raise NotAllowed(str(_("Only the one it was sent to does this.")))


def _check_wrote(complaint: Complaint, by: Viewer) -> None:
    if by.user_id is None or complaint.sender_id != by.user_id:
        raise NotAllowed(str(_("Only the one who wrote it does this.")))


@transaction.atomic
def hear_complaint(*, complaint: Complaint, by: Viewer) -> Complaint:
    """Say that it was read and is looked into."""
    _check_hears(complaint, by)
    return _move(complaint, ComplaintStatus.HEARD, by=by, event="hear_complaint")


@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, by: Viewer) -> Complaint:
    """Answer in words that the one who wrote reads; an earlier answer stays above the new one."""
    _check_hears(complaint, by)
    said = rules.checked_words(answer, _("Write the answer first."))
    whole = f"{complaint.answer}\n\n{said}" if complaint.answer else said
    return _move(
        complaint,
        ComplaintStatus.ANSWERED,
        by=by,
        event="answer_complaint",
        answer=whole,
        answered_on=by.today,
    )


@transaction.atomic
def share_complaint(*, complaint: Complaint, by: Viewer) -> Complaint:
    """Show it to the one it is about: until then they cannot read it."""
    _check_hears(complaint, by)
    row: Complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if row.about_user_id is None:
        raise DomainError(str(_("It names nobody of the team.")))
    row.shared_at = row.shared_at or clock.now()
    row.version += 1
    row.save()
    record(by, "share_complaint", row)
    return row


@transaction.atomic
def settle_complaint(*, complaint: Complaint, is_settled: bool, by: Viewer) -> Complaint:
    """Say whether the answer is enough; when it is not, there is another one by a new day."""
    _check_wrote(complaint, by)
    if is_settled:
        return _move(complaint, ComplaintStatus.SETTLED, by=by, event="settle_complaint")
    until = rules.answer_day(by.today, queries.desk(by).answer_days)
    return _move(complaint, ComplaintStatus.NOT_SETTLED, by=by, event="settle_complaint", answer_by=until)


@transaction.atomic
def withdraw_complaint(*, complaint: Complaint, by: Viewer) -> Complaint:
    """Take it back: from then on the one who wrote it reads it, and nobody else."""
    _check_wrote(complaint, by)
    return _move(complaint, ComplaintStatus.WITHDRAWN, by=by, event="withdraw_complaint")


@transaction.atomic
def set_complaint_desk(
    *, organisation: Organisation, advocate_name: str, advocate_phone: str, answer_days: int, by: Viewer
) -> ComplaintDesk:
    """Write down the independent advocate of a place, and by how many working days there is an answer."""
    facts = {
        "advocate_name": advocate_name.strip(),
        "advocate_phone": advocate_phone.strip(),
        "answer_days": rules.checked_days(answer_days),
    }
    row, is_new = ComplaintDesk.objects.select_for_update().get_or_create(
        organisation=organisation, defaults=facts
    )
    if not is_new:
        for name, value in facts.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    record(by, "set_complaint_desk", row, op="create" if is_new else "change")
    return row
