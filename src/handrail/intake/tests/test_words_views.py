"""The pages of a place's own words."""

import html as markup

import pytest

from handrail.access import Role
from handrail.intake import queries
from handrail.intake.models import SiteQuestion
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = {"text": "What is dear to you?", "hint": "", "why": "We start from here."}


@pytest.fixture
def place(person):
    return person.organisation


@pytest.fixture(params=[Role.ADMINISTRATOR, Role.MANAGER])
def keeper(request, place, client):
    viewer = make.viewer(make.member(place, request.param), place, request.param)
    intake.sign_in(client, viewer)
    return viewer


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return markup.unescape(answer.content.decode())


def send(client, address, sent, to=""):
    about = intake.form_of(client, address, to)
    return client.post(to or address, {**sent, **about})


def text(answer):
    return markup.unescape(answer.content.decode())


def test_the_words_of_a_place_are_changed_on_a_page(client, place, keeper):
    assert "What matters most to you right now?" in page(client, "/words")
    assert send(client, "/words/matters-most", WORDS).url == "/words"
    html = page(client, "/words")
    assert "What is dear to you?" in html and "In our words" in html
    assert "From now on we ask it like this." in html
    html = page(client, "/words/matters-most")
    assert "Since 20 October 2026" in html and "As it came" in html
    assert "What matters most to you right now?" in html


def test_what_is_missing_is_said_on_the_form_and_nothing_is_kept(client, place, keeper):
    answer = send(client, "/words/matters-most", {**WORDS, "why": ""})
    assert answer.status_code == 422
    assert "Write why you ask." in text(answer) and "What is dear to you?" in text(answer)
    assert not SiteQuestion.objects.exists()


def test_another_language_is_written_beside_ours(client, place, keeper):
    html = page(client, "/words/matters-most?language=de")
    assert '<option value="de" selected>' in html and "What matters most to you right now?" in html
    send(client, "/words/matters-most?language=de", {**WORDS, "text": "Was zählt?", "language": "de"})
    found = queries.questions_of(place.pk).questions["matters-most"].text
    assert (found.say("de"), found.say("en")) == ("Was zählt?", "What matters most to you right now?")


def test_a_question_is_added_with_answers_and_changed_again(client, place, keeper):
    sent = {**WORDS, "kind": "ruler", "more": "Yes\n\nNo", "sensitive": "yes"}
    assert send(client, "/words/new/people", sent).url == "/words"
    row = SiteQuestion.objects.get()
    assert (row.part, row.kind, row.is_sensitive) == ("people", "ruler", True)
    assert "Our own" in page(client, "/words")
    first, second = (one["code"] for one in row.choices)
    sent = {**WORDS, f"answer-{first}": "", f"answer-{second}": "No", "more": "Perhaps"}
    assert send(client, f"/words/{row.code}", sent).url == "/words"
    found = queries.questions_of(place.pk).questions[row.code]
    assert [one.text.say("en") for one in found.choices] == ["No", "Perhaps"]
    short = send(client, "/words/new/people", {**WORDS, "kind": "ruler", "more": "Yes"})
    assert short.status_code == 422 and "two answers at least" in text(short)


def test_a_question_is_left_out_asked_again_and_taken_as_it_came(client, place, keeper):
    for step, hidden, version in (("hide", True, 1001), ("ask", False, 1002), ("ours", False, 1003)):
        assert send(client, "/words/good-day", {}, f"/words/good-day/{step}").url == "/words"
        found = queries.questions_of(place.pk).questions["good-day"]
        assert (found.hidden, found.version) == (hidden, version)
    assert "Leave it out" in page(client, "/words/good-day")


def test_an_absent_question_part_or_step_has_no_page(client, place, keeper):
    page(client, "/words/nothing", 404)
    page(client, "/words/new/nothing", 404)
    about = intake.form_of(client, "/words/good-day")
    assert client.post("/words/good-day/burn", about).status_code == 404


def test_two_who_change_one_question_do_not_overwrite_each_other(client, place, keeper):
    about = intake.form_of(client, "/words/matters-most")
    send(client, "/words/matters-most", WORDS)
    late = client.post("/words/matters-most", {**WORDS, "text": "What counts?", **about})
    assert late.status_code in (409, 422)
    assert SiteQuestion.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.COORDINATOR, Role.FUNDER])
def test_the_pages_are_closed_to_who_does_not_write_them(client, place, role):
    intake.sign_in(client, make.viewer(make.member(place, role), place, role))
    for address in ("/words", "/words/matters-most", "/words/new/people"):
        page(client, address, 403)


def test_the_page_costs_the_same_with_many_questions(client, place, keeper, django_assert_max_num_queries):
    for number in range(5):
        send(client, "/words/new/people", {**WORDS, "text": f"Number {number}", "kind": "text"})
    page(client, "/words")
    with django_assert_max_num_queries(7):
        page(client, "/words")
