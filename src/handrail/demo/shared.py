"""What all invented lives point to: places, employers, offers and mentors, as they stand in an organisation."""

from typing import Any

from django.db.models import Q

from handrail.access import Viewer
from handrail.accounts.models import Organisation, User
from handrail.catalogue.models import Offer
from handrail.community.models import Place
from handrail.community.rules import PlaceStatus
from handrail.demo import lives
from handrail.demo.bulk.rows import Row
from handrail.demo.lives.texts import rooms
from handrail.peers.models import MentorPage, Pairing
from handrail.work.actions import list_employer
from handrail.work.actions.employers import EmployerFacts
from handrail.work.models import Employer

Shared = dict[str, dict[str, Any]]


def list_employers(*, by: Viewer, copies: int = 1) -> None:
    """Put the employers of the neighbours on the list of the organisation, for a large one many of each."""
    for number in range(1, copies + 1):
        for row in rooms()["employers"]:
            name = row["name"] if number == 1 else f"{row['name']} {number}"
            list_employer(facts=EmployerFacts(**{**row, "name": name}), by=by)


def shared_of(organisation: Organisation, mentors: dict[str, User]) -> Shared:
    """Return what stands in an organisation; ``mentors`` are the peers by their keys."""
    places = Place.objects.filter(organisation=organisation, status=PlaceStatus.OPEN).order_by(
        "sort_key", "pk"
    )
    told = Q()
    for row in rooms()["employers"]:
        told |= Q(name__startswith=row["name"])
    employers = Employer.objects.filter(told, organisation=organisation).order_by("sort_key")
    offers = Offer.objects.filter(organisation=organisation).order_by("pk")
    pages = {page.user_id: page for page in MentorPage.objects.filter(organisation=organisation)}
    return {
        "place": {place.name: place for place in places},
        "employer": {employer.name: employer for employer in employers},
        "offer": {offer.programme_type: offer for offer in offers},
        "mentor": {key: pages[user.pk] for key, user in mentors.items() if user.pk in pages},
    }


def _taken(page: MentorPage) -> set[int]:
    rows = Pairing.objects.filter(organisation_id=page.organisation_id, mentor_id=page.user_id).holding()
    return {place for place in rows.values_list("place", flat=True) if place}


def rows_of(shared: Shared) -> dict[str, dict[str, Row]]:
    """Return the same as the bulk loader needs it."""
    found: dict[str, dict[str, Row]] = {
        kind: {name: {"id": thing.pk.hex} for name, thing in things.items()}
        for kind, things in shared.items()
    }
    for name, page in shared["mentor"].items():
        found["mentor"][name] |= {"user_id": page.user_id.hex, "taken": _taken(page)}
    return found


def town_of(shared: Shared, *, rooms_left: dict[str, int]) -> lives.Town:
    """Return the same as lives are drawn from it; ``rooms_left`` says how many may still have a place in an offer."""
    return lives.Town(
        offers={code: rooms_left[code] for code in shared["offer"] if code in rooms_left},
        places={name: str(place.kind) for name, place in shared["place"].items()},
        employers=list(shared["employer"]),
        mentors={
            key: lives.Mentor(page.people_at_most - len(_taken(page)))
            for key, page in shared["mentor"].items()
        },
    )
