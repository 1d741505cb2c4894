import pytest

from handrail.audit.models import Event
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import about, browser, stranger, text
from handrail.plans import actions
from handrail.plans.hooks import hooks
from handrail.plans.models import Step, StepStatusChange
from handrail.plans.rules import SupportLevel
from handrail.plans.tests import factories as make
from handrail.plans.tests.browsing import address

pytestmark = pytest.mark.django_db

STEP = {"title": "Order a coffee", "support_wanted": "with_me"}


def test_the_person_adds_a_step_once_however_often_it_is_sent(opened):
    person, me, _sasha, goal = opened
    client = browser(me)
    url = address("step_new", person, goal.key)
    assert "Show ideas" in text(client.get(url))
    sent = {**STEP, **about(person)}
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    step = Step.objects.get()
    assert (step.title, step.status) == ("Order a coffee", "agreed")


def test_an_idea_fills_the_form(opened):
    person, me, _sasha, goal = opened
    page = browser(me).get(address("step_new", person, goal.key) + "?idea=pay_bill")
    assert 'value="Pay one bill"' in text(page)
    assert browser(me).get(address("step_new", person, goal.key) + "?idea=nothing").status_code == 200


def test_a_step_without_a_name_comes_back_with_a_sentence(opened):
    person, me, _sasha, goal = opened
    page = browser(me).post(address("step_new", person, goal.key), {**STEP, "title": "", **about(person)})
    assert page.status_code == 200
    assert "Name the step, so that it can be found." in text(page)
    assert not Step.objects.exists()


def test_a_form_for_another_person_is_not_taken(opened):
    person, me, _sasha, goal = opened
    rosa = people.participant(person.organisation, "Rosa")
    sent = browser(me).post(address("step_new", person, goal.key), {**STEP, **about(rosa)})
    assert sent.status_code == 404
    assert not Step.objects.exists()


def test_a_colleague_suggests_and_the_person_agrees_from_the_plan(opened):
    person, me, sasha, goal = opened
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


def test_the_person_says_no_in_her_own_words_and_a_colleague_is_told(opened):
    person, me, sasha, goal = opened
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


def test_the_person_agrees_in_other_words(opened):
    person, me, sasha, goal = opened
    step = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    url = address("answer", person, step.key)
    sent = {"answer": "change", "title": "Listen to the choir", "support_wanted": "with_me", **about(person)}
    assert browser(me).post(url, {**sent, "title": ""}).status_code == 200
    assert browser(me).post(url, {**sent, **about(person)}).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.status) == ("Listen to the choir", "agreed")


def test_a_suggestion_that_changed_meanwhile_is_shown_again(opened):
    person, me, sasha, goal = opened
    step = actions.propose_step(goal=goal, facts=make.facts("Choir"), by=sasha)
    actions.change_step(step=step, version=1, changes={"title": "Band"}, by=sasha)
    page = browser(me).post(address("answer", person, step.key), {"answer": "agree", **about(person, 1)})
    assert page.status_code == 200
    assert "The suggestion has changed" in text(page)


def test_a_step_shows_its_history_and_its_buttons(opened, monkeypatch):
    person, me, sasha, goal = opened
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
def test_the_buttons_of_a_step_do_what_they_say(opened, do, status):
    person, me, _sasha, goal = opened
    step = make.step(goal, me)
    url = address("step_do", person, step.key)
    assert browser(me).post(url, {"do": do, "reason": "So", **about(person)}).status_code == 302
    step.refresh_from_db()
    assert step.status == status
    back = {"rest": "resume", "set_aside": "bring_back"}.get(do)
    if back:
        assert browser(me).post(url, {"do": back, **about(person)}).status_code == 302


def test_an_unknown_button_is_refused_and_a_get_too(opened):
    person, me, _sasha, goal = opened
    url = address("step_do", person, make.step(goal, me).key)
    assert browser(me).post(url, {"do": "delete", **about(person)}).status_code == 409
    assert browser(me).get(url).status_code == 405


def test_a_step_moves_by_button(opened):
    person, me, sasha, goal = opened
    _one, two = make.step(goal, me, "One"), make.step(goal, me, "Two")
    url = address("step_do", person, two.key)
    assert browser(me).post(url, {"do": "earlier", **about(person)}).status_code == 302
    assert list(goal.steps.order_by("position").values_list("title", flat=True)) == ["Two", "One"]
    assert browser(sasha).post(url, {"do": "later", **about(person)}).status_code == 403


def test_a_done_step_is_taken_up_again_from_its_page(opened):
    person, me, sasha, goal = opened
    step = actions.finish_step(step=make.step(goal, me), done_with=SupportLevel.ON_MY_OWN, by=me)
    assert "With company again" in text(browser(me).get(address("step", person, step.key)))
    url = address("step_again", person, step.key)
    sent = {"support_wanted": "with_me", "reason": "Dark", **about(person)}
    assert browser(sasha).post(url, sent).status_code == 403
    assert browser(me).post(url, sent).status_code == 302
    step.refresh_from_db()
    assert (step.status, step.support_wanted) == ("in_practice", "with_me")


def test_a_step_is_changed_and_a_colleague_only_arranges(opened):
    person, me, sasha, goal = opened
    step = make.step(goal, me)
    url = address("step_change", person, step.key)
    assert browser(me).post(url, {**STEP, **about(person, 1)}).status_code == 302
    assert "Here you arrange" in text(browser(sasha).get(url))
    sent = {"where": "Mill Road", "title": "Mine now", **about(person, 2)}
    assert browser(sasha).post(url, sent).status_code == 302
    step.refresh_from_db()
    assert (step.title, step.where) == ("Order a coffee", "Mill Road")


def test_a_step_is_made_smaller_or_a_smaller_one_suggested(opened):
    person, me, sasha, goal = opened
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


def test_words_from_anywhere_are_escaped_and_kept_exactly(opened):
    person, me, _sasha, goal = opened
    words = "<script>alert(1)</script> مرحبا e\u0301 " + "x" * 200
    actions.add_step(goal=goal, facts=make.facts(words.strip()[:300]), by=me)
    page = text(browser(me).get(address("plan", person)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert Step.objects.get().title == words.strip()[:300]


def test_each_form_is_one_event(opened):
    person, me, _sasha, goal = opened
    client = browser(me)
    before = Event.objects.count()
    client.post(address("step_new", person, goal.key), {**STEP, **about(person)})
    assert Event.objects.count() == before + 1
