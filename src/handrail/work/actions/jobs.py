"""A start, its changes, its end, and the question whether somebody is still there."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import DomainError
from handrail.base.text import folded, kept
from handrail.base.words import _
from handrail.people.models import Participant
from handrail.plans.models import Goal
from handrail.practice.actions.work_steps import keep_work_step
from handrail.practice.rules import WorkRung
from handrail.work import rules
from handrail.work.actions.states import keep_change, locked
from handrail.work.models import Employer, Job, StillThere
from handrail.work.rules import EndReason, JobFacts, JobKind, JobStatus


def _values(participant: Participant, facts: JobFacts, *, is_right: bool, row: Job | None) -> dict[str, Any]:
    """Return ``facts`` as columns, once they can be; ask about more than 80 hours a week together."""
    rules.check_facts(facts, participant.birth_on)
    others = Job.objects.filter(Q(ended_on=None) | Q(ended_on__gt=facts.started_on), participant=participant)
    others = others.exclude(pk=row.pk) if row else others
    minutes = [*others.values_list("minutes_week", flat=True), facts.minutes_week]
    rules.check_hours(minutes, is_right=is_right)
    named = Employer.objects.filter(
        organisation_id=participant.organisation_id, sort_key=folded(facts.place)[:200]
    )
    values = {name: getattr(facts, name) for name in rules.JOB_FIELDS}
    has_wage = facts.wage_minor is not None
    values |= {
        "title": kept(facts.title).strip()[:200],
        "place": kept(facts.place).strip()[:200],
        "hours_words": kept(facts.hours_words).strip()[:200],
        "wage_currency": facts.wage_currency.upper() if has_wage else "",
        "wage_per": (facts.wage_per or "") if has_wage else "",
    }
    return {**values, "employer": named.first()}


def _climb(job: Job, rung: WorkRung | None, on: date) -> None:
    if rung:
        keep_work_step(job.participant, rung, taken_on=on, since=job.started_on)


@transaction.atomic
def start_job(
    *, participant: Participant, facts: JobFacts, by: Viewer, goal: Goal | None = None, is_right: bool = False
) -> Job:
    """
    Write down a job, placement, internship, volunteering or course; a start still to come is planned.

    Raises DomainError for a start before birth, AskFirst when all together is more than 80 hours a week.
    """
    values = _values(participant, facts, is_right=is_right, row=None)
    status = JobStatus.PLANNED if facts.started_on > by.today else JobStatus.RUNNING
    job = Job.objects.create(
        organisation_id=participant.organisation_id,
        participant=participant,
        goal=goal,
        status=status,
        **values,
    )
    keep_change(job, "", by=by)
    _climb(job, rules.rung_of_start(facts.kind, status), min(facts.started_on, by.today))
    record(by, "start_job", job, op="create")
    return job


@transaction.atomic
def change_job(
    *,
    job: Job,
    facts: JobFacts,
    version: int,
    by: Viewer,
    goal: Goal | None = None,
    is_right: bool = False,
) -> Job:
    """Change what is written down of a job; raise Stale when somebody changed it since ``version``."""
    row = locked(job, version)
    values = _values(row.participant, facts, is_right=is_right, row=row)
    rules.check_dates(started_on=facts.started_on, ended_on=row.ended_on, birth_on=None)
    if row.status != JobStatus.PLANNED and facts.started_on > by.today:
        raise DomainError(str(_("This start is still to come. Choose today or a day before.")))
    for name, value in values.items():
        setattr(row, name, value)
    if row.ended_on:
        row.lasted_days = (row.ended_on - row.started_on).days
    row.goal = goal
    row.version += 1
    row.save()
    record(by, "change_job", row)
    return row


@transaction.atomic
def move_job(*, job: Job, to: JobStatus, by: Viewer, reason: str = "") -> Job:
    """Begin, pause or go on. An end has a day and a reason: ``end_job``."""
    row = locked(job)
    if to == JobStatus.ENDED:
        raise DomainError(str(_("Say on which day it ended, and how.")))
    before = JobStatus(row.status)
    rules.check_job_move(before, to)
    if before == JobStatus.PLANNED and row.started_on > by.today:
        row.started_on = by.today
    row.status = to
    row.version += 1
    row.save(update_fields=["status", "started_on", "version"])
    keep_change(row, before, by=by, reason=reason)
    _climb(row, rules.rung_of_start(JobKind(row.kind), to) if to == JobStatus.RUNNING else None, by.today)
    record(by, "move_job", row)
    return row


def _answer(job: Job, mark: int, *, is_there: bool, words: str, by: Viewer) -> StillThere:
    answer: StillThere = StillThere.objects.create(
        organisation_id=job.organisation_id,
        participant_id=job.participant_id,
        job=job,
        mark=mark,
        is_there=is_there,
        words=kept(words).strip()[:300],
        answered_on=by.today,
        answered_by_id=by.user_id,
    )
    return answer


@transaction.atomic
def end_job(*, job: Job, ended_on: date, reason: EndReason, by: Viewer, words: str = "") -> Job:
    """
    Write down that a job or course ended, on which day and how. Nothing else ends with it: a new start is offered.

    Raises DomainError for an end before the start or still to come.
    """
    row = locked(job)
    before = JobStatus(row.status)
    rules.check_job_move(before, JobStatus.ENDED)
    if before == JobStatus.PLANNED and row.started_on > ended_on:
        row.started_on = ended_on  # it did not begin
    rules.check_dates(started_on=row.started_on, ended_on=ended_on, birth_on=None)
    if ended_on > by.today:
        raise DomainError(str(_("This day is still to come. Write the end down when it is there.")))
    mark = rules.due_mark(row.started_on, row.asked.values_list("mark", flat=True), by.today)
    row.status, row.ended_on, row.end_reason = JobStatus.ENDED, ended_on, reason
    row.end_words = kept(words)
    row.lasted_days = (ended_on - row.started_on).days
    row.version += 1
    row.save()
    if mark and before != JobStatus.PLANNED:
        _answer(row, mark, is_there=row.lasted_days >= mark, words="", by=by)
    keep_change(row, before, by=by, reason=words)
    _climb(row, rules.rung_of_end(JobKind(row.kind), reason), ended_on)
    record(by, "end_job", row)
    return row


@transaction.atomic
def answer_still_there(*, job: Job, by: Viewer, words: str = "") -> StillThere:
    """Keep “yes, still there” at the mark that is due; after 90 days and after a year it is a step on the ladder."""
    row = locked(job)
    mark = rules.due_mark(row.started_on, row.asked.values_list("mark", flat=True), by.today)
    if mark is None or row.status not in (JobStatus.RUNNING, JobStatus.PAUSED):
        raise DomainError(str(_("This has been answered already. Thank you.")))
    answer = _answer(row, mark, is_there=True, words=words, by=by)
    _climb(row, rules.rung_of_mark(JobKind(row.kind), mark), by.today)
    record(by, "answer_still_there", answer, op="create")
    return answer
