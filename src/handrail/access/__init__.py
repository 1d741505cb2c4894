"""Permissions, roles, labels, categories and the viewer; no tables."""

from handrail.access.guard import SignInNeeded, public, requires, viewer_of, visitor_of
from handrail.access.once import about_field, answered_before, check_about, once
from handrail.access.permissions import (
    CLEARANCE,
    EVERY_CATEGORY,
    SEALED_LABELS,
    Category,
    Label,
    Permission,
    RelationKind,
    clearance_bits,
    scope_bits,
)
from handrail.access.roles import APART, ROLES, STAFF_ROLES, Role
from handrail.access.sought import on_to_search, sealed_address, search_page, sought
from handrail.access.viewer import Viewer, Wishes

__all__ = [
    "APART",
    "CLEARANCE",
    "EVERY_CATEGORY",
    "ROLES",
    "SEALED_LABELS",
    "STAFF_ROLES",
    "Category",
    "Label",
    "Permission",
    "RelationKind",
    "Role",
    "SignInNeeded",
    "Viewer",
    "Wishes",
    "about_field",
    "answered_before",
    "check_about",
    "clearance_bits",
    "on_to_search",
    "once",
    "public",
    "requires",
    "scope_bits",
    "sealed_address",
    "search_page",
    "sought",
    "viewer_of",
    "visitor_of",
]
