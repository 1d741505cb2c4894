"""An address leads where Django's own search leads, the first time and each time after."""

import pytest
from django.urls import Resolver404, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from handrail.web.by_shape import MOST, ByShape
from handrail.web.urls import urlpatterns

[ours] = urlpatterns
ADDRESSES = [
    "",
    "people",
    "people/bcdfghjkmn",
    "people/zzzzzzzzzz",
    "people/bcdfghjkmn/plan",
    "people/bcdfghjkmn/plan/steps/zxwvtsrqpn",
    "people/bcdfghjkmn/notes/new",
    "people/bcdfghjkmn/notes/zxwvtsrqpn",
    "people/not-a-key/plan",
    "people/bcdfghjkmn/intake/strengths/good-at",
    "programmes/peer",
    "programmes/bcdfghjkmn",
    "me/plan/steps/bcdfghjkmn",
    "ui/",
]


def shown(match):
    return (
        match.func,
        match.args,
        match.kwargs,
        match.view_name,
        match.route,
        match.namespaces,
        match.app_names,
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_leads_where_the_plain_patterns_lead_each_time(address):
    plain = URLResolver(RoutePattern(""), ours.url_patterns)
    for _time in range(3):
        assert shown(ours.resolve(address)) == shown(plain.resolve(address))


def test_what_leads_nowhere_leads_nowhere_and_is_not_kept():
    for address in ("people/bcdfghjkmn/plan/nowhere", "nowhere", "people/bcdfghjkmn/plan/"):
        before = len(ours.known)
        for _time in range(2):
            with pytest.raises(Resolver404):
                ours.resolve(address)
        assert len(ours.known) == before


def view(request, **given):
    raise AssertionError


def test_two_routes_of_one_shape_are_told_apart():
    some = ByShape([path("a/<int:number>", view, name="number"), path("a/<str:word>", view, name="word")])
    assert some.resolve("a/bcdfghjkmn").url_name == "word"
    assert some.resolve("a/~").url_name == "word"
    assert some.resolve("a/7").kwargs == {"number": 7}
    assert some.resolve("a/7").kwargs == {"number": 7}


def test_inner_names_and_what_a_route_adds_stay():
    inner = ([path("b/<str:key>", view, {"slug": "x"}, name="b")], "inner")
    some = ByShape([path("", include(inner))])
    for key in ("bcdfghjkmn", "zxwvtsrqpn"):
        match = some.resolve(f"b/{key}")
        assert match.kwargs == {"key": key, "slug": "x"}
        assert match.view_name == "inner:b"


def test_shapes_that_somebody_makes_up_do_not_fill_the_memory():
    some = ByShape([path("<slug:word>", view, name="word"), path("me/<path:rest>", view, name="me")])
    for number in range(MOST + 10):
        some.resolve(f"w{number}")
    some.resolve("me/anything")
    assert len(some.known) == MOST
