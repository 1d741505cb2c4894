"""What a place asks in its own words: versions, languages, hiding, adding; answers keep the words that were shown."""

import html as markup
from dataclasses import replace

import pytest
import yaml
from django.db import IntegrityError, transaction

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.intake import actions, definitions, queries
from handrail.intake.actions.questions import _write
from handrail.intake.definitions import AskedAfter, DefinitionError, question_set
from handrail.intake.models import Answer, SiteQuestion
from handrail.intake.rules import AnswerState
from handrail.intake.rules.questions import QuestionKind, QuestionWords, free_codes
from handrail.intake.tests import factories as intake
from handrail.intake.tests.test_definitions import _written
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = QuestionWords("What is dear to you?", "We start from here.", "A person, a place.")


@pytest.fixture
def place(person):
    return person.organisation


@pytest.fixture
def keeper(place):
    return make.viewer(make.member(place, Role.ADMINISTRATOR), place, Role.ADMINISTRATOR)


def write(place, by, code="matters-most", words=WORDS, **more):
    return actions.write_question(organisation=place, code=code, words=words, by=by, **more)


def add(place, by, part="strengths", kind=QuestionKind.TEXT, words=WORDS, **more):
    return actions.add_question(organisation=place, part=part, kind=kind, words=words, by=by, **more)


def asked(place, code="matters-most"):
    return queries.questions_of(place.pk).questions[code]


# ---- versions


def test_without_words_of_its_own_a_place_asks_what_we_ship(place):
    assert queries.questions_of(place.pk) is definitions.shipped()
    assert asked(place).version == 1


@pytest.mark.seed("S-126")
def test_each_save_is_a_new_version_and_an_older_one_never_changes(place, keeper):
    first = write(place, keeper)
    write(place, keeper, words=replace(WORDS, text="What counts?"))
    assert [asked(place).version, asked(place).text.say("en")] == [1002, "What counts?"]
    found = queries.questions_of(place.pk)
    assert [found.wording("matters-most", n).text.say("en") for n in (1, 1001, 1002)] == [
        "What matters most to you right now?",
        "What is dear to you?",
        "What counts?",
    ]
    assert found.wording("matters-most", 7) is None
    assert (first.written_on, first.written_by_id) == (keeper.today, keeper.user_id)
    assert list(Event.objects.filter(kind="write_question").values_list("op", flat=True)) == ["create"] * 2


def test_another_place_keeps_its_own_words(place, keeper):
    other = make.organisation("Hillside")
    write(place, keeper)
    assert asked(other).version == 1


@pytest.mark.seed("S-126")
def test_a_question_is_translated_one_language_at_a_time(place, keeper):
    write(place, keeper, words=QuestionWords("Was ist wichtig?", "Damit fangen wir an."), language="de")
    one = asked(place)
    assert [one.text.say(language) for language in ("de", "en", "tr")] == [
        "Was ist wichtig?",
        "What matters most to you right now?",
        "What matters most to you right now?",
    ]
    assert one.hint.say("de") == definitions.questions()["matters-most"].hint.say("en")
    write(place, keeper, words=replace(WORDS, hint=""))
    assert asked(place).hint is None
    assert asked(place).text.say("de") == "Was ist wichtig?"


def test_who_saves_second_is_told(place, keeper):
    write(place, keeper, version=1)
    with pytest.raises(Stale, match="meanwhile"):
        write(place, keeper, version=1)


def test_what_is_asked_costs_one_statement_until_somebody_changes_it(
    place, keeper, django_assert_num_queries
):
    write(place, keeper)
    queries.questions_of(place.pk)
    with django_assert_num_queries(1):
        before = queries.questions_of(place.pk)
    write(place, keeper, code="good-day")
    with django_assert_num_queries(2):
        assert queries.questions_of(place.pk) is not before


def test_a_version_of_a_place_is_there_once_and_never_meets_ours(place, keeper):
    row = write(place, keeper)
    for wrong in ({"version": 1001}, {"version": 3}):
        row.pk = SiteQuestion().pk
        for name, value in wrong.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


# ---- bad input


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (replace(WORDS, text=" "), "Write the question."),
        (replace(WORDS, why=""), "Write why you ask"),
        (replace(WORDS, hint="x" * 301), "at most 300 letters"),
        (replace(WORDS, text="a\x00"), "cannot be stored"),
        (replace(WORDS, choices=(("a", "Yes"), ("b", "No"))), "no answers to choose"),
    ],
)
def test_what_is_missing_or_too_much_is_said(place, keeper, words, sentence):
    with pytest.raises(DomainError, match=sentence):
        write(place, keeper, words=words)
    assert not SiteQuestion.objects.exists()


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ((), "two answers at least"),
        ((("", "Yes"), ("", " ")), "words for each answer"),
        ((("", "Yes"), ("", "yes ")), "same words"),
        (tuple(("", str(n)) for n in range(21)), "20 at most"),
    ],
)
def test_a_choice_needs_answers_that_differ(place, keeper, choices, sentence):
    with pytest.raises(DomainError, match=sentence):
        add(place, keeper, kind=QuestionKind.RULER, words=replace(WORDS, choices=choices))


def test_an_unknown_question_part_or_language_is_refused(place, keeper):
    with pytest.raises(NotFound):
        write(place, keeper, code="nothing")
    with pytest.raises(NotFound):
        add(place, keeper, part="nothing")
    with pytest.raises(DomainError, match="language"):
        write(place, keeper, language="klingon!")


def test_only_a_manager_or_an_administrator_writes_them(place, keeper, sasha):
    manager = make.viewer(make.member(place, Role.MANAGER), place, Role.MANAGER)
    assert write(place, manager).version == 1001
    stranger = make.organisation("Hillside")
    for by, where in ((sasha, place), (keeper, stranger)):
        with pytest.raises(NotAllowed):
            write(where, by)


# ---- answers to choose


def test_the_answers_of_ours_change_their_words_and_stay(place, keeper):
    ours = definitions.questions()["barriers"]
    choices = tuple((one.code, one.text.say("en") + "!") for one in ours.choices)
    words = QuestionWords("What is in the way?", "We can do something.", "", choices)
    write(place, keeper, code="barriers", words=words)
    transport = asked(place, "barriers").chosen("transport")[0]
    assert transport.text.say("en") == "Getting there!"
    assert transport.answers == ours.chosen("transport")[0].answers
    for wrong in (replace(words, choices=choices[1:]), words):
        with pytest.raises(DomainError, match="lead to other pages"):
            write(place, keeper, code="barriers", words=wrong, more=["Stairs"] if wrong is words else ())


def test_the_answers_of_a_place_come_and_go_and_no_code_is_used_twice(place, keeper):
    row = add(place, keeper, kind=QuestionKind.CHOICES, words=replace(WORDS, choices=(("", "A"), ("", "B"))))
    first, second = (one.code for one in asked(place, row.code).choices)
    write(place, keeper, code=row.code, words=replace(WORDS, choices=((second, "B"),)), more=["C"])
    third = asked(place, row.code).choices[1]
    assert [one.text.say("en") for one in asked(place, row.code).choices] == ["B", "C"]
    assert third.code not in (first, second)
    assert len(free_codes((), 600)) == 600 and all(len(code) <= 31 for code in free_codes((), 20))


# ---- leaving out and adding


def test_a_question_that_is_left_out_is_asked_no_more_and_its_answer_stays(client, place, person, me, keeper):
    held = intake.conversation(person, me)
    intake.answer(held, me, "Our garden", question="good-day")
    actions.hide_question(organisation=place, code="good-day", hidden=True, by=keeper)
    assert queries.questions_of(place.pk).next_question("matters-most").code == "faith-and-meaning"
    intake.sign_in(client, me)
    page = client.get(f"/people/{person.key}/intake/check").content.decode()
    assert "Our garden" in page and "We no longer ask this. The answer stays." in page
    other = make.participant(place, "Rosa")
    mine = queries.conversation_page(make.staff_for(other), other)
    assert "good-day" not in [one.question.code for one in mine.all_asked]
    row = actions.hide_question(organisation=place, code="good-day", hidden=False, by=keeper)
    assert row.version == 1002
    assert queries.questions_of(place.pk).next_question("matters-most").code == "good-day"


def test_a_part_never_becomes_empty(place, keeper):
    for code in ("good-at", "example"):
        actions.hide_question(organisation=place, code=code, hidden=True, by=keeper)
    with pytest.raises(DomainError, match="last question of its part"):
        actions.hide_question(organisation=place, code="got-through", hidden=True, by=keeper)


def test_a_question_of_the_place_is_asked_last_in_its_part_and_answered(client, place, person, me, keeper):
    row = add(place, keeper, part="matters", is_sensitive=True)
    held = intake.conversation(person, me)
    intake.sign_in(client, me)
    home = f"/people/{person.key}/intake"
    sent = {"do": "skip", **intake.form_of(client, f"{home}/matters/faith-and-meaning")}
    assert client.post(f"{home}/matters/faith-and-meaning", sent).url == f"{home}/matters/{row.code}"
    said = intake.answer(held, me, "Our boat", question=row.code)
    assert (said.question_version, said.label) == (1001, 2)
    held.refresh_from_db()
    assert held.last_question == "good-at"
    strong = queries.strengths(me, person)
    assert [(one.title, one.answer.text) for one in strong] == [("What is dear to you?", "Our boat")]


def test_a_part_that_is_full_takes_no_more(place, keeper):
    for number in range(9):
        add(place, keeper, words=replace(WORDS, text=f"Question {number}"))
    with pytest.raises(DomainError, match="at most 12 questions"):
        add(place, keeper)


def test_our_words_can_be_taken_again(place, keeper):
    write(place, keeper)
    row = actions.use_shipped_question(organisation=place, code="matters-most", by=keeper)
    assert row.version == 1002
    assert asked(place).text == definitions.questions()["matters-most"].text
    own = add(place, keeper)
    with pytest.raises(NotFound):
        actions.use_shipped_question(organisation=place, code=own.code, by=keeper)


# ---- answers keep the words that were shown


def test_an_answer_is_read_under_the_words_that_it_was_given_to(client, place, person, me, keeper):
    held = intake.conversation(person, me)
    intake.answer(held, me, "My sister")
    intake.answer(held, me, "", question="peer", choices=["maybe"])
    write(place, keeper)
    texts = (("yes_please", "Gladly"), ("maybe", "Perhaps"), ("no_thanks", "No"))
    write(place, keeper, code="peer", words=replace(WORDS, choices=texts))
    intake.sign_in(client, me)
    page = markup.unescape(client.get(f"/people/{person.key}/intake/check").content.decode())
    assert "<h3>What matters most to you right now?</h3>" in page
    assert "Asked in these words on 20 October 2026. Today we ask: What is dear to you?" in page
    assert "Maybe later" in page and "Perhaps" not in page
    assert (
        "What is dear to you?"
        in client.get(f"/people/{person.key}/intake/matters/matters-most").content.decode()
    )
    intake.answer(held, me, "My sister and I", version=1)
    page = client.get(f"/people/{person.key}/intake/check").content.decode()
    assert Answer.objects.get(question="matters-most").question_version == 1001
    assert "<h3>What is dear to you?</h3>" in page


def test_older_words_are_said_in_the_language_in_which_they_were_shown(place, person, me, keeper):
    write(place, keeper, words=QuestionWords("Was ist wichtig?", "Damit fangen wir an."), language="de")
    held = intake.conversation(person, me)
    intake.answer(held, replace(me, language="de"), "Meine Schwester")
    write(place, keeper)
    one = queries.conversation_page(me, person).asked("matters", "matters-most")
    assert (one.then, one.title) == ("Was ist wichtig?", "What is dear to you?")


def test_words_that_two_wrote_are_kept_with_the_answers_as_they_were_called(place, person, me, sasha, keeper):
    held = intake.conversation(person, me)
    intake.answer(held, me, "", question="peer", choices=["maybe"])
    write(
        place,
        keeper,
        code="peer",
        words=replace(WORDS, choices=(("yes_please", "Gladly"), ("maybe", "Perhaps"), ("no_thanks", "No"))),
    )
    intake.answer(held, sasha, "She would rather wait", question="peer", author_kind="staff")
    assert Answer.objects.get(question="peer").choices == "maybe"
    both = intake.answer(held, me, "Yes", question="peer", version=0)
    kept = queries.open_kept_words(me, person)
    assert [row.text for row in kept][-1] == "Maybe later"
    assert both.question_version == 1001


def test_what_we_asked_in_an_earlier_release_is_found_again(tmp_path):
    raw = yaml.safe_load((definitions.DATA / "questions.yaml").read_text("utf-8"))
    one = raw["parts"][0]["questions"][0]
    one |= {"version": 2, "earlier": [{"version": 1, "text": {"en": "What counts?"}}]}
    (found,) = definitions.read_earlier(_written(tmp_path, raw))
    assert (found.version, found.text.say("en"), found.why.say("en")) == (1, "What counts?", one["why"]["en"])
    one["earlier"][0]["version"] = 2
    with pytest.raises(DefinitionError, match="matters-most has an earlier version"):
        definitions.read_earlier(_written(tmp_path, raw))


# ---- asked only after another answer


def test_a_question_that_depends_on_another_is_asked_only_then(place, person, me):
    ours = definitions.questions()
    after = (AskedAfter("peer", frozenset({"yes_please"})), AskedAfter("good-at", without=True))
    bound = replace(ours["where-and-how"], after=after, version=1001)
    either, both = question_set([bound]), question_set([replace(bound, after_all=True)])
    assert either.next_question("peer", {"good-at": frozenset()}).code == "worker"
    assert either.next_question("peer", {}).code == "where-and-how"
    yes = {"peer": frozenset({"yes_please"})}
    assert both.next_question("peer", yes).code == "where-and-how"
    assert both.next_question("peer", {**yes, "good-at": frozenset()}).code == "worker"
    assert both.has_conditions and not definitions.shipped().has_conditions


def test_skipping_is_no_answer_that_another_question_waits_for(place, person, me, keeper):
    bound = replace(definitions.questions()["worker"], after=(AskedAfter("where-and-how"),))
    _write(place, [bound], keeper)
    held = intake.conversation(person, me)
    intake.answer(held, me, "", question="where-and-how", state=AnswerState.SKIPPED)
    held.refresh_from_db()
    assert held.last_question == "when"
    intake.answer(held, me, "", question="where-and-how", choices=["out"], version=1)
    held.refresh_from_db()
    assert held.last_question == "worker"
    with pytest.raises(DomainError, match="asked after this one"):
        actions.hide_question(organisation=place, code="where-and-how", hidden=True, by=keeper)
