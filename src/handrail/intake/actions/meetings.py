"""The joint first meeting: asked for in one tap, with an owner and a day from then on."""

from datetime import date

from django.db import transaction

from handrail.access import Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.intake import rules
from handrail.intake.models import FirstMeeting, FirstMeetingStatusChange, Referral
from handrail.intake.queries.meetings import least_busy_coordinator
from handrail.intake.rules import FirstMeetingStatus


def new_first_meeting(referral: Referral, *, by: Viewer) -> FirstMeeting:
    """
    Make the task inside another action: who calls owns it, else the coordinator with the fewest such tasks.

    It is due a week later. The same open task is not made twice.
    """
    found: FirstMeeting | None = referral.meetings.exclude(status=FirstMeetingStatus.CALLED_OFF).first()
    if found is not None:
        return found
    owner = referral.contact or least_busy_coordinator(by, referral.organisation_id)
    return FirstMeeting.objects.create(
        organisation_id=referral.organisation_id,
        participant_id=referral.participant_id,
        label=referral.label,
        referral=referral,
        owner=owner,
        asked_on=by.today,
        due_on=by.today + rules.FIRST_MEETING_WITHIN,
    )


def give_first_meeting_to(referral: Referral, owner: User) -> None:
    """Give the task that waits to whoever takes the referral, inside that action."""
    referral.meetings.filter(status=FirstMeetingStatus.ASKED).update(owner=owner)


def _newest(meeting: FirstMeeting, version: int | None) -> FirstMeeting:
    row: FirstMeeting = FirstMeeting.objects.select_for_update().get(pk=meeting.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


def _change_meeting_status(
    row: FirstMeeting, to: FirstMeetingStatus, *, by: Viewer, reason: str
) -> FirstMeeting:
    now = FirstMeetingStatus(row.status)
    check_transition(rules.FIRST_MEETING_TRANSITIONS, now, to)
    row.status = to
    row.version += 1
    row.save()
    FirstMeetingStatusChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        meeting=row,
        from_status=now,
        to_status=to,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )
    return row


@transaction.atomic
def ask_first_meeting(*, referral: Referral, by: Viewer) -> FirstMeeting:
    """Ask for a joint first meeting: a task with an owner and a day (S-049). Asking again changes nothing."""
    if referral.status not in rules.OPEN_REFERRALS:
        raise DomainError(str(_("This one does not wait any more. Open it again to see how it stands.")))
    meeting = new_first_meeting(referral, by=by)
    record(by, "ask_first_meeting", meeting, op="create")
    return meeting


@transaction.atomic
def arrange_first_meeting(
    *, meeting: FirstMeeting, meets_on: date, by: Viewer, place: str = "", version: int | None = None
) -> FirstMeeting:
    """Keep the day and the place of the meeting; raise DomainError for a day that has passed."""
    row = _newest(meeting, version)
    if meets_on < by.today:
        raise DomainError(str(_("This day has passed. Choose today or a later day.")))
    row.meets_on, row.place = meets_on, kept(place)[:200]
    _change_meeting_status(row, FirstMeetingStatus.ARRANGED, by=by, reason="")
    record(by, "arrange_first_meeting", row)
    return row


@transaction.atomic
def call_first_meeting_off(
    *, meeting: FirstMeeting, by: Viewer, reason: str = "", version: int | None = None
) -> FirstMeeting:
    """Keep that there is no joint first meeting, with the reason if there is one."""
    row = _newest(meeting, version)
    _change_meeting_status(row, FirstMeetingStatus.CALLED_OFF, by=by, reason=reason)
    record(by, "call_first_meeting_off", row)
    return row
