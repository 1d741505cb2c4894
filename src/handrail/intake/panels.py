"""What intake offers to gathered pages. ``web`` sorts and lays out."""

from datetime import date

from django.utils.translation import ngettext

from handrail.access import Category, Permission, Viewer
from handrail.base.words import _
from handrail.catalogue import queries as catalogue
from handrail.intake import queries
from handrail.people.models import Participant
from handrail.people.queries import covers, own_participant
from handrail.people.rooms import Room
from handrail.ui import Panel

ROOMS = (
    Room(
        "intake:conversation",
        _("Conversation"),
        "talk",
        Category.INTAKE,
        order=70,
        need=Permission.INTAKE_ANSWER,
    ),
    Room(
        "intake:asked_of_me",
        _("Questions to people near"),
        "talk",
        Category.ASKED,
        order=71,
        need=Permission.SHARED_RECORD,
    ),
    Room("intake:choices", _("Programmes"), "book", Category.PLAN, order=75),
    Room("intake:start", _("Getting started"), "list", Category.PLAN, order=80),
)


def week(viewer: Viewer, participant: Participant, monday: date) -> list[Panel]:
    """Offer the door to getting started while lines are open, to those to whom it opens."""
    if not covers(viewer, participant.pk, Category.PLAN):
        return []
    still_open = queries.open_lines(viewer, participant)
    if not still_open:
        return []
    text = ngettext("One line is still open", "%(n)s lines are still open", still_open) % {"n": still_open}
    data = {"person_key": participant.key, "text": text}
    return [Panel(_("Getting started"), "intake/_week.html", data, order=80)]


def today(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the referrals that wait for the viewer, how many nobody has taken, and lines that wait for the team."""
    if not viewer.may(Permission.REFERRAL_TAKE):
        return []
    data = {
        "referrals": queries.waiting_for(viewer),
        "untaken": queries.untaken_count(viewer),
        "lines": queries.lines_for_team(viewer),
        "meetings": queries.meetings_to_arrange(viewer),
        "day": day,
    }
    if not (data["referrals"] or data["untaken"] or data["lines"] or data["meetings"]):
        return []
    return [Panel(_("New people and questions"), "intake/_today.html", data, order=15)]


def came_back(viewer: Viewer, day: date) -> list[Panel]:
    """Offer the parts of a conversation that came back to the viewer because their owner was let out."""
    rows = queries.came_back(viewer)
    return [Panel(_("Came back to you"), "intake/_came_back.html", {"rows": rows}, order=16)] if rows else []


def late(viewer: Viewer, day: date) -> list[Panel]:
    """Offer, to whoever answers for them, the people for whom something came too late to be an answer."""
    people = queries.late_people(viewer)
    return [Panel(_("Came late"), "intake/_late.html", {"people": people}, order=17)] if people else []


def person(viewer: Viewer, participant: Participant) -> list[Panel]:
    """Offer what is strong first (S-012), then the first wishes and the programmes that the person chose."""
    offers = []
    strong = queries.strengths(viewer, participant)
    if strong:
        data = {"strengths": strong, "called": participant.called}
        offers.append(Panel(_("What is strong and what matters"), "intake/_strengths.html", data, order=10))
    wishes = queries.first_wishes(viewer, participant)
    if wishes:
        data = {"wishes": wishes, "person_key": participant.key, "may": viewer.may(Permission.INTAKE_ANSWER)}
        offers.append(Panel(_("Wishes, in the person’s order"), "intake/_wishes.html", data, order=12))
    chosen = queries.enrolments(viewer, participant)
    if chosen:
        data = {"enrolments": chosen, "person_key": participant.key}
        offers.append(Panel(_("Programmes"), "intake/_enrolments.html", data, order=70))
    return offers


def programme(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the team who of their people is in this programme, by phase; the person, to choose it here (S-060)."""
    if viewer.participant_id and viewer.may(Permission.INTAKE_ANSWER):
        return _choose_here(viewer, slug)
    if not viewer.may(Permission.PEOPLE_READ):
        return []
    return [_people_in(viewer, slug, whole=False)]


def _choose_here(viewer: Viewer, slug: str) -> list[Panel]:
    own = own_participant(viewer.own_user, viewer.own_organisation)
    offers = catalogue.offers(viewer, slug) if own else []
    if own is None or not offers:
        return []
    viewer.looks.add(Category.PLAN, {own.pk})
    return [Panel(_("Choose it"), "intake/_choose.html", {"offers": offers, "person_key": own.key}, order=5)]


def programme_whole(viewer: Viewer, slug: str) -> list[Panel]:
    """Offer the same with the long list."""
    return [_people_in(viewer, slug, whole=True)] if viewer.may(Permission.PEOPLE_READ) else []


def _people_in(viewer: Viewer, slug: str, *, whole: bool) -> Panel:
    groups = queries.people_by_phase(viewer, slug, whole=whole)
    listed = sum(len(group.people) for group in groups)
    every = sum(group.count for group in groups)
    data = {"groups": groups, "listed": listed, "every": every, "whole": whole, "slug": slug}
    return Panel(_("Your people in it"), "intake/_programme.html", data, order=10)
