from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, public, requires, visitor_of
from handrail.base.errors import DomainError
from handrail.base.words import Words, _
from handrail.learning import actions, queries
from handrail.learning.models import LessonProgress
from handrail.people import pages
from handrail.people.models import Participant
from handrail.plans.rules import SupportLevel

DAYS = {"today": timedelta(0), "tomorrow": timedelta(days=1)}


def _language() -> str:
    return translation.get_language() or "en"


def _load(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant]:
    return pages.load(request, person_key, Category.LEARNING)


def _mine(person_key: str) -> str:
    return reverse("learning:person", args=[person_key])


def _to_step(person_key: str, row: LessonProgress) -> str:
    return reverse("plans:step", args=[person_key, row.step.key]) if row.step else _mine(person_key)


def _no_such_button() -> DomainError:
    return DomainError(str(_("There is no such button. Open the page again.")))


# ---- lessons, for everybody ------------------------------------------------------------------------------------


@public
def shelf(request: HttpRequest) -> HttpResponse:
    """Show all lessons; a signed-in person sees where they stopped."""
    return ui.page(request, "learning/shelf.html", {"shelf": queries.shelf(visitor_of(request), _language())})


@public
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a lesson is about, and begin or go on."""
    page = queries.lesson_page(visitor_of(request), slug, _language())
    return ui.page(request, "learning/lesson.html", {"page": page})


@public
def card(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one card of a lesson; the last one offers one thing to do."""
    page = queries.card_page(visitor_of(request), slug, _language(), number)
    return ui.page(request, "learning/card.html", {"page": page})


@public
def whole(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a lesson on one page, to print or to read in one go."""
    page = queries.lesson_page(visitor_of(request), slug, _language())
    return ui.page(request, "learning/whole.html", {"page": page})


# ---- a person's own place --------------------------------------------------------------------------------------


@requires(Permission.RECORD_READ)
def person(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show a person's lessons: all to them, to others what they share."""
    viewer, participant = _load(request, person_key)
    page = queries.person_lessons(viewer, participant, _language())
    context = {
        "participant": participant,
        "page": page,
        "may_plan": viewer.may(Permission.SESSION_PLAN),
        "may_write": viewer.may(Permission.ROOM_WRITE),
    }
    return ui.page(request, "learning/person.html", context)


@require_POST
@requires(Permission.OWN_RECORD)
def place(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Keep the place: go on to the next card, or stop here."""
    viewer, participant = _load(request, person_key)
    found = queries.found_lesson(slug, _language())
    stops = request.POST.get("do") == "stop"
    sent = request.POST.get("card", "")
    number = int(sent) if sent.isdecimal() and len(sent) < 4 else 0
    words = _("“%(title)s” waits at card %(card)s.") % {"title": found.title, "card": number}
    return once(
        request,
        lambda about: actions.keep_place(participant=participant, lesson=found, card=number, by=viewer),
        lambda row: (
            pages.tell(request, words, _mine(person_key))
            if stops
            else reverse("learning:card", args=[slug, number])
        ),
        person=person_key,
    )


@require_POST
@requires(Permission.OWN_RECORD)
def away(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Put a lesson away."""
    viewer, participant = _load(request, person_key)
    found = queries.found_lesson(slug, _language())
    words = _("“%(title)s” is put away. You can open it again on any day.") % {"title": found.title}
    return once(
        request,
        lambda about: actions.put_away_lesson(participant=participant, lesson=found, by=viewer),
        lambda row: pages.tell(request, words, _mine(person_key)),
        person=person_key,
    )


@require_POST
@requires(Permission.OWN_RECORD)
def step(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Make the one thing of a lesson a step of the plan, with the support that the pressed button says."""
    viewer, participant = _load(request, person_key)
    found = queries.found_lesson(slug, _language())
    if request.POST.get("support") not in list(SupportLevel):
        raise _no_such_button()
    goal = queries.goal_for(viewer, participant, found.area)
    words = _("“%(title)s” is a step of your plan now.") % {"title": found.one_thing.title}
    return once(
        request,
        lambda about: actions.make_step_of_lesson(
            participant=participant,
            lesson=found,
            goal=goal,
            support=SupportLevel(request.POST["support"]),
            by=viewer,
        ),
        lambda row: pages.tell(request, words, _to_step(person_key, row)),
        person=person_key,
    )


@require_POST
@requires(Permission.OWN_RECORD)
def plan_thing(request: HttpRequest, person_key: str, slug: str) -> HttpResponse:
    """Put the one thing of a lesson into the week: today or tomorrow."""
    viewer, participant = _load(request, person_key)
    found = queries.found_lesson(slug, _language())
    after = DAYS.get(request.POST.get("day", ""))
    if after is None:
        raise _no_such_button()
    on = viewer.today + after
    week = f"{reverse('practice:week', args=[person_key])}?day={on.isoformat()}"
    words = _("“%(title)s” stands in your week.") % {"title": found.one_thing.title}
    return once(
        request,
        lambda about: actions.plan_thing_of_lesson(participant=participant, lesson=found, on=on, by=viewer),
        lambda row: pages.tell(request, words, week),
        person=person_key,
    )


@require_POST
@requires(Permission.OWN_RECORD)
def share(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show the person's lessons to the team, or take them back."""
    viewer, participant = _load(request, person_key)
    shared = request.POST.get("do") == "share"
    words = _("Your team sees your lessons now.") if shared else _("Only you see your lessons now.")
    return once(
        request,
        lambda about: actions.share_lessons(participant=participant, shared=shared, by=viewer),
        lambda row: pages.tell(request, words, _mine(person_key)),
        person=person_key,
    )


_COMPANY_WORDS: dict[bool, Words] = {
    True: _("Your team sees that you would like company. They do not see which lessons."),
    False: _("Kept. Nobody is told."),
}


@require_POST
@requires(Permission.OWN_RECORD)
def company(request: HttpRequest, person_key: str) -> HttpResponse:
    """Keep what the person says to the offer to look at it together."""
    viewer, participant = _load(request, person_key)
    said = {"yes": True, "no": False}.get(request.POST.get("do", ""))
    if said is None:
        raise _no_such_button()
    return once(
        request,
        lambda about: actions.answer_company(participant=participant, wants=said, by=viewer),
        lambda row: pages.tell(request, _COMPANY_WORDS[said], _mine(person_key)),
        person=person_key,
    )


@require_POST
@requires(Permission.ROOM_WRITE)
def company_end(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Take the wish for company back, or say that a lesson was looked at together."""
    viewer, participant = _load(request, person_key)
    wish = queries.company(viewer, participant, key)
    ends: dict[str, Any] = {"met": actions.look_together, "back": actions.take_back_company}
    act = ends.get(request.POST.get("do", ""))
    if act is None:
        raise _no_such_button()
    mine = viewer.participant_id == participant.pk
    return once(
        request,
        lambda about: act(company=wish, by=viewer),
        lambda row: pages.tell(request, _("Kept."), _mine(person_key) if mine else reverse("practice:today")),
        person=person_key,
    )
