import pytest

from handrail.base.errors import DomainError
from handrail.catalogue.tests import factories as make_offer
from handrail.intake import actions as intake
from handrail.intake.rules import EnrolmentRank
from handrail.people.tests import factories as people
from handrail.practice import actions, panels, queries
from handrail.practice.models import Session
from handrail.practice.rules import SessionStatus
from handrail.practice.tests import factories as make
from handrail.practice.tests.pages import about, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return people.participant(people.organisation())


@pytest.fixture
def sasha(person):
    return people.staff_for(person)


@pytest.fixture
def work(person):
    return make_offer.offer(person.organisation, "VR", staff_needed=2)


def choose(person, offer):
    row = intake.choose_offer(
        participant=person, offer=offer, rank=EnrolmentRank.PRIMARY, by=people.operator(person.organisation)
    )
    return intake.start_enrolment(enrolment=row, by=people.operator(person.organisation))


def test_one_meeting_counts_for_its_programme_with_who_is_needed_and_who_is_there(person, sasha, work):
    choose(person, work)
    session = make.session(person, sasha, programme="VR")
    make.session(person, sasha, hour=14)
    (panel,) = panels.programme(sasha, "vocational")
    (meeting,) = panel.data["week"].meetings
    assert (meeting.present, meeting.needed, meeting.missing, meeting.people) == (1, 2, 1, 1)
    actions.record_meeting(session=session, to=SessionStatus.MET, by=sasha)
    week = queries.programme_week(sasha, "vocational")
    assert (week.came, week.of) == (1, 1)
    assert queries.programme_week(sasha, "peer").of == 0


def test_a_group_is_one_meeting_with_all_who_come(person, sasha, work):
    choose(person, work)
    other = people.participant(person.organisation, "Omar")
    for one in (person, other):
        make.session(one, sasha, programme="VR", group_name="Interview practice")
    week = queries.programme_week(sasha, "vocational")
    assert [(one.title, one.href) for one in week.meetings] == [("Interview practice", "")]


def test_a_stranger_sees_no_meeting_and_the_person_no_panel(person, sasha, work):
    make.session(person, sasha, programme="VR")
    stranger = people.staff_for(people.participant(person.organisation, "Omar"))
    assert queries.programme_week(stranger, "vocational").meetings == ()
    assert panels.programme(people.self_viewer(person), "vocational") == []


def test_the_week_costs_the_same_for_one_meeting_and_for_ten(person, sasha, work, django_assert_num_queries):
    choose(person, work)
    make.session(person, sasha, hour=8, programme="VR")
    with django_assert_num_queries(3):
        queries.programme_week(sasha.on(sasha.today), "vocational")
    for hour in range(9, 18):
        make.session(person, sasha, hour=hour, programme="VR")
    with django_assert_num_queries(3):
        queries.programme_week(sasha.on(sasha.today), "vocational")


def test_a_moved_meeting_stays_part_of_its_programme(person, sasha):
    session = make.session(person, sasha, programme="VR")
    moved = actions.move_session(
        session=session, starts_at=make.at(10, days=1), ends_at=make.at(11, days=1), by=sasha
    )
    assert moved.programme == "VR"


def test_a_programme_that_is_none_of_the_nine_is_refused(person, sasha):
    with pytest.raises(DomainError, match="one of the nine"):
        make.session(person, sasha, programme="GOLF")


def test_the_form_offers_the_persons_own_programmes_and_begun_ones_first(sign, person, sasha, work):
    choose(person, work)
    client = sign(sasha)
    html = client.get(url("session_new", person.key)).content.decode()
    assert "Is it part of a programme?" in html
    assert '<option value="VR"' in html
    assert '<option value="PEER"' not in html
    sent = {
        "about": about(person),
        "title": "Library",
        "practitioner": str(sasha.user_id),
        "programme": "VR",
        "day_day": "22",
        "day_month": "10",
        "day_year": "2026",
        "begins": "10:00",
        "ends": "11:00",
        "setting": "community",
    }
    client.post(url("session_new", person.key), sent)
    assert Session.objects.get().programme == "VR"
    assert "Library" in client.get("/programmes/vocational").content.decode()


def test_twelve_meetings_are_listed_and_the_rest_on_request(person, sasha, work):
    for number in range(13):
        make.session(person, sasha, hour=7 + number, programme="VR")
    week = queries.programme_week(sasha, "vocational")
    assert (len(week.meetings), week.is_cut) == (12, True)
    (panel,) = panels.programme_whole(sasha, "vocational")
    whole = panel.data["week"]
    assert (len(whole.meetings), whole.is_cut) == (13, False)
    assert whole.meetings[:12] == week.meetings


def test_a_group_is_listed_with_all_who_come_or_not_at_all(person, sasha, work):
    others = [people.participant(person.organisation, f"Neighbour {number}") for number in range(25)]
    make.session(person, sasha, hour=9, programme="VR")
    for one in others:
        make.session(one, sasha, programme="VR", group_name="Interview practice")
    by = people.operator(person.organisation)
    week = queries.programme_week(by, "vocational")
    assert ([one.people for one in week.meetings], week.is_cut) == ([1], True)
    whole = queries.programme_week(by, "vocational", whole=True)
    assert ([one.people for one in whole.meetings], whole.is_cut) == ([1, 25], False)
