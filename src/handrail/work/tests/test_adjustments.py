import pytest
from django.db import IntegrityError, transaction

from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, Stale
from handrail.people.actions import block_contact
from handrail.people.limits import Blocked
from handrail.people.models import Participant
from handrail.plans.rules import StepStatus, SupportLevel
from handrail.plans.tests import factories as plans
from handrail.work import actions, queries
from handrail.work.definitions import clinical_words
from handrail.work.models import Adjustment
from handrail.work.rules import AdjustmentKind, AdjustmentStatus, EndReason, words_in
from handrail.work.tests import factories as make

pytestmark = pytest.mark.django_db
WAY = [AdjustmentStatus.ASKED, AdjustmentStatus.AGREED, AdjustmentStatus.IN_PLACE, AdjustmentStatus.HELPS]


@pytest.fixture
def me():
    return make.self_viewer(make.participant(make.organisation(), "Jana", "Nowak"))


@pytest.fixture
def person(me):
    return Participant.objects.get(pk=me.participant_id)


@pytest.fixture
def job(me, person):
    return make.job(person, me, ago=20, title="Archivist", place="The archive")


@pytest.mark.seed("S-028", "S-115", "S-229")
def test_an_adjustment_goes_all_the_way_with_who_and_when(me, person, job):
    row = make.adjustment(person, me, job, kind=AdjustmentKind.PLACE, need="My door shut until ten")
    for to in WAY:
        row = actions.move_adjustment(adjustment=row, to=to, by=me, whom="Frau Klee")
    assert (row.status, row.asked_whom, row.in_place_on) == (AdjustmentStatus.HELPS, "Frau Klee", make.TODAY)
    assert row.changes.count() == 5
    assert all(change.changed_by_id == me.user_id for change in row.changes.all())
    assert Event.objects.filter(kind="move_adjustment").count() == 4


def test_no_is_kept_with_their_words_and_can_be_asked_again(me, person, job):
    row = make.adjustment(person, me, job)
    actions.move_adjustment(adjustment=row, to=AdjustmentStatus.ASKED, by=me)
    actions.move_adjustment(adjustment=row, to=AdjustmentStatus.NOT_AGREED, by=me, words="Not in spring.")
    again = actions.move_adjustment(adjustment=row, to=AdjustmentStatus.ASKED, by=me)
    assert again.status == AdjustmentStatus.ASKED
    assert row.changes.filter(reason="Not in spring.").exists()


def test_a_way_that_the_table_does_not_have_and_an_old_version_are_refused(me, person, job):
    row = make.adjustment(person, me, job)
    with pytest.raises(InvalidTransition):
        actions.move_adjustment(adjustment=row, to=AdjustmentStatus.IN_PLACE, by=me)
    actions.move_adjustment(adjustment=row, to=AdjustmentStatus.ASKED, by=me, version=1)
    with pytest.raises(Stale):
        actions.move_adjustment(adjustment=row, to=AdjustmentStatus.AGREED, by=me, version=1)


def test_it_needs_words_and_can_be_said_in_others(me, person, job):
    with pytest.raises(DomainError, match="Write what you need"):
        make.adjustment(person, me, job, need="  ")
    row = make.adjustment(person, me, job)
    changed = actions.change_adjustment(
        adjustment=row, kind=AdjustmentKind.BREAKS, need="A break at noon", because="", version=1, by=me
    )
    assert (changed.need, changed.kind) == ("A break at noon", AdjustmentKind.BREAKS)


def test_giving_the_letter_asks_for_all_that_is_needed_in_one_event(me, person, job):
    first, second = make.adjustment(person, me, job), make.adjustment(person, me, job, need="A lamp")
    actions.move_adjustment(adjustment=first, to=AdjustmentStatus.ASKED, by=me)
    actions.ask_for_adjustments(job=job, by=me, whom="Frau Klee")
    second.refresh_from_db()
    assert (second.status, second.asked_whom) == (AdjustmentStatus.ASKED, "Frau Klee")
    assert Event.objects.filter(kind="ask_for_adjustments").count() == 1
    with pytest.raises(DomainError, match="Nothing waits"):
        actions.ask_for_adjustments(job=job, by=me)
    actions.end_job(job=job, ended_on=make.TODAY, reason=EndReason.OWN_CHOICE, by=me)
    with pytest.raises(DomainError, match="where you are now"):
        actions.ask_for_adjustments(job=job, by=me)


def test_asking_becomes_a_step_of_the_plan_and_from_a_colleague_a_suggestion(me, person, job):
    goal = plans.goal(plans.plan(person, me), me)
    row = actions.make_step_of_adjustment(
        adjustment=make.adjustment(person, me, job), goal=goal, support=SupportLevel.BESIDE_ME, by=me
    )
    assert (row.step.title, row.step.status) == ("Ask for: Begin at ten", StepStatus.AGREED)
    with pytest.raises(DomainError, match="step of the plan already"):
        actions.make_step_of_adjustment(adjustment=row, goal=goal, support=SupportLevel.WITH_ME, by=me)
    lotte = make.staff_for(person)
    other = make.adjustment(person, lotte, job, need="A lamp")
    offered = actions.make_step_of_adjustment(
        adjustment=other, goal=goal, support=SupportLevel.WITH_ME, by=lotte
    )
    assert offered.step.status == StepStatus.PROPOSED
    stranger = make.self_viewer(make.participant(person.organisation, "Rosa"))
    third = make.adjustment(person, me, job, need="A desk")
    with pytest.raises(NotAllowed):
        actions.make_step_of_adjustment(
            adjustment=third, goal=goal, support=SupportLevel.WITH_ME, by=stranger
        )


def letter_text(letter):
    return " ".join([letter.title, letter.place, *[f"{one.need} {one.because}" for one in letter.lines]])


def test_a_letter_never_carries_a_clinical_word(me, person, job):
    make.adjustment(person, me, job, because="I work until six then.")
    make.adjustment(person, me, job, need="A quiet room", because="My depression is better there.")
    make.adjustment(person, me, job, need="Time for therapy on Monday", because="")
    letter = queries.letter(me, person, job)
    assert words_in(letter_text(letter), clinical_words()) == []
    assert [(line.need, line.because) for line in letter.lines] == [
        ("Begin at ten", "I work until six then."),
        ("A quiet room", ""),
    ]
    assert [one.word for one in letter.left_out] == ["depress", "therap"]
    assert letter.waits == 3


@pytest.mark.parametrize("word", clinical_words())
def test_every_word_of_the_list_is_kept_out(me, person, job, word):
    make.adjustment(person, me, job, need=f"A day off for {word}.")
    letter = queries.letter(me, person, job)
    assert letter.lines == ()
    assert len(letter.left_out) == 1


def test_the_database_keeps_the_day_from_which_it_is_in_place(me, person, job):
    row = make.adjustment(person, me, job)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=row.pk).update(status=AdjustmentStatus.HELPS)


def test_no_letter_is_given_to_a_blocked_contact_and_nothing_is_asked(me, person, job):
    row = make.adjustment(person, me, job)
    block_contact(participant=person, name="Karl Weiss", by=me)
    with pytest.raises(Blocked) as caught, transaction.atomic():
        actions.ask_for_adjustments(job=job, by=me, whom="Weiss, Karl")
    assert caught.value.place == "letter"
    with pytest.raises(Blocked), transaction.atomic():
        actions.move_adjustment(adjustment=row, to=AdjustmentStatus.ASKED, by=me, whom="Karl Weiss")
    row.refresh_from_db()
    assert row.status == AdjustmentStatus.NEEDED
