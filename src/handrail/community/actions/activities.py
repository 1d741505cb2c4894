from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError, Stale
from handrail.base.text import kept
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.community import allowed
from handrail.community.models import Activity, ActivityDay, ActivityStatusChange
from handrail.community.rules import (
    ACTIVITY_KINDS,
    ACTIVITY_TRANSITIONS,
    ActivityStatus,
    Again,
    PlaceKind,
    checked_name,
)
from handrail.people.models import Participant
from handrail.plans import moves
from handrail.plans.models import Goal
from handrail.plans.rules import StepFacts, SupportLevel


def _keep_change(activity: Activity, before: str, *, by: Viewer, reason: str) -> None:
    ActivityStatusChange.objects.create(
        organisation_id=activity.organisation_id,
        participant_id=activity.participant_id,
        label=activity.label,
        activity=activity,
        from_status=before,
        to_status=activity.status,
        changed_by_id=by.user_id,
        reason=kept(reason),
    )


def _set_facts(activity: Activity, facts: Mapping[str, Any]) -> None:
    for field, value in facts.items():
        setattr(activity, field, kept(value) if isinstance(value, str) else value)
    activity.title = checked_name(activity.title)
    if activity.kind not in ACTIVITY_KINDS:
        raise DomainError(str(_("Choose what kind of activity it is.")))
    step = activity.step
    if step is not None:
        allowed.check_theirs(activity.participant_id, step)
        activity.goal = step.goal


@transaction.atomic
def add_activity(
    *,
    participant: Participant,
    kind: PlaceKind,
    title: str,
    support_wanted: SupportLevel,
    by: Viewer,
    began_on: date | None = None,
    **facts: Any,
) -> Activity:
    """
    Write down something that a person does among others (S-107): what, where, when, with whom, with which support.

    ``facts`` may hold place, where, when_words, with_whom and step.
    """
    allowed.check_writes(by)
    day = began_on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    activity = Activity(
        organisation_id=participant.organisation_id, participant=participant, began_on=day, kind=kind
    )
    _set_facts(activity, {"title": title, "support_wanted": support_wanted, **facts})
    activity.save(force_insert=True)
    _keep_change(activity, "", by=by, reason="")
    record(by, "add_activity", activity, op="create")
    return activity


def _locked(activity: Activity, version: int | None = None) -> Activity:
    row: Activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if version is not None and row.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    return row


@transaction.atomic
def change_activity(*, activity: Activity, version: int, facts: Mapping[str, Any], by: Viewer) -> Activity:
    """Change where, when, with whom and with which support; raise Stale when somebody was faster."""
    allowed.check_writes(by)
    row = _locked(activity, version)
    _set_facts(row, facts)
    row.version += 1
    row.save()
    record(by, "change_activity", row)
    return row


@transaction.atomic
def change_activity_status(
    *, activity: Activity, to: ActivityStatus, by: Viewer, reason: str = ""
) -> Activity:
    """Let an activity rest, end it, or take it up again; nothing about it is lost."""
    allowed.check_writes(by)
    row = _locked(activity)
    before = ActivityStatus(row.status)
    check_transition(ACTIVITY_TRANSITIONS, before, to)
    row.status = to
    row.ended_on = by.today if to == ActivityStatus.ENDED else None
    row.version += 1
    row.save()
    _keep_change(row, before, by=by, reason=reason)
    record(by, "change_activity_status", row)
    return row


@transaction.atomic
def take_part(
    *,
    activity: Activity,
    given: SupportLevel,
    by: Viewer,
    on: date | None = None,
    with_whom: str = "",
    again: Again | None = None,
    words: str = "",
) -> ActivityDay:
    """Write down one day on which the person took part, with how much company, and whether they like to again."""
    allowed.check_writes(by)
    row, day = _locked(activity), on or by.today
    if day > by.today:
        raise DomainError(str(_("This day is still to come. Choose today or a day before.")))
    if row.status == ActivityStatus.ENDED:
        raise DomainError(str(_("This has ended. Take it up again first.")))
    if ActivityDay.objects.filter(activity=row, on=day).exists():
        raise DomainError(str(_("This day is written down already. Choose another day.")))
    done = ActivityDay.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        activity=row,
        on=day,
        given=given,
        with_whom=kept(with_whom),
        again=again or "",
        words=kept(words),
        written_by_id=by.user_id,
    )
    record(by, "take_part", done, op="create")
    return done


@transaction.atomic
def make_activity_a_step(*, activity: Activity, goal: Goal, by: Viewer) -> Activity:
    """Make an activity a step of the plan: the person's own, or a suggestion when a colleague asks."""
    allowed.check_writes(by)
    allowed.check_theirs(activity.participant_id, goal)
    row = _locked(activity)
    if row.step_id:
        raise DomainError(str(_("This is in the plan already.")))
    facts = StepFacts(
        title=str(_("Go to: %(what)s") % {"what": row.title}),
        support_wanted=SupportLevel(row.support_wanted),
        where=row.where,
        when_words=row.when_words,
        with_whom=row.with_whom,
    )
    row.step = moves.add_or_suggest(goal, facts, by=by)
    row.goal = goal
    row.version += 1
    row.save()
    record(by, "make_activity_a_step", row)
    return row
