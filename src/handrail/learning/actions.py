"""Every write about lessons. Progress is the person's own; each action is one event."""

from datetime import date
from typing import Any

from django.db import transaction

from handrail.access import Label, Permission, Viewer
from handrail.audit.actions import record
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.base.transitions import check_transition
from handrail.base.words import _
from handrail.learning import rules
from handrail.learning.lessons import Lesson
from handrail.learning.models import (
    LessonCompany,
    LessonCompanyChange,
    LessonProgress,
    LessonProgressChange,
    LessonSharing,
)
from handrail.learning.queries import is_shared
from handrail.learning.rules import COMPANY_TRANSITIONS, LESSON_TRANSITIONS, CompanyStatus, LessonStatus
from handrail.people.models import Participant
from handrail.plans import allowed, moves
from handrail.plans.models import Goal
from handrail.plans.rules import StepFacts, StepStatus, SupportLevel
from handrail.practice.actions.week import new_week_item


def _check_own(by: Viewer, participant: Participant) -> None:
    if not allowed.decides(by, participant.pk):
        raise NotAllowed(str(_("Only the person keeps their place in a lesson. Read it together with them.")))


# ---- the place in a lesson -------------------------------------------------------------------------------------


def _opened(participant: Participant, lesson: Lesson, by: Viewer) -> LessonProgress:
    """Return the person's row of this lesson, locked, made when it is the first time."""
    rows = LessonProgress.objects.select_for_update()
    row: LessonProgress | None = rows.filter(participant=participant, lesson=lesson.slug).first()
    if row is None:
        row = LessonProgress.objects.create(
            organisation_id=participant.organisation_id,
            participant=participant,
            label=rules.label_of(is_shared(participant)),
            lesson=lesson.slug,
            opened_on=by.today,
            last_on=by.today,
        )
        _keep_change(row, "", by)
    return row


def _keep_change(row: LessonProgress, before: str, by: Viewer) -> None:
    LessonProgressChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        progress=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
    )


def _change_lesson_status(row: LessonProgress, to: LessonStatus, by: Viewer) -> None:
    """Lead a lesson to ``to`` by its table; where it is already it stays. The caller saves the row."""
    if row.status == to:
        return
    before = LessonStatus(row.status)
    check_transition(LESSON_TRANSITIONS, before, to)
    row.status = to
    row.finished_on = by.today if to is LessonStatus.FINISHED else None
    _keep_change(row, before, by)


def _read(row: LessonProgress, card: int, last: int, by: Viewer) -> None:
    """Keep the newest card. A finished lesson opens again at its first card, not by leafing in it."""
    if row.status == LessonStatus.FINISHED and card != 1:
        return
    _change_lesson_status(row, LessonStatus.OPEN, by)
    row.card = card
    if card == last:
        _change_lesson_status(row, LessonStatus.FINISHED, by)


def _save(row: LessonProgress, by: Viewer) -> LessonProgress:
    row.last_on = max(row.last_on, by.today)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def keep_place(*, participant: Participant, lesson: Lesson, card: int, by: Viewer) -> LessonProgress:
    """
    Keep at which card the person is, so that they can go on later and on another device.

    The last card finishes the lesson; the first one opens it again. Raises DomainError without such a card.
    """
    _check_own(by, participant)
    rules.checked_card(card, lesson.last)
    row = _opened(participant, lesson, by)
    _read(row, card, lesson.last, by)
    _save(row, by)
    record(by, "keep_place", row)
    return row


@transaction.atomic
def put_away_lesson(*, participant: Participant, lesson: Lesson, by: Viewer) -> LessonProgress:
    """Put a lesson away that is not for the person now; it can be opened again on any day."""
    _check_own(by, participant)
    row = _opened(participant, lesson, by)
    _change_lesson_status(row, LessonStatus.PUT_AWAY, by)
    _save(row, by)
    record(by, "put_away_lesson", row)
    return row


# ---- one thing to do -------------------------------------------------------------------------------------------


def _tried(participant: Participant, lesson: Lesson, by: Viewer, **made: Any) -> LessonProgress:
    row = _opened(participant, lesson, by)
    _read(row, lesson.last, lesson.last, by)
    for name, value in made.items():
        setattr(row, name, value)
    return _save(row, by)


@transaction.atomic
def make_step_of_lesson(
    *, participant: Participant, lesson: Lesson, goal: Goal | None, support: SupportLevel, by: Viewer
) -> LessonProgress:
    """
    Make the one thing of a lesson a step of the person's plan, with the support that they want.

    The step says nothing of the lesson. Raises DomainError without a goal, or when the step is there already.
    """
    _check_own(by, participant)
    if goal is None or goal.participant_id != participant.pk:
        raise DomainError(str(_("There is no goal yet to which it belongs. Put it in the week instead.")))
    row = _opened(participant, lesson, by)
    if row.step is not None and row.step.status in (
        StepStatus.AGREED,
        StepStatus.IN_PRACTICE,
        StepStatus.RESTING,
    ):
        raise DomainError(str(_("This is a step of your plan already.")))
    thing = lesson.one_thing
    facts = StepFacts(
        title=thing.title, support_wanted=support, when_words=thing.when, fallback=thing.fallback
    )
    step = moves.new_step(goal, facts, StepStatus.AGREED, by=by)
    row = _tried(participant, lesson, by, step=step)
    record(by, "make_step_of_lesson", row)
    return row


@transaction.atomic
def plan_thing_of_lesson(*, participant: Participant, lesson: Lesson, on: date, by: Viewer) -> LessonProgress:
    """Put the one thing of a lesson into the person's week; raise DomainError for a day that is over."""
    _check_own(by, participant)
    if on < by.today:
        raise DomainError(str(_("This day is over. Choose today or a day to come.")))
    item = new_week_item(participant=participant, title=lesson.one_thing.title, planned_on=on)
    row = _tried(participant, lesson, by, week_item=item)
    record(by, "plan_thing_of_lesson", row)
    return row


# ---- sharing ---------------------------------------------------------------------------------------------------


@transaction.atomic
def share_lessons(*, participant: Participant, shared: bool, by: Viewer) -> LessonSharing:
    """Show the person's lessons to the team, or take them back; both hold for every lesson, old and new."""
    _check_own(by, participant)
    row, _made = LessonSharing.objects.update_or_create(
        participant=participant,
        defaults={
            "organisation_id": participant.organisation_id,
            "is_shared": shared,
            "changed_at": clock.now(),
            "changed_by_id": by.user_id,
        },
    )
    label = rules.label_of(shared)
    LessonProgress.objects.filter(participant=participant).update(label=label)
    LessonProgressChange.objects.filter(participant=participant).update(label=label)
    record(by, "share_lessons", row)
    return row


# ---- company ---------------------------------------------------------------------------------------------------


def _keep_company(row: LessonCompany, before: str, by: Viewer) -> None:
    LessonCompanyChange.objects.create(
        organisation_id=row.organisation_id,
        participant_id=row.participant_id,
        label=row.label,
        company=row,
        from_status=before,
        to_status=row.status,
        changed_by_id=by.user_id,
    )


@transaction.atomic
def answer_company(*, participant: Participant, wants: bool, by: Viewer) -> LessonCompany:
    """
    Keep what the person says to "Would you like to look at it together?".

    Yes is shown to the team; not now is seen by nobody else. Saying yes twice is one wish.
    """
    _check_own(by, participant)
    rows = LessonCompany.objects.select_for_update()
    row: LessonCompany | None = rows.filter(participant=participant, status=CompanyStatus.ASKED).first()
    if row is None:
        row = LessonCompany.objects.create(
            organisation_id=participant.organisation_id,
            participant=participant,
            label=Label.NORMAL if wants else Label.PRIVATE,
            status=CompanyStatus.ASKED if wants else CompanyStatus.NOT_NOW,
            answered_on=by.today,
        )
        _keep_company(row, "", by)
    record(by, "answer_company", row)
    return row


def _end_company(company: LessonCompany, to: CompanyStatus, by: Viewer) -> LessonCompany:
    row: LessonCompany = LessonCompany.objects.select_for_update().get(pk=company.pk)
    before = CompanyStatus(row.status)
    check_transition(COMPANY_TRANSITIONS, before, to)
    row.status = to
    row.answered_on = by.today
    row.version += 1
    row.save()
    _keep_company(row, before, by)
    return row


@transaction.atomic
def take_back_company(*, company: LessonCompany, by: Viewer) -> LessonCompany:
    """Take the wish for company back; it leaves the team's day at once."""
    _check_own(by, company.participant)
    row = _end_company(company, CompanyStatus.TAKEN_BACK, by)
    record(by, "take_back_company", row)
    return row


@transaction.atomic
def look_together(*, company: LessonCompany, by: Viewer) -> LessonCompany:
    """Write down that somebody looked at a lesson together with the person; a colleague or the person says so."""
    if not (by.is_staff and by.may(Permission.ROOM_WRITE)):
        _check_own(by, company.participant)
    row = _end_company(company, CompanyStatus.MET, by)
    record(by, "look_together", row)
    return row
