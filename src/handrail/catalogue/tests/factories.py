"""Offers for tests: made through the action."""

from datetime import date, time
from typing import Any

from handrail.access import Role, Viewer
from handrail.accounts import actions as accounts
from handrail.accounts.models import Membership, Organisation
from handrail.accounts.sign_in import HOW, MEMBERSHIP
from handrail.catalogue import actions
from handrail.catalogue.actions import OfferFacts
from handrail.catalogue.models import Offer
from handrail.catalogue.rules import PriceBasis

TODAY = date(2026, 10, 20)


def operator(place: Organisation | None = None) -> Viewer:
    return Viewer.operator("tests", organisation_id=place.pk if place else None, today=TODAY)


def organisation(name: str = "Riverside") -> Organisation:
    return accounts.found_organisation(
        name=name, zone="Europe/Berlin", language="en", currency="EUR", by=operator()
    )


def staff(place: Organisation, role: Role = Role.COORDINATOR) -> Viewer:
    user = accounts.add_member(
        organisation=place, sign_in_name=f"{role}-{place.key}", name="Dana", role=role, by=operator(place)
    )
    return Viewer(
        actor="user",
        today=TODAY,
        user_id=user.pk,
        organisation_id=place.pk,
        role=role,
        name=user.name,
        zone=place.zone,
    )


def sign_in(client: Any, viewer: Viewer) -> None:
    """Let ``client`` act as ``viewer``."""
    membership = Membership.objects.select_related("user").get(user_id=viewer.user_id)
    client.force_login(membership.user)
    session = client.session
    session[MEMBERSHIP] = str(membership.pk)
    session[HOW] = "demo"
    session.save()


def facts(**more: Any) -> OfferFacts:
    said = {
        "title": "Work and study club",
        "capacity": 2,
        "modes": ("in_person", "online"),
        "languages": ("en", "de"),
        "days": ("mon", "wed"),
        "begins": time(10),
        "ends": time(11, 30),
        "place": "Library, room 2",
        "run_by": "Amara Diallo, job coach for six years",
        "staff_needed": 2,
        "price_minor": 420_000,
        "price_basis": PriceBasis.WHOLE,
        "own_share_minor": 21_000,
        "payers": ("health", "person"),
        "open_from": date(2025, 10, 1),
        **more,
    }
    return OfferFacts(**said)


def offer(place: Organisation, programme: str = "VR", by: Viewer | None = None, **more: Any) -> Offer:
    return actions.add_offer(
        organisation=place, programme_type=programme, facts=facts(**more), by=by or operator(place)
    )
