import html as markup
from datetime import date

import pytest

from handrail.access import Role
from handrail.accounts.models import User
from handrail.intake import actions, panels, queries
from handrail.intake.models import StartLine
from handrail.intake.queries import start
from handrail.intake.queries.start import StartFact
from handrail.intake.rules import EnrolmentRank, StartState
from handrail.intake.tests import factories as intake
from handrail.people import actions as people
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(person):
    return f"/people/{person.key}/start"


@pytest.fixture(autouse=True)
def _only_our_facts(monkeypatch):
    monkeypatch.setattr(start, "START_FACTS", {})


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def ask(person, by, line=2, state=StartState.ASKED, **more):
    return actions.set_start_line(participant=person, line=line, state=state, by=by, **more)


def line_of(html, number):
    return html.split(f'id="l{number}"')[1].split("</li>")[0]


def test_before_anything_all_eight_are_not_yet_and_the_first_button_finds_a_contact(client, me, home):
    intake.sign_in(client, me)
    html = page(client, home)
    assert html.count(">Not yet</span>") == 8
    assert "Find my contact person" in line_of(html, 1)
    assert html.count("btn--main") == 1
    assert "btn--main" in line_of(html, 1)
    assert not StartLine.objects.exists()


@pytest.mark.seed("S-203")
def test_a_named_coordinator_is_line_one_done_with_a_number_to_call(client, person, me, home):
    dana = make.member(person.organisation, Role.COORDINATOR, "Dana Brandt")
    User.objects.filter(pk=dana.pk).update(phone="030 123")
    people.name_coordinator(participant=person, user=dana, by=make.operator(person.organisation))
    intake.sign_in(client, me)
    line = line_of(page(client, home), 1)
    assert "Dana Brandt, coordinator. Since 20 October. 030 123." in line
    assert 'href="tel:030 123"' in line
    assert "Call Dana" in line
    assert ">Done</span>" in line


@pytest.mark.seed("S-204")
def test_the_person_asks_on_one_page_and_the_team_finds_it_on_today(client, person, me, sasha, home):
    intake.sign_in(client, me)
    address = f"{home}/2"
    sent = {"state": "asked", "words": "My sister comes", "who": "Sasha"}
    response = client.post(address, sent | intake.form_of(client, address))
    assert response.url == f"{home}#l2"
    line = line_of(page(client, home), 2)
    assert "My sister comes" in line
    assert ">Asked</span>" in line
    assert "btn--main" not in line
    (offer,) = panels.today(sasha, make.TODAY)
    assert [(one.called, one.number) for one in offer.data["lines"]] == [("Elena", 2)]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        pytest.param(3, "Peer support and a mentor", marks=pytest.mark.seed("S-205")),
        pytest.param(4, "What it costs me, and who pays", marks=pytest.mark.seed("S-206")),
        pytest.param(5, "Which mix of places and online", marks=pytest.mark.seed("S-207")),
        pytest.param(6, "My 90-day plan, and who is in it with me", marks=pytest.mark.seed("S-208")),
        pytest.param(7, "When we look back together", marks=pytest.mark.seed("S-209")),
        pytest.param(8, "What changed, and who may see it", marks=pytest.mark.seed("S-210")),
    ],
)
def test_each_line_of_the_guide_can_be_asked_for_and_answered(client, person, me, sasha, home, line, title):
    ask(person, me, line=line)
    ask(person, sasha, line=line, state=StartState.DONE, words="So we agreed", who="Sasha", version=1)
    intake.sign_in(client, me)
    shown = line_of(page(client, home), line)
    assert title in shown
    assert "So we agreed" in shown
    assert ">Done</span>" in shown


def test_only_the_line_that_waits_for_me_has_the_filled_button(client, person, me, sasha, home):
    ask(person, sasha, line=2, words="Thursday at four?", due_on=date(2026, 10, 22))
    ask(person, me, line=4)
    intake.sign_in(client, me)
    mine = page(client, home)
    assert "btn--main" in line_of(mine, 2)
    assert "by Thursday 22 October" in line_of(mine, 2)
    assert "btn--main" not in line_of(mine, 4)
    intake.sign_in(client, sasha)
    theirs = page(client, home)
    assert "btn--main" not in line_of(theirs, 2)
    assert "btn--main" in line_of(theirs, 4)
    assert "Getting started with Elena" in theirs


def test_an_invited_relative_sees_and_answers_the_same_list(client, person, home):
    ravi = intake.relative(person)
    intake.sign_in(client, ravi)
    assert "A joint first meeting" in page(client, home)
    sent = {"state": "asked"} | intake.form_of(client, f"{home}/2")
    assert client.post(f"{home}/2", sent).status_code == 302
    assert StartLine.objects.get().line == 2


def test_a_manager_reads_the_list_without_buttons_to_change_it(client, person, home):
    manager = make.staff_for(person, Role.MANAGER)
    intake.sign_in(client, manager)
    html = page(client, home)
    assert "/start/" not in html
    assert client.get(f"{home}/2").status_code == 403


def test_the_list_is_closed_to_strangers_and_there_is_no_ninth_line(client, person, me, home):
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    intake.sign_in(client, stranger)
    assert client.get(home).status_code == 404
    intake.sign_in(client, me)
    assert client.get(f"{home}/9").status_code == 404


def test_a_line_changed_meanwhile_is_not_overwritten(client, person, me, sasha, home):
    intake.sign_in(client, me)
    sent = {"state": "done", "words": "Dana told me"} | intake.form_of(client, f"{home}/4")
    ask(person, sasha, line=4, words="Which insurance is it?")
    response = client.post(f"{home}/4", sent)
    assert response.status_code == 409
    for said in ("Somebody changed this line", "Which insurance is it?", "Dana told me", "not sent yet"):
        assert said in response.content.decode()
    assert StartLine.objects.get().state == StartState.ASKED


def test_sending_a_line_twice_changes_it_once(client, person, me, home):
    intake.sign_in(client, me)
    sent = {"state": "asked"} | intake.form_of(client, f"{home}/4")
    for _ in range(2):
        assert client.post(f"{home}/4", sent).url == f"{home}#l4"
    assert StartLine.objects.get().version == 1


def test_a_line_without_a_state_says_so(client, person, me, home):
    intake.sign_in(client, me)
    response = client.post(f"{home}/4", {"state": ""} | intake.form_of(client, f"{home}/4"))
    assert "Please choose one." in response.content.decode()


def test_a_higher_room_says_how_its_line_stands(client, person, me, home):
    fact = StartFact(
        StartState.DONE, "First time: Monday 11 January.", f"/people/{person.key}/start", "See who comes"
    )
    queries.offer_start_fact(7, lambda viewer, participant: fact)
    queries.offer_start_fact(6, lambda viewer, participant: None)
    intake.sign_in(client, me)
    html = page(client, home)
    assert "First time: Monday 11 January." in line_of(html, 7)
    assert "See who comes" in line_of(html, 7)
    assert ">Not yet</span>" in line_of(html, 6)
    assert "First time: Monday 11 January." in page(client, f"{home}/7")
    with pytest.raises(ValueError, match="There is no line 9"):
        queries.offer_start_fact(9, lambda viewer, participant: fact)


def test_a_line_put_aside_stays_so_whatever_a_room_says(client, person, me, home):
    queries.offer_start_fact(7, lambda viewer, participant: StartFact(StartState.DONE, "On a day"))
    ask(person, me, line=7, state=StartState.NOT_FOR_ME, words="I write for myself.")
    intake.sign_in(client, me)
    line = line_of(page(client, home), 7)
    assert ">Not for me</span>" in line
    assert "I write for myself." in line


def test_the_week_has_a_door_while_lines_are_open(person, me):
    (offer,) = panels.week(me, person, date(2026, 10, 19))
    assert offer.data["text"] == "8 lines are still open"
    for line in range(1, 9):
        ask(person, me, line=line, state=StartState.NOT_FOR_ME)
    assert panels.week(me, person, date(2026, 10, 19)) == []


def test_chosen_programmes_are_doors_on_the_person_page(person, me, sasha):
    actions.enrol(participant=person, programme_type="VR", rank=EnrolmentRank.PRIMARY, by=me)
    actions.enrol(participant=person, programme_type="PEER", rank=EnrolmentRank.BACKUP, by=me)
    (offer,) = panels.person(sasha, person)
    assert [str(one.rank) for one in offer.data["enrolments"]] == ["First choice", "My back-up"]


def test_today_shows_what_waits_for_me_and_nothing_to_others(person, sasha):
    assert panels.today(sasha, make.TODAY) == []
    mine = intake.referral(person.organisation, contact=intake.user_of(sasha))
    intake.referral(person.organisation)
    later = intake.referral(person.organisation, contact=intake.user_of(sasha))
    actions.put_referral_off(
        referral=later, alternatives="The choir", contact_again_on=date(2026, 10, 20), by=sasha
    )
    (offer,) = panels.today(sasha, make.TODAY)
    assert [row.pk for row in offer.data["referrals"]] == [mine.pk, later.pk]
    assert offer.data["untaken"] == 1
    assert panels.today(intake.relative(person), make.TODAY) == []
    assert queries.waiting_for(make.operator(person.organisation)) == []


@pytest.mark.parametrize("name", ["_today", "_week", "_strengths", "_enrolments"])
def test_every_panel_draws_itself(rf, person, me, sasha, name):
    from django.template.loader import get_template

    held = intake.conversation(person, sasha)
    intake.answer(held, me, "Cooking", question="good-at")
    intake.referral(person.organisation, contact=intake.user_of(sasha))
    actions.enrol(participant=person, programme_type="VR", rank=EnrolmentRank.PRIMARY, by=me)
    offers = panels.person(sasha, person) + panels.today(sasha, make.TODAY)
    offers += panels.week(me, person, date(2026, 10, 19))
    (offer,) = [one for one in offers if one.template == f"intake/{name}.html"]
    html = get_template(offer.template, using="jinja2").render({"data": offer.data}, rf.get("/"))
    assert "<" in html
    assert "object at 0x" not in html


def test_the_list_asks_few_questions(client, person, me, home, django_assert_max_num_queries):
    intake.sign_in(client, me)
    page(client, home)
    with django_assert_max_num_queries(12):
        page(client, home)
