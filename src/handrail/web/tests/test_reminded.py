"""What the team is reminded of about a person, the person reads in the same words."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import RelationKind, Role
from handrail.accounts.tests.browsing import browser
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.community.tests import factories as community
from handrail.housing.tests import factories as housing
from handrail.intake.actions import take_sealed
from handrail.intake.tests import factories as intake
from handrail.intake.tests.phone import Phone, op_of
from handrail.learning.actions import answer_company
from handrail.people import actions
from handrail.people.limits import Blocked
from handrail.people.rules import Relationship
from handrail.people.tests import factories as people
from handrail.plans.actions import care
from handrail.practice.tests import factories as practice
from handrail.web.reminded import reminded_page
from handrail.work.tests import factories as work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.clock_at(practice.at(9)):
        yield


@pytest.fixture
def at():
    """Return Elena, herself, and her coordinator."""
    elena = people.participant(people.organisation())
    dana = people.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    return elena, people.self_viewer(elena), dana


def said(viewer, person):
    return {str(one.title): one.lines for one in reminded_page(viewer, person.key).reminders}


def words(viewer, address):
    answer = browser(viewer).get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_with_nothing_to_remind_of_the_page_says_so(at):
    elena, me, _dana = at
    assert said(me, elena) == {}
    address = f"/people/{elena.key}/access/reminded"
    assert "Nobody is reminded of anything about me today." in words(me, address)
    assert address in words(me, f"/people/{elena.key}/people")


def test_what_came_late_is_said_to_the_person_as_to_the_team(at):
    elena, me, dana = at
    row = Phone(me, intake.conversation(elena, dana)).writes(question="no-such")
    take_sealed(op_of(row), by=me)
    assert said(me, elena)["Words that came late"] == ["no-such"]
    assert "Words that came late" in words(dana, "/today")


def test_nobody_else_opens_it(at):
    elena, _me, dana = at
    relative = people.staff_for(elena, Role.FAMILY, RelationKind.FAMILY)
    other = people.self_viewer(people.participant(elena.organisation, "Rosa"))
    for viewer in (relative, dana, other):
        assert browser(viewer).get(f"/people/{elena.key}/access/reminded").status_code in (403, 404)
        with pytest.raises(NotFound):
            reminded_page(viewer, elena.key)


def test_the_words_of_the_teams_day_stand_on_the_persons_page(at):
    elena, me, dana = at
    housing.trouble(elena, dana, "A letter about the heating.")
    community.link(elena, dana, due_on=dana.today)
    work.job(elena, dana, ago=30)
    care.add_care_task(participant=elena, what="Ring the landlord", due_on=dana.today, by=dana)
    answer_company(participant=elena, wants=True, by=me)
    practice.filed(elena, dana, practice.step(elena), held_at=practice.at(11, days=-5))
    today, own = words(dana, "/today"), words(me, f"/people/{elena.key}/access/reminded")
    found = said(me, elena)
    assert set(found) >= {
        "Homes to look at", "Links that wait", "Work and study", "Nobody does these yet",
        "Look at a lesson together", "To finish",
    }  # fmt: skip
    for phrase in (
        "A letter about the heating.",
        "Ring the landlord",
        "Money advice centre",
        "Not read with Elena yet.",
    ):
        assert phrase in today
        assert phrase in own
    for line in found["Work and study"]:
        assert line in today


def test_what_waits_about_who_sees_the_record_stands_on_the_persons_page(at):
    elena, me, _dana = at
    actions.block_contact(participant=elena, name="Karl Weiss", by=me)
    with pytest.raises(Blocked) as met:
        actions.add_supporter(participant=elena, name="Karl Weiss", relationship=Relationship.FRIEND, by=me)
    actions.tell_of_blocked(met=met.value, by=me)
    actions.ask_other_worker(participant=elena, words="Somebody calmer.", by=me)
    assert said(me, elena)["Who sees what: to decide"] == [
        "A blocked contact was met. Somebody was about to name them as family or a friend.",
        "Asks for another worker. Somebody calmer.",
    ]


def test_a_person_whom_nobody_coordinates_reads_that_too():
    elena = people.participant(people.organisation())
    assert said(people.self_viewer(elena), elena)["Nobody coordinates yet"] == ["Name a coordinator"]


def test_what_is_about_somebody_else_does_not_stand_here(at):
    elena, me, _dana = at
    rosa = people.participant(elena.organisation, "Rosa")
    housing.trouble(rosa, people.staff_for(rosa), "Somebody else's letter.")
    assert "Homes to look at" not in said(me, elena)


def test_as_many_statements_for_two_as_for_ten(at):
    elena, me, dana = at
    counts = []
    for number in (2, 8):
        for one in range(number):
            housing.trouble(elena, dana, f"Letter {number} {one}.")
        with CaptureQueriesContext(connection) as asked:
            reminded_page(replace(me, today=me.today), elena.key)
        counts.append(len(asked))
    assert counts[0] == counts[1]
