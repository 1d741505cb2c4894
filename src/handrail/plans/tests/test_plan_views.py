from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from handrail.access import RelationKind, Role
from handrail.audit.models import LookPerson
from handrail.base.clock import clock_at
from handrail.people.models import KeptText
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, family, stranger, text
from handrail.plans import actions, queries
from handrail.plans.models import Goal, GoodMoment, LookBack, Plan
from handrail.plans.tests import factories as make
from handrail.plans.tests.browsing import address

pytestmark = pytest.mark.django_db


def test_my_plan_is_mine_and_the_look_is_kept(opened):
    person, me, sasha, goal = opened
    make.step(goal, me, why="My own colours")
    page = browser(me).get(address("plan", person))
    assert page.status_code == 200
    assert "My plan" in text(page)
    assert goal.words in text(page)
    assert "Why: My own colours" in text(page)
    theirs = text(browser(sasha).get(address("plan", person)))
    assert "The plan of Elena" in theirs
    assert "Suggest a step" in theirs
    assert LookPerson.objects.filter(participant_id=person.pk, category="plan").exists()


def test_absent_and_closed_look_the_same(opened):
    person, _me, _sasha, _goal = opened
    client = browser(stranger(person))
    closed, absent = client.get(address("plan", person)), client.get("/people/bbbbbbbbbb/plan")
    assert closed.status_code == absent.status_code == 404
    assert closed.content == absent.content


def test_nobody_signed_in_is_asked_to_sign_in(opened):
    person, *_ = opened
    assert Client().get(address("plan", person)).headers["Location"].startswith("/sign-in")


def test_family_reads_and_can_press_nothing(opened):
    person, me, _sasha, goal = opened
    step = make.step(goal, me)
    client = browser(family(person))
    page = text(client.get(address("plan", person)))
    assert "Add a step" not in page
    assert "Suggest a step" not in page
    for name, keys in (
        ("step_new", [goal.key]),
        ("answer", [step.key]),
        ("step_change", [step.key]),
        ("goal_new", []),
        ("moment_new", []),
        ("look_back_new", []),
    ):
        assert client.get(address(name, person, *keys)).status_code == 403
    sent = client.post(address("open", person), about(person))
    assert sent.status_code == 403


@pytest.mark.seed("S-079")
def test_person_and_family_read_when_to_expect_what_and_nothing_presses_before_three_months(opened):
    person, me, sasha, goal = opened
    with clock_at(datetime(2026, 7, 25, tzinfo=UTC)):
        actions.begin_step(step=make.step(goal, me), by=me)
    for viewer in (me, family(person)):
        assert "within 3 to 6 months" in text(browser(viewer).get(address("plan", person)))
    assert queries.same_step_since(sasha) == []
    with clock_at(datetime(2026, 10, 25, tzinfo=UTC)):
        assert len(queries.same_step_since(sasha)) == 1


def test_no_plan_and_no_steps_are_fine():
    person, me, _sasha = make.elena()
    client = browser(me)
    page = text(client.get(address("plan", person)))
    assert "No plan yet. That is fine." in page
    assert client.post(address("open", person), about(person)).status_code == 302
    assert "No goal yet. That is fine." in text(client.get(address("plan", person)))
    make.goal(Plan.objects.get(), me)
    assert "No steps yet. That is fine." in text(client.get(address("plan", person)))
    assert client.post(address("open", person), about(person)).status_code == 409


GOAL = {
    "words": "Sleep through the night",
    "life_area": "health",
    "environment": "living",
    "picture": "heart",
}


def test_a_goal_is_written_said_anew_and_reached(opened):
    person, me, sasha, goal = opened
    assert "together" in text(browser(sasha).get(address("goal_new", person)))
    date_boxes = {"target_on_day": "24", "target_on_month": "12", "target_on_year": "2026"}
    sent = {**GOAL, **date_boxes, **about(person)}
    assert browser(sasha).post(address("goal_new", person), sent).status_code == 302
    new = Goal.objects.get(words=GOAL["words"])
    assert (new.author_kind, new.target_on) == ("staff", date(2026, 12, 24))
    url = address("goal", person, new.key)
    assert browser(me).get(url).status_code == 200
    assert browser(me).post(url, {**GOAL, "words": " "}).status_code == 200
    assert browser(me).post(url, {**GOAL, "words": "Sleep", **about(person, 1)}).status_code == 302
    page = text(browser(me).get(address("plan", person)))
    assert "Also my goal" in page
    assert "Written down by somebody of the team." in page
    status = address("goal_status", person, new.key)
    assert browser(sasha).post(status, {"do": "reach", **about(person)}).status_code == 403
    assert browser(me).post(status, {"do": "reach", **about(person)}).status_code == 302
    assert "Earlier goals and look backs" in text(browser(me).get(address("plan", person)))


@pytest.mark.hazard("H-06")
def test_two_texts_are_shown_and_the_person_decides(opened):
    person, me, sasha, goal = opened
    actions.reword_goal(goal=goal, version=1, words="Mine", by=me)
    sent = {**GOAL, "words": "Theirs", **about(person, 1)}
    assert browser(sasha).post(address("goal", person, goal.key), sent).status_code == 302
    assert "Both texts are kept." in text(browser(me).get(address("plan", person)))
    url = address("kept", person)
    assert "decides which words stand" in text(browser(sasha).get(url))
    sent = {"kept": KeptText.objects.get().key, "do": "use", **about(person)}
    assert browser(sasha).post(url, sent).status_code == 403
    assert browser(me).post(url, sent).status_code == 302
    assert Goal.objects.get().words == "Theirs"
    assert "Nothing waits here." in text(browser(me).get(url))


def test_the_plan_rests_and_is_taken_up_again(opened):
    person, me, sasha, _goal = opened
    url = address("status", person)
    assert "talk with them" in text(browser(sasha).get(url))
    assert browser(sasha).post(url, {"do": "end", **about(person)}).status_code == 403
    assert browser(me).post(url, {"do": "rest", "reason": "", **about(person)}).status_code == 302
    assert "This plan rests." in text(browser(me).get(address("plan", person)))
    assert browser(me).post(url, {"do": "end", "reason": "Enough", **about(person)}).status_code == 302
    assert "The rail stays here" in text(browser(me).get(address("plan", person)))
    assert "This plan ended on" in text(browser(sasha).get(address("plan", person)))
    assert browser(me).post(url, {"do": "rest", **about(person)}).status_code == 200
    assert browser(me).post(url, {"do": "resume", **about(person)}).status_code == 302


@pytest.mark.parametrize(("sent", "kept"), [("stairs", "stairs"), ("list", "list"), ("spiral", "path")])
def test_the_picture_is_kept_for_the_person(opened, sent, kept):
    person, me, sasha, _goal = opened
    url = address("view", person)
    assert browser(me).post(url, {"view": sent, **about(person)}).status_code == 302
    person.refresh_from_db()
    assert person.plan_view == kept
    assert browser(sasha).post(url, {"view": "list", **about(person)}).status_code == 403


def test_a_good_moment_is_kept_hidden_and_shown_again(opened):
    person, me, sasha, _goal = opened
    url = address("moment_new", person)
    assert browser(me).get(url).status_code == 200
    assert browser(me).post(url, {"words": "I paid the fare myself.", **about(person)}).status_code == 302
    moment = GoodMoment.objects.get()
    assert "I paid the fare myself." in text(browser(sasha).get(address("plan", person)))
    hide = address("moment", person, moment.key)
    assert browser(me).post(hide, {"do": "hide", **about(person)}).status_code == 302
    assert "I paid the fare myself." not in text(browser(sasha).get(address("plan", person)))
    assert "Show again" in text(browser(me).get(address("plan", person)))
    assert browser(me).post(hide, {"do": "show", **about(person)}).status_code == 302
    future = {"words": "x", "happened_on_day": "1", **about(person)}
    assert browser(me).post(url, future).status_code == 200


def test_a_look_back_is_planned_moved_and_held(opened):
    person, me, sasha, goal = opened
    make.step(goal, me)
    new = address("look_back_new", person)
    assert browser(me).get(new).status_code == 200
    boxes = {"planned_on_day": "2", "planned_on_month": "11", "planned_on_year": "2026"}
    sent = {**boxes, "with_whom": "Dad", "kind": "between"}
    assert browser(me).post(new, {**sent, "planned_on_year": "2025", **about(person)}).status_code == 200
    assert browser(me).post(new, {**sent, **about(person)}).status_code == 302
    row = LookBack.objects.get(kind="between")
    url = address("look_back", person, row.key)
    move = {f"move-{name}": value for name, value in {**boxes, "planned_on_day": "3"}.items()}
    assert browser(sasha).post(url, {**move, "do": "move", **about(person)}).status_code == 302
    assert browser(family(person)).post(url, {**move, "do": "move", **about(person)}).status_code == 403
    hold = {"words": "The bus is easier.", "with_whom": "Dad", "do": "hold", **about(person)}
    assert browser(me).post(url, hold).status_code == 302
    page = text(browser(me).get(url))
    assert "The bus is easier." in page
    assert "What we say today" not in page


def test_the_list_of_look_backs_is_for_coordinators(opened):
    person, _me, sasha, _goal = opened
    LookBack.objects.filter(kind="ninety_days").update(planned_on=date(2026, 10, 30), with_whom="Dad")
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    url = reverse("plans:look_backs")
    page = text(browser(dana).get(url))
    assert "Friday 30 October" in page
    assert "Elena Nair" in page
    assert "Elena Nair" not in text(browser(dana).get(url + "?after=2026-12-01_b"))
    assert browser(dana).get(url + "?after=nonsense").status_code == 200
    assert browser(sasha).get(url).status_code == 403
