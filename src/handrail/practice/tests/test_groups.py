from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from handrail.access import Category, RelationKind, Role
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.people.models import Relation
from handrail.people.queries import covered
from handrail.practice import actions, queries
from handrail.practice.models import (
    GroupMeeting,
    GroupPlace,
    GroupTurn,
    HomePractice,
    Session,
)
from handrail.practice.rules import SessionStatus
from handrail.practice.rules.groups import (
    Came,
    Context,
    GroupKind,
    GroupMeetingStatus,
    HomePracticeStatus,
    MeetingRecord,
    PersonRecord,
    SkillStage,
    bits_of,
    next_day,
    skill_stage,
    steps_of,
)
from handrail.practice.skills import skill, skills
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db
P = HomePracticeStatus


def events(kind):
    return Event.objects.filter(kind=kind).count()


def test_a_group_needs_a_name_a_place_for_one_and_who_runs_it(person, sasha):
    facts = make.GROUP
    for wrong, words in [
        (replace(facts, name=" "), "name"),
        (replace(facts, capacity=0), "at least one place"),
        (replace(facts, ends=time(9)), "later than the start"),
        (replace(facts, weekday=9), "its day"),
        (replace(facts, programme="XYZ"), "no such programme"),
    ]:
        with pytest.raises(DomainError, match=words):
            actions.open_group(
                organisation=person.organisation, facts=wrong, facilitators=[make.user_of(sasha)], by=sasha
            )
    with pytest.raises(DomainError, match="who runs"):
        actions.open_group(organisation=person.organisation, facts=facts, facilitators=[], by=sasha)
    assert events("open_group") == 0


def test_peers_open_groups_for_telling_and_nobody_else_without_the_right(person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    told = make.group(person.organisation, tess, kind=GroupKind.STORYTELLING)
    assert told.kind == GroupKind.STORYTELLING
    with pytest.raises(NotAllowed):
        make.group(person.organisation, tess)
    with pytest.raises(NotAllowed):
        make.group(person.organisation, make.self_viewer(person))


def test_joining_puts_planned_meetings_in_the_week_and_opens_only_the_group(person, sasha, group):
    lotte = make.member(person.organisation, Role.SPECIALIST)
    group.facilitators.create(user=lotte, from_on=make.TODAY)
    meeting = make.group_meeting(group, sasha, days=7)
    me = make.self_viewer(person)
    actions.join_group(group=group, participant=person, by=me)
    planned = Session.objects.get(participant=person)
    assert (planned.group_meeting, planned.group_name, planned.programme) == (meeting, group.name, "SST")
    theirs = make.viewer(lotte, person.organisation, Role.SPECIALIST)
    assert covered(theirs, person.pk) == {Category.CONTACT, Category.GROUPS}
    assert events("join_group") == 1
    with pytest.raises(DomainError, match="already"):
        actions.join_group(group=group, participant=person, by=me)


def test_a_full_group_says_so_and_the_database_holds_it(person, sasha, group):
    group.capacity = 1
    group.save()
    place = actions.join_group(group=group, participant=person, by=sasha)
    rosa = make.participant(person.organisation, "Rosa")
    with pytest.raises(DomainError, match="All 1 places are taken"):
        actions.join_group(group=group, participant=rosa, by=sasha)
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupPlace.objects.create(
            organisation=person.organisation, participant=rosa, group=group, number=1, joined_on=make.TODAY
        )
    actions.leave_group(place=place, by=sasha)
    assert actions.join_group(group=group, participant=rosa, by=sasha).number == 1


def test_leaving_asks_no_reason_frees_the_place_and_closes_what_it_opened(person, sasha, group):
    lotte = make.member(person.organisation, Role.SPECIALIST)
    group.facilitators.create(user=lotte, from_on=make.TODAY)
    other = make.group(
        person.organisation, make.viewer(lotte, person.organisation, Role.SPECIALIST), name="Two"
    )
    me = make.self_viewer(person)
    make.group_meeting(group, sasha, days=7)
    places = [actions.join_group(group=one, participant=person, by=me) for one in (group, other)]
    actions.leave_group(place=places[0], by=me)
    opened = Relation.objects.filter(participant=person, kind=RelationKind.GROUP, to_on__isnull=True)
    assert [one.user for one in opened] == [lotte], "lotte runs the other group, too"
    assert Session.objects.get().status == SessionStatus.SAID_NO
    actions.leave_group(place=places[1], by=me)
    assert not opened.all().exists()
    with pytest.raises(DomainError, match="already"):
        actions.leave_group(place=places[1], by=me)
    assert not hasattr(places[0], "reason")


def test_a_stranger_neither_runs_nor_fills_a_group(person, sasha, group):
    stranger = make.viewer(
        make.member(person.organisation, Role.SPECIALIST), person.organisation, Role.SPECIALIST
    )
    with pytest.raises(NotFound):
        queries.group(stranger, group.key)
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    with pytest.raises(NotAllowed):
        actions.join_group(group=group, participant=person, by=tess)
    with pytest.raises(NotAllowed):
        actions.plan_group_meeting(group=group, on=make.TODAY, by=stranger)
    place = actions.join_group(group=group, participant=person, by=sasha)
    with pytest.raises(NotAllowed):
        actions.leave_group(place=place, by=tess)
    coordinator = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    assert queries.group(coordinator, group.key) == group


def test_a_group_is_changed_but_not_below_who_is_in_it_and_not_in_kind(person, sasha, group):
    actions.join_group(group=group, participant=person, by=sasha)
    actions.join_group(group=group, participant=make.participant(person.organisation, "Rosa"), by=sasha)
    moved = actions.change_group(group=group, facts=replace(make.GROUP, place="Library"), version=1, by=sasha)
    assert (moved.place, moved.version) == ("Library", 2)
    with pytest.raises(Stale):
        actions.change_group(group=group, facts=make.GROUP, version=1, by=sasha)
    with pytest.raises(DomainError, match="More people"):
        actions.change_group(group=group, facts=replace(make.GROUP, capacity=1), by=sasha)
    with pytest.raises(DomainError, match="does not change"):
        actions.change_group(group=group, facts=replace(make.GROUP, kind=GroupKind.LEARNING), by=sasha)


def test_a_group_that_ends_calls_off_what_was_planned_and_gives_places_back(person, sasha, group):
    actions.join_group(group=group, participant=person, by=sasha)
    meeting = make.group_meeting(group, sasha, days=7)
    ended = actions.end_group(group=group, by=sasha)
    meeting.refresh_from_db()
    assert (ended.to_on, meeting.status) == (make.TODAY, GroupMeetingStatus.CALLED_OFF)
    assert Session.objects.get().status == SessionStatus.CALLED_OFF
    assert not GroupPlace.objects.filter(left_on__isnull=True).exists()
    for late in (
        lambda: actions.end_group(group=group, by=sasha),
        lambda: actions.join_group(group=group, participant=person, by=sasha),
    ):
        with pytest.raises(DomainError, match="is over"):
            late()
    with pytest.raises(DomainError, match="does not meet"):
        make.group_meeting(group, sasha, days=7)


def test_a_group_meets_once_a_day_in_its_own_time_and_with_a_known_skill(person, sasha, group):
    meeting = make.group_meeting(group, sasha)
    assert (meeting.starts_at, meeting.led_by_id) == (make.at(14), sasha.user_id)
    with pytest.raises(DomainError, match="on this day already"):
        make.group_meeting(group, sasha)
    with pytest.raises(DomainError, match="does not meet on this day"):
        make.group_meeting(group, sasha, days=-900)
    with pytest.raises(DomainError, match="no such skill"):
        make.group_meeting(group, sasha, days=7, skill="juggling")
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMeeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at)


def test_who_leads_is_not_booked_twice(person, sasha, group):
    actions.join_group(group=group, participant=person, by=sasha)
    make.session(make.participant(person.organisation, "Rosa"), sasha, hour=14)
    with pytest.raises(DomainError, match="already meets"):
        make.group_meeting(group, sasha)


def of(meeting, person, came=Came.CAME, **more):
    return PersonRecord(meeting.sessions.get(participant=person).key, came, **more)


@pytest.mark.seed("S-167")
@pytest.mark.seed("S-102")
def test_one_meeting_keeps_who_came_turns_good_words_and_home_practice_of_each(three, sasha):
    (elena, rosa, daniel), meeting = three
    facts = MeetingRecord(
        line="We said no to a second biscuit.",
        people=(
            of(
                meeting,
                elena,
                shown=(0, 1, 3),
                good="Your no was kind.",
                home="Say no to a leaflet.",
                context=Context.TOWN,
            ),
            of(meeting, rosa, Came.NOT_THERE),
            of(meeting, daniel, Came.SAID_NO),
        ),
    )
    actions.record_group_meeting(meeting=meeting, facts=facts, version=1, by=sasha)
    assert events("record_group_meeting") == 1
    statuses = dict(Session.objects.values_list("participant__called", "status"))
    assert statuses == {"Elena": "met", "Rosa": "not_met", "Daniel": "said_no"}
    turn = GroupTurn.objects.get()
    assert (turn.participant, steps_of(turn.shown), turn.good) == (elena, [0, 1, 3], "Your no was kind.")
    assert HomePractice.objects.get().due_on == make.TODAY + timedelta(days=7)
    span = {"since": make.TODAY, "until": make.TODAY}
    assert queries.came(sasha, elena, **span) == (1, 1)
    lotte = make.staff_for(daniel)
    assert queries.came(lotte, daniel, **span) == (0, 0), "who said no before counts for nothing"
    again = MeetingRecord(people=(of(meeting, rosa),))
    actions.record_group_meeting(meeting=meeting, facts=again, by=sasha)
    assert Session.objects.get(participant=rosa).status == SessionStatus.MET


def test_words_wait_for_who_came_and_a_meeting_for_its_day(three, sasha):
    (elena, _rosa, _daniel), meeting = three
    with pytest.raises(DomainError, match="Say first whether Elena came"):
        actions.record_group_meeting(
            meeting=meeting, facts=MeetingRecord(people=(of(meeting, elena, None, good="Kind."),)), by=sasha
        )
    with pytest.raises(DomainError, match="not in this meeting"):
        actions.record_group_meeting(
            meeting=meeting, facts=MeetingRecord(people=(PersonRecord("x", Came.CAME),)), by=sasha
        )
    with pytest.raises(DomainError, match="no such step"):
        actions.record_group_meeting(
            meeting=meeting, facts=MeetingRecord(people=(of(meeting, elena, shown=(9,)),)), by=sasha
        )
    later = make.group_meeting(meeting.group, sasha, days=7)
    with pytest.raises(DomainError, match="still to come"):
        actions.record_group_meeting(meeting=later, facts=MeetingRecord(), by=sasha)
    with pytest.raises(Stale):
        actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(), version=9, by=sasha)
    assert not GroupTurn.objects.exists()


def test_a_meeting_is_called_off_for_everybody_once(three, sasha):
    _everybody, meeting = three
    actions.call_off_group_meeting(meeting=meeting, reason="Storm", by=sasha)
    assert set(Session.objects.values_list("status", flat=True)) == {"called_off"}
    with pytest.raises(InvalidTransition):
        actions.call_off_group_meeting(meeting=meeting, by=sasha)
    with pytest.raises(InvalidTransition):
        actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(), by=sasha)


@pytest.mark.seed("S-125")
def test_a_storytelling_group_keeps_who_came_and_its_invitation_and_no_word_more(person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    circle = make.group(person.organisation, tess, kind=GroupKind.STORYTELLING, programme="PEER")
    actions.join_group(group=circle, participant=person, by=tess)
    meeting = make.group_meeting(circle, tess, skill="", line="A kitchen I remember. Tell, or listen.")
    with pytest.raises(DomainError, match="no words of anybody"):
        actions.record_group_meeting(
            meeting=meeting,
            facts=MeetingRecord(people=(of(meeting, person, words="She told of the ward."),)),
            by=tess,
        )
    with pytest.raises(DomainError, match="before the meeting"):
        actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(line="Her story was sad."), by=tess)
    with pytest.raises(DomainError, match="no such skill"):
        make.group_meeting(circle, tess, days=7, skill="listening")
    actions.record_group_meeting(meeting=meeting, facts=MeetingRecord(people=(of(meeting, person),)), by=tess)
    meeting.refresh_from_db()
    assert meeting.line == "A kitchen I remember. Tell, or listen."
    assert not GroupTurn.objects.exists() and not HomePractice.objects.exists()
    assert Session.objects.get().status == SessionStatus.MET


def test_one_sees_in_a_group_only_who_is_open_to_them(three, sasha, person):
    _everybody, meeting = three
    coordinator = make.staff_for(person, Role.COORDINATOR, RelationKind.COORDINATOR)
    page = queries.group_page(coordinator, meeting.group.key)
    assert ([one.participant for one in page.people], page.unseen) == ([person], 2)
    rows = queries.group_meeting_page(coordinator, meeting.group.key, meeting.key).rows
    assert [row.person_key for row in rows] == [person.key]
    assert len(queries.group_page(sasha, meeting.group.key).people) == 3


def test_a_person_meets_only_their_own_groups_and_practice(agreed, person, sasha):
    me = make.self_viewer(person)
    found = queries.my_groups_page(me, person)
    assert [one.name for one in found.groups] == [make.GROUP.name]
    other = make.participant(person.organisation, "Jana")
    with pytest.raises(NotFound):
        queries.practice(make.self_viewer(other), other, agreed.key)
    family = make.staff_for(person, Role.FAMILY, RelationKind.FAMILY)
    assert queries.to_try_now(family, person) == []


def test_story_meetings_are_told_to_the_page_of_peers(person):
    tess = make.staff_for(person, Role.PEER, RelationKind.PEER)
    circle = make.group(person.organisation, tess, kind=GroupKind.STORYTELLING)
    actions.join_group(group=circle, participant=person, by=tess)
    make.group_meeting(circle, tess, skill="", days=7)
    me = make.self_viewer(person)
    assert [(one.title, one.at) for one in queries.story_meetings(me, person)] == [(circle.name, "14:00")]


def test_records_that_are_joined_keep_one_place_a_group(person, sasha, group):
    twin = make.participant(person.organisation, "Elena", "Nair-Lopez")
    for one in (person, twin):
        actions.join_group(group=group, participant=one, by=sasha)
    from handrail.practice.holdings import HOLDINGS

    held = next(one for one in HOLDINGS.held if one.model is GroupPlace)
    held.move(person, twin, make.TODAY)
    assert GroupPlace.objects.filter(participant=twin, left_on__isnull=True).count() == 1
    assert GroupPlace.objects.filter(participant=twin).count() == 2


def test_every_skill_has_three_or_four_steps_and_a_first_thing_to_try():
    found = skills("en")
    assert len(found) >= 10
    assert all(3 <= len(one.steps) <= 4 and one.practice for one in found)
    assert skill("nothing", "en") is None


def test_the_stage_of_a_skill_is_worked_out():
    assert skill_stage(practised=False, with_prompt=False, independent=False) == SkillStage.INTRODUCED
    assert skill_stage(practised=True, with_prompt=False, independent=False) == SkillStage.PRACTISED
    assert skill_stage(practised=True, with_prompt=True, independent=False) == SkillStage.WITH_PROMPT
    assert (bits_of([]), bits_of([0, 2])) == (None, 5)
    assert next_day(1, make.TODAY) == make.TODAY
    assert next_day(0, make.TODAY) == make.TODAY + timedelta(days=6)


def test_relations_that_a_group_opened_stay_beside_those_of_a_team(person, sasha, group):
    actions.join_group(group=group, participant=person, by=sasha)
    kinds = set(Relation.objects.filter(user_id=sasha.user_id).values_list("kind", flat=True))
    assert kinds == {RelationKind.CARE_TEAM, RelationKind.GROUP}
