"""What lessons offer to gathered pages. A lesson left open is mentioned to the person alone, and gently."""

from datetime import date, timedelta

from django.utils import translation

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.learning import lessons, queries
from handrail.learning.models import LessonProgress
from handrail.learning.queries import Place
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.people.rooms import Room
from handrail.plans.hooks import AreaFact
from handrail.plans.rules import LifeArea
from handrail.ui import Panel
from handrail.ui.addresses import address

ROOM = Room("learning:person", _("Lessons"), "book", Category.LEARNING, order=55)
SHOWN = 3


def _language() -> str:
    return translation.get_language() or "en"


def _places(viewer: Viewer, participant: Participant) -> list[Place]:
    viewer.looks.add(Category.LEARNING, {participant.pk})
    if not keeps(viewer, participant, LessonProgress):
        return []
    return queries.places(viewer, participant, _language())


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the person the newest lesson that they left open, in the week of today; nobody else sees it here."""
    in_this_week = monday <= viewer.today < monday + timedelta(days=7)
    if viewer.participant_id != participant.pk or not in_this_week:
        return []
    seen = [place for place in _places(viewer, participant) if place.is_open]
    if not seen:
        return []
    offers = queries.offers_company(viewer, participant, seen)
    data = {"place": seen[0], "person_key": participant.key, "offers_company": offers}
    return [Panel(_("A lesson that waits"), "learning/panel_week.html", data, order=70)]


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the team the people who asked to look at lessons together."""
    if not (viewer.is_staff and viewer.may(Permission.ROOM_WRITE)):
        return []
    waiting = queries.waiting_for_company(viewer)
    if not waiting:
        return []
    return [Panel(_("Look at a lesson together"), "learning/panel_today.html", {"rows": waiting}, order=60)]


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer what the person shares of their lessons; nothing while they share nothing."""
    if not covers(viewer, participant.pk, Category.LEARNING):
        return []
    seen = _places(viewer, participant)
    if not seen:
        return []
    data = {"places": seen[:SHOWN], "person_key": participant.key}
    return [Panel(_("Lessons"), "learning/panel_person.html", data, order=60)]


def programme(viewer: Viewer | None, slug: str) -> list[Panel]:
    """Offer the lessons that belong to one row of the guide's table."""
    found = lessons.lessons_for(slug, _language())
    if not found:
        return []
    return [Panel(_("Lessons"), "learning/panel_programme.html", {"lessons": found}, order=60)]


def area_facts(viewer: Viewer, participant: Participant) -> list[AreaFact]:
    """Return what lessons say about learning and health: to the person all, to others what is shared."""
    if not covers(viewer, participant.pk, Category.LEARNING):
        return []
    seen = _places(viewer, participant)
    page = address("learning:person", participant.key)
    facts = []
    line = queries.in_one_line(seen)
    if line:
        facts.append(AreaFact(LifeArea.LEARNING, line, page))
    health = [
        place
        for place in seen
        if place.lesson.area is LifeArea.HEALTH and (place.is_open or place.is_finished)
    ]
    if health:
        newest = health[0]
        words = _("Lesson “%(title)s”: %(place)s.") % {"title": newest.lesson.title, "place": newest.words}
        facts.append(AreaFact(LifeArea.HEALTH, words, page))
    return facts
