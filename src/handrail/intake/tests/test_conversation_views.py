import html as markup

import pytest

from handrail.access import Role
from handrail.audit.models import LookPerson
from handrail.intake import panels
from handrail.intake.models import Answer, Conversation
from handrail.intake.rules import AnswerState, AuthorKind
from handrail.intake.tests import factories as intake
from handrail.people.models import KeptText
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


def say(client, address, text="My sister", do="continue", **more):
    sent = {"do": do, "text": text, "author_kind": "mine", **more}
    return client.post(address, sent | intake.form_of(client, address))


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return markup.unescape(response.content.decode())


def test_it_begins_where_and_how_the_person_likes(client, person, me, home):
    intake.sign_in(client, me)
    assert "How shall we do this?" in page(client, home)
    sent = {"mode": "me_first", "place": "At the library"} | intake.form_of(client, home)
    response = client.post(home, sent)
    assert response.url == f"{home}/matters/matters-most"
    held = Conversation.objects.get()
    assert (held.mode, held.place) == ("me_first", "At the library")
    assert client.post(home, sent).url == response.url
    assert Conversation.objects.count() == 1


@pytest.mark.seed("S-222")
def test_the_place_of_the_conversation_is_kept(held):
    assert held.place == "At the kitchen table"


def test_how_it_is_held_can_change(client, me, held, home):
    intake.sign_in(client, me)
    client.post(home, {"mode": "staff_with_me"} | intake.form_of(client, home))
    held.refresh_from_db()
    assert held.mode == "staff_with_me"


def test_one_question_a_page_with_three_ways_on_of_one_size(client, me, held, home):
    intake.sign_in(client, me)
    html = page(client, f"{home}/matters/matters-most")
    assert "What matters most to you right now?" in html
    assert "Everything we plan starts from here." in html
    ways = html.split('<div class="same">')[1].split("</div>")[0]
    assert [f'value="{do}"' in ways for do in ("continue", "skip", "later")] == [True] * 3
    assert say(client, f"{home}/matters/matters-most").url == f"{home}/matters/good-day"
    assert say(client, f"{home}/matters/good-day", "", "skip").url == f"{home}/matters/faith-and-meaning"
    assert say(client, f"{home}/matters/faith-and-meaning", "", "later").url == f"{home}/strengths/good-at"


@pytest.mark.seed("S-041")
def test_on_another_device_it_goes_on_where_it_stopped(client, person, me, sasha, held, home):
    intake.sign_in(client, me)
    say(client, f"{home}/matters/matters-most")
    intake.sign_in(client, sasha)
    html = page(client, home)
    assert "Last time we stopped here" in html
    assert f'href="{home}/matters/good-day"' in html
    assert "Last time we stopped here" in page(client, f"{home}/matters/good-day")
    assert "1 of 3" in html


def test_after_the_last_question_the_answers_are_read(client, me, held, home):
    intake.sign_in(client, me)
    assert say(client, f"{home}/how/language-and-reading", "", "skip").url == f"{home}/check"


def test_the_answers_are_read_in_the_persons_words_with_one_author_each(
    client, person, me, sasha, held, home
):
    intake.answer(held, me, "Painting <b>again</b>\n  שלום")
    intake.answer(held, sasha, "Cooks for six", question="good-at", author_kind=AuthorKind.STAFF)
    intake.answer(held, me, "", question="example", state=AnswerState.SKIPPED)
    intake.answer(held, me, "", question="barriers", choices=["transport"])
    intake.sign_in(client, sasha)
    raw = client.get(f"{home}/check").content.decode()
    assert "Painting &lt;b&gt;again&lt;/b&gt;\n  שלום" in raw
    for said in ("Elena’s words", "The team’s words", "Skipped. That is fine.", "Getting there"):
        assert said in raw
    intake.sign_in(client, me)
    assert "My words" in page(client, f"{home}/check")


def test_reading_back_is_agreed_once(client, me, held, home):
    intake.answer(held, me)
    intake.sign_in(client, me)
    sent = intake.form_of(client, f"{home}/check")
    for _ in range(2):
        assert client.post(f"{home}/check", sent).url == f"{home}/check"
    assert "Read together and agreed on Tuesday 20 October." in page(client, f"{home}/check")
    assert "Read together and agreed" in page(client, home)


def test_an_answer_arrives_to_the_letter_and_once(client, me, held, home):
    intake.sign_in(client, me)
    text = "  e\u0301 مرحبا \u202e <i>\t x  "
    sent = {"do": "continue", "text": text, "author_kind": "mine"}
    sent |= intake.form_of(client, f"{home}/matters/matters-most")
    for _ in range(2):
        assert client.post(f"{home}/matters/matters-most", sent).status_code == 302
    answer = Answer.objects.get()
    assert (answer.text, answer.version) == (text, 1)


@pytest.mark.seed("S-131")
@pytest.mark.seed("S-046")
def test_obstacles_bring_their_answers_to_the_page(client, me, held, home):
    intake.sign_in(client, me)
    html = page(client, f"{home}/obstacles/barriers")
    assert "Something within walking distance." in html
    say(client, f"{home}/obstacles/barriers", "", choices=["transport", "stigma"])
    assert Answer.objects.get().choices == "transport stigma"
    assert page(client, f"{home}/obstacles/barriers").count(" checked") == 3


@pytest.mark.seed("S-228")
def test_work_is_asked_of_everyone_and_may_be_skipped(client, me, held, home):
    intake.sign_in(client, me)
    html = page(client, f"{home}/days/work-or-study")
    assert all(stop in html for stop in ("Not now", "Thinking", "Soon", "Already"))
    say(client, f"{home}/days/work-or-study", "", "skip")
    assert Answer.objects.get().state == AnswerState.SKIPPED


def test_words_need_an_author_and_continue_needs_words(client, me, sasha, held, home):
    intake.sign_in(client, sasha)
    address = f"{home}/matters/matters-most"
    nobodys = say(client, address, author_kind="")
    assert "Say whose words these are." in nobodys.content.decode()
    assert "My sister" in nobodys.content.decode()
    empty = say(client, address, "   ")
    assert "Skip and Later are fine too." in empty.content.decode()
    assert not Answer.objects.exists()


def test_a_choice_that_is_not_on_the_page_is_not_taken(client, me, held, home):
    intake.sign_in(client, me)
    response = say(client, f"{home}/obstacles/barriers", "", choices=["laziness"])
    assert response.status_code == 200
    assert not Answer.objects.exists()


def test_two_who_write_at_once_see_both_and_one_decides(client, person, me, sasha, held, home):
    address = f"{home}/matters/matters-most"
    intake.sign_in(client, sasha)
    late = intake.form_of(client, address)
    intake.answer(held, me, "My sister")
    sent = {"do": "continue", "text": "Her family", "author_kind": "staff", **late}
    assert client.post(address, sent).url == f"{address}#kept"
    html = page(client, address)
    assert "Two people wrote here at the same time" in html
    assert "My sister" in html
    assert "Her family" in html
    assert "Two people wrote here" in page(client, f"{home}/check")
    kept = f"{home}/kept/{KeptText.objects.get().key}"
    intake.sign_in(client, me)
    assert client.post(kept, {"choice": "burn"}).url == f"{address}#kept"
    choice = {"choice": "both"} | intake.form_of(client, address, kept)
    assert client.post(kept, choice).url == address
    assert Answer.objects.get().text == "My sister\n\nHer family"
    assert client.post(f"{home}/kept/bbbbbbbbbb", choice).status_code == 404


@pytest.mark.parametrize("rest", ["", "/check", "/matters/matters-most"])
def test_the_conversation_is_closed_to_family_and_to_strangers(client, person, held, home, rest):
    intake.sign_in(client, intake.relative(person))
    assert client.get(home + rest).status_code == 403
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    intake.sign_in(client, stranger)
    assert client.get(home + rest).status_code == 404


def test_before_it_began_and_for_unknown_questions_there_is_no_page(client, me, home, person, sasha):
    intake.sign_in(client, me)
    assert client.get(f"{home}/check").status_code == 404
    intake.conversation(person, sasha)
    assert client.get(f"{home}/matters/good-at").status_code == 404
    assert client.get(f"{home}/nothing/here").status_code == 404


def test_a_form_for_one_person_does_nothing_to_another(client, person, me, sasha, held, home):
    other = make.participant(person.organisation, "Rosa")
    intake.sign_in(client, sasha)
    from handrail.access import about_field

    wrong = intake.ABOUT.search(str(about_field(other.key, 0))).group(1)
    sent = {"do": "continue", "text": "x", "author_kind": "mine", "about": wrong}
    assert client.post(f"{home}/matters/matters-most", sent).status_code == 404
    assert not Answer.objects.exists()


def test_reading_the_conversation_is_a_look(client, person, sasha, held, home):
    intake.sign_in(client, sasha)
    page(client, home)
    assert LookPerson.objects.filter(
        participant_id=person.pk, category="intake", page="intake:conversation"
    ).exists()


@pytest.mark.seed("S-012")
@pytest.mark.seed("S-042")
def test_what_is_strong_stands_first_on_the_person_page(person, me, sasha, held):
    intake.answer(held, me, "Cooking", question="good-at")
    intake.answer(held, me, "Stairs", question="barrier-words")
    intake.answer(held, me, "My sister")
    offers = panels.person(sasha, person)
    assert [asked.answer.text for asked in offers[0].data["strengths"]] == ["My sister", "Cooking"]
    assert panels.person(intake.relative(person), person) == []


def test_pages_of_the_conversation_ask_few_questions(
    client, person, me, held, home, django_assert_max_num_queries
):
    for asked in ("matters-most", "good-day", "good-at", "example", "got-through"):
        intake.answer(held, me, question=asked)
    intake.sign_in(client, me)
    page(client, home)
    for rest, asks in (
        ("", 12),
        ("/check", 15),
        ("/matters/good-day", 12),
    ):  # the answers, wishes, rulers, sides
        with django_assert_max_num_queries(asks):
            page(client, home + rest)
