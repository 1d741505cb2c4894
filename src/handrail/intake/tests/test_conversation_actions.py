import pytest
from django.db import IntegrityError, transaction

from handrail.access import Label
from handrail.audit.models import Event
from handrail.base.errors import DomainError, Stale
from handrail.intake import actions, queries
from handrail.intake.models import Answer
from handrail.intake.rules import AnswerState, AuthorKind, ConversationMode, KeptChoice
from handrail.intake.tests import factories as intake
from handrail.people.models import KeptText
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db

NAUGHTY = [
    "שלום, אני רוצה לצייר \u202eשוב",
    "مرحبا، أريد أن أرسم",
    "Z\u0351\u036b\u0343a\u0300\u0301\u0302lgo e\u0301 \u00e9 \ufb01",
    "  spaces kept  \r\n\ttab \u200b\u2028 end ",
    "<script>alert(1)</script> & {{ 7*7 }}",
    "👩‍👩‍👧‍👦 𝔘𝔫𝔦 \U0010ffff",
]


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def me(person):
    return make.self_viewer(person)


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


@pytest.mark.parametrize("text", NAUGHTY)
def test_words_are_kept_to_the_letter(held, me, text):
    answer = intake.answer(held, me, text)
    assert Answer.objects.get(pk=answer.pk).text == text


def test_a_million_letters_are_kept_to_the_letter(held, me):
    text = "ä\u0308é שلا " * 150_000
    answer = intake.answer(held, me, text)
    assert len(text) >= 1_000_000
    assert Answer.objects.get(pk=answer.pk).text == text


def test_a_letter_that_no_database_keeps_is_refused(held, me):
    with pytest.raises(DomainError, match="cannot be stored"):
        intake.answer(held, me, "a\x00b")


def test_each_action_leaves_one_event(person, me, sasha):
    def kinds():
        return list(Event.objects.order_by("at", "pk").values_list("kind", flat=True))

    already = len(kinds())
    held = intake.conversation(person, sasha)
    intake.answer(held, me)
    actions.choose_conversation_mode(conversation=held, mode=ConversationMode.ME_FIRST, by=me)
    held.refresh_from_db()
    actions.read_back(conversation=held, version=held.version, by=sasha)
    assert kinds()[already:] == [
        "start_conversation",
        "answer_question",
        "choose_conversation_mode",
        "read_back",
    ]


@pytest.mark.seed("S-041")
def test_the_conversation_goes_on_where_it_stopped(person, held, me, sasha):
    intake.answer(held, me)
    page = queries.conversation_page(sasha, person)
    assert page.stopped_at.question.code == "good-day"
    assert page.asked("matters", "matters-most").answer.text == "My sister"
    assert str(page.parts[0].tag) == "1 of 3"


def test_skipping_everything_is_a_whole_conversation(person, held, me):
    for part in queries.conversation_page(me, person).parts:
        for asked in part.asked:
            intake.answer(held, me, "", question=asked.question.code, state=AnswerState.SKIPPED)
    page = queries.conversation_page(me, person)
    assert {part.state for part in page.parts} == {"done"}
    assert page.stopped_at is None


def test_later_keeps_the_first_words_and_the_part_open(person, held, me):
    intake.answer(held, me, "Half a sen", state=AnswerState.LATER)
    page = queries.conversation_page(me, person)
    assert page.asked("matters", "matters-most").answer.text == "Half a sen"
    assert page.parts[0].state == "asked"


def test_the_database_refuses_words_in_a_skipped_question(held, me):
    answer = intake.answer(held, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(state=AnswerState.SKIPPED)


def test_an_answer_knows_author_question_version_and_language(held, sasha):
    answer = intake.answer(held, sasha, author_kind=AuthorKind.STAFF)
    assert (answer.author_id, answer.author_kind) == (sasha.user_id, "staff")
    assert (answer.question_version, answer.locale) == (1, "en")


def test_a_sensitive_answer_is_held_more_closely(held, me):
    assert intake.answer(held, me, question="got-through").label == Label.RESTRICTED
    assert intake.answer(held, me).label == Label.NORMAL


def test_a_ruler_has_one_stop(held, me):
    with pytest.raises(DomainError):
        intake.answer(held, me, "", question="readiness", choices=["soon", "already"])
    assert intake.answer(held, me, "", question="readiness", choices=["soon"]).choices == "soon"


def test_the_persons_own_words_stay_when_staff_wrote_at_the_same_time(held, me, sasha):
    intake.answer(held, me, "My sister")
    answer = intake.answer(held, sasha, "Her family", author_kind=AuthorKind.STAFF, version=0)
    assert (answer.text, answer.author_kind) == ("My sister", "mine")
    kept = KeptText.objects.get()
    assert (kept.text, kept.author_id, kept.label) == ("Her family", sasha.user_id, Label.RESTRICTED)


def test_otherwise_the_newer_words_stand_and_the_older_are_kept(held, me, sasha):
    intake.answer(held, sasha, "Her family", author_kind=AuthorKind.STAFF)
    answer = intake.answer(held, me, "My sister", version=0)
    assert (answer.text, answer.version) == ("My sister", 2)
    assert KeptText.objects.get().text == "Her family"


def test_the_same_words_twice_are_no_conflict(held, me, sasha):
    intake.answer(held, me, "My sister")
    intake.answer(held, sasha, "My sister", author_kind=AuthorKind.STAFF, version=0)
    assert not KeptText.objects.exists()


def test_a_late_skip_takes_nobodys_words_away(held, me, sasha):
    intake.answer(held, sasha, "Her family", author_kind=AuthorKind.STAFF)
    answer = intake.answer(held, me, "", state=AnswerState.SKIPPED, version=0)
    assert answer.text == "Her family"


def test_choices_that_lose_are_kept_as_words(held, me):
    intake.answer(held, me, "and rain", question="barriers", choices=["stigma", "money"])
    intake.answer(held, me, "", question="barriers", choices=["transport"], version=0)
    assert KeptText.objects.get().text == "What others may think, Money, insurance, and who pays\nand rain"


@pytest.mark.parametrize(
    ("choice", "text", "kept"),
    [
        (KeptChoice.THESE_STAY, "My sister", "Her family"),
        (KeptChoice.USE_OTHER, "Her family", "My sister"),
        (KeptChoice.BOTH, "My sister\n\nHer family", "Her family"),
    ],
)
def test_a_person_decides_and_no_words_are_lost(person, held, me, sasha, choice, text, kept):
    answer = intake.answer(held, me, "My sister")
    intake.answer(held, sasha, "Her family", author_kind=AuthorKind.STAFF, version=0)
    actions.settle_kept_words(words=KeptText.objects.get(), choice=choice, by=me)
    answer.refresh_from_db()
    assert (answer.text, KeptText.objects.get().text) == (text, kept)
    assert not queries.open_kept_words(me, person)
    with pytest.raises(Stale):
        actions.settle_kept_words(words=KeptText.objects.get(), choice=choice, by=me)


def test_the_mark_of_the_author_moves_with_the_words(held, me, sasha):
    answer = intake.answer(held, me, "My sister")
    intake.answer(held, sasha, "Her family", author_kind=AuthorKind.STAFF, version=0)
    actions.settle_kept_words(words=KeptText.objects.get(), choice=KeptChoice.USE_OTHER, by=me)
    answer.refresh_from_db()
    assert (answer.author_kind, answer.author_id) == ("staff", sasha.user_id)
    assert KeptText.objects.get().field == "text.mine"


def test_an_answer_after_reading_back_opens_it_again(held, me, sasha):
    answer = intake.answer(held, me)
    held.refresh_from_db()
    agreed = actions.read_back(conversation=held, version=held.version, by=me)
    assert agreed.read_back_at is not None
    intake.answer(held, me, "My sister and Tom", version=answer.version)
    held.refresh_from_db()
    assert held.read_back_at is None


def test_nobody_agrees_to_words_that_changed_since(held, me, sasha):
    intake.answer(held, me)
    with pytest.raises(Stale):
        actions.read_back(conversation=held, version=1, by=sasha)


def test_one_conversation_is_open_at_a_time_and_an_older_one_is_closed(person, held, me, sasha):
    with pytest.raises(DomainError, match="began this already"):
        intake.conversation(person, me)
    actions.read_back(conversation=held, version=1, by=sasha)
    newer = intake.conversation(person, me)
    with pytest.raises(DomainError, match="newer conversation"):
        intake.answer(held, me)
    assert intake.answer(newer, me).conversation == newer
