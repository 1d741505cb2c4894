"""Who is on call, the gaps between turns, and that nothing is asked from afar which nobody would read."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from handrail.access import RelationKind, Role
from handrail.accounts import actions as accounts
from handrail.accounts.models import User
from handrail.base import clock
from handrail.base.errors import DomainError, NotAllowed
from handrail.people.tests import factories as people
from handrail.people.tests.browsing import browser, signed, text
from handrail.safety import panels
from handrail.safety.actions import roster as actions
from handrail.safety.models import OnCallTurn
from handrail.safety.queries import roster as reads
from handrail.safety.rules.roster import gaps
from handrail.safety.tests import factories as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
URL = "/on-call"


@pytest.fixture(autouse=True)
def at():
    with clock.clock_at(make.NOON) as held:
        yield held


@pytest.fixture
def place():
    return people.organisation()


@pytest.fixture
def site(place):
    return make.site_of(place)


@pytest.fixture
def dana(place):
    return make.reachable(place, Role.COORDINATOR, "Dana Brandt")


@pytest.fixture
def imran(place):
    return make.reachable(place, Role.CLINICIAN, "Imran Siddiqui")


def user_of(viewer):
    return User.objects.get(pk=viewer.user_id)


def put(site, viewer, by, start=0, hours=8, **more):
    begins = make.NOON + start * HOUR
    return actions.put_on_call(
        site=site, user=user_of(viewer), from_at=begins, until_at=begins + hours * HOUR, by=by, **more
    )


# ---- gaps ----

instants = st.integers(0, 40).map(lambda hours: make.NOON + hours * HOUR)
turns = st.lists(st.tuples(instants, instants).map(sorted).map(tuple), max_size=6)


@given(turns)
def test_each_hour_is_in_a_turn_or_in_a_gap_and_never_in_both(spans):
    start, end = make.NOON, make.NOON + 30 * HOUR
    empty = gaps(spans, start, end)
    for number in range(30):
        hour = start + number * HOUR
        on_call = any(begins <= hour < ends for begins, ends in spans)
        assert on_call != any(begins <= hour < ends for begins, ends in empty)
    assert all(one[1] <= two[0] for one, two in zip(empty, empty[1:], strict=False))


# ---- asking from afar ----


@pytest.mark.hazard("H-01")
def test_nothing_is_asked_from_afar_unless_somebody_is_on_call(place, site, dana, imran):
    other = accounts.open_site(organisation=place, name="South gate", by=people.operator(place))
    put(site, imran, dana)
    assert reads.may_ask_remotely(site, make.NOON)
    assert reads.may_ask_remotely(place, make.NOON + 8 * HOUR - timedelta(seconds=1))
    assert not reads.may_ask_remotely(site, make.NOON + 8 * HOUR)
    assert not reads.may_ask_remotely(site, make.NOON - timedelta(seconds=1))
    assert not reads.may_ask_remotely(other, make.NOON)
    assert not reads.may_ask_remotely(people.organisation("Elsewhere"), make.NOON)


def test_a_person_of_a_site_has_that_sites_colleague_and_one_without_any(place, site, dana, imran):
    other = accounts.open_site(organisation=place, name="South gate", by=people.operator(place))
    put(site, imran, dana)
    person = people.participant(place)
    assert reads.on_call_for(person, make.NOON).user_id == imran.user_id
    person.site = other
    assert reads.on_call_for(person, make.NOON) is None


# ---- putting in and ending ----


def test_two_turns_of_one_site_do_not_overlap(place, site, dana, imran):
    put(site, imran, dana)
    with pytest.raises(DomainError, match="Imran Siddiqui is on call then, until 20.10. 20:00"):
        put(site, dana, dana, start=7)
    put(site, dana, dana, start=8)
    assert OnCallTurn.objects.count() == 2


@pytest.mark.parametrize(
    ("start", "hours"), [(0, 0), (-10, 5), (0, 24 * 32), (2, -1)], ids=["empty", "over", "long", "backwards"]
)
def test_a_turn_that_cannot_be_is_refused(site, dana, imran, start, hours):
    with pytest.raises(DomainError):
        put(site, imran, dana, start=start, hours=hours)


def test_only_who_can_act_and_be_reached_is_on_call(place, site, dana, imran):
    with pytest.raises(DomainError, match="their role opens no record"):
        put(site, make.reachable(place, Role.PEER, "Tess"), dana)
    with pytest.raises(DomainError, match="No mail reaches"):
        put(site, make.colleague(place, Role.SPECIALIST, "Sasha"), dana)
    with pytest.raises(DomainError, match="somebody else as the backup"):
        put(site, imran, dana, backup=user_of(imran))
    with pytest.raises(NotAllowed):
        put(site, imran, imran)
    with pytest.raises(NotAllowed):
        put(make.site_of(people.organisation("Elsewhere")), imran, dana)
    turn = put(site, imran, dana)
    assert turn.phone == "030 5550 100"
    for facts in ({"until_at": turn.from_at}, {"backup_id": turn.user_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OnCallTurn.objects.filter(pk=turn.pk).update(**facts)


def test_a_running_turn_ends_now_and_one_to_come_goes_whole(at, site, dana, imran):
    running, later = put(site, imran, dana), put(site, imran, dana, start=10)
    at.move_to(make.NOON + HOUR)
    actions.end_turn(turn=running, by=dana)
    actions.end_turn(turn=later, by=dana)
    assert [one.until_at for one in OnCallTurn.objects.all()] == [make.NOON + HOUR]
    actions.end_turn(turn=running, by=dana)
    assert OnCallTurn.objects.get().until_at == make.NOON + HOUR


# ---- the page ----


def sent(site, imran, **more):
    return {
        "about": signed(),
        "site": site.key,
        "who": str(imran.user_id),
        "backup": "",
        "phone": "",
        "from_on_day": "25",
        "from_on_month": "10",
        "from_on_year": "2026",
        "from_time": "00:00",
        "until_on_day": "26",
        "until_on_month": "10",
        "until_on_year": "2026",
        "until_time": "00:00",
    } | more


def test_times_are_those_of_the_sites_wall_clock_also_when_it_is_put_back(site, dana, imran):
    client = browser(dana)
    assert client.post(URL, sent(site, imran)).url == URL
    turn = OnCallTurn.objects.get()
    assert (turn.from_at, turn.until_at) == (
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    ), "25 hours: the clock is put back in that night"
    page = text(client.get(URL))
    assert "Nobody from Tuesday 20 October, 12:00, until Sunday 25 October, 0:00." in page
    assert client.post(f"{URL}/{turn.key}", {"about": signed()}).url == URL
    assert not OnCallTurn.objects.exists()


def test_what_is_missing_or_refused_stays_on_the_page(site, dana, imran):
    client = browser(dana)
    assert client.post(URL, sent(site, imran, who="")).status_code == 422
    answer = client.post(URL, sent(site, imran, until_time="00:00", until_on_day="25"))
    assert answer.status_code == 422
    assert "The end must be later than the start." in text(answer)


def test_a_page_of_another_place_and_another_role_does_not_open(place, site, dana, imran):
    turn = put(site, imran, dana)
    elsewhere = make.colleague(people.organisation("Elsewhere"), Role.COORDINATOR)
    assert browser(elsewhere).post(f"{URL}/{turn.key}", {"about": signed()}).status_code == 404
    assert browser(imran).get(URL).status_code == 403


def test_gaps_stand_on_the_day_of_who_coordinates_and_cost_one_statement(place, site, dana, imran):
    def offered():
        return panels.roster_today(dana, dana.today)

    offered()
    with CaptureQueriesContext(connection) as asked:
        [panel] = offered()
    assert (len(asked), panel.data["gaps"][0].site) == (1, "Mill Road")
    assert "Mill Road: nobody is on call from Tuesday 20 October, 12:00." in text(browser(dana).get("/today"))
    put(site, imran, dana, hours=24 * 8)
    assert offered() == []
    with CaptureQueriesContext(connection) as asked:
        assert panels.roster_today(imran, imran.today) == []
    assert len(asked) == 0


def test_a_person_and_a_stranger_read_no_roster(place, site):
    person = people.participant(place)
    for one in (people.self_viewer(person), people.staff_for(person, Role.FAMILY, RelationKind.FAMILY)):
        assert browser(one).get(URL).status_code == 403
