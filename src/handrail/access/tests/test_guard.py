from datetime import date
from types import SimpleNamespace
from uuid import UUID

import pytest

from handrail.access import (
    CLEARANCE,
    ROLES,
    SEALED_LABELS,
    STAFF_ROLES,
    Category,
    Label,
    Permission,
    RelationKind,
    Role,
    SignInNeeded,
    Viewer,
    clearance_bits,
    public,
    requires,
    scope_bits,
)
from handrail.access.roles import may
from handrail.base.errors import NotAllowed


def view(request):
    return "opened"


def asked_by(role):
    viewer = Viewer(actor="user", today=date(2026, 10, 20), user_id=UUID(int=1), role=role)
    return SimpleNamespace(viewer=viewer)


def test_a_guarded_view_opens_for_a_role_that_holds_the_permission():
    guarded = requires(Permission.NOTE_WRITE)(view)
    assert guarded(asked_by(Role.SPECIALIST)) == "opened"
    with pytest.raises(NotAllowed, match="Your role does not open this page"):
        guarded(asked_by(Role.MANAGER))
    with pytest.raises(SignInNeeded):
        guarded(SimpleNamespace(viewer=None))
    assert guarded.required_permission == Permission.NOTE_WRITE


def test_a_public_view_opens_for_everybody_and_says_so():
    assert public(view)(SimpleNamespace(viewer=None)) == "opened"
    assert public(view).required_permission is None


def test_nobody_without_a_role_may_do_anything():
    assert not any(may(None, permission) for permission in Permission)


@pytest.mark.parametrize("role", [Role.FUNDER, Role.ADMINISTRATOR])
def test_funder_and_administrator_open_no_page_about_a_person(role):
    about_people = {Permission.RECORD_READ, Permission.PEOPLE_READ, Permission.NOTE_READ, Permission.TODAY}
    assert not ROLES[role].permissions & about_people


def test_family_and_peers_never_write_notes_and_are_no_staff():
    for role in (Role.FAMILY, Role.PEER):
        assert Permission.NOTE_WRITE not in ROLES[role].permissions
        assert role not in STAFF_ROLES
        assert not asked_by(role).viewer.is_staff
    assert asked_by(Role.SPECIALIST).viewer.is_staff


def test_only_commands_and_jobs_see_every_row():
    today = date(2026, 10, 20)
    assert Viewer.operator("alex", today=today).sees_every_row
    assert Viewer.system("outbox", today=today).sees_every_row
    assert not asked_by(Role.ADMINISTRATOR).viewer.sees_every_row
    assert not Viewer(actor="operator:alex", today=today, user_id=UUID(int=1)).sees_every_row


def test_a_viewer_on_another_day_is_another_request():
    viewer = asked_by(Role.SPECIALIST).viewer
    viewer.looks.add(Category.PLAN, {UUID(int=7)})
    viewer.looks.add(Category.NOTES, set())
    later = viewer.on(date(2026, 10, 21))
    assert (later.today, later.looks.shown) == (date(2026, 10, 21), {})
    assert later.request_id != viewer.request_id
    assert list(viewer.looks.shown) == [(Category.PLAN, "")]


def test_bits_of_categories_and_labels_are_apart():
    bits = [category.bit for category in Category]
    assert scope_bits(set(Category)) == sum(bits)
    assert len(set(bits)) == len(bits)
    assert clearance_bits(RelationKind.FAMILY) == Label.NORMAL
    for kind in (RelationKind.FAMILY, RelationKind.PEER, RelationKind.GUARDIAN):
        assert not CLEARANCE[kind] & SEALED_LABELS
