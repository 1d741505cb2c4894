from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotFound, Stale
from handrail.intake import actions
from handrail.intake.models import Enrolment, Referral, ReferralStatusChange, StartLine, StartLineChange
from handrail.intake.rules import AnswerState, EnrolmentRank, ReferralSource, ReferralStatus, Side, StartState
from handrail.intake.tests import factories as intake
from handrail.people.models import Participant, Relation
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def events_of(act):
    """Return the kinds of the events that ``act`` leaves."""
    before = set(Event.objects.values_list("pk", flat=True))
    act()
    return list(Event.objects.exclude(pk__in=before).values_list("kind", flat=True))


@pytest.mark.seed("S-172")
@pytest.mark.parametrize("source", list(ReferralSource))
def test_a_referral_may_come_from_anywhere_and_needs_a_name_only(source):
    place = make.organisation()
    referral = intake.referral(place, source=source, words="")
    assert (referral.status, referral.source) == (ReferralStatus.NEW, source)
    assert referral.participant.called == "Rosa"


def test_a_referral_makes_the_record_in_one_event():
    place = make.organisation()
    assert events_of(lambda: intake.referral(place)) == ["receive_referral"]
    assert Participant.objects.count() == 1


@pytest.mark.seed("S-219")
def test_first_contact_has_a_day_and_the_first_time_is_kept():
    place = make.organisation()
    by = intake.coordinator(place)
    referral = intake.referral(place, by=by, contact=intake.user_of(by), received_on=date(2026, 10, 12))
    assert referral.first_contact_by == date(2026, 10, 19)
    row = actions.make_first_contact(referral=referral, on=date(2026, 10, 15), by=by)
    row = actions.put_referral_off(referral=row, alternatives="The club at the library", by=by)
    row = actions.make_first_contact(referral=row, by=by)
    assert (row.contacted_on - row.received_on).days == 3


def test_contact_cannot_have_been_made_tomorrow():
    place = make.organisation()
    by = intake.coordinator(place)
    with pytest.raises(DomainError, match="still to come"):
        actions.make_first_contact(referral=intake.referral(place), on=TODAY + timedelta(days=1), by=by)


def test_taking_a_referral_opens_the_record_and_the_second_taker_is_told():
    place = make.organisation()
    first, second = intake.coordinator(place), intake.coordinator(place)
    referral = intake.referral(place)
    assert not Participant.objects.visible_to(first).exists()
    left = events_of(
        lambda: actions.take_referral(referral=referral, contact=intake.user_of(first), version=1, by=first)
    )
    assert left == ["take_referral"]
    assert Participant.objects.visible_to(first).exists()
    with pytest.raises(Stale):
        actions.take_referral(referral=referral, contact=intake.user_of(second), version=1, by=second)
    assert not Participant.objects.visible_to(second).exists()


def test_a_referral_walks_through_its_states_with_a_row_and_an_event_each():
    place = make.organisation()
    by = intake.coordinator(place)
    referral = intake.referral(place, contact=intake.user_of(by))
    kinds = events_of(lambda: actions.make_first_contact(referral=referral, by=by))
    kinds += events_of(lambda: actions.start_referral(referral=referral, by=by))
    assert kinds == ["make_first_contact", "start_referral"]
    changes = ReferralStatusChange.objects.filter(referral=referral).order_by("changed_at", "pk")
    assert [(row.from_status, row.to_status, row.changed_by_id) for row in changes] == [
        ("new", "in_contact", by.user_id),
        ("in_contact", "started", by.user_id),
    ]
    with pytest.raises(InvalidTransition):
        actions.withdraw_referral(referral=referral, by=by)


def test_nobody_starts_without_first_contact_or_a_contact_person():
    place = make.organisation()
    by = intake.coordinator(place)
    with pytest.raises(InvalidTransition):
        actions.start_referral(referral=intake.referral(place, contact=intake.user_of(by)), by=by)
    untaken = actions.make_first_contact(referral=intake.referral(place), by=by)
    with pytest.raises(DomainError, match="contact person"):
        actions.start_referral(referral=untaken, by=by)


@pytest.mark.seed("S-015")
def test_not_now_keeps_alternatives_and_the_day_to_ask_again():
    place = make.organisation()
    by = intake.coordinator(place)
    referral = intake.referral(place)
    with pytest.raises(DomainError, match="turn to meanwhile"):
        actions.put_referral_off(referral=referral, alternatives=" ", by=by)
    row = actions.put_referral_off(
        referral=referral, alternatives="The walking group", contact_again_on=date(2027, 1, 20), by=by
    )
    assert row.contact_again_on == date(2027, 1, 20)
    assert ReferralStatusChange.objects.get(referral=row).reason == "The walking group"


def test_a_referral_taken_back_can_be_taken_up_again():
    place = make.organisation()
    by = intake.coordinator(place)
    row = actions.withdraw_referral(referral=intake.referral(place), reason="Not this year", by=by)
    with pytest.raises(DomainError, match="does not wait"):
        actions.take_referral(referral=row, contact=intake.user_of(by), by=by)
    assert actions.make_first_contact(referral=row, by=by).status == ReferralStatus.IN_CONTACT


def test_the_database_refuses_contact_without_its_day():
    referral = intake.referral(make.organisation())
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(status=ReferralStatus.IN_CONTACT)


@pytest.mark.seed("S-204")
def test_a_line_is_asked_for_with_one_action_and_then_waits_for_the_other_side():
    person = make.participant(make.organisation())
    me, sasha = make.self_viewer(person), make.staff_for(person)
    assert not StartLine.objects.exists()
    kinds = events_of(
        lambda: actions.set_start_line(
            participant=person, line=2, state=StartState.ASKED, words="My sister too", by=me
        )
    )
    row = StartLine.objects.get()
    assert (kinds, row.waits_for, row.words) == (["set_start_line"], Side.TEAM, "My sister too")
    row = actions.set_start_line(
        participant=person,
        line=2,
        state=StartState.ASKED,
        words="Thursday at four?",
        due_on=date(2026, 10, 22),
        version=1,
        by=sasha,
    )
    assert (row.waits_for, row.version) == (Side.PERSON, 2)
    assert StartLineChange.objects.count() == 1


def test_a_line_that_somebody_changed_meanwhile_is_not_overwritten():
    person = make.participant(make.organisation())
    me = make.self_viewer(person)
    actions.set_start_line(participant=person, line=4, state=StartState.ASKED, by=me)
    with pytest.raises(Stale):
        actions.set_start_line(participant=person, line=4, state=StartState.DONE, version=0, by=me)
    assert StartLine.objects.get().state == StartState.ASKED


def test_there_is_no_ninth_line():
    person = make.participant(make.organisation())
    with pytest.raises(DomainError, match="eight lines"):
        actions.set_start_line(
            participant=person, line=9, state=StartState.ASKED, by=make.self_viewer(person)
        )


def test_one_first_choice_and_one_back_up_at_a_time():
    person = make.participant(make.organisation())
    me = make.self_viewer(person)
    first = actions.enrol(participant=person, programme_type="VR", rank=EnrolmentRank.PRIMARY, by=me)
    actions.enrol(participant=person, programme_type="PEER", rank=EnrolmentRank.BACKUP, by=me)
    kinds = events_of(
        lambda: actions.enrol(participant=person, programme_type="SST", rank=EnrolmentRank.PRIMARY, by=me)
    )
    assert kinds == ["enrol"]
    first.refresh_from_db()
    assert first.to_on == TODAY
    running = Enrolment.objects.filter(participant=person, to_on=None)
    assert sorted(running.values_list("programme_type", flat=True)) == ["PEER", "SST"]
    with pytest.raises(DomainError, match="one of the nine"):
        actions.enrol(participant=person, programme_type="X", rank=EnrolmentRank.PRIMARY, by=me)
    with pytest.raises(DomainError, match="already"):
        actions.enrol(participant=person, programme_type="SST", rank=EnrolmentRank.PRIMARY, by=me)


def test_the_conversation_waits_until_the_referral_has_started():
    place = make.organisation()
    by = intake.coordinator(place)
    referral = intake.referral(place, contact=intake.user_of(by))
    with pytest.raises(DomainError, match="First contact comes first"):
        intake.conversation(referral.participant, by)
    actions.make_first_contact(referral=referral, by=by)
    actions.start_referral(referral=referral, by=by)
    assert intake.conversation(referral.participant, by).place == "At the kitchen table"


def test_the_record_opens_to_the_contact_once():
    place = make.organisation()
    by = intake.coordinator(place)
    referral = intake.referral(place, contact=intake.user_of(by))
    actions.make_first_contact(referral=referral, by=by)
    actions.start_referral(referral=referral, by=by)
    assert Relation.objects.filter(participant=referral.participant, user_id=by.user_id).count() == 1


def test_a_question_that_is_not_asked_cannot_be_answered():
    person = make.participant(make.organisation())
    held = intake.conversation(person, make.staff_for(person, Role.SPECIALIST))
    with pytest.raises(NotFound):
        intake.answer(held, make.self_viewer(person), question="diagnosis")
    with pytest.raises(DomainError, match="not on the page"):
        intake.answer(held, make.self_viewer(person), question="barriers", choices=["laziness"])
    with pytest.raises(DomainError, match="Write a word"):
        intake.answer(held, make.self_viewer(person), text="  ")
    assert not held.answers.filter(state=AnswerState.ANSWERED).exists()
