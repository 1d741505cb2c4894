from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import Role
from handrail.base.errors import NotFound
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake.models import Enrolment
from handrail.people.models import Participant
from handrail.plans.rules import LifeArea
from handrail.practice.rules import WorkRung
from handrail.work import actions, panels, queries
from handrail.work.models import Job
from handrail.work.queries import employers
from handrail.work.queries.words import amount
from handrail.work.rules import EndReason, JobKind
from handrail.work.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def me():
    return make.self_viewer(make.participant(make.organisation(), "Marcus", "Adeyemi"))


@pytest.fixture
def person(me):
    return Participant.objects.get(pk=me.participant_id)


@pytest.fixture
def lotte(person):
    return make.staff_for(person)


def statements(run):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        run()
    return len(caught)


def test_the_page_and_the_lists_cost_the_same_for_ten_rows_and_for_twenty(me, person, lotte):
    def more(first, last):
        for number in range(first, last):
            job = make.job(person, me, ago=40 + number)
            make.adjustment(person, me, job)
            actions.record_contact(
                said=make.said(next="Ring", next_on=make.TODAY),
                name=f"Place {number}",
                participant=person,
                by=lotte,
            )

    runs = [
        lambda: queries.work_page(me, person),
        lambda: queries.employer_list(lotte),
        lambda: queries.asked_today(lotte, make.TODAY),
        lambda: queries.asked_of(me, person),
        lambda: queries.to_contact(lotte, make.TODAY),
        lambda: queries.board(lotte),
        lambda: queries.area_facts(me, person),
    ]
    more(0, 10)
    before = [statements(run) for run in runs]
    more(10, 20)
    assert [statements(run) for run in runs] == before
    assert before == [7, 2, 1, 3, 1, 2, 3]


def test_panels_cost_nothing_where_they_cannot_concern_the_viewer(me, person, lotte):
    tess = make.viewer(make.member(person.organisation, Role.PEER), person.organisation, Role.PEER)
    assert statements(lambda: panels.today(tess, make.TODAY)) == 0
    assert statements(lambda: panels.programme(lotte, "peer")) == 0
    assert statements(lambda: panels.programme(me, "vocational")) == 0
    assert panels.week(tess, person, make.TODAY) == []
    assert panels.person(tess, person) == []
    assert panels.today(lotte, make.TODAY) == []
    assert panels.week(me, person, make.TODAY) == []


def asked(by):
    return [card.asks for _name, card in queries.asked_today(by, make.TODAY)]


@pytest.mark.parametrize("days", [0, 29, 30, 89, 90, 179, 180, 364, 365, 454, 455])
def test_the_days_list_asks_at_the_same_marks_as_the_rule(me, person, lotte, days):
    make.job(person, me, ago=days)
    page = [card.asks for card in queries.job_cards(me, person) if card.asks]
    assert len(asked(lotte)) == len(page)


def test_an_answer_takes_the_question_away_until_the_next_mark(me, person, lotte):
    job = make.job(person, me, ago=95)
    actions.answer_still_there(job=job, by=lotte)
    assert asked(lotte) == []
    Job.objects.filter(pk=job.pk).update(started_on=make.days_ago(181))
    assert len(asked(lotte)) == 1


def test_a_start_whose_day_has_come_is_asked_about(me, person, lotte):
    later = make.facts(started_on=make.TODAY + timedelta(days=1))
    job = actions.start_job(participant=person, facts=later, by=me)
    assert queries.asked_today(lotte, make.TODAY) == []
    Job.objects.filter(pk=job.pk).update(started_on=make.TODAY)
    [(_name, card)] = queries.asked_today(lotte, make.TODAY)
    assert card.may_begin


@pytest.mark.seed("S-181")
def test_the_key_outcome_counts_jobs_that_went_on_for_ninety_days(me, person, lotte):
    def job(ago, **more):
        return make.job(person, me, ago=ago, **more)

    stayed, unknown = job(100), job(120)
    actions.answer_still_there(job=stayed, by=me)
    left_late, left_early = job(200), job(150)
    actions.end_job(job=left_late, ended_on=make.days_ago(110), reason=EndReason.OTHER_PLACE, by=me)
    actions.end_job(job=left_early, ended_on=make.days_ago(61), reason=EndReason.OWN_CHOICE, by=me)
    job(20)
    job(300, kind=JobKind.VOLUNTEERING)
    job(500)
    assert unknown.asked.count() == 0
    assert queries.key_outcome(lotte) == KeyOutcome(n=2, out_of=3, not_counted=2, people=1)
    elsewhere = make.staff_for(make.participant(make.organisation("Hillside")))
    assert queries.key_outcome(elsewhere) == KeyOutcome(0, 0, 0, 0)
    assert statements(lambda: queries.key_outcome(lotte)) == 1


@pytest.mark.seed("S-260")
def test_a_course_speaks_under_learning_and_a_campus_job_under_work(me, person):
    make.job(person, me, kind=JobKind.COURSE, title="Third year of maths", place="Campus")
    make.job(person, me, kind=JobKind.CAMPUS_JOB, title="Library desk", place="Campus")
    facts = {fact.area: fact.text for fact in queries.area_facts(me, person)}
    assert facts == {
        LifeArea.LEARNING: "Third year of maths, Campus",
        LifeArea.WORK: "Library desk, Campus",
    }
    stranger = make.self_viewer(make.participant(person.organisation, "Rosa"))
    assert queries.area_facts(stranger, person) == []


@pytest.mark.seed("S-190")
def test_the_board_counts_people_of_the_row_by_their_newest_step(me, person, lotte):
    about = {"organisation": person.organisation, "programme_type": "VR", "from_on": make.days_ago(50)}
    Enrolment.objects.create(participant=person, rank="primary", **about)
    assert queries.board(lotte).none_yet == 1
    actions.take_work_step(participant=person, rung=WorkRung.PROFILE, by=me, taken_on=make.days_ago(9))
    actions.take_work_step(participant=person, rung=WorkRung.APPLYING, by=me)
    actions.record_contact(said=make.said(), name="Café", by=lotte)
    board = queries.board(lotte)
    assert board.rungs == (("Applied", 1),)
    assert (board.people, board.contacts, board.in_person) == (1, 1, 1)


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [(1450, "EUR", "€14.50"), (200000, "USD", "$2\u00a0000"), (500, "CHF", "5\u00a0CHF")],
)
def test_an_amount_is_said_with_its_currency(minor, currency, said):
    assert amount(minor, currency) == said


def test_the_list_of_employers_goes_on_after_its_last_name(me, person, lotte, monkeypatch):
    for name in ("Archive", "Bakery", "Café"):
        make.employer(lotte, name)
    monkeypatch.setattr(employers, "LIST_LENGTH", 2)
    first = queries.employer_list(lotte)
    assert [row.name for row in first.rows] == ["Archive", "Bakery"]
    assert [row.name for row in queries.employer_list(lotte, start_after=first.after).rows] == ["Café"]


def test_the_form_offers_places_that_were_for_the_person_first(me, person, lotte, monkeypatch):
    make.employer(lotte, "Archive")
    actions.record_contact(said=make.said(), name="Café", participant=person, by=lotte)
    assert [row.name for row in queries.recent_employers(lotte, person)] == ["Café", "Archive"]
    monkeypatch.setattr(employers, "RECENT", 1)
    assert [row.name for row in queries.recent_employers(lotte, person)] == ["Café"]


def test_what_another_persons_key_opens_is_absent(me, person):
    other = make.participant(person.organisation, "Rosa")
    with pytest.raises(NotFound):
        queries.job(me, other, make.job(person, me).key)


def test_the_last_day_of_an_ended_job_stays_when_its_start_is_mended(me, person):
    job = make.job(person, me, ago=40)
    actions.end_job(job=job, ended_on=make.days_ago(10), reason=EndReason.FOR_A_TIME, by=me)
    mended = actions.change_job(job=job, facts=make.facts(started_on=make.days_ago(50)), version=2, by=me)
    assert mended.lasted_days == 40
