from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.catalogue import actions as catalogue
from handrail.catalogue import queries as shown_queries
from handrail.catalogue.tests import factories as make_offer
from handrail.intake import actions, panels, queries, rules
from handrail.intake.models import Enrolment, EnrolmentStatusChange, Story
from handrail.intake.rules import EnrolmentRank, EnrolmentStatus, Phase
from handrail.intake.tests import factories as intake
from handrail.people.tests import factories as make

pytestmark = pytest.mark.django_db
PRIMARY, BACKUP = EnrolmentRank.PRIMARY, EnrolmentRank.BACKUP
S = EnrolmentStatus


@pytest.fixture
def work(person):
    return make_offer.offer(person.organisation, "VR", capacity=1)


@pytest.fixture
def peers(person):
    return make_offer.offer(person.organisation, "PEER", title="Story evening", capacity=5)


def choose(person, offer, by, rank=PRIMARY, **more):
    return actions.choose_offer(participant=person, offer=offer, rank=rank, by=by, **more)


def fill(offer, since=date(2026, 1, 1)):
    """Let somebody else have a place of ``offer``."""
    other = make.participant(offer.organisation)
    me = make.self_viewer(other)
    row = choose(other, offer, me.on(since))
    return actions.start_enrolment(enrolment=row, by=me.on(since))


@pytest.mark.parametrize(
    ("days", "phase"),
    [
        (0, Phase.ARRIVING),
        (42, Phase.ARRIVING),
        (43, Phase.TRYING),
        (90, Phase.TRYING),
        (91, Phase.MOVING),
        (183, Phase.ADJUSTING),
        (365, Phase.ADJUSTING),
        (366, Phase.PART_OF_LIFE),
    ],
)
@pytest.mark.seed("S-071", "S-072", "S-073", "S-074", "S-075")
def test_the_phase_follows_the_days_since_it_began(days, phase):
    today = date(2026, 10, 20)
    assert rules.phase(today - timedelta(days=days), today) == phase


def test_before_it_begins_there_is_no_phase():
    today = date(2026, 10, 20)
    assert rules.phase(None, today) == rules.phase(today + timedelta(days=1), today) == Phase.NOT_STARTED


@pytest.mark.seed("S-054", "S-207")
def test_a_first_choice_with_a_free_place_holds_it_with_the_mix_that_was_wanted(person, me, work):
    row = choose(person, work, me, mix=["online", "community"])
    assert (row.status, row.programme_type, row.mix) == (S.CHOSEN, "VR", "community online")
    assert queries.places([work], me.today)[work.pk].free == 0
    assert Event.objects.filter(kind="choose_offer", participant_id=person.pk).count() == 1


def test_a_first_choice_of_a_full_offer_waits_and_stays_listed(person, me, work):
    fill(work)
    row = choose(person, work, me)
    assert row.status == S.WAITING
    (shown,) = shown_queries.offers(me, "vocational")
    assert shown.is_full
    assert shown.hint.startswith("1 person waits.")


def test_a_backup_holds_no_place_until_it_begins(person, me, work):
    row = choose(person, work, me, BACKUP)
    assert queries.places([work], me.today)[work.pk].taken == 0
    actions.start_enrolment(enrolment=row, by=me)
    assert queries.places([work], me.today)[work.pk].taken == 1


@pytest.mark.seed("S-060")
def test_while_the_first_choice_is_full_the_backup_can_begin(person, me, work, peers):
    fill(work)
    choose(person, work, me)
    backup = choose(person, peers, me, BACKUP)
    page = queries.choices_page(me, person)
    assert page.meanwhile.row == backup
    actions.start_enrolment(enrolment=backup, by=me)
    page = queries.choices_page(me, person)
    assert page.meanwhile is None
    assert [one.row.status for one in page.running] == [S.WAITING, S.STARTED]


def test_nobody_begins_without_a_place_and_who_waits_longer_goes_first(person, me, work):
    first = fill(work)
    early = make.participant(person.organisation)
    early_me = make.self_viewer(early)
    longer = choose(early, work, early_me.on(date(2026, 9, 1)))
    mine = choose(person, work, me)
    with pytest.raises(DomainError, match="No place is free yet"):
        actions.start_enrolment(enrolment=longer, by=early_me)
    actions.end_enrolment(enrolment=first, to=S.FINISHED, by=make.operator(person.organisation))
    with pytest.raises(DomainError, match="No place is free yet"):
        actions.start_enrolment(enrolment=mine, by=me)
    assert actions.start_enrolment(enrolment=longer, by=early_me).status == S.STARTED


def test_a_place_that_became_free_is_what_the_waiting_time_is_reckoned_with(person, me, work):
    catalogue.change_offer(
        offer=work, facts=make_offer.facts(capacity=3), by=make.operator(person.organisation)
    )
    work.refresh_from_db()
    for _one in range(3):
        row = fill(work)
        actions.end_enrolment(enrolment=row, to=S.STOPPED, by=make.operator(person.organisation))
    for _one in range(3):
        fill(work)
    found = queries.places([work], me.today)[work.pk]
    assert (found.taken, found.ends, found.over, found.wait_days) == (3, 3, 365, 122)


def test_a_choice_is_changed_for_another_with_a_reason_and_the_first_stays_to_be_read(
    person, me, work, peers
):
    first = choose(person, work, me)
    choose(person, peers, me, reason="The library is too far.")
    first.refresh_from_db()
    assert (first.status, first.to_on) == (S.CHANGED, me.today)
    change = EnrolmentStatusChange.objects.get(enrolment=first)
    assert (change.from_status, change.to_status, change.reason) == (
        "chosen",
        "changed",
        "The library is too far.",
    )
    page = queries.choices_page(me, person)
    assert [one.reason for one in page.past] == ["The library is too far."]


def test_staff_write_why_a_choice_changes_and_the_person_need_not(person, me, sasha, work, peers):
    choose(person, work, sasha)
    with pytest.raises(DomainError, match="Write why this changes"):
        choose(person, peers, sasha)
    assert choose(person, peers, me).offer == peers


def test_a_backup_that_becomes_the_first_choice_is_one_choice(person, me, work):
    choose(person, work, me, BACKUP)
    choose(person, work, me)
    assert [row.rank for row in queries.running_choices(me, person)] == [PRIMARY]
    with pytest.raises(DomainError, match="chosen already"):
        choose(person, work, me)


def test_a_choice_without_an_offer_gets_one_and_stays_the_same_choice(person, me, work):
    early = actions.enrol(participant=person, programme_type="VR", rank=PRIMARY, by=me)
    fill(work)
    row = choose(person, work, me, mix=["home"])
    assert (row.pk, row.offer, row.status, row.mix) == (early.pk, work, S.WAITING, "home")
    begun = actions.start_enrolment(
        enrolment=actions.enrol(participant=person, programme_type="PEER", rank=BACKUP, by=me), by=me
    )
    evening = make_offer.offer(person.organisation, "PEER")
    assert choose(person, evening, me, BACKUP).pk == begun.pk
    assert queries.places([evening], me.today)[evening.pk].taken == 1


def test_what_is_closed_or_of_another_place_cannot_be_chosen(person, me, work):
    elsewhere = make_offer.offer(make.organisation("Hillside"))
    catalogue.close_offer(offer=work, on=me.today, by=make.operator(person.organisation))
    for offer in (work, elsewhere):
        with pytest.raises(DomainError):
            choose(person, offer, me)
    assert not Enrolment.objects.exists()


def test_a_page_that_showed_older_choices_is_stale(person, me, work, peers):
    version = queries.choices_version(me, person)
    choose(person, work, me)
    with pytest.raises(Stale):
        choose(person, peers, me, version=version)


def test_an_ended_choice_does_not_begin_again_and_a_begun_one_not_twice(person, me, work):
    row = actions.start_enrolment(enrolment=choose(person, work, me), by=me)
    with pytest.raises(InvalidTransition):
        actions.start_enrolment(enrolment=row, by=me)
    with pytest.raises(DomainError, match="finished or stopped"):
        actions.end_enrolment(enrolment=row, to=S.CHANGED, by=me)
    actions.end_enrolment(enrolment=row, to=S.FINISHED, by=me, reason="I have a job.")
    with pytest.raises(InvalidTransition):
        actions.start_enrolment(enrolment=row, by=me)
    with pytest.raises(DomainError, match="has ended"):
        actions.change_mix(enrolment=row, mix=["home"], by=me)


def test_what_has_not_begun_cannot_be_finished_and_no_day_ahead_begins_it(person, me, work):
    row = choose(person, work, me)
    with pytest.raises(InvalidTransition):
        actions.end_enrolment(enrolment=row, to=S.FINISHED, by=me)
    with pytest.raises(DomainError, match="still to come"):
        actions.start_enrolment(enrolment=row, on=me.today + timedelta(days=1), by=me)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": S.STARTED},
        {"status": S.FINISHED, "started_on": date(2026, 1, 1)},
        {"to_on": date(2026, 11, 1)},
    ],
)
def test_the_database_keeps_status_and_days_together(person, me, work, wrong):
    row = choose(person, work, me)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(**wrong)


def test_a_story_is_the_persons_own_yes_and_is_gone_when_taken_back(person, me, sasha):
    with pytest.raises(NotAllowed):
        actions.tell_story(participant=person, programme_type="VR", words="x", shown_as="x", by=sasha)
    story = actions.tell_story(
        participant=person, programme_type="VR", words="I have a key to the shop.", shown_as="R.", by=me
    )
    assert [one.words for one in shown_queries.stories(None, "vocational")] == ["I have a key to the shop."]
    assert shown_queries.stories(None, "peer") == []
    actions.withdraw_story(story=story, by=me)
    assert shown_queries.stories(None, "vocational") == []
    assert Story.objects.get().withdrawn_on == me.today


@pytest.mark.parametrize("wrong", [{"words": " "}, {"shown_as": ""}, {"programme_type": "GOLF"}])
def test_a_story_without_words_name_or_programme_is_not_kept(person, me, wrong):
    said = {"programme_type": "VR", "words": "Good.", "shown_as": "R.", **wrong}
    with pytest.raises(DomainError):
        actions.tell_story(participant=person, by=me, **said)


def test_the_team_sees_its_own_people_by_phase_and_nobody_else(person, me, sasha, work):
    fill(work, date(2026, 3, 1))
    catalogue.change_offer(
        offer=work, facts=make_offer.facts(capacity=9), by=make.operator(person.organisation)
    )
    row = choose(person, work, me.on(date(2026, 7, 1)))
    actions.start_enrolment(enrolment=row, by=me.on(date(2026, 7, 1)))
    (panel,) = panels.programme(sasha, "vocational")
    (group,) = panel.data["groups"]
    assert group.title == rules.PHASES[Phase.MOVING]
    assert [name for _key, name, _status in group.people] == [person.listed_name]
    assert person.pk in {pk for people in sasha.looks.shown.values() for pk in people}
    assert [one.template for one in panels.programme(me, "vocational")] == ["intake/_choose.html"]


def test_the_pages_cost_the_same_for_two_choices_and_for_ten(person, me, work, django_assert_max_num_queries):
    def read():
        viewer = me.on(me.today)
        with django_assert_max_num_queries(4) as asked:
            queries.choices_page(viewer, person)
        return len(asked)

    for number in range(2):
        choose(person, make_offer.offer(person.organisation, "AIM", title=f"A{number}"), me)
    few = read()
    for number in range(10):
        choose(person, make_offer.offer(person.organisation, "AIM", title=f"B{number}"), me)
    assert read() == few


def test_family_that_sees_the_plan_reads_the_choices_and_a_coordinator_elsewhere_does_not(person, me, work):
    choose(person, work, me)
    assert len(queries.choices_page(intake.relative(person), person).running) == 1
    assert queries.choices_page(intake.coordinator(person.organisation), person).running == ()
    funder = make.viewer(make.member(person.organisation, Role.FUNDER), person.organisation, Role.FUNDER)
    assert panels.programme(funder, "vocational") == []


def test_a_mix_that_is_no_way_to_take_part_is_refused(person, me, work):
    with pytest.raises(DomainError, match="choose from these"):
        choose(person, work, me, mix=("by_pigeon",))
    assert not Enrolment.objects.exists()


def test_a_choice_that_changed_meanwhile_does_not_begin_from_an_older_page(person, me, work):
    row = choose(person, work, me)
    with pytest.raises(Stale, match="changed in the meantime"):
        actions.start_enrolment(enrolment=row, version=row.version + 1, by=me)
    assert Enrolment.objects.get().status == S.CHOSEN


def test_a_choice_or_story_of_somebody_else_is_not_there(person, me, work):
    other = make.participant(person.organisation)
    row = choose(other, work, make.self_viewer(other))
    for find in (queries.choice, queries.story):
        with pytest.raises(NotFound):
            find(me, person, row.key)
