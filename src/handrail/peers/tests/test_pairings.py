from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Category, RelationKind
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.peers import actions, queries
from handrail.peers.models import MentorPage, Pairing, PeerOffer
from handrail.peers.rules import MentorFacts, PairingStatus, PeerOfferStatus
from handrail.peers.tests import factories as make
from handrail.people.actions import open_relation
from handrail.people.models import Relation
from handrail.people.queries import covered
from handrail.plans.tests import factories as plans

pytestmark = pytest.mark.django_db
SOON = make.TODAY + timedelta(days=14)


@pytest.mark.seed("S-056")
def test_the_offer_and_its_answer_are_kept_with_their_days(person, marcus, dana):
    offer = actions.offer_peer(participant=person, by=dana)
    assert (offer.status, offer.offered_on, offer.offered_by_id) == ("offered", make.TODAY, dana.user_id)
    answered = actions.answer_peer_offer(
        participant=person, answer=PeerOfferStatus.ASK_AGAIN, ask_again_on=SOON, by=marcus
    )
    assert (answered.pk, answered.status, answered.ask_again_on) == (offer.pk, "ask_again", SOON)
    assert answered.answered_on == make.TODAY
    changed = actions.answer_peer_offer(participant=person, answer=PeerOfferStatus.NOT_NOW, by=marcus)
    assert (changed.status, changed.ask_again_on) == ("not_now", None)
    assert [row.to_status for row in changed.changes.order_by("changed_at", "pk")] == ["ask_again", "not_now"]
    again = actions.offer_peer(participant=person, by=dana)
    assert (again.status, again.answered_on) == ("offered", None)
    assert Event.objects.filter(kind="answer_peer_offer").count() == 2


def test_an_answer_may_come_unasked_and_the_same_answer_twice_is_one(person, marcus):
    for _time in range(2):
        offer = actions.answer_peer_offer(participant=person, answer=PeerOfferStatus.YES, by=marcus)
    assert offer.changes.count() == 1


def test_ask_again_without_a_day_to_come_is_a_sentence(person, marcus):
    for day in None, make.TODAY:
        with pytest.raises(DomainError, match="Choose the day"):
            actions.answer_peer_offer(
                participant=person, answer=PeerOfferStatus.ASK_AGAIN, ask_again_on=day, by=marcus
            )
    assert not PeerOffer.objects.exists()


def test_an_answer_to_an_older_page_is_stale(person, marcus, dana):
    offer = actions.offer_peer(participant=person, by=dana)
    actions.answer_peer_offer(participant=person, answer=PeerOfferStatus.YES, by=dana)
    with pytest.raises(Stale):
        actions.answer_peer_offer(
            participant=person, answer=PeerOfferStatus.NOT_NOW, version=offer.version, by=marcus
        )


@pytest.mark.seed("S-109")
def test_two_yeses_lead_to_one_first_meeting_and_two_more_go_on(person, marcus, tess):
    pairing = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus, words="I cook.")
    assert (pairing.status, pairing.place) == (PairingStatus.PERSON_YES, None)
    assert PeerOffer.objects.get().status == PeerOfferStatus.YES
    pairing = actions.accept_pairing(pairing=pairing, by=tess)
    assert (pairing.status, pairing.place, pairing.both_on) == ("first_meeting", 1, make.TODAY)
    assert actions.go_on(pairing=pairing, by=tess).status == PairingStatus.FIRST_MEETING
    assert actions.go_on(pairing=pairing, by=marcus).status == PairingStatus.GOING_ON
    assert [row.to_status for row in pairing.changes.order_by("changed_at", "pk")] == [
        "person_yes",
        "first_meeting",
        "going_on",
    ]
    assert Event.objects.filter(kind__in=["ask_mentor", "accept_pairing", "go_on"]).count() == 4
    with pytest.raises(DomainError):
        actions.go_on(pairing=pairing, by=marcus)


def test_a_suggestion_tells_the_mentor_nobodys_name_before_the_persons_yes(person, marcus, tess, dana):
    pairing = actions.suggest_mentor(participant=person, page=make.card_of(tess), by=dana)
    (ask,) = queries.my_people(tess).asks
    assert (ask.name, ask.person_key) == ("", "")
    assert covered(tess, person.pk) == frozenset()
    pairing = actions.accept_pairing(pairing=pairing, by=tess)
    assert (pairing.status, pairing.place) == (PairingStatus.MENTOR_YES, 1)
    assert covered(tess, person.pk) == frozenset()
    pairing = actions.accept_pairing(pairing=pairing, by=marcus)
    assert pairing.status == PairingStatus.FIRST_MEETING
    assert covered(tess, person.pk) == {Category.PEERS}


def test_nobody_says_yes_twice_for_both(person, marcus, tess, dana):
    pairing = actions.suggest_mentor(participant=person, page=make.card_of(tess), by=dana)
    actions.accept_pairing(pairing=pairing, by=tess)
    with pytest.raises(DomainError, match="yes already"):
        actions.accept_pairing(pairing=pairing, by=tess)
    actions.accept_pairing(pairing=pairing, by=marcus)
    with pytest.raises(InvalidTransition):
        actions.accept_pairing(pairing=pairing, by=marcus)


def test_the_persons_yes_opens_this_room_alone_and_the_week_when_they_say_so(person, marcus, tess):
    pairing = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus, opens_week=True)
    assert covered(tess, person.pk) == {Category.PEERS}
    actions.accept_pairing(pairing=pairing, by=tess)
    assert covered(tess, person.pk) == {Category.PEERS, Category.WEEK}


def test_a_relation_that_was_open_before_is_widened_not_doubled(person, marcus, tess):
    peer = make.card_of(tess).user
    open_relation(participant=person, user=peer, kind=RelationKind.PEER, by=make.operator())
    make.pair(person, marcus, tess)
    assert Relation.objects.filter(user=peer).count() == 1
    assert Category.PEERS in covered(tess, person.pk)


@pytest.mark.parametrize("who", ["person", "mentor"])
def test_either_stops_without_a_reason_and_the_record_closes(who, person, marcus, tess):
    pairing = make.met(person, marcus, tess)
    actions.plan_peer_meeting(pairing=pairing, on=SOON, at=time(15), where="Harbour", by=marcus)
    ended = actions.end_pairing(pairing=pairing, by=marcus if who == "person" else tess)
    assert (ended.status, ended.ended_on, ended.place, ended.next_on) == ("ended", make.TODAY, None, None)
    assert ended.changes.get(to_status="ended").reason == ""
    assert covered(tess, person.pk) == frozenset()
    with pytest.raises(NotFound):
        queries.live_pairing(marcus, person)
    assert queries.peers_page(marcus, person).before[0].mentor == "Tess"
    with pytest.raises(InvalidTransition):
        actions.end_pairing(pairing=pairing, by=marcus)


def test_who_stopped_waits_for_nobody_and_whom_a_mentor_left_waits_on(person, marcus, tess, dana):
    actions.end_pairing(pairing=make.met(person, marcus, tess), by=marcus)
    assert PeerOffer.objects.get().status == PeerOfferStatus.NOT_NOW
    assert queries.team(dana).waiting == []
    actions.end_pairing(pairing=make.met(person, marcus, tess), by=make.later(tess, 3))
    (waits,) = queries.team(dana).waiting
    assert (waits.name, waits.since) == ("Marcus", make.TODAY + timedelta(days=3))


def test_taking_back_a_suggestion_offers_nothing(person, tess, dana):
    asked = actions.suggest_mentor(participant=person, page=make.card_of(tess), by=dana)
    actions.end_pairing(pairing=asked, by=dana)
    assert PeerOffer.objects.get().status == PeerOfferStatus.OFFERED


def test_a_question_that_was_answered_no_leaves_nothing_to_read(person, marcus, tess):
    pairing = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus)
    actions.end_pairing(pairing=pairing, by=tess)
    assert queries.peers_page(marcus, person).before == []


@pytest.mark.seed("S-109")
def test_a_mentor_beyond_capacity_is_a_sentence_and_nothing_is_written(place, person, marcus):
    full = make.mentor(place, "Joel Mensah", at_most=1)
    other = make.participant(place, "Rosa", "Castillo")
    rosa = make.self_viewer(other)
    waits = actions.ask_mentor(participant=other, page=make.card_of(full), by=rosa)
    make.pair(person, marcus, full)
    with pytest.raises(DomainError, match="as many people as they can now"):
        actions.accept_pairing(pairing=waits, by=full)
    third = make.participant(place, "Jana", "Weiss")
    with pytest.raises(DomainError, match="Choose another, or ask to be told"):
        actions.ask_mentor(participant=third, page=make.card_of(full), by=make.self_viewer(third))
    assert not Pairing.objects.filter(participant=third).exists()
    assert not PeerOffer.objects.filter(participant=third).exists()


def test_a_place_that_became_free_can_be_taken(place, person, marcus):
    only = make.mentor(place, "Joel Mensah", at_most=1)
    actions.end_pairing(pairing=make.pair(person, marcus, only), by=marcus)
    other = make.participant(place, "Rosa", "Castillo")
    assert make.pair(other, make.self_viewer(other), only).place == 1


def test_one_mentor_is_asked_at_a_time(place, person, marcus, tess):
    make.pair(person, marcus, tess)
    second = make.mentor(place, "Joel Mensah")
    with pytest.raises(DomainError, match="One mentor is asked already"):
        actions.ask_mentor(participant=person, page=make.card_of(second), by=marcus)


def test_the_database_keeps_one_live_pairing_and_one_person_a_place(place, person, marcus, tess):
    pairing = make.pair(person, marcus, tess)
    other = make.participant(place, "Rosa", "Castillo")
    same = {"organisation": place, "mentor_id": tess.user_id, "asked_on": make.TODAY}
    bad = [
        {**same, "participant": person},
        {**same, "participant": other, "status": PairingStatus.GOING_ON, "place": pairing.place},
        {**same, "participant": other, "status": PairingStatus.GOING_ON},
        {**same, "participant": other, "status": PairingStatus.ENDED},
        {**same, "participant": other, "next_at": time(15)},
    ]
    for row in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            Pairing.objects.create(**row)


def test_the_database_keeps_an_offer_whole(person):
    same = {"organisation": person.organisation, "participant": person, "offered_on": make.TODAY}
    bad = [
        {**same, "status": PeerOfferStatus.ASK_AGAIN, "answered_on": make.TODAY},
        {**same, "status": PeerOfferStatus.YES},
        {**same, "ask_again_on": make.TODAY},
    ]
    for row in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            PeerOffer.objects.create(**row)


def test_the_two_choose_the_day_and_nobody_else(person, marcus, tess, dana):
    pairing = make.pair(person, marcus, tess)
    kept = actions.plan_peer_meeting(pairing=pairing, on=SOON, at=time(15), where=" Harbour ", by=tess)
    assert (kept.next_on, kept.next_at, kept.next_where) == (SOON, time(15), "Harbour")
    with pytest.raises(DomainError, match="still to come"):
        actions.plan_peer_meeting(pairing=pairing, on=make.TODAY - timedelta(days=1), by=tess)
    with pytest.raises(NotAllowed):
        actions.plan_peer_meeting(pairing=pairing, on=SOON, by=dana)
    with pytest.raises(Stale):
        actions.plan_peer_meeting(pairing=pairing, on=SOON, version=1, by=tess)


def test_no_day_is_chosen_before_both_said_yes(person, marcus, tess):
    pairing = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus)
    with pytest.raises(DomainError, match="First both say yes"):
        actions.plan_peer_meeting(pairing=pairing, on=SOON, by=marcus)


@pytest.mark.seed("S-109")
def test_a_mentors_page_is_written_by_the_mentor_and_keeps_their_limits(tess, person, marcus):
    page = make.card_of(tess)
    facts = MentorFacts(called=" Tess ", people_at_most=3, not_taken_on="Nights. Money.", is_shown=False)
    written = actions.write_mentor_page(facts=facts, version=page.version, by=tess)
    assert (written.called, written.shares, written.not_taken_on) == ("Tess", "", "Nights. Money.")
    with pytest.raises(Stale):
        actions.write_mentor_page(facts=facts, version=page.version, by=tess)
    with pytest.raises(DomainError, match="Write the name"):
        actions.write_mentor_page(facts=MentorFacts(called=" ", people_at_most=1), by=tess)
    make.pair(person, marcus, tess)
    with pytest.raises(DomainError, match="You meet 1 people now"):
        actions.write_mentor_page(facts=MentorFacts(called="Tess", people_at_most=0), by=tess)
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorPage.objects.filter(pk=page.pk).update(people_at_most=11)


def test_what_a_mentor_shares_stands_in_no_row_about_a_person(person, marcus, tess):
    pairing = make.met(person, marcus, tess)
    make.say(pairing, tess, words="See you.")
    rows = [pairing, *pairing.changes.all(), *pairing.check_ins.all(), *pairing.said.all()]
    stored = [str(value) for row in rows for value in vars(row).values()]
    assert not any(make.STORY in value for value in stored)
    assert not any(field.name == "participant" for field in MentorPage._meta.fields)
    pointing = [relation.related_model.__name__ for relation in MentorPage._meta.related_objects]
    assert pointing == []


def test_a_pairing_can_be_about_a_goal_that_the_mentor_does_not_see(person, marcus, tess):
    goal = plans.goal(plans.plan(person, make.operator(person.organisation)), marcus, "A kitchen job")
    assert queries.goals_to_choose(marcus, person) == [goal]
    pairing = actions.ask_mentor(participant=person, page=make.card_of(tess), by=marcus, goal=goal)
    actions.accept_pairing(pairing=pairing, by=tess)
    assert queries.peers_page(marcus, person).goal == "A kitchen job"
    assert queries.peers_page(tess, person).goal == ""
