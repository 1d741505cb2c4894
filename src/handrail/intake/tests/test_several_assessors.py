"""Author marks and the place where it stopped, when several hold one conversation."""

import pytest
from django.urls import reverse

from handrail.intake import actions, queries
from handrail.intake.models import Answer, Conversation
from handrail.intake.rules import AuthorKind, KeptChoice
from handrail.intake.tests import factories as made
from handrail.people.models import KeptText
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(person):
    return make.staff_for(person)


@pytest.fixture
def held(person, me):
    return made.conversation(person, me)


def staff_says(held, by, text, question, **more):
    return made.answer(held, by, text, question=question, author_kind=AuthorKind.STAFF, **more)


@pytest.mark.seed("S-048")
def test_two_colleagues_write_in_two_parts_at_once_and_each_answer_has_its_author(
    person, me, sasha, mara, held
):
    first, second = Conversation.objects.get(), Conversation.objects.get()  # both pages were open
    staff_says(first, sasha, "Up at noon", "usual-day")
    staff_says(second, mara, "The bus", "barrier-words")
    made.answer(first, me, "My garden", question="matters-most")
    said = {row.question: (row.author_kind, row.author_id, row.text) for row in Answer.objects.all()}
    assert said == {
        "usual-day": (AuthorKind.STAFF, sasha.user_id, "Up at noon"),
        "barrier-words": (AuthorKind.STAFF, mara.user_id, "The bus"),
        "matters-most": (AuthorKind.MINE, me.user_id, "My garden"),
    }
    assert not KeptText.objects.exists()


@pytest.mark.seed("S-041")
def test_it_goes_on_after_whatever_was_said_last_whoever_said_it_and_on_every_device(
    person, me, sasha, mara, held
):
    staff_says(held, sasha, "Up at noon", "usual-day")
    staff_says(held, mara, "The bus", "barrier-words")
    made.answer(held, me, "My garden", question="matters-most")
    for viewer in (me, sasha, mara):
        assert queries.conversation_page(viewer, person).stopped_at.question.code == "good-day"


def test_what_somebody_near_says_moves_nobodys_place(person, me, held):
    father = made.relative(person)
    made.answer(held, me, "My garden", question="matters-most")
    row = actions.give_part(conversation=held, part="strengths", owner=made.user_of(father), by=me)
    words = {"good-at": actions.AskedWords("She mends bicycles")}
    actions.answer_part(owned=row, words=words, version=1, by=father)
    page = queries.conversation_page(me, person)
    assert page.stopped_at.question.code == "good-day"
    assert [part.state for part in page.parts][:2] == ["asked", "open"]


@pytest.mark.seed("S-048")
def test_one_question_on_two_devices_keeps_both_words_with_both_authors(person, me, sasha, mara, held):
    staff_says(held, sasha, "Up at noon", "usual-day")
    staff_says(held, mara, "Up at nine", "usual-day", version=0)
    row, kept = Answer.objects.get(), KeptText.objects.get()
    assert (row.text, row.author_id) == ("Up at nine", mara.user_id)
    assert (kept.text, kept.author_id, kept.field) == ("Up at noon", sasha.user_id, "text.staff")
    actions.settle_kept_words(words=kept, choice=KeptChoice.USE_OTHER, by=me)
    row.refresh_from_db()
    assert (row.text, row.author_id, row.author_kind) == ("Up at noon", sasha.user_id, AuthorKind.STAFF)


@pytest.mark.seed("S-048")
def test_the_persons_own_words_stay_when_a_colleague_writes_at_the_same_time(me, sasha, held):
    made.answer(held, me, "I wake at six", question="usual-day")
    staff_says(held, sasha, "Up at noon", "usual-day", version=0)
    row, kept = Answer.objects.get(), KeptText.objects.get()
    assert (row.text, row.author_kind, row.author_id) == ("I wake at six", AuthorKind.MINE, me.user_id)
    assert (kept.text, kept.author_id) == ("Up at noon", sasha.user_id)


def test_both_pages_open_in_two_browsers_and_nothing_is_lost(client, person, sasha, mara, held):
    address = reverse("intake:question", args=[person.key, "days", "usual-day"])
    forms = {}
    for viewer in (sasha, mara):
        made.sign_in(client, viewer)
        forms[viewer.user_id] = made.form_of(client, address)
    for viewer, text in ((sasha, "Up at noon"), (mara, "Up at nine")):
        made.sign_in(client, viewer)
        sent = {"do": "continue", "text": text, "author_kind": "staff", **forms[viewer.user_id]}
        last = client.post(address, sent)
    assert last.url.endswith("#kept")
    html = client.get(address).content.decode()
    assert "Two people wrote here at the same time" in html
    assert all(words in html for words in ("Up at noon", "Up at nine", sasha.name, mara.name))
