from datetime import date, timedelta

import pytest

from handrail.base.errors import DomainError, InvalidTransition
from handrail.practice.rules import WorkRung
from handrail.work import rules
from handrail.work.definitions import clinical_words
from handrail.work.rules import AdjustmentStatus, EndReason, JobKind, JobStatus

TODAY = date(2026, 10, 20)


@pytest.mark.parametrize(("kind", "name"), [(JobStatus, "Job"), (AdjustmentStatus, "Adjustment")])
def test_every_state_stands_in_its_table_and_every_way_leads_to_one(kind, name):
    table = rules.STATE_TABLES[name]
    assert set(table) == set(kind)
    assert set().union(*table.values()) <= set(kind)


@pytest.mark.seed("S-115")
def test_an_adjustment_goes_from_need_to_whether_it_helps_and_a_no_can_be_asked_again():
    table = rules.ADJUSTMENT_TRANSITIONS
    way = rules.ADJUSTMENT_WAY
    assert all(then in table[now] for now, then in zip(way, way[1:], strict=False))
    assert AdjustmentStatus.ASKED in table[AdjustmentStatus.NOT_AGREED]
    assert AdjustmentStatus.IN_PLACE not in table[AdjustmentStatus.NEEDED]


@pytest.mark.parametrize(
    ("days", "answered", "due"),
    [
        (29, (), None),
        (30, (), 30),
        (89, (30,), None),
        (90, (30,), 90),
        (90, (90,), None),
        (200, (), 180),
        (200, (180,), None),
        (400, (30, 180), 365),
        (365 + rules.ASKED_FOR_DAYS, (), None),
    ],
)
def test_still_there_is_due_at_the_newest_mark_that_nobody_answered(days, answered, due):
    assert rules.due_mark(TODAY - timedelta(days=days), answered, TODAY) == due


def test_a_start_and_staying_are_steps_of_the_ladder():
    assert rules.rung_of_start(JobKind.JOB, JobStatus.PLANNED) == WorkRung.OFFER
    assert rules.rung_of_start(JobKind.CAMPUS_JOB, JobStatus.RUNNING) == WorkRung.WORKING
    assert rules.rung_of_start(JobKind.COURSE, JobStatus.PLANNED) == WorkRung.COURSE_PLACE
    assert rules.rung_of_start(JobKind.COURSE, JobStatus.RUNNING) == WorkRung.STUDYING
    assert rules.rung_of_start(JobKind.VOLUNTEERING, JobStatus.RUNNING) is None
    marks = [rules.rung_of_mark(JobKind.JOB, mark) for mark in rules.MARKS]
    assert marks == [None, WorkRung.NINETY_DAYS, WorkRung.NINETY_DAYS, WorkRung.ONE_YEAR]
    assert rules.rung_of_mark(JobKind.COURSE, 90) is None
    assert rules.rung_of_end(JobKind.COURSE, EndReason.FINISHED) == WorkRung.FINISHED
    assert rules.rung_of_end(JobKind.JOB, EndReason.FINISHED) is None


def test_both_ladders_together_hold_every_step():
    assert set(rules.WORK_LADDER) | set(rules.STUDY_LADDER) == set(WorkRung)


def test_a_job_before_birth_and_an_end_before_the_start_say_what_to_do():
    with pytest.raises(DomainError, match="before the day of birth"):
        rules.check_dates(started_on=date(1980, 1, 1), ended_on=None, birth_on=date(1984, 1, 21))
    with pytest.raises(DomainError, match="Change one of the two days"):
        rules.check_dates(started_on=TODAY, ended_on=TODAY - timedelta(days=1), birth_on=None)
    rules.check_dates(started_on=TODAY, ended_on=TODAY, birth_on=TODAY)


def test_two_full_time_jobs_are_fine_and_more_than_eighty_hours_are_asked_about():
    rules.check_hours([40 * 60, 40 * 60, None], is_right=False)
    with pytest.raises(rules.AskFirst, match=r"84\.5 hours a week"):
        rules.check_hours([40 * 60, 44 * 60 + 30], is_right=False)
    rules.check_hours([40 * 60, 44 * 60 + 30], is_right=True)


def facts(**more):
    values = {"kind": JobKind.JOB, "title": "Cook", "place": "Café", "started_on": TODAY}
    return rules.JobFacts(**{**values, **more})


@pytest.mark.parametrize(
    "more",
    [
        {"title": " "},
        {"place": ""},
        {"minutes_week": rules.WEEK_MINUTES + 1},
        {"wage_minor": 1200},
        {"wage_minor": -1, "wage_currency": "EUR", "wage_per": rules.WagePer.HOUR},
    ],
)
def test_facts_that_cannot_be_are_refused(more):
    with pytest.raises(DomainError):
        rules.check_facts(facts(**more), None)


def test_an_ended_job_says_that_a_new_start_is_written_down():
    with pytest.raises(DomainError, match="new start"):
        rules.check_job_move(JobStatus.ENDED, JobStatus.RUNNING)
    with pytest.raises(InvalidTransition):
        rules.check_job_move(JobStatus.PLANNED, JobStatus.PAUSED)


def test_words_are_found_at_their_beginning_whatever_their_case():
    listed = clinical_words()
    assert rules.words_in("My Therapist says so", listed) == ["therap"]
    assert rules.words_in("A quiet, environmental desk. Begin at ten.", listed) == []
    assert rules.words_in("because of my DEPRESSION", listed) == ["depress"]
