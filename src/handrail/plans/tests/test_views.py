from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from handrail.access import RelationKind, Role, about_field
from handrail.accounts.models import User
from handrail.accounts.sign_in import MEMBERSHIP, OWN_RECORD
from handrail.audit.models import Event, LookPerson
from handrail.base.clock import clock_at
from handrail.people.models import KeptText, Participant
from handrail.people.tests import factories as people
from handrail.plans import actions, queries
from handrail.plans.hooks import hooks
from handrail.plans.models import Goal, GoodMoment, LookBack, Plan, Step, StepStatusChange
from handrail.plans.rules import SupportLevel
from handrail.plans.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock_at(datetime(2026, 10, 20, 8, tzinfo=UTC), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def elena():
    person, me, sasha = make.elena()
    goal = make.goal(make.plan(person, me), me)
    return person, me, sasha, goal


def browser(viewer) -> Client:
    """Return a browser in which the viewer is signed in."""
    client = Client()
    user = User.objects.get(pk=viewer.user_id)
    client.force_login(user)
    session = client.session
    session[MEMBERSHIP] = str(user.memberships.get().pk)
    session[OWN_RECORD] = str(viewer.participant_id or "")
    session.save()
    return client


def address(name: str, person: Participant, *keys: str) -> str:
    return reverse(f"plans:{name}", args=[person.key, *keys])


def about(person: Participant, version: int = 1) -> dict[str, str]:
    field = str(about_field(person.key, version))
    return {"about": field.split('value="')[1].split('"')[0]}


def family(person):
    return people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)


def stranger(person):
    user = people.member(person.organisation, Role.SPECIALIST)
    return people.viewer(user, person.organisation, Role.SPECIALIST)


def text(response) -> str:
    return response.content.decode()


STEP = {"title": "Order a coffee", "support_wanted": "with_me"}


def test_my_plan_is_mine_and_the_look_is_kept(elena):
    person, me, sasha, goal = elena
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


def test_absent_and_closed_look_the_same(elena):
    person, _me, _sasha, _goal = elena
    client = browser(stranger(person))
    closed, absent = client.get(address("plan", person)), client.get("/people/bbbbbbbbbb/plan")
    assert closed.status_code == absent.status_code == 404
    assert closed.content == absent.content


def test_nobody_signed_in_is_asked_to_sign_in(elena):
    person, *_ = elena
    assert Client().get(address("plan", person)).headers["Location"].startswith("/sign-in")


def test_family_reads_and_can_press_nothing(elena):
    person, me, _sasha, goal = elena
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
def test_person_and_family_read_when_to_expect_what_and_nothing_presses_before_three_months(elena):
    person, me, sasha, goal = elena
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


def test_the_person_adds_a_step_once_however_often_it_is_sent(elena):
    person, me, _sasha, goal = elena
    client = browser(me)
    url = address("step_new", person, goal.key)
    assert "Show ideas" in text(client.get(url))
    sent = {**STEP, **about(person)}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    step = Step.objects.get()
    assert (step.title, step.status) == ("Order a coffee", "agreed")


def test_an_idea_fills_the_form(elena):
    person, me, _sasha, goal = elena
    page = browser(me).get(address("step_new", person, goal.key) + "?idea=pay_bill")
    assert 'value="Pay one bill"' in text(page)
    assert browser(me).get(address("step_new", person, goal.key) + "?idea=nothing").status_code == 200


def test_a_step_without_a_name_comes_back_with_a_sentence(elena):
    person, me, _sasha, goal = elena
    page = browser(me).post(address("step_new", person, goal.key), {**STEP, "title": "", **about(person)})
    assert page.status_code == 200
    assert "Name the step, so that it can be found." in text(page)
    assert not Step.objects.exists()


def test_a_form_for_another_person_is_not_taken(elena):
    person, me, _sasha, goal = elena
    rosa = people.participant(person.organisation, "Rosa")
    sent = browser(me).post(address("step_new", person, goal.key), {**STEP, **about(rosa)})
    assert sent.status_code == 404
    assert not Step.objects.exists()


def test_a_colleague_suggests_and_the_person_agrees_from_the_plan(elena):
    person, me, sasha, goal = elena
    browser(sasha).post(address("step_new", person, goal.key), {**STEP, **about(person)})
    step = Step.objects.get()
    assert step.status == "proposed"
    page = text(browser(me).get(address("plan", person)))
    assert "suggests, since 20 October" in page
    sent = {"answer": "agree", **about(person, step.version)}
    assert browser(me).post(address("answer", person, step.key), sent).status_code == 302
    step.refresh_from_db()
    assert step.status == "agreed"
    assert browser(sasha).post(address("answer", person, step.key), sent).status_code == 403


def test_the_person_says_no_in_her_own_words_and_a_colleague_is_told(elena):
    person, me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    url = address("answer", person, step.key)
    assert "No, thank you" in text(browser(me).get(url))
    sent = {"answer": "decline", "no-reason": "I do not sing.", **about(person)}
    assert browser(me).post(url, sent).status_code == 302
    assert StepStatusChange.objects.get(to_status="declined").reason == "I do not sing."
    assert "I do not sing." in text(browser(sasha).get(address("step", person, step.key)))
    again = {"title": "Choir", "support_wanted": "with_me", **about(person)}
    answer = browser(sasha).post(address("step_new", person, goal.key), again)
    assert "not suggested again" in text(answer)
    assert "This suggestion has its answer." in text(browser(me).get(url))


def test_the_person_agrees_in_other_words(elena):
    person, me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    url = address("answer", person, step.key)
    sent = {"answer": "change", "title": "Listen to the choir", "support_wanted": "with_me", **about(person)}
    assert browser(me).post(url, {**sent, "title": ""}).status_code == 200
    assert browser(me).post(url, {**sent, **about(person)}).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.status) == ("Listen to the choir", "agreed")


def test_a_suggestion_that_changed_meanwhile_is_shown_again(elena):
    person, me, sasha, goal = elena
    step = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    actions.change_step(step=step, version=1, changes={"title": "Band"}, by=sasha)
    page = browser(me).post(address("answer", person, step.key), {"answer": "agree", **about(person, 1)})
    assert page.status_code == 200
    assert "The suggestion has changed" in text(page)


def test_a_step_shows_its_history_and_its_buttons(elena, monkeypatch):
    person, me, sasha, goal = elena
    monkeypatch.setattr(hooks, "report_url", lambda person_key, step_key: f"/report/{step_key}")
    step = actions.begin_step(step=make.step(goal, me, with_whom="Sasha"), by=sasha)
    page = text(browser(me).get(address("step", person, step.key)))
    assert "Elena added this step." in page
    assert f"/report/{step.key}" in page
    assert "Set it aside" in page
    theirs = text(browser(sasha).get(address("step", person, step.key)))
    assert "Set it aside" not in theirs
    assert "Suggest a smaller one" in theirs
    assert browser(stranger(person)).get(address("step", person, step.key)).status_code == 404


@pytest.mark.parametrize(
    ("do", "status"), [("begin", "in_practice"), ("rest", "resting"), ("set_aside", "set_aside")]
)
def test_the_buttons_of_a_step_do_what_they_say(elena, do, status):
    person, me, _sasha, goal = elena
    step = make.step(goal, me)
    url = address("step_do", person, step.key)
    assert browser(me).post(url, {"do": do, "reason": "So", **about(person)}).status_code == 302
    step.refresh_from_db()
    assert step.status == status
    back = {"rest": "resume", "set_aside": "bring_back"}.get(do)
    if back:
        assert browser(me).post(url, {"do": back, **about(person)}).status_code == 302


def test_an_unknown_button_is_refused_and_a_get_too(elena):
    person, me, _sasha, goal = elena
    url = address("step_do", person, make.step(goal, me).key)
    assert browser(me).post(url, {"do": "delete", **about(person)}).status_code == 409
    assert browser(me).get(url).status_code == 405


def test_a_step_moves_by_button(elena):
    person, me, sasha, goal = elena
    _one, two = make.step(goal, me, "One"), make.step(goal, me, "Two")
    url = address("step_do", person, two.key)
    assert browser(me).post(url, {"do": "earlier", **about(person)}).status_code == 302
    assert list(goal.steps.order_by("position").values_list("title", flat=True)) == ["Two", "One"]
    assert browser(sasha).post(url, {"do": "later", **about(person)}).status_code == 403


def test_a_done_step_is_taken_up_again_from_its_page(elena):
    person, me, sasha, goal = elena
    step = actions.finish_step(step=make.step(goal, me), done_with=SupportLevel.ON_MY_OWN, by=me)
    assert "With company again" in text(browser(me).get(address("step", person, step.key)))
    url = address("step_again", person, step.key)
    sent = {"support_wanted": "with_me", "reason": "Dark", **about(person)}
    assert browser(sasha).post(url, sent).status_code == 403
    assert browser(me).post(url, sent).status_code == 302
    step.refresh_from_db()
    assert (step.status, step.support_wanted) == ("in_practice", "with_me")


def test_a_step_is_changed_and_a_colleague_only_arranges(elena):
    person, me, sasha, goal = elena
    step = make.step(goal, me)
    url = address("step_change", person, step.key)
    assert browser(me).post(url, {**STEP, **about(person, 1)}).status_code == 302
    assert "Here you arrange" in text(browser(sasha).get(url))
    sent = {"where": "Mill Road", "title": "Mine now", **about(person, 2)}
    assert browser(sasha).post(url, sent).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.where) == ("Order a coffee", "Mill Road")


def test_a_step_is_made_smaller_or_a_smaller_one_suggested(elena):
    person, me, sasha, goal = elena
    step = make.step(goal, me, "Bus to town")
    url = address("step_smaller", person, step.key)
    assert "Suggest a smaller step" in text(browser(sasha).get(url))
    sent = {"title": "One stop", "support_wanted": "with_me"}
    assert browser(sasha).post(url, {**sent, **about(person)}).status_code == 302
    assert Step.objects.get(title="One stop").status == "proposed"
    assert browser(me).post(url, {**sent, "title": "Two stops", **about(person)}).status_code == 302
    small = Step.objects.get(title="Two stops")
    assert (small.status, small.made_from_id) == ("agreed", step.pk)
    assert (
        browser(me).post(url, {**sent, **about(person)}).status_code == 200
    )  # set aside already: said in the form


GOAL = {
    "words": "Sleep through the night",
    "life_area": "health",
    "environment": "living",
    "picture": "heart",
}


def test_a_goal_is_written_said_anew_and_reached(elena):
    person, me, sasha, goal = elena
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


def test_two_texts_are_shown_and_the_person_decides(elena):
    person, me, sasha, goal = elena
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


def test_the_plan_rests_and_is_taken_up_again(elena):
    person, me, sasha, _goal = elena
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
def test_the_picture_is_kept_for_the_person(elena, sent, kept):
    person, me, sasha, _goal = elena
    url = address("view", person)
    assert browser(me).post(url, {"view": sent, **about(person)}).status_code == 302
    person.refresh_from_db()
    assert person.plan_view == kept
    assert browser(sasha).post(url, {"view": "list", **about(person)}).status_code == 403


def test_a_good_moment_is_kept_hidden_and_shown_again(elena):
    person, me, sasha, _goal = elena
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


def test_a_look_back_is_planned_moved_and_held(elena):
    person, me, sasha, goal = elena
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


def test_the_list_of_look_backs_is_for_coordinators(elena):
    person, _me, sasha, _goal = elena
    LookBack.objects.filter(kind="ninety_days").update(planned_on=date(2026, 10, 30), with_whom="Dad")
    dana = people.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    url = reverse("plans:look_backs")
    page = text(browser(dana).get(url))
    assert "Friday 30 October" in page
    assert "Elena Nair" in page
    assert "Elena Nair" not in text(browser(dana).get(url + "?after=2026-12-01_b"))
    assert browser(dana).get(url + "?after=nonsense").status_code == 200
    assert browser(sasha).get(url).status_code == 403


def test_words_from_anywhere_are_escaped_and_kept_exactly(elena):
    person, me, _sasha, goal = elena
    words = "<script>alert(1)</script> مرحبا e\u0301 " + "x" * 200
    actions.add_step(goal=goal, facts=make.facts(words.strip()[:300]), by=me)
    page = text(browser(me).get(address("plan", person)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert Step.objects.get().title == words.strip()[:300]


def test_each_form_is_one_event(elena):
    person, me, _sasha, goal = elena
    before = Event.objects.count()
    browser(me).post(address("step_new", person, goal.key), {**STEP, **about(person)})
    assert Event.objects.count() == before + 1
