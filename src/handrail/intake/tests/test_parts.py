"""Several people in one first conversation: who owns which part, and how it comes back."""

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.accounts.models import User
from handrail.base.errors import DomainError, NotAllowed, NotFound, Stale
from handrail.intake import actions, queries
from handrail.intake.actions import AskedWords
from handrail.intake.models import Answer, AskedAnswer, PartOwner
from handrail.intake.rules import AuthorKind, SaidOfPart
from handrail.intake.tests import factories as made
from handrail.people import actions as people
from handrail.people.models import Participant, Relation
from handrail.people.queries import covered
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(person):
    """The coordinator."""
    user = make.member(person.organisation, Role.COORDINATOR, "Dana")
    people.name_coordinator(participant=person, user=user, by=make.operator(person.organisation))
    return make.viewer(user, person.organisation, Role.COORDINATOR)


@pytest.fixture
def father(person):
    return made.relative(person)


@pytest.fixture
def held(person, me):
    return made.conversation(person, me)


def give(held, viewer, by, part="strengths", **more):
    return actions.give_part(
        conversation=held, part=part, owner=User.objects.get(pk=viewer.user_id), by=by, **more
    )


def says(row, by, text="She mends bicycles", **more):
    facts = {"version": PartOwner.objects.get(pk=row.pk).version, **more}
    return actions.answer_part(owned=row, words={"good-at": AskedWords(text)}, by=by, **facts)


def test_a_part_is_the_persons_own_until_somebody_sees_to_it(person, me, sasha, held):
    assert queries.who_asks(me, person, held) == []
    give(held, sasha, me, part="days")
    (one,) = queries.who_asks(me, person, held)
    assert one.sentence == f"{sasha.name} asks about your days now, and work."
    assert one.is_open and not one.is_mine
    (seen,) = queries.who_asks(sasha, person, held)
    assert seen.sentence == f"{sasha.name} asks: My days now."
    assert seen.is_mine


@pytest.mark.seed("S-048")
def test_two_colleagues_own_two_parts_and_each_says_that_theirs_is_finished(person, me, sasha, held):
    mara = make.staff_for(person, Role.CLINICIAN)
    days, barriers = give(held, sasha, sasha, part="days"), give(held, mara, mara, part="obstacles")
    made.answer(held, sasha, "Up at noon", question="usual-day", author_kind=AuthorKind.STAFF)
    made.answer(held, mara, "The bus", question="barrier-words", author_kind=AuthorKind.STAFF)
    actions.finish_part(owned=days, by=sasha)
    with pytest.raises(NotAllowed):
        actions.finish_part(owned=barriers, by=sasha)
    rows = {one.row.part: one.row for one in queries.who_asks(me, person, held)}
    assert rows["days"].finished_at and rows["days"].owner_id == sasha.user_id
    assert rows["obstacles"].finished_at is None
    authors = dict(Answer.objects.values_list("question", "author_id"))
    assert authors == {"usual-day": sasha.user_id, "barrier-words": mara.user_id}


@pytest.mark.seed("S-048")
def test_the_person_says_of_a_finished_part_whether_it_is_right_and_goes_on_writing(person, me, sasha, held):
    row = give(held, sasha, me, part="days")
    with pytest.raises(DomainError):
        actions.say_of_part(owned=row, says=SaidOfPart.RIGHT, by=me)
    actions.finish_part(owned=row, by=sasha)
    actions.say_of_part(owned=row, says=SaidOfPart.NOT_RIGHT, words="I am up at nine", by=me)
    (one,) = queries.who_asks(sasha, person, held)
    assert (one.said, one.row.person_words) == ("It is not right yet", "I am up at nine")
    with pytest.raises(NotAllowed):
        actions.say_of_part(owned=row, says=SaidOfPart.RIGHT, by=sasha)
    answer = made.answer(held, me, "Up at nine", question="usual-day")
    assert answer.text == "Up at nine"


def test_a_part_that_is_finished_again_waits_for_a_new_word_of_the_person(me, sasha, held):
    row = give(held, sasha, me, part="days")
    actions.finish_part(owned=row, by=sasha)
    actions.say_of_part(owned=row, says=SaidOfPart.NOT_RIGHT, by=me)
    again = actions.finish_part(owned=row, by=sasha)
    assert (again.person_says, again.person_said_at) == ("", None)


def test_one_part_has_one_owner_and_the_last_word_counts(person, me, sasha, held):
    mara = make.staff_for(person)
    first, second = give(held, sasha, me), give(held, mara, me)
    first.refresh_from_db()
    assert first.to_on == me.today and second.to_on is None
    with pytest.raises(Stale):
        actions.take_part_back(owned=first, by=me)


def test_nobody_sees_to_a_part_who_is_not_beside_the_person(person, me, held):
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    with pytest.raises(DomainError):
        give(held, stranger, me)
    with pytest.raises(NotFound):
        give(held, stranger, me, part="no-such-part")


def test_the_team_asks_a_relative_only_with_the_persons_yes(sasha, father, held):
    with pytest.raises(DomainError):
        give(held, father, sasha)
    assert give(held, father, sasha, agreed=True).kind == AuthorKind.FAMILY


# --- what a relative sees ----------------------------------------------------------------------------------------------


def test_a_relative_sees_the_questions_of_the_part_and_own_words_alone(person, me, sasha, father, held):
    mother = made.relative(person)
    made.answer(held, me, "I sing", question="good-at")
    row = give(held, father, me)
    other = give(held, mother, me, part="matters")
    says(row, father)
    actions.answer_part(owned=other, words={"good-day": AskedWords("By the sea")}, by=mother, version=1)
    (part,) = queries.asked_of_me(father, person)
    assert [one.question.code for one in part.asked] == ["good-at", "example"]
    assert [one.text for one in part.asked] == ["She mends bicycles", ""]
    assert not Answer.objects.visible_to(father).exists()
    page = queries.conversation_page(sasha, person)
    beside = {one.question.code: [row.text for row in one.beside] for one in page.all_asked if one.beside}
    assert beside == {"good-day": ["By the sea"], "good-at": ["She mends bicycles"]}


def test_what_is_held_more_closely_is_never_asked_of_others(person, me, father, held):
    give(held, father, me)
    (part,) = queries.asked_of_me(father, person)
    assert not any(one.question.sensitive for one in part.asked)


def test_asking_opens_that_and_nothing_more_and_taking_back_closes_it(person, me, father, held):
    assert covered(father, person.pk) == {Category.PLAN}
    first, second = give(held, father, me), give(held, father, me, part="matters")
    assert covered(father, person.pk) == {Category.PLAN, Category.ASKED}
    actions.take_part_back(owned=first, by=me)
    assert Category.ASKED in covered(father, person.pk)
    actions.take_part_back(owned=second, by=me)
    assert covered(father, person.pk) == {Category.PLAN}


def test_a_peer_is_asked_like_family_and_a_no_closes_it(person, me, held):
    user = make.member(person.organisation, Role.PEER, "Tess")
    by = make.operator(person.organisation)
    people.open_relation(participant=person, user=user, kind=RelationKind.PEER, by=by)
    tess = make.viewer(user, person.organisation, Role.PEER)
    give(held, tess, me)
    assert queries.asked_of_me(tess, person)
    people.refuse(participant=person, user=user, categories=frozenset({Category.ASKED}), by=me)
    assert queries.asked_of_me(tess, person) == []
    with pytest.raises(DomainError):
        give(held, tess, me, part="matters")


def test_the_words_of_a_relative_stand_beside_the_persons_and_never_over_them(person, me, father, held):
    row = give(held, father, me)
    says(row, father)
    mine = made.answer(held, me, "I sing", question="good-at")
    theirs = AskedAnswer.objects.get()
    assert (mine.text, theirs.text) == ("I sing", "She mends bicycles")
    assert (theirs.author_kind, theirs.author_id) == (AuthorKind.FAMILY, father.user_id)
    says(row, father, "")
    assert not AskedAnswer.objects.exists()


def test_one_part_on_two_devices_says_so_and_loses_nothing(me, father, held):
    row = give(held, father, me)
    says(row, father, version=1)
    with pytest.raises(Stale):
        says(row, father, "Something else", version=1)
    assert AskedAnswer.objects.get().text == "She mends bicycles"


# --- it comes back -----------------------------------------------------------------------------------------------------


@pytest.mark.seed("S-048")
def test_the_part_of_a_relative_who_is_let_out_is_the_coordinators_at_once(person, me, dana, father, held):
    row = give(held, father, me)
    says(row, father)
    assert queries.came_back(dana) == []
    people.close_to(participant=person, user=User.objects.get(pk=father.user_id), by=me)
    (one,) = queries.came_back(dana)
    assert (one.person_key, one.title) == (person.key, "What I am good at")
    (shown,) = queries.who_asks(me, person, held)
    assert not shown.is_open and shown.sentence == "It came back to Dana: what you are good at."
    assert not Participant.objects.visible_to(father).exists()
    assert AskedAnswer.objects.visible_to(me).get().text == "She mends bicycles"
    actions.take_part_back(owned=row, by=dana)
    assert queries.came_back(dana) == []


def test_the_part_of_a_colleague_who_leaves_comes_back_and_only_to_the_coordinator(
    person, me, dana, sasha, held
):
    mara = make.staff_for(person, Role.CLINICIAN)
    give(held, sasha, me, part="days")
    people.let_go(
        user=User.objects.get(pk=sasha.user_id),
        organisation=person.organisation,
        by=make.operator(person.organisation),
    )
    assert [one.name for one in queries.came_back(dana)] == [sasha.name]
    assert queries.came_back(mara) == []


def test_while_nobody_coordinates_it_comes_back_to_whoever_made_first_contact(person, me, father):
    user = make.member(person.organisation, Role.SPECIALIST, "Kim")
    referral = actions.receive_referral_of(
        participant=person, source="self", reason="own_wish", contact=user, by=make.operator()
    )
    kim = make.viewer(user, person.organisation, Role.SPECIALIST)
    actions.make_first_contact(referral=referral, by=kim)
    actions.start_referral(referral=referral, by=kim)
    give(made.conversation(person, me), father, me)
    Relation.objects.filter(user_id=father.user_id).update(to_on=me.today)
    assert [one.name for one in queries.came_back(kim)] == [father.name]


def test_what_came_back_costs_the_same_for_ten_and_for_twenty(django_assert_num_queries, dana):
    def some(number):
        for _one in range(number):
            person = make.participant(make.Organisation.objects.get())
            people.open_relation(
                participant=person,
                user=User.objects.get(pk=dana.user_id),
                kind=RelationKind.COORDINATOR,
                by=make.operator(person.organisation),
            )
            me, father = make.self_viewer(person), made.relative(person)
            give(made.conversation(person, me), father, me)
            Relation.objects.filter(user_id=father.user_id).update(to_on=me.today)

    some(5)
    queries.came_back(dana)
    with django_assert_num_queries(1):
        assert len(queries.came_back(dana)) == 5
    some(5)
    with django_assert_num_queries(1):
        assert len(queries.came_back(dana)) == 10
