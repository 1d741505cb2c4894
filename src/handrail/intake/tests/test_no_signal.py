"""What was written without a signal arrives once, in its author's name, under the rights that hold now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.access import Label, Role
from handrail.accounts import actions as accounts
from handrail.audit.models import Event, Received
from handrail.base import clock
from handrail.base.errors import NotFound, Stale
from handrail.intake import actions, queries, sealing
from handrail.intake.actions import no_signal
from handrail.intake.models import Answer, Conversation, LateAnswer
from handrail.intake.rules import AnswerState, AuthorKind, Became, LateReason
from handrail.intake.tests import factories as intake
from handrail.intake.tests.phone import Phone, op_of
from handrail.people import actions as people
from handrail.people.models import DataKey, KeptText, Relation
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mine(me, held):
    return Phone(me, held)


def bring(row, by):
    return actions.take_sealed(op_of(row), by=by)


def op_id(row):
    return row["op"]


# ---- arriving ----


@pytest.mark.seed("S-041")
def test_it_arrives_as_an_answer_of_its_author_at_the_time_of_writing(mine, me, held):
    with clock.clock_at(clock.now() + timedelta(hours=2)):
        row = mine.writes("My sister")
    with clock.clock_at(clock.now() + timedelta(hours=5)):
        assert bring(row, me).became == Became.RECEIVED
    answer = Answer.objects.get()
    assert (answer.text, answer.author_id, answer.author_kind) == ("My sister", me.user_id, AuthorKind.MINE)
    assert (
        timedelta(hours=2, minutes=59)
        < answer.arrived_at - answer.answered_at
        < timedelta(hours=3, minutes=1)
    )
    event = Event.objects.get(kind="answer_question")
    assert (event.user_id, event.op) == (me.user_id, "create")
    held.refresh_from_db()
    assert (held.last_part, held.last_question) == ("matters", "good-day")


def test_choices_and_the_wording_that_the_page_had_arrive(mine, me):
    bring(mine.writes("", "work-or-study", choices=["thinking"]), me)
    answer = Answer.objects.get()
    assert (answer.choices, answer.question_version, answer.state) == ("thinking", 1, AnswerState.ANSWERED)


def test_whose_words_nobody_said_are_those_of_the_role(mine, me, sasha, held):
    bring(mine.writes(author=""), me)
    bring(Phone(sasha, held).writes("Cooks", "good-at", author=""), sasha)
    found = dict(Answer.objects.values_list("question", "author_kind"))
    assert found == {"matters-most": AuthorKind.MINE, "good-at": AuthorKind.STAFF}


@pytest.mark.seed("S-041")
def test_brought_again_nothing_is_done_twice(mine, me):
    row = mine.writes()
    assert [bring(row, me).became for _ in range(3)] == [Became.RECEIVED, Became.AGAIN, Became.AGAIN]
    assert (Answer.objects.count(), Event.objects.filter(kind="answer_question").count()) == (1, 1)


def test_the_same_id_with_other_words_is_refused(mine, me):
    row = mine.writes()
    bring(row, me)
    taken = bring(mine.writes("My brother", op=op_id(row)), me)
    assert (taken.became, taken.why) == (Became.REFUSED, "This answer was sent before with other words.")
    assert Answer.objects.get().text == "My sister"


def test_an_id_that_somebody_else_used_is_refused(mine, me, sasha, held):
    row = mine.writes()
    bring(row, me)
    taken = bring(Phone(sasha, held).writes("Mine", op=op_id(row)), sasha)
    assert (taken.became, taken.why) == (Became.REFUSED, "This answer came under another name.")


@pytest.mark.seed("S-041")
def test_whoever_holds_the_phone_brings_it_and_its_author_stays(mine, me, held):
    stranger = intake.coordinator(held.organisation)
    assert bring(mine.writes(), stranger).became == Became.RECEIVED
    assert Answer.objects.get().author_id == me.user_id


# ---- a field that was changed on the same page ----


def test_the_newest_words_of_a_field_stand_and_nobody_is_asked(mine, me):
    first = mine.writes("My sis")
    second = mine.writes("My sister", before=[op_id(first)])
    third = mine.writes("My sister Vera", before=[op_id(first), op_id(second)])
    assert [bring(row, me).became for row in (first, second, third)] == [Became.RECEIVED] * 3
    assert (Answer.objects.get().text, KeptText.objects.count()) == ("My sister Vera", 0)


def test_older_words_that_come_after_the_newer_change_nothing(mine, me):
    first = mine.writes("My sis")
    bring(mine.writes("My sister", before=[op_id(first)]), me)
    assert bring(first, me).became == Became.AGAIN
    assert (Answer.objects.get().text, KeptText.objects.count()) == ("My sister", 0)


def test_words_that_were_taken_back_are_gone_and_the_question_is_for_later(mine, me):
    first = mine.writes("Not that")
    bring(first, me)
    assert bring(mine.writes("", before=[op_id(first)]), me).became == Became.RECEIVED
    answer = Answer.objects.get()
    assert (answer.text, answer.state) == ("", AnswerState.LATER)


def test_words_that_were_taken_back_before_they_arrived_never_were(mine, me):
    first = mine.writes("Not that")
    assert bring(mine.writes("", before=[op_id(first)]), me).became == Became.RECEIVED
    assert bring(first, me).became == Became.AGAIN
    assert not Answer.objects.exists()


# ---- nothing is written over ----


@pytest.mark.seed("S-041")
def test_an_answer_that_changed_meanwhile_is_never_written_over(mine, me, sasha, held):
    intake.answer(held, sasha, "Her garden", author_kind=AuthorKind.STAFF)
    bring(mine.writes("My sister"), me)
    assert Answer.objects.get().text == "My sister"
    kept = KeptText.objects.get()
    assert (kept.text, kept.author_id) == ("Her garden", sasha.user_id)


def test_the_persons_own_words_stay_where_staff_wrote_without_a_signal(me, sasha, held):
    page = Phone(sasha, held)
    intake.answer(held, me, "My sister")
    bring(page.writes("Her garden", author="staff"), sasha)
    assert Answer.objects.get().text == "My sister"
    assert KeptText.objects.get().text == "Her garden"


def test_an_answer_that_stood_before_is_not_written_over_by_a_blank_page(me, held):
    intake.answer(held, me, "My sister")
    bring(Phone(me, held).writes("My brother"), me)
    assert {Answer.objects.get().text, KeptText.objects.get().text} == {"My sister", "My brother"}


# ---- what cannot be an answer is kept apart ----


def let_out(person, viewer):
    relation = Relation.objects.get(participant=person, user_id=viewer.user_id)
    people.close_relation(relation=relation, by=make.operator(person.organisation))


@pytest.mark.seed("S-041")
@pytest.mark.parametrize("why", ["let out", "left"])
def test_who_lost_access_writes_nothing_and_loses_nothing(why, person, sasha, me, held):
    row = Phone(sasha, held).writes("Cooks for six", "good-at", author="staff")
    if why == "let out":
        let_out(person, sasha)
    else:
        place = held.organisation
        accounts.end_membership(user=intake.user_of(sasha), organisation=place, by=make.operator(place))
    taken = bring(row, me)
    assert (taken.became, taken.why) == (Became.LATE, "Whoever wrote it does not see this record any more.")
    assert not Answer.objects.exists()
    late = LateAnswer.objects.get()
    assert (late.text, late.author_id, late.reason) == ("Cooks for six", sasha.user_id, LateReason.CLOSED)
    assert [one.row for one in queries.late_answers(me, person)] == [late]
    assert bring(row, me).became == Became.AGAIN
    assert Event.objects.filter(kind="keep_late_answer", user_id=sasha.user_id).count() == 1


def test_a_newer_conversation_keeps_it_apart(mine, me, sasha, held, person):
    actions.read_back(conversation=held, version=held.version, by=sasha)
    intake.conversation(person, sasha)
    assert bring(mine.writes(), me).became == Became.LATE
    assert LateAnswer.objects.get().reason == LateReason.NEWER


@pytest.mark.parametrize(
    "more", [{"question": "no-such"}, {"question": "work-or-study", "choices": ["no_such"]}]
)
def test_a_question_that_is_another_now_keeps_it_apart(more, mine, me, person):
    assert bring(mine.writes(**more), me).became == Became.LATE
    assert LateAnswer.objects.get().reason == LateReason.CHANGED
    (shown,) = queries.late_answers(me, person)
    assert shown.row.text == "My sister"
    assert shown.title in ("no-such", "Work or study: where are you with it?")


def test_it_is_held_as_closely_as_its_question(mine, me):
    bring(mine.writes("Ramadan", "faith-and-meaning", choices=["no_such"]), me)
    bring(mine.writes("x", "no-such"), me)
    bring(mine.writes("x", "work-or-study", choices=["no_such"]), me)
    labels = dict(LateAnswer.objects.values_list("question", "label"))
    assert labels == {
        "faith-and-meaning": Label.RESTRICTED,
        "no-such": Label.RESTRICTED,
        "work-or-study": Label.NORMAL,
    }


def test_after_two_weeks_it_is_kept_apart(mine, me):
    row = mine.writes()
    with clock.clock_at(clock.now() + 15 * DAY):
        assert bring(row, me).became == Became.LATE
    assert LateAnswer.objects.get().reason == LateReason.OLD


def test_a_late_answer_that_stands_already_is_no_second_one(mine, me):
    row = mine.writes()
    bring(row, me)
    Received.objects.all().delete()  # as after thirty days
    with clock.clock_at(clock.now() + 40 * DAY):
        assert bring(row, me).became == Became.AGAIN
    assert (Answer.objects.count(), LateAnswer.objects.count()) == (1, 0)


def test_words_taken_back_leave_nothing_apart(mine, me, person, held):
    first = mine.writes()
    bring(first, me)
    with clock.clock_at(clock.now() + 15 * DAY):
        assert bring(mine.writes("", before=[op_id(first)]), me).became == Became.RECEIVED
    assert (Answer.objects.get().text, LateAnswer.objects.count()) == ("My sister", 0)


def test_of_an_erased_record_nothing_is_kept(mine, me, person):
    row = mine.writes()
    DataKey.objects.filter(participant=person).delete()
    assert bring(row, me).became == Became.GONE
    assert not Answer.objects.exists() and not LateAnswer.objects.exists()


def test_somebody_reads_it_and_puts_it_away_once(mine, me, sasha, person):
    bring(mine.writes(question="no-such"), me)
    (shown,) = queries.late_answers(sasha, person)
    actions.put_late_answer_away(late=shown.row, by=sasha)
    assert queries.late_answers(sasha, person) == []
    with pytest.raises(Stale):
        actions.put_late_answer_away(late=shown.row, by=me)
    with pytest.raises(NotFound):
        queries.late_answer(me, person, shown.row.key)
    assert LateAnswer.objects.get().text == "My sister", "the words stay"


def test_whoever_answers_for_the_person_is_told_on_their_day(mine, me, person, sasha):
    dana = make.viewer(
        make.member(person.organisation, Role.COORDINATOR), person.organisation, Role.COORDINATOR
    )
    people.name_coordinator(participant=person, user=intake.user_of(dana), by=dana)
    bring(mine.writes(question="no-such"), me)
    assert queries.late_people(dana) == [person]
    assert queries.late_people(sasha) == []
    assert queries.late_people(me) == []


# ---- what nobody can vouch for ----


def forged(viewer, held, **more):
    said = [str(viewer.own_user), str(viewer.role), "en", held.key, int(clock.now().timestamp())]
    return {"given": signing.dumps(said, salt="another salt"), **more}


@pytest.mark.seed("S-041")
def test_a_pass_that_this_place_did_not_make_opens_nothing(mine, me, sasha, held):
    taken = bring(mine.writes(**forged(me, held)), sasha)
    assert (taken.became, taken.why) == (
        Became.REFUSED,
        "Nobody can say whose answer this is. It stays on the phone.",
    )
    assert not Answer.objects.exists() and not LateAnswer.objects.exists() and not Received.objects.exists()


def test_a_pass_for_a_conversation_that_is_not_there_opens_nothing(mine, me, held):
    Conversation.objects.filter(pk=held.pk).update(key="zzzzzzzzzz")
    assert bring(mine.writes(), me).became == Became.REFUSED


def test_a_pass_opens_its_own_conversation_alone(mine, me):
    other = make.participant(make.organisation("Hilltop"), "Ana", "Hill")
    theirs = intake.conversation(other, make.staff_for(other))
    bring(mine.writes(), me)
    assert not Answer.objects.filter(conversation=theirs).exists()


def test_what_was_sealed_to_another_place_stays_on_the_phone(mine, me):
    mine.key = sealing._key_of("the-secret-of-another-place-" * 2)
    assert bring(mine.writes(), me).became == Became.REFUSED


def test_the_same_by_two_ways_at_once_is_one(mine, me, monkeypatch):
    row = mine.writes()
    bring(row, me)
    given, calls = no_signal.audit.answers_given, []

    def once_blind(*args, **more):
        calls.append(1)
        return {} if len(calls) == 1 else given(*args, **more)

    monkeypatch.setattr(no_signal.audit, "answers_given", once_blind)
    assert bring(row, me).became == Became.AGAIN
    assert (len(calls), Answer.objects.get().version) == (2, 1)


# ---- in any order, any number of times ----

SCHEDULES = st.lists(st.integers(min_value=0, max_value=11), min_size=1, max_size=40)


@pytest.mark.seed("S-041")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(schedule=SCHEDULES)
def test_in_any_order_and_however_often_each_answer_is_there_once(schedule, person, me, sasha, held):
    Answer.objects.all().delete()
    KeptText.objects.all().delete()
    page, codes = Phone(me, held), list(queries.questions_of(held.organisation_id).questions)[:4]
    rows, newest = [], {}
    for place in range(12):
        code = codes[place % 4]
        mine = [op for of, op in rows if of == code]
        row = page.writes(f"words {place}", code, before=[op_id(one) for one in mine], op=str(uuid4()))
        rows.append((code, row))
        newest[code] = f"words {place}"
    for place in [*schedule, *range(12)]:
        assert bring(rows[place][1], sasha).became in (Became.RECEIVED, Became.AGAIN)
    assert dict(Answer.objects.values_list("question", "text")) == newest
    assert not KeptText.objects.exists() and not LateAnswer.objects.exists()
