import re
from datetime import date

import pytest

from handrail.access import RelationKind, Role
from handrail.accounts.models import User
from handrail.accounts.tests.browsing import browser
from handrail.catalogue import hooks
from handrail.catalogue.hooks import KeyOutcome
from handrail.intake import rules
from handrail.intake.models import Enrolment
from handrail.intake.rules import PHASES, EnrolmentRank, EnrolmentStatus
from handrail.outcomes import jobs, panels, so_far
from handrail.people import actions as relations
from handrail.people.tests import factories as make
from handrail.practice.models import Attempt, Session
from handrail.practice.rules import Reporter, SessionStatus
from handrail.practice.tests import factories as practice

pytestmark = pytest.mark.django_db
SLUG = "aim"


@pytest.fixture
def place():
    return make.organisation()


def of(role, place):
    return make.viewer(make.member(place, role), place, role)


def begun(place, count, on=date(2026, 8, 1)):
    people = [make.participant(place, f"Neighbour {number}") for number in range(count)]
    for person in people:
        Enrolment.objects.create(
            organisation=place,
            participant=person,
            programme_type="AIM",
            rank=EnrolmentRank.PRIMARY,
            status=EnrolmentStatus.STARTED,
            from_on=on,
            started_on=on,
        )
    return people


def tried(person, given, wanted):
    Attempt.objects.create(
        organisation=person.organisation,
        participant=person,
        step=practice.step(person),
        tried_on=make.TODAY,
        given=given,
        wanted=wanted,
        is_done=True,
        reported_by=Reporter.SELF,
    )


def page(viewer):
    answer = browser(viewer).get(f"/programmes/{SLUG}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("days", [0, 42, 43, 90, 91, 182, 183, 365, 366, 900])
def test_the_totals_put_a_day_into_the_same_phase_as_the_rule(place, days):
    started = date.fromordinal(make.TODAY.toordinal() - days)
    begun(place, 1, started)
    found = so_far.programme_so_far(of(Role.COORDINATOR, place), SLUG)
    expected = PHASES[rules.phase(started, make.TODAY)]
    assert [title for title, count in found.phases if count] == [expected]


def test_a_row_without_data_says_n_is_0(place):
    html = page(of(Role.MANAGER, place))
    assert "No value yet: n = 0." in html
    assert "Steps at the support level the person wanted" in html


def test_the_key_outcome_of_the_recovery_row_is_counted_among_who_began_it(place):
    elena, omar = begun(place, 2)
    stranger = make.participant(place, "Somebody")
    tried(elena, "with_me", "with_me")
    tried(omar, "with_me", "on_my_own")
    tried(omar, "with_me", "")
    tried(stranger, "with_me", "with_me")
    found = so_far.programme_so_far(of(Role.COORDINATOR, place), SLUG).outcome
    assert (found.count, found.total, found.not_counted) == (1, 2, 1)
    assert "1 of 2" in page(of(Role.COORDINATOR, place))


def test_a_funder_sees_no_small_number(place):
    people = begun(place, 3)
    for person in people:
        tried(person, "with_me", "with_me")
    found = so_far.programme_so_far(of(Role.FUNDER, place), SLUG)
    assert found.outcome is None
    assert [count for _title, count in found.phases if count] == []
    html = page(of(Role.FUNDER, place))
    assert "Too few people to show a number." in html
    assert "Neighbour" not in html


def test_what_is_left_out_is_not_told_to_a_funder_when_it_is_small(place, monkeypatch):
    monkeypatch.setitem(hooks._counts, SLUG, lambda viewer: KeyOutcome(30, 50, 2, people=40))
    found = so_far.programme_so_far(of(Role.FUNDER, place), SLUG).outcome
    assert (found.count, found.total, found.not_counted) == (30, 50, None)


def test_who_came_is_counted_by_the_programme_of_the_meeting(place):
    (person,) = begun(place, 1)
    sasha = make.staff_for(person)
    for hour, (code, status) in enumerate(
        [("AIM", SessionStatus.MET), ("AIM", SessionStatus.NOT_MET), ("VR", SessionStatus.MET)]
    ):
        session = practice.session(person, sasha, hour=9 + hour, days=-1, programme=code)
        Session.objects.filter(pk=session.pk).update(status=status)
    came = so_far.programme_so_far(of(Role.COORDINATOR, place), SLUG).came
    assert (came.count, came.total) == (1, 2)
    assert so_far.programme_so_far(of(Role.FUNDER, place), SLUG).came is None


def test_who_sees_no_figures_gets_no_panel(place):
    assert panels.programme(of(Role.SPECIALIST, place), SLUG) == []
    assert panels.programme(make.self_viewer(make.participant(place)), SLUG) == []


def test_the_totals_cost_the_same_for_one_person_and_for_ten(place, django_assert_max_num_queries):
    viewer = of(Role.COORDINATOR, place)
    begun(place, 1)
    with django_assert_max_num_queries(3) as few:
        so_far.programme_so_far(viewer, SLUG)
    begun(place, 9)
    with django_assert_max_num_queries(3) as many:
        so_far.programme_so_far(viewer, SLUG)
    assert len(few) == len(many)


def team_of(place, people):
    viewer = make.staff_for(people[0], Role.MANAGER)
    user = viewer.user_id
    for person in people[1:]:
        relations.open_relation(
            participant=person,
            user=User.objects.get(pk=user),
            kind=RelationKind.CARE_TEAM,
            by=make.operator(place),
        )
    return viewer


def test_the_page_lists_twelve_people_and_the_rest_is_one_link_away(place):
    people = begun(place, 14)
    viewer = team_of(place, people)
    html = page(viewer)
    assert sum(f"/people/{one.key}/choices" in html for one in people) == 12
    assert '<span class="soft num">14</span>' in html
    assert f'href="/programmes/{SLUG}?all=1"' in html
    whole = browser(viewer).get(f"/programmes/{SLUG}?all=1").content.decode()
    assert sum(f"/people/{one.key}/choices" in whole for one in people) == 14
    assert '<span class="soft num">14</span>' in whole
    assert "?all=1" not in whole


def test_the_page_says_when_its_numbers_were_counted(place, monkeypatch):
    viewer = team_of(place, begun(place, 3))
    assert "The numbers here were counted at" not in page(viewer)
    monkeypatch.setattr(jobs, "LARGE", 2)
    assert jobs.keep_figures() == 9
    begun(place, 1)
    html = page(viewer)
    assert re.search(r"The numbers here were counted at \d+:\d\d\.", html)
    assert (
        "The numbers here were counted at"
        not in browser(make.self_viewer(make.participant(place))).get(f"/programmes/{SLUG}").content.decode()
    )
