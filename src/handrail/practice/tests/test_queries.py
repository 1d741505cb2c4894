from datetime import timedelta

import pytest

from handrail.access import Category, RelationKind, Role
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.people import actions as people
from handrail.people.models import Participant
from handrail.plans.hooks import hooks
from handrail.plans.rules import SupportLevel
from handrail.practice import actions, panels, queries
from handrail.practice.definitions import helped_words
from handrail.practice.models import Session
from handrail.practice.queries.week import session_line
from handrail.practice.rules import Meeting, Outcome, SessionStatus, WorkRung
from handrail.practice.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning():
    with clock.clock_at(make.at(10, 5), timedelta(milliseconds=1)):
        yield


@pytest.fixture
def person():
    return make.participant(make.organisation())


@pytest.fixture
def sasha(person):
    return make.staff_for(person)


def meetings(person, sasha, *became):
    for number, status in enumerate(became, 1):
        held = make.session(person, sasha, days=-number)
        if status != SessionStatus.PLANNED:
            actions.record_meeting(session=held, to=status, by=sasha)


@pytest.mark.seed("S-058", "S-192")
def test_came_counts_neither_what_the_team_called_off_nor_what_was_moved(person, sasha):
    met, missed = SessionStatus.MET, SessionStatus.NOT_MET
    meetings(person, sasha, met, met, missed, SessionStatus.CALLED_OFF, SessionStatus.PLANNED)
    moved = make.session(person, sasha, days=-9)
    actions.move_session(session=moved, starts_at=make.at(15, days=1), ends_at=make.at(16, days=1), by=sasha)
    since = make.TODAY - timedelta(days=90)
    assert queries.came(sasha, person, since=since, until=make.TODAY) == (2, 3)


def test_the_strip_says_the_three_in_words_and_forgets_notes_in_error(person, sasha):
    meetings(person, sasha, SessionStatus.MET)
    make.filed(person, sasha, helped=("Breathing", "Quiet seat"), work=WorkRung.INTERVIEW)
    make.filed(person, sasha, helped=("Breathing",))
    wrong = make.filed(person, sasha, helped=("Music",), work=WorkRung.OFFER)
    actions.note_in_error(note=wrong, reason="Somebody else", by=sasha)
    assert [value for _term, value, _hint in queries.strip(sasha, person)] == [
        "1 of 1",
        "2 skills, 3 times",
        "Went to an interview",
    ]


def test_the_strip_of_a_person_without_a_record_is_kind(person, sasha):
    assert [value for _term, value, _hint in queries.strip(sasha, person)] == ["Not yet"] * 3


def test_the_plan_learns_of_last_attempts_meetings_and_the_way_to_report(person, sasha):
    step = make.step(person)
    make.filed(person, sasha, step)
    make.session(person, sasha, step=step)
    last = hooks.last_attempts(sasha, person)[step.pk]
    assert (last.given, last.companion, last.on, last.tries) == (
        SupportLevel.BESIDE_ME,
        "Specialist",
        make.TODAY,
        1,
    )
    meeting = hooks.next_meetings(sasha, person)[step.pk]
    assert meeting.when == "Tuesday 20 October, 10:30"
    assert meeting.words == "Bus stop on Mill Road. Specialist meets you there."
    assert hooks.report_url(person.key, step.key).endswith(f"/{step.key}/report")
    assert [term for term, _value, _hint in hooks.strip(sasha, person)] == ["Came", "Used", "Work or study"]


def test_the_chips_begin_with_what_helped_this_person_most(person, sasha):
    make.filed(person, sasha, helped=("Singing", "Music"))
    make.filed(person, sasha, helped=("Singing",))
    chips = queries.helped_chips(sasha, person, "en")
    assert chips[:2] == ["Singing", "Music"]
    assert sorted(chips) == sorted({*helped_words("en"), "Singing"})


def test_a_pick_says_last_and_wanted_level(person, sasha):
    step = make.step(person)
    fresh = queries.step_picks(sasha, person)[0]
    assert fresh.hint == "Not started. Elena wants: Beside me"
    make.filed(person, sasha, step)
    assert queries.step_picks(sasha, person)[0].hint == "Last time: Beside me. Elena wants: Beside me"


def test_a_stranger_reads_nothing(person, sasha):
    step = make.step(person)
    make.filed(person, sasha, step, safety=True)
    make.session(person, sasha)
    user = make.member(person.organisation, Role.SPECIALIST)
    stranger = make.viewer(user, person.organisation, Role.SPECIALIST)
    assert queries.tries(stranger, person) == {}
    assert queries.notes_of(stranger, person) == []
    assert queries.week_page(stranger, person, day=make.TODAY).is_empty
    assert panels.person(stranger, person) == []


def test_panels_of_a_person_offer_numbers_and_notes(person, sasha):
    make.filed(person, sasha)
    offered = panels.person(sasha, person)
    assert [str(panel.title) for panel in offered] == ["Three simple numbers", "Notes"]
    peer = make.staff_for(person, Role.PEER, RelationKind.PEER)
    assert panels.person(peer, person) == []


def test_every_read_tells_whom_it_showed(person, sasha):
    make.session(person, sasha)
    viewer = sasha.on(make.TODAY)
    queries.week_page(viewer, person, day=make.TODAY)
    queries.notes_of(viewer, person)
    queries.strip(viewer, person)
    shown = {category for category, _relation in viewer.looks.shown}
    assert shown == {Category.WEEK, Category.NOTES, Category.ATTENDANCE}


def a_life(person, sasha, number):
    """Put one more of everything into the week and the day."""
    step = make.step(person, title=f"Step {number}")
    hour, days = 1 + number % 20, number // 20
    make.session(person, sasha, hour=hour, days=days, step=step)
    make.filed(person, sasha, step, held_at=make.at(hour, days=-5), helped=(f"Skill {number}",))
    actions.start_note(participant=person, by=sasha)
    item = actions.add_week_item(participant=person, title=f"Paint {number}", planned_on=make.TODAY, by=sasha)
    actions.answer_week_item(item=item, to="moved", to_on=make.TODAY + timedelta(days=1), by=sasha)
    actions.report_attempt(step=step, outcome=Outcome.DID_IT, given=SupportLevel.WITH_ME, by=sasha)


READS = {
    "week": (lambda viewer, person: queries.week_page(viewer, person, day=make.TODAY), 5),
    "today": (lambda viewer, person: queries.today_page(viewer), 5),
    "notes": (queries.notes_of, 2),
    "strip": (queries.strip, 3),
    "last attempts": (queries.last_attempts, 1),
    "next meetings": (queries.next_meetings, 1),
    "picks": (queries.step_picks, 2),
}


@pytest.mark.parametrize("name", READS)
def test_reads_cost_the_same_queries_at_ten_and_twenty_rows(
    person, sasha, name, django_assert_max_num_queries
):
    read, at_most = READS[name]
    counts = []
    for rows in (range(10), range(10, 20)):
        for number in rows:
            a_life(person, sasha, number)
        fresh = Participant.objects.select_related("organisation", "site").get(pk=person.pk)
        with django_assert_max_num_queries(at_most) as found:
            read(sasha.on(make.TODAY), fresh)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_draft_and_a_filed_note_have_each_their_own_page(person, sasha):
    draft, filed = actions.start_note(participant=person, by=sasha), make.filed(person, sasha)
    with pytest.raises(NotFound):
        queries.note_page(sasha, person, draft.key)
    with pytest.raises(NotFound):
        queries.draft(sasha, person, filed.key)


def test_a_list_says_how_each_note_stands(person, sasha):
    elena = make.self_viewer(person)
    wrong, other, agreed = (make.filed(person, sasha) for _number in range(3))
    make.filed(person, sasha)
    actions.note_in_error(note=wrong, reason="Somebody else", by=sasha)
    actions.disagree_note(note=other, words="It was not so.", by=elena)
    actions.agree_note(note=agreed, by=elena)
    assert {row.tag for row in queries.notes_of(sasha, person)} == {
        "Entered in error",
        "Seen differently",
        "Agreed",
        "Filed",
    }


def test_the_week_says_what_became_of_each_meeting(person, sasha):
    moved, off, missed = (make.session(person, sasha, hour=hour) for hour in (11, 13, 15))
    actions.move_session(session=moved, starts_at=make.at(11, days=1), ends_at=make.at(12, days=1), by=sasha)
    actions.record_meeting(session=off, to=SessionStatus.CALLED_OFF, by=sasha)
    actions.record_meeting(session=missed, to=SessionStatus.NOT_MET, by=sasha)
    for row in (moved, off, missed):
        row.refresh_from_db()
    said = [session_line(row, person.key).hint for row in (moved, off, missed)]
    assert said[0].startswith("Moved to")
    assert said[1:] == ["Called off by the team", "Did not happen this time"]


def test_today_puts_a_group_in_one_line(person, sasha):
    rosa = make.participant(person.organisation, "Rosa")
    people.open_relation(
        participant=rosa,
        user=make.user_of(sasha),
        kind=RelationKind.CARE_TEAM,
        by=make.operator(person.organisation),
    )
    make.session(person, sasha, hour=9)
    for one in (person, rosa):
        make.session(one, sasha, hour=14, group_name="Cooking")
    page = queries.today_page(sasha)
    assert page.summary == "1 visit and 1 group. 0 done."
    assert len(page.places) == 2
    assert ("Cooking", "2 people, Bus stop on Mill Road") in [
        (visit.title, visit.hint) for _day, visits in page.rest for visit in visits
    ]


def test_today_says_of_each_other_visit_how_it_stands_and_where_it_leads(person, sasha):
    begun, filed, off, asked = (make.session(person, sasha, hour=hour) for hour in (6, 7, 8, 15))
    make.session(person, sasha, hour=13)
    draft = actions.start_note(participant=person, session=begun, by=sasha)
    note = make.filed(person, sasha, session=filed)
    actions.record_meeting(session=off, to=SessionStatus.CALLED_OFF, by=sasha)
    actions.change_meeting(session=asked, meeting=Meeting.AT_HOME, by=make.self_viewer(person))
    page = queries.today_page(sasha)
    assert page.next.head == "Next"
    found = {visit.href.rsplit("/", 1)[-1]: visit.tag for _day, visits in page.rest for visit in visits}
    assert found[off.key] == "Called off"
    assert found[asked.key] == "Elena asked: At home"
    assert found[note.key] == "Filed"
    assert any(draft.key in visit.href for _day, visits in page.rest for visit in visits)


def test_a_meeting_that_the_person_said_no_to_says_so_in_the_week(person):
    sasha = make.staff_for(person)
    group = make.group(person.organisation, sasha)
    place = actions.join_group(group=group, participant=person, by=sasha)
    make.group_meeting(group, sasha, days=1)
    actions.leave_group(place=place, by=make.self_viewer(person))
    assert session_line(Session.objects.get(), person.key).hint == "Said no this time"
