from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, Stale
from handrail.people.models import Participant
from handrail.practice.models import WorkStep
from handrail.practice.rules import WorkRung
from handrail.work import actions, queries
from handrail.work.actions.employers import EmployerFacts
from handrail.work.holdings import HOLDINGS
from handrail.work.models import ContactFor, Employer, EmployerContact
from handrail.work.rules import Telling, Way
from handrail.work.tests import factories as make

pytestmark = pytest.mark.django_db
TOMORROW = make.TODAY + timedelta(days=1)


@pytest.fixture
def me():
    return make.self_viewer(make.participant(make.organisation(), "Marcus", "Adeyemi"))


@pytest.fixture
def person(me):
    return Participant.objects.get(pk=me.participant_id)


@pytest.fixture
def lotte(person):
    return make.staff_for(person)


def test_what_i_have_done_is_a_living_document_with_every_version_kept(me, person, lotte):
    actions.write_profile(participant=person, texts={"done": "Cook, 15 years"}, number=0, by=me)
    second = actions.write_profile(
        participant=person, texts={"done": "Cook, 15 years. The ferry."}, number=1, by=lotte
    )
    assert (second.number, second.written_by_id) == (2, lotte.user_id)
    kept = queries.profiles(me, person)
    assert [row.done for row in kept] == ["Cook, 15 years. The ferry.", "Cook, 15 years"]
    assert WorkStep.objects.filter(participant=person, rung=WorkRung.PROFILE).count() == 1
    with pytest.raises(Stale):
        actions.write_profile(participant=person, texts={"done": "x"}, number=1, by=me)
    with pytest.raises(DomainError, match="One line is enough"):
        actions.write_profile(participant=person, texts={"done": " "}, number=2, by=me)


def test_what_to_tell_at_work_is_chosen_and_changed_and_the_choice_before_stays(me, person):
    actions.choose_telling(participant=person, choice=Telling.LATER, by=me)
    actions.choose_telling(
        participant=person, choice=Telling.NEEDS_ONLY, what="The later start", whom="The chef", by=me
    )
    assert [row.choice for row in queries.tellings(me, person)] == ["needs_only", "later"]


def test_a_step_is_kept_on_its_day_in_any_order(me, person):
    actions.take_work_step(participant=person, rung=WorkRung.INTERVIEW, by=me, companion="Lotte")
    actions.take_work_step(participant=person, rung=WorkRung.EXPLORING, by=me, taken_on=make.days_ago(3))
    shown = queries.ladder(me, person)
    states = {rung.value: (rung.state, rung.level) for rung in shown.work}
    assert states[WorkRung.INTERVIEW] == ("now", "beside_me")
    assert states[WorkRung.EXPLORING] == ("done", "on_my_own")
    assert states[WorkRung.OFFER] == ("todo", "on_my_own")
    with pytest.raises(DomainError, match="still to come"):
        actions.take_work_step(participant=person, rung=WorkRung.OFFER, by=me, taken_on=TOMORROW)
    person.birth_on = make.TODAY
    with pytest.raises(DomainError, match="day of birth"):
        actions.take_work_step(participant=person, rung=WorkRung.OFFER, by=me, taken_on=make.days_ago(1))


@pytest.mark.seed("S-114")
def test_a_word_with_an_employer_takes_one_tap_and_lists_a_new_place(person, lotte):
    contact = actions.record_contact(said=make.said(), name="Harbour café", by=lotte)
    assert (contact.employer.name, contact.way, contact.held_on) == (
        "Harbour café",
        Way.IN_PERSON,
        make.TODAY,
    )
    again = actions.record_contact(said=make.said(way=Way.PHONE), name="HARBOUR CAFE", by=lotte)
    assert again.employer == contact.employer
    assert Event.objects.filter(kind="record_contact").count() == 2


def test_what_was_next_is_answered_by_the_next_word(person, lotte):
    place = make.employer(lotte)
    actions.record_contact(
        employer=place, said=make.said(next="Ring the chef", next_on=make.days_ago(1)), by=lotte
    )
    assert [one.next for one in queries.to_contact(lotte, make.TODAY)] == ["Ring the chef"]
    actions.record_contact(employer=place, said=make.said(next="Trial day", next_on=TOMORROW), by=lotte)
    assert queries.to_contact(lotte, make.TODAY) == []
    assert EmployerContact.objects.filter(next_done=False).get().next == "Trial day"


@pytest.mark.parametrize("held", [TOMORROW])
def test_a_word_still_to_come_or_without_a_place_or_a_name_is_refused(person, lotte, held):
    with pytest.raises(DomainError, match="still to come"):
        actions.record_contact(said=make.said(held_on=held), name="Café", by=lotte)
    with pytest.raises(DomainError, match="name of the place"):
        actions.record_contact(said=make.said(), name=" ", by=lotte)
    with pytest.raises(DomainError, match="a name beside it"):
        actions.record_contact(said=make.said(), name="Café", by=make.operator(person.organisation))


def test_what_was_said_about_somebody_stays_with_who_sees_them(me, person, lotte):
    contact = actions.record_contact(
        said=make.said(needs="A cook for mornings", about="Wants the early shift"),
        name="Harbour café",
        participant=person,
        by=lotte,
    )
    assert ContactFor.objects.get().words == "Wants the early shift"
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    seen = queries.employer_page(stranger, contact.employer.key).contacts[0]
    assert (seen.needs, seen.people) == ("A cook for mornings", ())
    assert queries.employer_page(lotte, contact.employer.key).contacts[0].people == (
        (person.key, "Marcus Adeyemi", "Wants the early shift"),
    )
    assert [one.words for one in queries.work_page(me, person).contacts] == ["Wants the early shift"]


def test_a_name_stands_once_on_the_list_and_a_closed_place_stays_readable(person, lotte):
    place = make.employer(lotte)
    with pytest.raises(DomainError, match="on the list already"):
        make.employer(lotte, "harbour cafe")
    changed = actions.change_employer(
        employer=place, facts=EmployerFacts("Harbour bar"), is_closed=True, version=1, by=lotte
    )
    assert (changed.name, changed.closed_on) == ("Harbour bar", make.TODAY)
    with pytest.raises(Stale):
        actions.change_employer(
            employer=place, facts=EmployerFacts("x"), is_closed=False, version=1, by=lotte
        )
    other = make.employer(lotte, "Archive")
    with pytest.raises(DomainError, match="on the list already"):
        actions.change_employer(
            employer=other, facts=EmployerFacts("Harbour bar"), is_closed=False, version=1, by=lotte
        )
    with pytest.raises(DomainError, match="name of the place"):
        actions.change_employer(
            employer=other, facts=EmployerFacts(" "), is_closed=False, version=1, by=lotte
        )
    assert [row.is_closed for row in queries.employer_list(lotte).rows] == [False, True]


def test_the_database_keeps_a_name_once(person, lotte):
    place = make.employer(lotte)
    with pytest.raises(IntegrityError), transaction.atomic():
        Employer.objects.create(organisation=place.organisation, name="x", sort_key=place.sort_key)


def test_two_records_of_one_person_join_without_a_clash(me, person, lotte):
    other = make.participant(person.organisation, "Marc", "Adeyemi")
    contact = actions.record_contact(
        said=make.said(about="Early shift"), name="Café", participant=person, by=lotte
    )
    ContactFor.objects.create(
        organisation=person.organisation, participant=other, contact=contact, words="Cook", held_on=make.TODAY
    )
    actions.write_profile(participant=person, texts={"done": "Here"}, number=0, by=me)
    actions.write_profile(participant=other, texts={"done": "There"}, number=0, by=lotte)
    HOLDINGS.move(other, person, make.TODAY)
    assert ContactFor.objects.get().words == "Early shift Cook"
    assert [(row.number, row.done) for row in queries.profiles(me, person)] == [(2, "Here"), (1, "There")]
