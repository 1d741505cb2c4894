from datetime import date

import pytest
from django.test import RequestFactory

from handrail.access import Role, Viewer
from handrail.web.navigation import ROOMS, frame


def frame_for(role: Role | None, path: str = "/", **more):
    request = RequestFactory().get(path)
    request.viewer = role and Viewer(actor="user", today=date(2026, 10, 20), role=role, **more)
    return frame(request)["frame"]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_bar_of_at_most_five_rooms(role):
    assert 1 <= len(frame_for(role).items) <= 5


@pytest.mark.parametrize("role", list(Role))
def test_no_room_stands_twice_in_a_bar(role):
    hrefs = [href for href, _icon, _text in ROOMS[role]]
    assert len(set(hrefs)) == len(hrefs)


def test_the_room_of_the_page_is_marked_also_below_it():
    items = frame_for(Role.SPECIALIST, "/people/abcdefghij/plan").items
    assert [item.href for item in items if item.current] == ["/people"]


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.FAMILY])
def test_the_own_room_is_marked_although_its_address_names_a_record(role):
    items = frame_for(role, "/people/abcdefghij/plan/steps/abcdefghij").items
    assert [item.href for item in items if item.current] == ["/me/plan"]


def test_a_page_outside_the_bar_marks_no_room():
    assert not any(item.current for item in frame_for(Role.SPECIALIST, "/peoples").items)


def test_a_person_and_the_family_can_leave_and_complain():
    for role in (Role.PARTICIPANT, Role.FAMILY):
        found = frame_for(role)
        assert (found.kind, found.leave_href, found.not_happy_href) == ("person", "/leave", "/not-happy")


def test_staff_have_a_side_bar_with_the_name_of_their_role():
    found = frame_for(Role.COORDINATOR, name="Dana Brandt")
    assert (found.kind, found.role_name, found.initials) == ("staff", "Coordinator", "DB")
    assert found.leave_href == ""


def test_the_theme_that_somebody_chose_is_the_theme_of_the_page():
    assert frame_for(Role.PEER, theme="dark").theme == "dark"


def test_nobody_signed_in_sees_the_public_rooms():
    found = frame_for(None, "/programmes/vocational")
    assert found.kind == "public"
    assert [item.href for item in found.items if item.current] == ["/programmes"]
    assert found.account_href == ""
