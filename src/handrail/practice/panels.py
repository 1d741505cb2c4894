"""What practice offers to gathered pages."""

from datetime import date, timedelta

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.people.kept import keeps
from handrail.people.models import Participant
from handrail.people.queries import covers
from handrail.people.rooms import Room
from handrail.practice import queries
from handrail.practice.models import GroupPlace, HomePractice, WorkStep
from handrail.ui import Panel
from handrail.ui.addresses import address

A_NOTE = _("From a note")
ROOMS = (
    Room("practice:week", _("Week"), "week", Category.WEEK, order=20),
    Room("practice:my_groups", _("Groups"), "group", Category.GROUPS, order=58),
    Room("practice:notes", _("Notes"), "note", Category.NOTES, order=30),
)


def where_note(viewer: Viewer, participant: Participant, key: str) -> str:
    """Return where the note is that raised an alert, for those to whom notes are open."""
    may = viewer.may(Permission.NOTE_READ) and covers(viewer, participant.pk, Category.NOTES)
    return address("practice:note", participant.key, key) if may else ""


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer the three simple metrics and the newest notes for the page about a person."""
    found = []
    if covers(viewer, participant.pk, Category.ATTENDANCE):
        worked = keeps(viewer, participant, WorkStep)
        data = {"rows": queries.strip(viewer, participant, may_have_worked=worked)}
        found.append(Panel(_("Three simple numbers"), "practice/_strip.html", data, order=20))
    if covers(viewer, participant.pk, Category.NOTES) and viewer.may(Permission.NOTE_READ):
        data = {
            "person_key": participant.key,
            "notes": queries.few_notes_of(viewer, participant),
            "may_write": viewer.may(Permission.NOTE_WRITE),
        }
        found.append(Panel(_("Notes"), "practice/_notes.html", data, order=50))
    if keeps(viewer, participant, GroupPlace):
        groups = queries.person_groups(viewer, participant)
        if groups:
            data = {"person_key": participant.key, "groups": groups}
            found.append(Panel(_("Groups"), "practice/_person_groups.html", data, order=58))
    return found


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the home practice that waits, in the week of today."""
    in_this_week = monday <= viewer.today < monday + timedelta(days=7)
    if not in_this_week or not keeps(viewer, participant, HomePractice):
        return []
    waiting = queries.to_try_now(viewer, participant)
    if not waiting:
        return []
    is_own = viewer.participant_id == participant.pk
    data = {"person_key": participant.key, "waiting": waiting, "is_own": is_own}
    return [Panel(_("Home practice"), "practice/_week_practice.html", data, order=30)]


def programme_groups(viewer: Viewer | None, slug: str) -> list[Panel]:
    """Offer the groups of a programme: when, how many places are free, which meetings are this week."""
    groups = queries.programme_groups(viewer, slug)
    if viewer is None or not groups:
        return []
    data = {
        "groups": groups,
        "meetings": queries.meetings_this_week(viewer, slug),
        "is_staff": viewer.may(Permission.TODAY),
        "is_person": viewer.participant_id is not None,
    }
    return [Panel(_("Groups"), "practice/_programme_groups.html", data, order=15)]


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the team this week's meetings of a programme: who is needed, who is there, who came."""
    return [_week_of(viewer, slug, whole=False)] if viewer.may(Permission.TODAY) else []


def programme_whole(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the same with the long list of meetings."""
    return [_week_of(viewer, slug, whole=True)] if viewer.may(Permission.TODAY) else []


def _week_of(viewer: Viewer, slug: str, *, whole: bool) -> Panel:
    data = {"week": queries.programme_week(viewer, slug, whole=whole), "whole": whole, "slug": slug}
    return Panel(_("This week"), "practice/_programme.html", data, order=20)
