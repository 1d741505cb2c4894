import pytest

from handrail.audit.models import Event
from handrail.base.errors import DomainError
from handrail.plans.rules import StepStatus, SupportLevel
from handrail.practice import actions
from handrail.practice.models import Attempt, WeekItem
from handrail.practice.rules import Outcome, Reporter, WeekItemStatus
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return make.self_viewer(make.participant(make.organisation(), "Rosa", "Diaz"))


@pytest.fixture
def step(rosa):
    from handrail.people.models import Participant

    return make.step(Participant.objects.get(pk=rosa.participant_id))


@pytest.mark.seed("S-234")
def test_rosa_goes_on_her_own_and_reports_it_herself(rosa, step):
    attempt = actions.report_attempt(
        step=step, outcome=Outcome.DID_IT, given=SupportLevel.ON_MY_OWN, words="I went.", by=rosa
    )
    step.refresh_from_db()
    assert (attempt.reported_by, attempt.is_done, attempt.words) == (Reporter.SELF, True, "I went.")
    assert step.status == StepStatus.IN_PRACTICE
    assert list(Event.objects.filter(request_id=rosa.request_id).values_list("kind", flat=True)) == [
        "report_attempt"
    ]


def test_what_staff_report_is_marked_as_theirs(rosa, step):
    sasha = make.staff_for(step.participant)
    attempt = actions.report_attempt(step=step, outcome=Outcome.TRIED, given=SupportLevel.WITH_ME, by=sasha)
    assert (attempt.reported_by, attempt.is_done) == (Reporter.STAFF, False)


def test_finishing_means_that_the_person_says_done_whatever_company_there_was(rosa, step):
    actions.report_attempt(
        step=step, outcome=Outcome.DID_IT, given=SupportLevel.BESIDE_ME, finish=True, by=rosa
    )
    step.refresh_from_db()
    assert (step.status, step.done_on, step.done_with) == (
        StepStatus.DONE,
        make.TODAY,
        SupportLevel.BESIDE_ME,
    )


def test_company_again_opens_a_step_that_was_done(rosa, step):
    actions.report_attempt(
        step=step, outcome=Outcome.DID_IT, given=SupportLevel.ON_MY_OWN, finish=True, by=rosa
    )
    actions.report_attempt(
        step=step,
        outcome=Outcome.TRIED,
        given=SupportLevel.ON_MY_OWN,
        wants_next=SupportLevel.WITH_ME,
        by=rosa,
    )
    step.refresh_from_db()
    assert (step.status, step.done_on, step.support_wanted) == (
        StepStatus.IN_PRACTICE,
        None,
        SupportLevel.WITH_ME,
    )
    assert Attempt.objects.order_by("pk").last().wanted == SupportLevel.BESIDE_ME


def test_not_this_time_is_no_attempt_and_keeps_the_words_in_the_week(rosa, step):
    item = actions.report_attempt(step=step, outcome=Outcome.NOT_THIS_TIME, words="It rained.", by=rosa)
    assert not Attempt.objects.exists()
    assert (item.status, item.detail) == (WeekItemStatus.NOT_THIS_TIME, "It rained.")


def test_a_report_answers_what_stands_in_the_week(rosa, step):
    item = actions.add_week_item(
        participant=step.participant, title="Bus", planned_on=make.TODAY, step=step, by=rosa
    )
    actions.report_attempt(step=step, outcome=Outcome.DID_IT, given=SupportLevel.ON_MY_OWN, by=rosa)
    item.refresh_from_db()
    assert item.status == WeekItemStatus.DID_IT
    assert WeekItem.objects.count() == 1


def test_company_must_be_said_and_the_step_must_be_open(rosa, step):
    with pytest.raises(DomainError):
        actions.report_attempt(step=step, outcome=Outcome.DID_IT, by=rosa)
    waiting = make.step(step.participant, status=StepStatus.PROPOSED)
    with pytest.raises(DomainError):
        actions.report_attempt(step=waiting, outcome=Outcome.DID_IT, given=SupportLevel.WITH_ME, by=rosa)


def test_a_done_step_that_is_reported_done_again_keeps_its_day(rosa, step):
    done = make.step(step.participant, "Buy paint", status=StepStatus.DONE)
    actions.report_attempt(
        step=done, outcome=Outcome.DID_IT, given=SupportLevel.ON_MY_OWN, finish=True, by=rosa
    )
    done.refresh_from_db()
    assert (done.status, done.done_on, done.changes.count()) == (StepStatus.DONE, make.TODAY, 0)


def test_wanting_what_is_wanted_already_changes_nothing(rosa, step):
    beside = SupportLevel.BESIDE_ME
    actions.report_attempt(step=step, outcome=Outcome.TRIED, given=beside, wants_next=beside, by=rosa)
    step.refresh_from_db()
    assert (step.support_wanted, step.field_versions) == (beside, {})
