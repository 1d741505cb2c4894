"""A mentor's own page: written by the mentor alone."""

from django.db import transaction

from handrail.access import Viewer
from handrail.audit.actions import record
from handrail.base.errors import Stale
from handrail.base.words import _
from handrail.peers.models import MentorPage, Pairing
from handrail.peers.rules import MentorFacts, check_people_at_most, checked_page


def places_taken(page: MentorPage) -> list[int]:
    """Return the places of a mentor that are taken, while the page is held."""
    rows = Pairing.objects.filter(organisation_id=page.organisation_id, mentor_id=page.user_id).holding()
    return [place for place in rows.values_list("place", flat=True) if place is not None]


@transaction.atomic
def write_mentor_page(*, facts: MentorFacts, by: Viewer, version: int | None = None) -> MentorPage:
    """
    Keep what a mentor chooses to share, and their limits. What is taken out here is gone from every page.

    Raises DomainError when the limit is under the people they meet, Stale when it was changed elsewhere.
    """
    page, _made = MentorPage.objects.select_for_update().get_or_create(
        organisation_id=by.own_organisation, user_id=by.own_user, defaults={"called": by.name[:80]}
    )
    if version and page.version != version:
        raise Stale(str(_("Somebody changed this in the meantime. Look at it again, then save.")))
    facts = checked_page(facts)
    check_people_at_most(facts.people_at_most, len(places_taken(page)))
    page.called = facts.called.strip()[:80]
    page.shares, page.not_taken_on, page.hours = facts.shares, facts.not_taken_on, facts.hours[:200]
    page.languages, page.ways = list(facts.languages), [str(way) for way in facts.ways]
    page.people_at_most, page.is_shown = facts.people_at_most, facts.is_shown
    page.version += 1
    page.save()
    record(by, "write_mentor_page", page)
    return page
