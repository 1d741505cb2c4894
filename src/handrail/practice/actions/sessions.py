"""Planned meetings: made, moved, changed and written down."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from handrail.access import Permission, Viewer
from handrail.accounts.models import User
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.text import kept
from handrail.base.words import _
from handrail.catalogue.definitions import programme_types
from handrail.people.models import Participant
from handrail.plans.models import Step
from handrail.plans.rules import SupportLevel
from handrail.practice.actions.states import change_status, locked
from handrail.practice.models import Session
from handrail.practice.queries.facts import zone_of
from handrail.practice.rules import Meeting, SessionStatus, Setting

KEPT_WHEN_MOVED = (
    "organisation_id",
    "participant_id",
    "practitioner_id",
    "title",
    "step_id",
    "zone",
    "place",
    "directions",
    "setting",
    "meeting",
    "support_wanted",
    "group_name",
    "programme",
    "label",
)


def taken_by(session: Session) -> Session | None:
    """Hold the worker's row, then return another meeting of theirs at this time; a group shares one time."""
    worker = User.objects.select_for_update().get(pk=session.practitioner_id)
    same_time = Session.objects.filter(
        organisation_id=session.organisation_id,
        practitioner=worker,
        held_on=session.held_on,
        status__in=[SessionStatus.PLANNED, SessionStatus.MET],
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    ).exclude(pk__in=[session.pk, session.moved_from_id])
    if session.group_name:
        same_time = same_time.exclude(group_name=session.group_name, starts_at=session.starts_at)
    taken: Session | None = same_time.order_by("starts_at").select_related("practitioner").first()
    return taken


def _check_free(session: Session) -> None:
    taken = taken_by(session)
    if taken:
        at = taken.starts_at.astimezone(ZoneInfo(taken.zone))
        raise DomainError(
            _("%(name)s already meets somebody at %(time)s. Choose another time.")
            % {"name": taken.practitioner.name, "time": f"{at:%H:%M}"}
        )


def new_session(session: Session) -> Session:
    """Keep a new meeting inside another action, which writes the event; raise DomainError when it cannot be then."""
    if session.ends_at <= session.starts_at:
        raise DomainError(str(_("The end must be later than the start.")))
    session.held_on = session.starts_at.astimezone(ZoneInfo(session.zone)).date()
    _check_free(session)
    session.save(force_insert=True)
    return session


def _checked_title(title: str) -> str:
    tidy = kept(title).strip()
    if not tidy:
        raise DomainError(str(_("Say what you will do together.")))
    return tidy


def _checked_programme(code: str) -> str:
    if code and code not in {one.code for one in programme_types()}:
        raise DomainError(str(_("There is no such programme. Choose one of the nine.")))
    return code


@transaction.atomic
def plan_session(
    *,
    participant: Participant,
    practitioner: User,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    setting: Setting,
    by: Viewer,
    place: str = "",
    directions: str = "",
    step: Step | None = None,
    meeting: Meeting = Meeting.HERE,
    support_wanted: SupportLevel | None = None,
    group_name: str = "",
    programme: str = "",
) -> Session:
    """
    Plan a meeting in the site's zone; ``programme`` is the code of the type that it is part of, if it is.

    Raises DomainError without a title or when the worker meets somebody then.
    """
    wanted = support_wanted or (step.support_wanted if step else "")
    session = new_session(
        Session(
            organisation_id=participant.organisation_id,
            participant=participant,
            practitioner=practitioner,
            title=_checked_title(title),
            step=step,
            starts_at=starts_at,
            ends_at=ends_at,
            zone=zone_of(participant),
            place=kept(place).strip(),
            directions=kept(directions).strip(),
            setting=setting,
            meeting=meeting,
            support_wanted=wanted,
            group_name=group_name,
            programme=_checked_programme(programme),
        )
    )
    record(by, "plan_session", session, op="create")
    return session


@transaction.atomic
def change_meeting(*, session: Session, meeting: Meeting, by: Viewer, version: int | None = None) -> Session:
    """
    Meet here, at home or online this one time: the person's own switch (S-267). Today shows who asked for it.

    Raises DomainError when the meeting is over, Stale when ``version`` is no longer the newest.
    """
    session = locked(session, version)
    if session.status != SessionStatus.PLANNED:
        raise DomainError(str(_("This meeting is over. Nothing was changed.")))
    session.meeting = meeting
    session.meeting_changed_at = clock.now()
    session.meeting_changed_by_id = by.user_id
    session.version += 1
    session.save(update_fields=["meeting", "meeting_changed_at", "meeting_changed_by", "version"])
    record(by, "change_meeting", session)
    return session


def _check_staff(by: Viewer) -> None:
    if by.role is not None and not by.may(Permission.SESSION_PLAN):
        raise NotAllowed(str(_("The team writes this down. Call them, or change how you meet.")))


@transaction.atomic
def move_session(
    *,
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    by: Viewer,
    reason: str = "",
    version: int | None = None,
) -> Session:
    """Move a meeting: the old one stays as moved and never counts, a new one is planned from it. Return the new."""
    _check_staff(by)
    old = locked(session, version)
    change_status(old, SessionStatus.MOVED, by=by, reason=reason)
    old.version += 1
    old.save(update_fields=["status", "version"])
    same = {field: getattr(old, field) for field in KEPT_WHEN_MOVED}
    moved = new_session(
        Session(
            **same,
            starts_at=starts_at,
            ends_at=ends_at,
            moved_from=old,
        )
    )
    record(by, "move_session", moved, op="create")
    return moved


@transaction.atomic
def record_meeting(
    *, session: Session, to: SessionStatus, by: Viewer, reason: str = "", version: int | None = None
) -> Session:
    """Write down that you met, did not meet, or that the team called it off (which never counts, S-192)."""
    _check_staff(by)
    session = locked(session, version)
    change_status(session, to, by=by, reason=reason)
    session.version += 1
    session.save(update_fields=["status", "version"])
    record(by, "record_meeting", session)
    return session
