from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from handrail.access import Role
from handrail.accounts.tests.browsing import about, browser, look_for
from handrail.audit.models import Event
from handrail.base.errors import DomainError, InvalidTransition, NotAllowed, NotFound, Stale
from handrail.community import actions, queries
from handrail.community.models import Place, PlaceStatusChange, PlaceWord
from handrail.community.queries import Wanted
from handrail.community.queries.places import LIST_LENGTH
from handrail.community.rules import PlaceKind, PlaceStatus
from handrail.community.tests import factories as make

pytestmark = pytest.mark.django_db


def names(viewer, **wanted):
    return [one.name for one in queries.places_page(viewer, Wanted(**wanted)).places]


def test_a_place_is_written_by_the_team_with_one_event_and_its_words(person, sasha):
    facts = {"name": " Mill Road Library ", "kind": PlaceKind.LIBRARY, "bus": "Bus 14"}
    made = actions.add_place(organisation_id=person.organisation_id, facts=facts, by=sasha)
    assert (made.name, made.has_bus, made.checked_on) == ("Mill Road Library", True, make.TODAY)
    assert Event.objects.filter(kind="add_place", participant_id=None).count() == 1
    assert set(made.words.values_list("word", flat=True)) == {"mill", "road", "library"}


def test_the_person_does_not_write_the_directory(person, me):
    with pytest.raises(NotAllowed):
        actions.add_place(organisation_id=person.organisation_id, facts={"name": "X", "kind": "club"}, by=me)


def test_search_finds_the_beginnings_of_all_words_whatever_case_and_accents(person, sasha):
    make.place(person.organisation, "Café Zuversicht", address="Mill Road 3")
    make.place(person.organisation, "Millers' club")
    assert names(sasha, search="CAFE mil") == ["Café Zuversicht"]
    assert names(sasha, search="mil") == ["Café Zuversicht", "Millers' club"]
    assert names(sasha, search="zuversichtlich") == []


@pytest.mark.seed("S-133")
@pytest.mark.seed("S-131")
def test_places_are_found_that_peers_run_without_clinic_free_direct_by_bus_or_on_foot(person, sasha):
    agency = person.organisation
    make.place(agency, "Clinic", is_clinical=True, is_peer_led=False, is_free=False, needs_referral=True)
    make.place(
        agency, "Peer café", is_clinical=False, is_peer_led=True, is_free=True, needs_referral=False,
        bus="Bus 14", walk_minutes=8,
    )  # fmt: skip
    make.place(agency, "Nobody has asked there", walk_minutes=90)
    for name in ("peer", "plain", "free", "direct", "bus", "walk"):
        assert names(sasha, chosen=frozenset({name})) == ["Peer café"], name
    line = queries.places_page(sasha, Wanted(search="peer")).places[0]
    assert line.far == "8 minutes on foot · Bus 14"
    assert [str(tag) for tag in line.tags] == ["Run by peers", "No clinic", "Free", "No referral"]


def test_the_list_of_another_organisation_stays_closed(person, sasha):
    other = make.organisation("Elsewhere")
    there = make.place(other, "Their club")
    assert names(sasha) == []
    with pytest.raises(NotFound):
        queries.place(sasha, there.key)
    assert browser(sasha).get(f"/services/{there.key}").status_code == 404


def test_fifty_a_page_and_nobody_is_lost_between_pages_of_equal_names(person, sasha):
    for _number in range(LIST_LENGTH + 5):
        make.place(person.organisation, "Same name")
    first = queries.places_page(sasha, Wanted())
    second = queries.places_page(sasha, Wanted(), after=first.after)
    assert (len(first.places), len(second.places), second.after) == (LIST_LENGTH, 5, "")
    assert not {one.key for one in first.places} & {one.key for one in second.places}


def test_a_closed_place_is_left_out_of_the_list_and_found_by_search_with_its_day(person, sasha):
    shut = make.place(person.organisation, "Harbour café")
    actions.change_place_status(
        place=shut, to=PlaceStatus.CLOSED, on=make.TODAY - timedelta(days=17), by=sasha
    )
    assert names(sasha) == []
    assert queries.places_page(sasha, Wanted(search="harbour")).places[0].closed == "Closed since 3 October"
    assert PlaceStatusChange.objects.get().to_status == "closed"
    opened = actions.change_place_status(place=shut, to=PlaceStatus.OPEN, by=sasha)
    assert opened.closed_on is None


def test_a_day_to_come_and_a_state_that_is_not_next_are_answered_with_a_sentence(person, sasha):
    found = make.place(person.organisation)
    with pytest.raises(DomainError, match="still to come"):
        actions.change_place_status(
            place=found, to=PlaceStatus.CLOSED, on=make.TODAY + timedelta(days=1), by=sasha
        )
    with pytest.raises(InvalidTransition):
        actions.change_place_status(place=found, to=PlaceStatus.OPEN, by=sasha)


@pytest.mark.parametrize(
    "wrong", [{"closed_on": make.TODAY}, {"status": PlaceStatus.CLOSED}], ids=["day only", "closed only"]
)
def test_the_database_keeps_closed_and_its_day_together(person, wrong):
    found = make.place(person.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=found.pk).update(**wrong)


def test_two_places_never_share_an_address_in_another_directory(person):
    make.place(person.organisation, source="hsds", outside_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.place(person.organisation, source="hsds", outside_id="1")


def test_a_change_that_came_too_late_is_told_and_words_follow_the_name(person, sasha):
    found = make.place(person.organisation, "Old name")
    actions.change_place(place=found, version=1, facts={"name": "New name"}, by=sasha)
    assert set(PlaceWord.objects.values_list("word", flat=True)) == {"new", "name"}
    with pytest.raises(Stale):
        actions.change_place(place=found, version=1, facts={"name": "Other"}, by=sasha)


# ---------- pages ----------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTICIPANT])
def test_everybody_who_is_signed_in_reads_the_directory(person, role):
    found = make.place(person.organisation, website="https://a.example")
    viewer = make.viewer(make.member(person.organisation, role), person.organisation, role)
    assert "Money advice centre" in browser(viewer).get("/services").content.decode()
    assert browser(viewer).get(f"/services/{found.key}").status_code == 200


def test_nobody_reads_it_without_signing_in(client):
    assert client.get("/services").url.startswith("/sign-in")


def test_a_place_is_added_and_changed_on_its_pages(person, sasha):
    client = browser(sasha)
    sent = {"about": about(client, "/services/new"), "name": "Peer café", "kind": "cafe", "is_free": "yes"}
    sent |= {"happens": "Tea, and nobody asks."}
    page = client.post("/services/new", sent, follow=True)
    made = Place.objects.get()
    assert "Peer café" in page.content.decode()
    assert (made.is_free, made.is_peer_led) == (True, None)
    assert made.about == "Tea, and nobody asks."
    change = f"/services/{made.key}/change"
    sent |= {"about": about(client, change), "walk_minutes": "8"}
    client.post(change, sent)
    made.refresh_from_db()
    assert made.walk_minutes == 8
    assert 'name="happens"' in client.get(change).content.decode()
    assert "Tea, and nobody asks." in client.get(change).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Write a name"),
        ({"website": "javascript:alert(1)"}, "begins with https"),
        ({"walk_minutes": "far"}, "number"),
        ({"kind": "castle"}, "choose one"),
        ({"happens": "a\x00b"}, "cannot be stored"),
    ],
)
def test_a_place_that_cannot_be_is_refused_on_the_form_with_a_sentence(person, sasha, wrong, sentence):
    client = browser(sasha)
    sent = {"about": about(client, "/services/new"), "name": "A", "kind": "club"}
    page = client.post("/services/new", sent | wrong)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Place.objects.exists()


def test_a_place_is_closed_on_its_page_and_a_strange_button_is_told(person, sasha):
    found, client = make.place(person.organisation), browser(sasha)
    address = f"/services/{found.key}"
    sent = {"about": about(client, address), "do": "closed"}
    assert client.post(f"{address}/status", sent | {"do": "sold"}).status_code == 409
    assert "Closed since" in client.post(f"{address}/status", sent, follow=True).content.decode()


def test_the_person_cannot_open_the_teams_forms(person, me):
    found, client = make.place(person.organisation), browser(me)
    assert client.get("/services/new").status_code == 403
    assert client.get(f"/services/{found.key}/change").status_code == 403
    assert client.post(f"/services/{found.key}/status", {"do": "closed"}).status_code == 403


def test_the_persons_page_of_a_place_asks_for_them_and_the_teams_for_the_person(person, me, sasha):
    found = make.place(person.organisation)
    assert "Ask here for me" in browser(me).get(f"/services/{found.key}").content.decode()
    page = browser(sasha).get(f"/services/{found.key}?for={person.key}").content.decode()
    assert "Ask here for Elena" in page
    assert "Ask here" not in browser(sasha).get(f"/services/{found.key}").content.decode()


def test_looking_for_somebody_whose_record_is_closed_is_a_page_that_is_not_there(person, sasha):
    other = make.participant(person.organisation, "Marcus")
    assert browser(sasha).get(f"/services?for={other.key}").status_code == 404


def test_hostile_words_are_shown_escaped_and_never_as_an_address(person, sasha):
    evil = make.place(
        person.organisation, "<script>alert(1)</script>", website="javascript:alert(1)", phone='1" onx="'
    )
    page = browser(sasha).get(f"/services/{evil.key}").content.decode()
    assert "<script>alert(1)" not in page
    assert "javascript:" not in page
    assert 'onx="' not in page
    mad = {"q": "\x00\U0001f4a9", "kind": "x", "only": "y", "after": "zz"}
    assert "Places and services" in look_for(browser(sasha), "/services", **mad)


@pytest.mark.parametrize("count", [10, 20])
def test_the_list_takes_the_same_statements_however_long_it_is(person, sasha, count):
    for number in range(count):
        make.place(person.organisation, f"Place {number}")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        queries.places_page(sasha, Wanted(search="place", chosen=frozenset({"bus"})))
    assert len(seen) == 1
