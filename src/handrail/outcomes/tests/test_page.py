from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from handrail.access import Role, Viewer
from handrail.accounts.models import Installation
from handrail.accounts.tests.browsing import browser
from handrail.base.errors import NotAllowed
from handrail.catalogue.small import shown_cells
from handrail.outcomes import queries, report, shown
from handrail.outcomes.facts import AttemptFact
from handrail.outcomes.indicators import steps_by_month
from handrail.outcomes.rules import hidden_rows
from handrail.people.models import Participant
from handrail.people.tests import factories as make
from handrail.plans.models import LookBack, Plan
from handrail.practice.models import Attempt, Session
from handrail.practice.rules import Reporter, SessionStatus
from handrail.practice.tests import factories as practice

pytestmark = pytest.mark.django_db
WITH, BESIDE, OWN = "with_me", "beside_me", "on_my_own"


@pytest.fixture
def place():
    return make.organisation()


def of(role, place):
    return make.viewer(make.member(place, role), place, role)


def html(viewer):
    answer = browser(viewer).get("/outcomes")
    assert answer.status_code == 200
    return answer.content.decode()


def lives(place, people, *, met=1, not_met=0, steps=((WITH, WITH),)):
    """Give each of ``people`` persons meetings of yesterday and finished steps of today."""
    for number in range(people):
        person = make.participant(place, f"Neighbour {number}")
        sasha = make.staff_for(person)
        for hour, status in enumerate([SessionStatus.MET] * met + [SessionStatus.NOT_MET] * not_met):
            session = practice.session(person, sasha, hour=9 + hour, days=-1)
            Session.objects.filter(pk=session.pk).update(status=status)
        step = practice.step(person)
        for given, wanted in steps:
            Attempt.objects.create(
                organisation=place,
                participant=person,
                step=step,
                tried_on=make.TODAY,
                given=given,
                wanted=wanted,
                is_done=True,
                reported_by=Reporter.SELF,
            )


def months(*facts):
    """Return tries: (month, level, how many, of how many people)."""
    rows = []
    for month, level, tries, people in facts:
        rows += [
            AttemptFact(UUID(int=number % people), date(2026, month, 1), level, level)
            for number in range(tries)
        ]
    return rows


# ---------- the page ----------


def test_an_empty_place_says_so(place):
    text = html(of(Role.MANAGER, place))
    assert text.count("Nothing to count yet") == 4
    assert "Too few people to show a share yet." in text
    assert "No finished steps yet." in text
    assert "Invented people" not in text


def test_the_manager_sees_counts_with_n_and_who_is_left_out(place):
    lives(place, 3, met=2, not_met=1, steps=((WITH, WITH), (OWN, BESIDE), (OWN, "")))
    LookBack.objects.create(
        organisation=place,
        participant=Participant.objects.first(),
        plan=Plan.objects.first(),
        planned_on=make.TODAY - timedelta(days=30),
        held_on=make.TODAY - timedelta(days=29),
    )
    Installation.objects.create(is_demo=True)
    text = html(of(Role.MANAGER, place))
    assert "Invented people, invented numbers." in text
    assert "3 of 6" in text
    assert "6 of 9" in text
    assert "1 of 1" in text
    assert "Not counted: 3." in text
    assert "3 people" in text
    assert "<td>6</td>" in text.replace(' class="num"', "")
    assert "Before and after is not proof of cause." in text


def test_a_funder_sees_too_few_to_show_and_never_a_small_count(place):
    lives(place, 10, met=2)
    text = html(of(Role.FUNDER, place))
    assert "Too few to show" in text
    assert "20 of 20" not in text
    assert "10 people" not in text
    assert "Too few to show." in text
    assert "stands beside one" not in text


def test_a_funder_sees_the_share_of_enough_people_without_the_small_rest(place):
    lives(place, 12, met=2, not_met=1, steps=((WITH, WITH), (OWN, BESIDE)))
    late = practice.session(Participant.objects.first(), make.staff_for(Participant.objects.first()), days=-2)
    assert late.status == SessionStatus.PLANNED
    viewer = of(Role.FUNDER, place)
    text = html(viewer)
    assert "24 of 36" in text
    assert "Not counted: fewer than 11." in text
    assert "12 of 24" in text
    found = queries.findings(viewer, queries.last_year(viewer.today))
    assert found["attendance"].result.not_counted is None
    assert found["attendance"].people == 12


def test_other_roles_do_not_see_figures(place):
    specialist = of(Role.SPECIALIST, place)
    assert browser(specialist).get("/outcomes").status_code == 403
    with pytest.raises(NotAllowed, match="does not see figures"):
        queries.findings(specialist, queries.last_year(specialist.today))


# ---------- nothing small can be subtracted ----------


def test_a_month_with_a_small_count_is_hidden_whole_and_a_second_with_it():
    assert hidden_rows([[20, 3, 0], [30, 0, 0], [40, 0, 0]], people=[12, 12, 12]) == {0, 1}
    assert hidden_rows([[20, 0, 0], [30, 0, 0]], people=[12, 12]) == frozenset()


def test_a_small_count_alone_in_its_row_needs_no_second_one_hidden():
    assert shown_cells([3, 0, 0]) == [None, 0, 0]


def test_a_month_of_few_people_is_hidden_even_with_many_steps():
    assert hidden_rows([[60, 0, 0], [30, 0, 0], [40, 0, 0]], people=[2, 12, 12]) == {0, 1}


def test_hidden_months_are_together_not_small():
    rows = [[1, 0, 0], [2, 0, 0], [30, 0, 0], [40, 0, 0]]
    assert hidden_rows(rows, people=[1, 2, 12, 12]) == {0, 1, 2}


def test_months_stay_hidden_when_their_sum_would_tell_who_is_left_out():
    assert hidden_rows([[20, 0, 0], [30, 0, 0], [40, 0, 0]], people=[12] * 3, at_least=2) == {0, 1}
    facts = months((8, WITH, 24, 12), (9, WITH, 36, 12), (10, WITH, 48, 12))
    assert all(cells for _month, cells in queries._without_small(steps_by_month.compute(facts), facts))
    facts.append(AttemptFact(UUID(int=1), date(2026, 10, 1), WITH, ""))
    shown_now = queries._without_small(steps_by_month.compute(facts), facts)
    assert [cells for _month, cells in shown_now] == [None, None, (49, 0, 0)]


def test_a_hidden_month_has_no_column_and_no_number():
    facts = months((8, WITH, 24, 12), (9, OWN, 5, 5), (10, WITH, 48, 12))
    result = queries._without_small(steps_by_month.compute(facts), facts)
    finding = SimpleNamespace(hidden=False, result=result)
    assert shown.month_rows(finding) == [
        ("Aug", (None, None, None)),
        ("Sep", (None, None, None)),
        ("Oct", (48, 0, 0)),
    ]
    assert shown.month_rows(SimpleNamespace(hidden=True, result=None)) == []


# ---------- as data ----------


def test_the_report_holds_every_figure_with_what_it_counts(place):
    lives(place, 12, met=2, not_met=1)
    operator = Viewer.operator("tests", organisation_id=place.pk, today=make.TODAY)
    said = report.outcomes(operator)
    assert (said["from"], said["to"], said["hidden_below"]) == ("2025-10-21", "2026-10-20", 11)
    came = said["figures"]["attendance"]
    assert (came["result"]["count"], came["result"]["total"], came["people"]) == (24, 36, 12)
    assert came["result"]["value"] == 24 / 36
    assert said["figures"]["steps_by_month"]["result"] == [
        {"month": "2026-10-01", "with_me": 12, "beside_me": 0, "on_my_own": 0}
    ]
    assert said["figures"]["notes_agreed"]["result"]["value"] is None


def test_the_report_hides_small_numbers_from_the_file(place):
    lives(place, 3)
    figures = report.outcomes(Viewer.operator("tests", organisation_id=place.pk, today=make.TODAY))["figures"]
    assert (figures["attendance"]["result"], figures["attendance"]["hidden"]) == (None, True)
    assert figures["attendance"]["people"] is None
    assert figures["steps_by_month"]["result"] is None
