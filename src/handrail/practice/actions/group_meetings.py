"""Meetings of a group: planned, held with who came, called off."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.practice.actions.groups import call_off, check_runs, locked_group, session_in
from handrail.practice.actions.home_answers import answer
from handrail.practice.actions.home_practice import agree
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import (
    Group,
    GroupFacilitator,
    GroupMeeting,
    GroupPlace,
    GroupTurn,
    HomePractice,
    Session,
)
from handrail.practice.rules import SessionStatus
from handrail.practice.rules.groups import (
    GROUP_MEETING_TRANSITIONS,
    Came,
    GroupKind,
    GroupMeetingStatus,
    MeetingRecord,
    PersonRecord,
    bits_of,
)
from handrail.practice.skills import skill as known_skill

BECOMES = {
    Came.CAME: SessionStatus.MET,
    Came.NOT_THERE: SessionStatus.NOT_MET,
    Came.SAID_NO: SessionStatus.SAID_NO,
}
STALE = _("Somebody changed this in the meantime. Look at it again, then save.")


def _checked_skill(group: Group, code: str) -> str:
    if not code:
        return ""
    if group.kind != GroupKind.SOCIAL_SKILLS or known_skill(code, "en") is None:
        raise DomainError(str(_("There is no such skill. Choose one of the list.")))
    return code


def _leader(group: Group, by: Viewer) -> GroupFacilitator:
    """Return who leads a meeting: the viewer when they run the group, else who began first."""
    running = list(group.facilitators.filter(to_on__isnull=True).order_by("created_at", "pk"))
    return next((one for one in running if one.user_id == by.user_id), running[0])


@transaction.atomic
def plan_group_meeting(
    *, group: Group, on: date, by: Viewer, skill: str = "", line: str = "", place: str = ""
) -> GroupMeeting:
    """
    Plan a meeting of a group on a day: it stands in the week of everybody in it.

    ``line`` is what the meeting is about: for a storytelling group its invitation. One meeting a day; raises
    DomainError for another one, for a day outside the group's time, or when its leader meets somebody then.
    """
    check_runs(group, by)
    row = locked_group(group)
    if on < row.from_on or (row.to_on is not None and on >= row.to_on):
        raise DomainError(str(_("The group does not meet on this day. Choose another one.")))
    if row.meetings.filter(held_on=on).exclude(status=GroupMeetingStatus.CALLED_OFF).exists():
        raise DomainError(str(_("The group meets on this day already. Choose another one.")))
    where = ZoneInfo(row.zone)
    meeting = GroupMeeting.objects.create(
        organisation_id=row.organisation_id,
        group=row,
        led_by_id=_leader(row, by).user_id,
        held_on=on,
        starts_at=datetime.combine(on, row.begins, where),
        ends_at=datetime.combine(on, row.ends, where),
        zone=row.zone,
        place=kept(place).strip() or row.place,
        skill=_checked_skill(row, skill),
        line=kept(line).strip(),
    )
    in_it = GroupPlace.objects.filter(group=row, left_on__isnull=True, joined_on__lte=on)
    for one in in_it.select_related("participant").order_by("number"):
        session_in(meeting, one.participant)
    record(by, "plan_group_meeting", meeting, op="create")
    return meeting


def _locked_meeting(meeting: GroupMeeting, version: int | None) -> GroupMeeting:
    row = GroupMeeting.objects.select_for_update(of=("self",)).select_related("group").get(pk=meeting.pk)
    if version is not None and row.version != version:
        raise Stale(str(STALE))
    return row


def _settle(session: Session, came: Came, by: Viewer) -> None:
    if session.status == BECOMES[came]:
        return
    row = locked(session)
    change_status(row, BECOMES[came], by=by)
    row.version += 1
    row.save(update_fields=["status", "version"])


def _keep_turn(session: Session, one: PersonRecord) -> None:
    """Keep what somebody showed and heard; a row that says nothing is not made."""
    facts = {
        "shown": bits_of(list(one.shown)),
        "good": kept(one.good).strip(),
        "words": kept(one.words).strip(),
    }
    turn = GroupTurn.objects.select_for_update().filter(session=session).first()
    if turn is None:
        if any(facts.values()):
            GroupTurn.objects.create(
                organisation_id=session.organisation_id,
                participant_id=session.participant_id,
                session=session,
                **facts,
            )
        return
    for name, value in facts.items():
        setattr(turn, name, value)
    turn.save(update_fields=list(facts))


def _write_person(meeting: GroupMeeting, session: Session, one: PersonRecord, by: Viewer) -> None:
    if one.came is None:
        if one.has_words:
            name = {"name": session.participant.called}
            raise DomainError(_("Say first whether %(name)s came.") % name)
        return
    _settle(session, one.came, by)
    if meeting.group.kind == GroupKind.STORYTELLING:
        if one.has_words:
            raise DomainError(str(_("A storytelling group keeps who came, and no words of anybody.")))
        return
    _keep_turn(session, one)
    if one.home.strip():
        agree(session, meeting, words=one.home, context=one.context)


def _write_answers(facts: MeetingRecord, meeting: GroupMeeting, by: Viewer) -> None:
    keys = {one.practice_key: one for one in facts.answers}
    asked = HomePractice.objects.select_for_update().filter(
        session__group_meeting__group_id=meeting.group_id, key__in=list(keys)
    )
    for row in asked:
        said = keys[row.key]
        answer(row, said.status, is_prompted=said.is_prompted, by=by)


def _line(meeting: GroupMeeting, line: str) -> str:
    """Return the line to keep: a storytelling group's invitation stays as it was before the meeting."""
    if meeting.group.kind != GroupKind.STORYTELLING:
        return kept(line).strip()
    if line.strip() not in ("", meeting.line):
        raise DomainError(str(_("The invitation is written before the meeting. Nothing is added after it.")))
    return meeting.line


@transaction.atomic
def record_group_meeting(
    *, meeting: GroupMeeting, facts: MeetingRecord, by: Viewer, version: int | None = None
) -> GroupMeeting:
    """
    Write down a meeting of a group: who came, a line about no person, and each person's own (S-167, S-102).

    A storytelling group keeps who came and nothing else. It can be written down again, to set it right.
    Raises DomainError for a day that is still to come, and when somebody has words but nobody said they came.
    """
    check_runs(meeting.group, by)
    row = _locked_meeting(meeting, version)
    if row.held_on > by.today:
        raise DomainError(str(_("This day is still to come. Write it down when you have met.")))
    if row.status != GroupMeetingStatus.HELD:
        check_transition(GROUP_MEETING_TRANSITIONS, GroupMeetingStatus(row.status), GroupMeetingStatus.HELD)
    row.status, row.line = GroupMeetingStatus.HELD, _line(row, facts.line)
    row.version += 1
    row.save(update_fields=["status", "line", "version"])
    sessions = {one.key: one for one in row.sessions.select_related("participant")}
    for one in facts.people:
        if one.session_key not in sessions:
            raise DomainError(str(_("Somebody on this page is not in this meeting. Open it again.")))
        _write_person(row, sessions[one.session_key], one, by)
    _write_answers(facts, row, by)
    record(by, "record_group_meeting", row)
    return row


@transaction.atomic
def call_off_group_meeting(
    *, meeting: GroupMeeting, by: Viewer, reason: str = "", version: int | None = None
) -> GroupMeeting:
    """Call a planned meeting off: everybody's week says so, and it counts for nobody."""
    check_runs(meeting.group, by)
    row = _locked_meeting(meeting, version)
    check_transition(GROUP_MEETING_TRANSITIONS, GroupMeetingStatus(row.status), GroupMeetingStatus.CALLED_OFF)
    call_off(row, by, reason)
    record(by, "call_off_group_meeting", row)
    return row
