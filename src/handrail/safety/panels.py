"""What safety offers to gathered pages."""

from datetime import date

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.rooms import Room
from handrail.safety import queries
from handrail.safety.models import DailyCheck, EmergencyOpening
from handrail.safety.queries import emergency, roster
from handrail.ui import Panel

SLUG = "illness"
ROOMS = (
    Room("safety:list", _("My list"), "list", Category.SAFETY, order=62),
    Room("safety:checks", _("How am I today?"), "leaf", Category.HEALTH, order=63),
)


def _checked_in(viewer: Viewer, participant: Participant) -> bool:
    return keeps(viewer, participant, DailyCheck) and queries.has_checked_in(viewer, participant)


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Ask the person once a day how they are; never anybody else, and never twice."""
    if viewer.participant_id != participant.pk or _checked_in(viewer, participant):
        return []
    return [Panel(_("How am I today?"), "safety/_week.html", {"person_key": participant.key}, order=30)]


def week_opened(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Tell the person that their list was opened in an emergency, until they say that they have read it."""
    if viewer.participant_id != participant.pk or not keeps(viewer, participant, EmergencyOpening):
        return []
    found = emergency.unread(viewer, participant)
    data = {"person_key": participant.key, "openings": found}
    return [Panel(_("My list was opened"), "safety/_opened.html", data, order=5)] if found else []


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer to who coordinates and who manages the openings that somebody else has to look at."""
    waits = emergency.waiting(viewer)
    if not waits.count:
        return []
    return [Panel(_("Opened in an emergency"), "safety/_reviews.html", {"waits": waits}, order=11)]


def roster_today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer to who coordinates and who manages the next stretch in which nobody is on call."""
    empty = roster.first_gaps(viewer)
    return [Panel(_("Nobody is on call"), "safety/_gaps.html", {"gaps": empty}, order=12)] if empty else []


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer to staff who of their people keeps a list: that there is one, never its words."""
    return _lists(viewer, slug, whole=False)


def programme_whole(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the same with the long list."""
    return _lists(viewer, slug, whole=True)


def _lists(viewer: Viewer, slug: str, *, whole: bool) -> list[Panel]:
    if slug != SLUG or not viewer.is_staff or not viewer.may(Permission.PEOPLE_READ):
        return []
    kept = queries.lists_kept(viewer, whole=whole)
    is_cut = not whole and len(kept) > queries.FEW
    data = {"kept": kept[: queries.FEW] if is_cut else kept, "is_cut": is_cut, "slug": slug}
    return [Panel(_("Lists of early signs"), "safety/_programme.html", data, order=40)]
