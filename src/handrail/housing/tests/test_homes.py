from datetime import date

import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.housing import actions
from handrail.housing.models import Home, HomeAnswer, HomeTrouble, HouseholdMember
from handrail.housing.rules import HomeApplicationStatus, HomeKind, HomeSupport, HomeTroubleStatus, RightForMe
from handrail.housing.tests import factories as make
from handrail.people import actions as people_actions
from handrail.people.tests import factories as people
from handrail.plans.models import Goal
from handrail.plans.rules import LifeArea
from handrail.plans.tests import factories as plans

OCTOBER = date(2026, 10, 1)


def events(kind):
    return Event.objects.filter(kind=kind).count()


@pytest.mark.seed("S-032", "S-118")
def test_a_home_is_written_down_with_one_event_and_no_condition(elena):
    person, me, _sasha = elena
    home = make.home(person, me, kind=HomeKind.OWN)
    assert home.until_on is None
    assert events("move_in") == 1


def test_two_homes_at_once_is_a_sentence_that_offers_to_end_the_first(elena):
    person, me, _sasha = elena
    first = make.home(person, me, address="Garden Street")
    with pytest.raises(DomainError, match="Garden Street.*Tick that it has ended"):
        make.home(person, me, since_on=OCTOBER)
    assert Home.objects.count() == 1

    make.home(person, me, since_on=OCTOBER, ends_current=True, kind=HomeKind.OWN)
    first.refresh_from_db()
    assert first.until_on == OCTOBER


def test_the_database_itself_keeps_one_current_home(elena):
    person, me, _sasha = elena
    first = make.home(person, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Home.objects.create(
            organisation_id=first.organisation_id,
            participant=person,
            kind=HomeKind.OWN,
            support=HomeSupport.NONE,
            since_on=OCTOBER,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Home.objects.filter(pk=first.pk).update(until_on=date(2001, 1, 1))


def test_a_home_that_was_put_right_by_somebody_else_is_not_overwritten(elena):
    person, me, sasha = elena
    home = make.home(person, me)
    actions.change_home(home=home, facts=make.facts(address="Garden Street"), version=1, by=sasha)
    with pytest.raises(Stale):
        actions.change_home(home=home, facts=make.facts(address="Mill Road"), version=1, by=me)
    home.refresh_from_db()
    assert home.address == "Garden Street"


def test_a_home_ends_once_and_not_before_it_began(elena):
    person, me, _sasha = elena
    home = make.home(person, me, since_on=OCTOBER)
    with pytest.raises(DomainError, match="before you moved in"):
        actions.end_home(home=home, until_on=date(2026, 9, 1), by=me)
    actions.end_home(home=home, until_on=date(2026, 10, 10), by=me)
    with pytest.raises(DomainError, match="ended already"):
        actions.end_home(home=home, until_on=date(2026, 10, 11), by=me)


def test_each_answer_stays_and_says_who_wrote_it_down(elena):
    person, me, sasha = elena
    home = make.home(person, me)
    actions.answer_home(home=home, answer=RightForMe.PARTLY, words="The bathroom is dark.", by=sasha)
    actions.answer_home(home=home, answer=RightForMe.YES, words="My table by the window.", by=me)
    home.refresh_from_db()
    assert home.right_for_me == RightForMe.YES
    assert list(HomeAnswer.objects.order_by("created_at").values_list("author_kind", flat=True)) == [
        "staff",
        "mine",
    ]


@pytest.mark.seed("S-032")
def test_the_home_that_somebody_wants_becomes_a_goal_of_the_one_plan(elena):
    person, me, _sasha = elena
    plan = plans.plan(person, me)
    wish = actions.say_home_wish(
        participant=person, matters="A room with light.", becomes_goal_of=plan, by=me
    )
    goal = Goal.objects.get()
    assert wish.goal == goal
    assert (goal.words, goal.life_area) == ("A room with light.", LifeArea.HOME)
    assert events("say_home_wish") == 1
    assert events("add_goal") == 0

    again = actions.say_home_wish(participant=person, matters="Light, and a cat.", by=me)
    assert again.pk == wish.pk
    assert again.goal == goal


def test_a_wish_under_somebody_elses_goal_is_not_kept(elena):
    person, me, _sasha = elena
    other = people.participant(person.organisation, "Rosa")
    goal = plans.goal(plans.plan(other), people.self_viewer(other))
    with pytest.raises(DomainError, match="this person's plan"):
        actions.say_home_wish(participant=person, matters="Light.", goal=goal, by=me)


def test_an_application_goes_from_looking_to_taken_with_each_change_kept(elena):
    person, me, sasha = elena
    row = make.application(person, me)
    with pytest.raises(DomainError, match="day of the visit"):
        actions.change_application_status(application=row, to=HomeApplicationStatus.VIEWING, by=me)
    for to in (
        HomeApplicationStatus.APPLIED,
        HomeApplicationStatus.VIEWING,
        HomeApplicationStatus.OFFERED,
        HomeApplicationStatus.TAKEN,
    ):
        row = actions.change_application_status(
            application=row, to=to, by=sasha, viewing_on=date(2026, 10, 22), words="Third floor."
        )
    assert row.changes.count() == 5
    with pytest.raises(InvalidTransition):
        actions.change_application_status(application=row, to=HomeApplicationStatus.LOOKING, by=me)


def test_a_place_without_a_name_is_asked_for_one(elena):
    person, me, _sasha = elena
    with pytest.raises(DomainError, match="which place"):
        make.application(person, me, "  ")


def test_an_early_notice_goes_to_the_coordinator_with_a_day(elena):
    person, me, sasha = elena
    assert make.trouble(person, me).owner is None

    dana = people.member(person.organisation, "coordinator", "Dana")
    people_actions.name_coordinator(participant=person, user=dana, by=sasha)
    row = make.trouble(person, me, "A letter came.")
    assert (row.owner, row.look_on) == (dana, date(2026, 10, 27))


def test_a_notice_is_seen_to_settled_and_can_come_back(elena):
    person, me, sasha = elena
    row = make.trouble(person, me)
    owner = people.member(person.organisation, "specialist")
    row = actions.see_to_trouble(trouble=row, owner=owner, look_on=date(2026, 10, 23), by=sasha)
    row = actions.settle_trouble(trouble=row, words="Forty euros a month until May.", by=sasha)
    assert (row.status, row.settled_on) == (HomeTroubleStatus.SETTLED, date(2026, 10, 20))
    row = actions.see_to_trouble(trouble=row, owner=owner, look_on=date(2026, 10, 30), by=me)
    assert row.settled_on is None
    assert row.changes.count() == 4
    with pytest.raises(InvalidTransition):
        actions.see_to_trouble(trouble=row, owner=owner, look_on=date(2026, 10, 30), by=me)


def test_the_database_knows_no_notice_that_is_seen_to_by_nobody(elena):
    person, me, _sasha = elena
    row = make.trouble(person, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeTrouble.objects.filter(pk=row.pk).update(status=HomeTroubleStatus.SEEN_TO)
    with pytest.raises(IntegrityError), transaction.atomic():
        HomeTrouble.objects.filter(pk=row.pk).update(status=HomeTroubleStatus.SETTLED)


def test_a_notice_on_a_day_to_come_is_told_kindly(elena):
    person, me, _sasha = elena
    with pytest.raises(DomainError, match="still to come"):
        make.trouble(person, me, noticed_on=date(2026, 10, 21))
    with pytest.raises(DomainError, match="look again"):
        make.trouble(person, me, look_on=date(2026, 10, 1))


def test_only_the_person_chooses_what_the_household_sees(elena):
    person, me, sasha = elena
    actions.start_household(participant=person, called="The Nairs", by=sasha)
    with pytest.raises(NotAllowed):
        actions.choose_what_household_sees(participant=person, shown=["shows_name"], by=sasha)
    row = actions.choose_what_household_sees(participant=person, shown=["shows_routines"], by=me)
    assert row.shows_name


def test_nobody_is_in_two_households(elena):
    person, me, _sasha = elena
    actions.start_household(participant=person, called="The Nairs", by=me)
    with pytest.raises(DomainError, match="already"):
        actions.start_household(participant=person, called="Another", by=me)


def test_names_leave_with_the_person_who_wrote_them(elena):
    person, me, _sasha = elena
    own = actions.start_household(participant=person, called="The Nairs", by=me)
    actions.name_household_member(participant=person, name="Ravi", who="my father", by=me)
    actions.leave_household(member=own, by=me)
    assert HouseholdMember.objects.filter(to_on=None).count() == 0
    with pytest.raises(DomainError, match="Begin the household"):
        actions.name_household_member(participant=person, name="Ravi", by=me)
