from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, Stale
from handrail.people.models import Participant
from handrail.practice.models import WorkStep
from handrail.work import actions
from handrail.work.models import Job, StillThere
from handrail.work.rules import AskFirst, EndReason, JobKind, JobStatus, WagePer
from handrail.work.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make.self_viewer(make.participant(make.organisation(), "Marcus", "Adeyemi"))


@pytest.fixture
def person(me):
    return Participant.objects.get(pk=me.participant_id)


def rungs(person):
    return list(WorkStep.objects.filter(participant=person).order_by("pk").values_list("rung", flat=True))


@pytest.mark.seed("S-114", "S-113")
def test_a_job_keeps_hours_pay_and_dates_and_is_one_event(me, person):
    job = make.job(
        person,
        me,
        ago=3,
        minutes_week=20 * 60,
        wage_minor=1450,
        wage_currency="eur",
        wage_per=WagePer.HOUR,
        is_for_a_time=True,
        has_coach=True,
    )
    assert (job.status, job.wage_minor, job.wage_currency) == (JobStatus.RUNNING, 1450, "EUR")
    assert job.is_for_a_time
    assert job.has_coach
    assert job.changes.get().to_status == JobStatus.RUNNING
    assert Event.objects.filter(kind="start_job").count() == 1
    assert rungs(person) == ["working"]


def test_a_start_still_to_come_is_an_offer_and_begins_on_its_day(me, person):
    job = actions.start_job(
        participant=person, facts=make.facts(started_on=make.TODAY + timedelta(days=7)), by=me
    )
    assert job.status == JobStatus.PLANNED
    begun = actions.move_job(job=job, to=JobStatus.RUNNING, by=me)
    assert (begun.status, begun.started_on) == (JobStatus.RUNNING, make.TODAY)
    assert rungs(person) == ["offer", "working"]


def test_a_job_before_birth_is_refused_and_nothing_is_written(me, person):
    person.birth_on = make.TODAY - timedelta(days=10)
    person.save()
    with pytest.raises(DomainError, match="day of birth"):
        make.job(person, me, ago=11)
    assert not Job.objects.exists()
    assert not WorkStep.objects.exists()


def test_two_full_time_jobs_at_once_are_allowed_and_too_many_hours_asked_about(me, person):
    make.job(person, me, minutes_week=40 * 60)
    make.job(person, me, minutes_week=40 * 60, place="Night bar")
    with pytest.raises(AskFirst, match="Is that right"):
        make.job(person, me, minutes_week=2 * 60, place="Library")
    wanted = make.facts(minutes_week=120, place="Library")
    actions.start_job(participant=person, facts=wanted, by=me, is_right=True)
    assert Job.objects.count() == 3


def test_hours_of_a_job_that_ended_before_are_not_added(me, person):
    old = make.job(person, me, ago=50, minutes_week=60 * 60)
    actions.end_job(job=old, ended_on=make.days_ago(5), reason=EndReason.OWN_CHOICE, by=me)
    make.job(person, me, minutes_week=60 * 60)


def test_change_needs_the_newest_version_and_keeps_the_dates_sound(me, person):
    job = make.job(person, me, ago=10)
    changed = actions.change_job(
        job=job, facts=make.facts(title="Sous-chef", started_on=make.days_ago(9)), version=1, by=me
    )
    assert (changed.title, changed.version) == ("Sous-chef", 2)
    with pytest.raises(Stale):
        actions.change_job(job=job, facts=make.facts(), version=1, by=me)
    tomorrow = make.facts(started_on=make.TODAY + timedelta(days=1))
    with pytest.raises(DomainError, match="still to come"):
        actions.change_job(job=job, facts=tomorrow, version=2, by=me)


def test_a_job_is_found_at_its_employer_by_name(me, person):
    listed = make.employer(make.staff_for(person), "Harbour Café")
    assert make.job(person, me, place="harbour cafe").employer == listed


def test_a_job_that_ended_leaves_the_rest_alone_and_a_new_start_is_a_new_row(me, person):
    job = make.job(person, me, ago=100)
    ended = actions.end_job(
        job=job, ended_on=make.days_ago(2), reason=EndReason.THEIR_CHOICE, by=me, words="It was a good time."
    )
    assert (ended.status, ended.lasted_days) == (JobStatus.ENDED, 98)
    assert ended.asked.get().is_there  # 98 days: still there at 90
    assert person.relations.filter(to_on=None).count() == 1
    with pytest.raises(DomainError, match="new start"):
        actions.move_job(job=job, to=JobStatus.RUNNING, by=me)
    make.job(person, me)
    assert Job.objects.count() == 2


@pytest.mark.parametrize("ended", [11, -1])
def test_an_end_before_the_start_or_still_to_come_is_refused(me, person, ended):
    job = make.job(person, me, ago=10)
    with pytest.raises(DomainError):
        actions.end_job(job=job, ended_on=make.days_ago(ended), reason=EndReason.OWN_CHOICE, by=me)
    with pytest.raises(DomainError, match="on which day"):
        actions.move_job(job=job, to=JobStatus.ENDED, by=me)


def test_something_planned_that_did_not_begin_ends_without_a_day_of_work(me, person):
    later = make.facts(started_on=make.TODAY + timedelta(days=7))
    job = actions.start_job(participant=person, facts=later, by=me)
    ended = actions.end_job(job=job, ended_on=make.TODAY, reason=EndReason.DID_NOT_BEGIN, by=me)
    assert ended.lasted_days == 0
    assert not StillThere.objects.exists()


def test_a_finished_course_is_a_step(me, person):
    job = make.job(person, me, ago=40, kind=JobKind.COURSE, title="Maths", place="Campus")
    actions.end_job(job=job, ended_on=make.TODAY, reason=EndReason.FINISHED, by=me)
    assert rungs(person) == ["studying", "finished"]


def test_still_there_is_answered_once_a_mark_and_ninety_days_are_a_step(me, person):
    job = make.job(person, me, ago=95)
    answer = actions.answer_still_there(job=job, by=me, words="I like the early shift.")
    assert (answer.mark, answer.is_there, answer.answered_by_id) == (90, True, me.user_id)
    assert rungs(person) == ["working", "ninety_days"]
    with pytest.raises(DomainError, match="answered already"):
        actions.answer_still_there(job=job, by=me)


def test_a_pause_goes_on(me, person):
    job = make.job(person, me, ago=30)
    actions.move_job(job=job, to=JobStatus.PAUSED, by=me)
    actions.move_job(job=job, to=JobStatus.RUNNING, by=me)
    assert rungs(person) == ["working"]
    states = list(job.changes.order_by("changed_at", "pk").values_list("to_status", flat=True))
    assert states == ["running", "paused", "running"]


def broken(job, **values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_the_database_refuses_what_cannot_be(me, person):
    job = make.job(person, me, ago=5)
    broken(job, ended_on=make.days_ago(6), status="ended", lasted_days=0, end_reason="own_choice")
    broken(job, status="ended")
    broken(job, wage_minor=100)
    broken(job, minutes_week=99_999)
    answer = {
        "organisation": person.organisation,
        "participant": person,
        "job": job,
        "answered_on": make.TODAY,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        StillThere.objects.create(**answer, mark=31, is_there=True)
    StillThere.objects.create(**answer, mark=30, is_there=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        StillThere.objects.create(**answer, mark=30, is_there=False)
