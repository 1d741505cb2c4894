from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Category, RelationKind, Role, scope_bits
from handrail.accounts.models import User
from handrail.accounts.tests.browsing import about, browser
from handrail.audit.models import Event, LookPerson
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.community import actions, panels, queries
from handrail.community.models import Link, LinkStatusChange
from handrail.community.rules import GotIt, LinkStatus, PlaceStatus
from handrail.community.tests import factories as make
from handrail.people.models import Relation
from handrail.plans.models import Step
from handrail.plans.rules import LifeArea, StepStatus
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db
S = LinkStatus


@pytest.mark.seed("S-057")
@pytest.mark.seed("S-108")
@pytest.mark.parametrize("kind", ["housing", "health", "education", "money", "social"])
def test_a_link_runs_from_asking_to_the_persons_own_answer(person, sasha, me, kind):
    at = make.place(person.organisation, kind=kind)
    link = make.link(person, sasha, at, need="Two letters from the bank")
    assert (link.owner_id, link.due_on) == (sasha.user_id, make.TODAY + timedelta(days=14))
    actions.change_link_status(link=link, to=S.ACCEPTED, by=sasha)
    actions.change_link_status(link=link, to=S.VISITED, on=make.TODAY - timedelta(days=1), by=me)
    done = actions.answer_link(link=link, answer=GotIt.PARTLY, words="One of two.", by=me)
    assert (done.status, done.answer, done.answered_on) == (S.ANSWERED, "partly", make.TODAY)
    path = list(LinkStatusChange.objects.order_by("changed_at", "pk").values_list("to_status", "reason"))
    assert path == [
        ("asked", ""), ("accepted", ""), ("visited", ""), ("answered", "In part. One of two."),
    ]  # fmt: skip
    assert Event.objects.filter(participant_id=person.pk, kind__contains="link").count() == 4


def test_only_the_person_says_whether_it_helped(person, sasha, me):
    link = make.visited(person, sasha)
    with pytest.raises(NotAllowed, match="Only the person"):
        actions.answer_link(link=link, answer=GotIt.YES, by=sasha)
    with pytest.raises(DomainError, match="Only the person"):
        actions.change_link_status(link=link, to=S.ANSWERED, by=sasha)
    actions.answer_link(link=link, answer=GotIt.NO, by=me)
    again = actions.answer_link(link=link, answer=GotIt.YES, by=me)
    assert again.answer == "yes"
    assert again.changes.filter(to_status="answered").count() == 2


def test_a_link_to_a_closed_place_is_answered_with_a_sentence_and_nothing_is_written(person, sasha):
    at = make.place(person.organisation, "Harbour café")
    actions.change_place_status(place=at, to=PlaceStatus.CLOSED, by=sasha)
    with pytest.raises(DomainError, match="Harbour café closed on 20 October. Choose another place"):
        make.link(person, sasha, at)
    assert not Link.objects.exists()


def test_one_open_link_to_a_place_and_another_when_it_has_ended(person, sasha, me):
    at = make.place(person.organisation)
    first = make.link(person, sasha, at)
    with pytest.raises(DomainError, match="already"):
        make.link(person, me, at)
    actions.change_link_status(link=first, to=S.SET_ASIDE, by=me)
    make.link(person, me, at)
    with pytest.raises(DomainError, match="already"):
        actions.change_link_status(link=first, to=S.ASKED, by=me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.filter(pk=first.pk).update(status=S.ASKED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": S.ANSWERED, "visited_on": make.TODAY},
        {"answer": "yes", "answered_on": make.TODAY},
        {"status": S.VISITED},
        {"status": S.ANSWERED, "visited_on": make.TODAY, "answered_on": make.TODAY, "answer": "maybe"},
        {"due_on": make.TODAY - timedelta(days=1)},
    ],
)
def test_the_database_keeps_states_and_days_together(person, sasha, wrong):
    link = make.link(person, sasha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.filter(pk=link.pk).update(**wrong)


def test_a_step_that_the_table_does_not_have_is_told(person, sasha):
    with pytest.raises(InvalidTransition):
        actions.change_link_status(link=make.link(person, sasha), to=S.VISITED, by=sasha)


def test_days_that_cannot_be_and_an_older_version_are_told(person, sasha):
    link = make.link(person, sasha)
    actions.change_link_status(link=link, to=S.ACCEPTED, by=sasha, version=1)
    with pytest.raises(Stale):
        actions.change_link_status(link=link, to=S.VISITED, by=sasha, version=1)
    with pytest.raises(DomainError, match="still to come"):
        actions.change_link_status(link=link, to=S.VISITED, by=sasha, on=make.TODAY + timedelta(days=1))
    with pytest.raises(DomainError, match="has passed"):
        make.link(person, sasha, make.place(person.organisation, "B"), due_on=make.TODAY - timedelta(days=1))


def test_what_the_person_asks_goes_to_the_coordinator_and_else_stands_as_without_owner(person, me):
    assert make.link(person, me).owner is None
    dana = make.coordinator_for(person)
    assert make.link(person, me, make.place(person.organisation, "Night shelter")).owner_id == dana.user_id
    assert [one.why for one in queries.links_waiting(dana)] == ["Nobody sees to it yet."]


def test_family_may_not_write_and_a_step_of_somebody_else_is_told(person, sasha):
    ravi = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    with pytest.raises(NotAllowed):
        make.link(person, ravi)
    other, mine, _staff = plans.elena()
    strange = plans.step(plans.goal(plans.plan(other, mine), mine), mine)
    with pytest.raises(DomainError, match="not in this plan"):
        make.link(person, sasha, step=strange)


@pytest.mark.seed("S-140")
def test_a_link_becomes_a_step_agreed_by_the_person_or_suggested_by_a_colleague(person, sasha, me):
    goal = plans.goal(plans.plan(person, me), me)
    link = actions.make_link_a_step(link=make.link(person, me), goal=goal, by=me)
    assert (link.step.status, link.step.title) == (
        StepStatus.AGREED, "Go to Money advice centre for the first time",
    )  # fmt: skip
    with pytest.raises(DomainError, match="in the plan already"):
        actions.make_link_a_step(link=link, goal=goal, by=me)
    second = make.link(person, sasha, make.place(person.organisation, "Night shelter"))
    suggested = actions.make_link_a_step(link=second, goal=goal, by=sasha)
    assert suggested.step.status == StepStatus.PROPOSED
    assert Event.objects.filter(kind="make_link_a_step").count() == 2
    assert not Event.objects.filter(kind__in=["add_step", "propose_step"]).exists()


# ---------- lists ----------


def test_what_waits_for_a_colleague_is_due_without_owner_or_at_a_closed_place(person, sasha):
    agency = person.organisation
    soon = make.link(person, sasha, make.place(agency, "Soon"), due_on=make.TODAY + timedelta(days=3))
    make.link(person, sasha, make.place(agency, "Later"), due_on=make.TODAY + timedelta(days=4))
    shut = make.place(agency, "Shut")
    make.link(person, sasha, shut, due_on=make.TODAY + timedelta(days=30))
    actions.change_place_status(place=shut, to=PlaceStatus.CLOSED, by=sasha)
    assert [(one.place, one.why) for one in queries.links_waiting(sasha)] == [
        ("Soon", "Now the place answers"),
        ("Shut", "The place closed. Look for another together."),
    ]
    assert soon.key in str(panels.today(sasha, make.TODAY)[0].data)


def test_a_colleague_without_the_person_sees_nothing_and_the_person_has_no_such_list(person, sasha, me):
    make.link(person, me)
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    assert queries.links_waiting(stranger) == []
    assert panels.today(me, make.TODAY) == []


@pytest.mark.parametrize("count", [2, 8])
def test_the_pages_take_the_same_statements_however_many_links_there_are(person, sasha, count):
    for number in range(count):
        make.link(person, sasha, make.place(person.organisation, f"Place {number}"))
    with CaptureQueriesContext(connection) as seen:
        queries.links_page(sasha, person)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        queries.links_waiting(sasha)
    assert len(seen) == 1


# ---------- what others ask ----------


def test_the_key_outcome_counts_answered_links_and_names_what_is_not_answered(person, sasha, me):
    for number, answer in enumerate([GotIt.YES, GotIt.YES, GotIt.NO, None]):
        link = make.visited(person, sasha, make.place(person.organisation, f"Place {number}"))
        if answer:
            actions.answer_link(link=link, answer=answer, by=me)
    with CaptureQueriesContext(connection) as seen:
        found = queries.key_outcome(sasha)
    assert len(seen) == 1
    assert (found.n, found.out_of, found.not_counted, found.people) == (2, 3, 1, 1)


def test_the_programme_panel_shows_totals_to_staff_only(person, sasha, me):
    make.link(person, me)
    [panel] = panels.programme(sasha, "community-based")
    assert (panel.data["month"].links_open, panel.data["month"].links_without_owner) == (1, 1)
    assert panels.programme(sasha, "peer") == []
    assert panels.programme(me, "community-based") == []
    assert panels.programme(None, "community-based") == []


def test_a_money_link_is_a_fact_of_the_money_area(person, sasha, me):
    make.link(person, sasha)
    [fact] = queries.area_facts(me, person)
    assert (fact.area, fact.text) == (LifeArea.MONEY, "Link to Money advice centre")
    ravi = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert queries.area_facts(ravi, person) == []


# ---------- pages ----------


def test_the_person_asks_for_a_link_in_three_taps(person, me):
    at, client = make.place(person.organisation), browser(me)
    address = f"/people/{person.key}/links/new/{at.key}"
    assert address in client.get(f"/services/{at.key}").content.decode()
    page = client.post(address, {"about": about(client, address), "need": "A form"}, follow=True)
    assert "Money advice centre" in page.content.decode()
    assert Link.objects.get().need == "A form"


def test_a_colleague_asks_for_a_person_with_owner_and_day(person, sasha):
    at, client = make.place(person.organisation), browser(sasha)
    address = f"/people/{person.key}/links/new/{at.key}"
    sent = {
        "about": about(client, address),
        "need": "",
        "owner": str(sasha.user_id),
        "due_on_day": "30",
        "due_on_month": "10",
        "due_on_year": "2099",
    }
    assert client.post(address, sent).status_code == 302
    assert str(Link.objects.get().due_on) == "2099-10-30"
    outsider = make.member(person.organisation, Role.SPECIALIST)
    again = sent | {"about": about(client, address), "owner": str(outsider.pk)}
    assert client.post(address, again).status_code == 422


def test_asking_at_a_closed_place_shows_the_sentence_on_the_form(person, sasha, me):
    at, client = make.place(person.organisation), browser(me)
    address = f"/people/{person.key}/links/new/{at.key}"
    sent = {"about": about(client, address), "need": ""}
    actions.change_place_status(place=at, to=PlaceStatus.CLOSED, by=sasha)
    page = client.post(address, sent)
    assert page.status_code == 422
    assert "Choose another place" in page.content.decode()


def test_buttons_lead_through_the_link_and_the_person_answers_with_one(person, sasha, me):
    link, client = make.link(person, sasha), browser(sasha)
    address = f"/people/{person.key}/links/{link.key}"
    for to in ("accepted", "visited"):
        token = client.get(address).content.decode().split('name="about" value="')[1].split('"')[0]
        assert client.post(address, {"about": token, "do": to}).status_code == 302
    assert "is asked: did you get what you needed?" in client.get(address).content.decode()
    own = browser(me)
    token = own.get(address).content.decode().split('name="about" value="')[1].split('"')[0]
    page = own.post(f"{address}/answer", {"about": token, "answer": "yes"}, follow=True)
    assert "Got what I needed: Yes" in page.content.decode()


def test_a_colleague_who_answers_for_the_person_is_told(person, sasha, me):
    link, client = make.visited(person, sasha), browser(sasha)
    address = f"/people/{person.key}/links/{link.key}"
    sent = {"about": about(client, address), "answer": "yes"}
    assert client.post(f"{address}/answer", sent).status_code == 403
    assert client.post(address, {"about": about(client, address), "do": "lost"}).status_code == 409


def test_a_link_is_handed_over_and_made_a_step_on_its_page(person, sasha, me):
    goal = plans.goal(plans.plan(person, me), me)
    dana = make.coordinator_for(person)
    link, client = make.link(person, sasha), browser(sasha)
    address = f"/people/{person.key}/links/{link.key}"
    sent = {"about": about(client, address), "owner": str(dana.user_id)}
    day = {"due_on_day": "1", "due_on_month": "11", "due_on_year": "2099"}
    assert client.post(f"{address}/owner", sent | day).status_code == 302
    link.refresh_from_db()
    assert (link.owner, str(link.due_on)) == (User.objects.get(pk=dana.user_id), "2099-11-01")
    token = client.get(address).content.decode().split("links/" + link.key + "/step")[1]
    sent = {"about": token.split('name="about" value="')[1].split('"')[0], "goal": goal.key}
    assert client.post(f"{address}/step", sent).url.endswith(Step.objects.get().key)


def test_the_way_to_a_place_is_written_and_shown_where_it_is_needed(person, me):
    link, client = make.link(person, me), browser(me)
    address = f"/people/{person.key}/links/{link.key}"
    sent = {"about": about(client, f"{address}/way"), "transport": "bus", "line": "Bus 14 at 10:42"}
    page = client.post(f"{address}/way", sent | {"minutes": "12", "with_whom": "Sasha"}, follow=True)
    assert "By bus. Bus 14 at 10:42. 12 minutes. Sasha comes along." in page.content.decode()
    assert client.post(f"{address}/way", sent | {"transport": "rocket"}).status_code == 422


def test_pages_leave_their_look_and_are_absent_for_strangers_and_for_family_without_the_scope(person, sasha):
    link = make.link(person, sasha)
    address = f"/people/{person.key}/links/{link.key}"
    assert browser(sasha).get(address).status_code == 200
    assert LookPerson.objects.filter(category=Category.LINKS, participant_id=person.pk).exists()
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    ravi = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    for viewer in (stranger, ravi):
        for page in (address, f"/people/{person.key}/links", f"/people/{person.key}/activities"):
            assert browser(viewer).get(page).status_code == 404
    Relation.objects.filter(user_id=ravi.user_id).update(scopes=scope_bits({Category.LINKS}))
    page = browser(ravi).get(address).content.decode()
    assert "They said yes" not in page
    assert browser(ravi).post(address, {"do": "accepted"}).status_code != 302
