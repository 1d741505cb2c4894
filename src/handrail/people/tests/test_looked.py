"""Who looked at my plan: for the person alone, in plain words, what is unusual first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.access import RelationKind, Role
from handrail.accounts.models import User
from handrail.audit import queries as audit
from handrail.audit.actions import Because, record, write_looks
from handrail.base import clock
from handrail.base.errors import NotFound
from handrail.people import actions
from handrail.people.looked import looked_page, looker, reference
from handrail.people.models import Relation
from handrail.people.tests import factories as make
from handrail.people.tests.browsing import browser, stranger, text

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 20, 10, tzinfo=UTC)  # 12:00 in Berlin


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.clock_at(NOON):
        yield


@pytest.fixture
def elena():
    return make.participant(make.organisation())


@pytest.fixture
def me(elena):
    return make.self_viewer(elena)


def look(viewer, person, category="plan", *, at=NOON, relation="care_team", page="plans:plan", **more):
    with clock.clock_at(at):
        write_looks(viewer, [((category, relation), {person.pk})], page, **more)


def known(viewer, person):
    """Let the first look lie in another month, so that a later one is usual."""
    look(viewer, person, at=NOON - timedelta(days=60))


def lines(page):
    return [*page.unusual, *(line for _day, found in page.days for line in found)]


def test_one_line_for_each_person_and_day_with_parts_times_and_reason(elena, me):
    sasha = make.staff_for(elena)
    known(sasha, elena)
    look(sasha, elena)
    look(sasha, elena, "week", at=NOON + timedelta(minutes=3))
    look(sasha, elena, at=NOON - timedelta(days=1))
    page = looked_page(me, elena.key)
    assert [day for day, _lines in page.days] == [date(2026, 10, 20), date(2026, 10, 19)]
    ((line,), _yesterday) = (found for _day, found in page.days)
    assert (line.parts, line.times, line.why) == (["my plan and steps", "my week"], "2 times", "on my team")
    assert page.unusual == []


def test_own_looks_are_not_listed_and_an_empty_month_says_so(elena, me):
    look(me, elena, relation="self")
    assert lines(looked_page(me, elena.key)) == []
    assert "Nobody looked in this month." in text(browser(me).get(f"/people/{elena.key}/access/looked"))


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ({"relation": "emergency"}, "Opened in an emergency"),
        ({"at": datetime(2026, 10, 20, 1, 14, tzinfo=UTC)}, "At night, at 3:14"),
        ({"at": datetime(2026, 10, 19, 20, 0, tzinfo=UTC)}, "At night, at 22:00"),
    ],
)
def test_what_is_unusual_says_why(elena, me, facts, word):
    sasha = make.staff_for(elena)
    known(sasha, elena)
    look(sasha, elena, **facts)
    assert looked_page(me, elena.key).unusual[0].unusual == [word]


def test_the_night_is_the_night_of_the_site(elena, me):
    """Four in the morning here is eleven in the morning in Tokyo."""
    from handrail.accounts.models import Site

    site = Site.objects.create(organisation=elena.organisation, name="Tokyo", zone="Asia/Tokyo")
    type(elena).objects.filter(pk=elena.pk).update(site=site)
    sasha = make.staff_for(elena)
    known(sasha, elena)
    look(sasha, elena, at=datetime(2026, 10, 20, 2, tzinfo=UTC))
    assert looked_page(me, elena.key).unusual == []


def test_a_first_look_many_looks_and_somebody_who_left_are_unusual(elena, me):
    sasha = make.staff_for(elena)
    look(sasha, elena)
    assert looked_page(me, elena.key).unusual[0].unusual == ["Looked for the first time"]
    for minute in range(1, 21):
        look(sasha, elena, at=NOON + timedelta(minutes=minute))
    relation = Relation.objects.get(user_id=sasha.user_id)
    actions.close_relation(relation=relation, by=make.operator(elena.organisation))
    (line,) = looked_page(me, elena.key).unusual
    assert line.unusual == [
        "Is not on my team now",
        "Looked for the first time",
        "Looked many times on one day",
    ]


def test_somebody_whom_the_person_wrote_to_needs_no_place_on_the_team(elena, me):
    margit = make.viewer(make.member(elena.organisation, Role.MANAGER), elena.organisation, Role.MANAGER)
    known(margit, elena)
    look(margit, elena, "access", relation="addressed")
    page = looked_page(me, elena.key)
    assert page.unusual == []
    assert page.days[0][1][0].why == "I wrote to them"


def test_what_is_about_safeguarding_is_held_back_and_counted_for_who_checks(elena, me):
    dana = make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)

    class Held(Because):
        def is_held_back(self, person):
            return True

    look(dana, elena, "notes", because=Held())
    assert lines(looked_page(me, elena.key)) == []
    assert audit.held_back(elena.pk) == 1


def test_commands_and_jobs_are_the_places_computer(elena, me):
    operator = make.operator(elena.organisation)
    look(operator, elena, relation="", page="import fhir")
    from django.db import transaction

    with transaction.atomic():
        record(operator, "export_everything", elena, op="read", participant_id=elena.pk)
    found = looked_page(me, elena.key).days[0][1]
    assert {(line.who, line.why) for line in found} == {
        ("The place's computer", "what came from another system was read in"),
        ("The place's computer", "a copy of everything was made, by the administrator"),
    }
    assert looker(me, elena, found[0].ref).user is None


def test_old_looks_without_a_reason_say_so(elena, me):
    sasha = make.staff_for(elena)
    known(sasha, elena)
    look(sasha, elena, relation="")
    assert looked_page(me, elena.key).days[0][1][0].why == "the reason was not written down"


def test_filters_by_month_and_by_who_and_leaves_aside_what_it_cannot_read(elena, me):
    sasha, dana = make.staff_for(elena), make.staff_for(elena)
    for viewer in (sasha, dana):
        look(viewer, elena, at=NOON - timedelta(days=30))
        look(viewer, elena)
    ref = reference(elena, str(sasha.user_id))
    assert {line.who for line in lines(looked_page(me, elena.key, who=ref))} == {sasha.name}
    before = looked_page(me, elena.key, month="2026-09")
    assert {line.day for line in lines(before)} == {date(2026, 9, 20)}
    assert [value for value, _words in before.months] == ["2026-10", "2026-09"]
    assert looked_page(me, elena.key, month="soon").month == "2026-10"
    assert ref != reference(make.participant(elena.organisation, "Rosa"), str(sasha.user_id))


def test_seven_days_stand_on_a_page(elena, me):
    sasha = make.staff_for(elena)
    known(sasha, elena)
    for days in range(9):
        look(sasha, elena, at=NOON - timedelta(days=days))
    first = looked_page(me, elena.key)
    assert len(first.days) == 7
    second = looked_page(me, elena.key, before=first.before)
    assert [day for day, _lines in second.days] == [date(2026, 10, 13), date(2026, 10, 12)]
    assert second.before == ""


@pytest.mark.parametrize("kind", [RelationKind.FAMILY, RelationKind.GUARDIAN, RelationKind.PEER])
def test_nobody_else_ever_opens_it(elena, me, kind):
    role = Role.PEER if kind == RelationKind.PEER else Role.FAMILY
    relative = make.staff_for(elena, role, kind)
    dana = make.staff_for(elena, Role.COORDINATOR, RelationKind.COORDINATOR)
    address = f"/people/{elena.key}/access/looked"
    other = make.self_viewer(make.participant(elena.organisation, "Rosa"))
    for viewer in (relative, dana, stranger(elena)):
        assert browser(viewer).get(address).status_code in (403, 404)
        with pytest.raises(NotFound):
            looked_page(viewer, elena.key)
        with pytest.raises(NotFound):
            looker(viewer, elena, "bcdfghjkmn")
    assert browser(other).get(address).status_code == 404
    mixed = replace(me, participant_id=other.participant_id)
    with pytest.raises(NotFound):
        looked_page(mixed, elena.key)


def test_the_page_is_reached_from_my_people_and_asks_about_each_line(elena, me):
    look(make.staff_for(elena), elena)
    client = browser(me)
    address = f"/people/{elena.key}/access/looked"
    assert address in text(client.get(f"/people/{elena.key}/people"))
    html = text(client.get(address))
    assert "Look at these first" in html
    assert "/not-happy/new?look=" in html
    assert client.get("/me/access/looked").url == address


def test_as_many_statements_for_two_who_looked_as_for_twelve(elena, me):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            looked_page(replace(me), elena.key)
        return len(asked)

    counts = []
    for number in (2, 10):
        for _one in range(number):
            look(make.staff_for(elena), elena)
        counts.append(cost())
    assert counts[0] == counts[1] <= 8


def test_a_user_who_is_gone_is_somebody(elena, me):
    ghost = SimpleNamespace(**{**vars(make.staff_for(elena)), "user_id": User(name="x").pk})
    look(ghost, elena)
    assert lines(looked_page(me, elena.key))[0].who == "Somebody"
