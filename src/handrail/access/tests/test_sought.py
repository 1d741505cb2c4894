"""What is looked for travels in the body of a form, and sealed where an address must hold it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from handrail.access import Role, Viewer, on_to_search, sealed_address, sought
from handrail.base import clock

NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
SASHA = Viewer(
    actor="user", today=date(2026, 10, 20), user_id=UUID(int=1), role=Role.SPECIALIST, session="abcdefghijkl"
)


def get(address, viewer=SASHA):
    request = RequestFactory().get(address)
    request.viewer = viewer
    return request


def post(viewer=SASHA, path="/people", **fields):
    request = RequestFactory().post(path, fields)
    request.viewer = viewer
    return request


def sent(viewer=SASHA, **fields):
    return on_to_search(post(viewer, **fields), "q", "only").headers["Location"]


@pytest.mark.asvs("14.2.1")
def test_a_search_goes_on_to_an_address_that_says_nothing_and_finds_the_same():
    address = sent(q="Nair", only=["free", "bus"])
    assert address.startswith("/people?at=") and "Nair" not in address and "free" not in address
    found = sought(get(address), "q", "only")
    assert (found.get("q"), found.getlist("only")) == ("Nair", ["free", "bus"])


@pytest.mark.asvs("14.2.1")
def test_words_plain_in_an_address_are_not_read():
    assert not sought(get("/people?q=Nair"), "q")


def test_the_length_of_an_address_tells_no_short_name_from_a_long_one():
    with clock.clock_at(NOW):
        assert len(sent(q="Bo")) == len(sent(q="Konstantinopoulou"))
        assert sent(q="Bo") != sent(q="Bo")


def test_only_the_named_fields_are_taken_and_nothing_to_look_for_is_the_plain_address():
    assert sent(csrfmiddlewaretoken="x", role="manager") == "/people"
    assert sent(q="") == "/people"
    assert on_to_search(get("/people"), "q") is None


@pytest.mark.parametrize(
    "other",
    [
        replace(SASHA, session="mnopqrstuvwx"),
        None,
        replace(SASHA, session="", user_id=UUID(int=2)),
    ],
)
def test_another_session_opens_nothing_of_it(other):
    assert not sought(get(sent(q="Nair"), other), "q")


def test_another_page_opens_nothing_of_it_and_a_page_may_be_named():
    token = sent(q="Nair").split("?")[1]
    assert not sought(get(f"/services?{token}"), "q")
    assert sought(get(sealed_address(post(), {"q": ["Nair"]}, path="/find")), "q")["q"] == "Nair"


def test_it_opens_for_twelve_hours_or_as_long_as_a_page_says():
    with clock.clock_at(NOW) as now:
        address = sent(q="Nair")
        now.move_to(NOW + timedelta(minutes=10))
        assert sought(get(address), "q")["q"] == "Nair"
        assert not sought(get(address), "q", within=timedelta(minutes=9))
        now.move_to(NOW + timedelta(hours=12, seconds=1))
        assert not sought(get(address), "q")


def test_somebody_who_is_not_signed_in_looks_for_things_too():
    assert sought(get(sent(None, q="money"), None), "q")["q"] == "money"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_stands_in_an_address_does_no_harm(typed):
    request = get("/people")
    request.GET = request.GET.copy()
    request.GET["at"] = typed
    assert not sought(request, "q")


def test_very_much_is_cut_and_what_cannot_be_stored_is_left_out():
    found = sought(post(q="\x00" + "n" * 5_000, only=["x"] * 500), "q", "only")
    assert len(found["q"]) <= 200 and "\x00" not in found["q"]
    assert len(found.getlist("only")) == 50
    long = sent(q="\U0001f600" * 200)
    assert sought(get(long), "q")["q"] == "\U0001f600" * 200
