from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, requires
from handrail.base.errors import NotFound
from handrail.base.words import _
from handrail.people.pages import load, send, status_of, tell
from handrail.people.queries import covers
from handrail.practice import actions, queries
from handrail.practice.forms import MoveItemForm, OwnLineForm, TimesForm
from handrail.practice.forms.week import times_initial
from handrail.practice.rules import WeekItemStatus
from handrail.practice.views.shared import day_of
from handrail.ui.dates import day as day_words

KEPT = _("Kept. Nobody is told.")


def _page(request: HttpRequest, person_key: str, form: OwnLineForm | None = None) -> HttpResponse:
    viewer, participant = load(request, person_key, Category.WEEK)
    asked = request.GET.get("day") or request.GET.get("week") or ""
    page = queries.week_page(viewer, participant, day=day_of(asked, viewer.today))
    context = {
        "page": page,
        "person": participant,
        "form": form or OwnLineForm(),
        "panels": ui.gather_panels("week", viewer, participant, page.monday),
        "today": viewer.today,
        "may_plan": viewer.may(Permission.SESSION_PLAN),
        "sees_plan": page.is_own or covers(viewer, participant.pk, Category.PLAN),
    }
    return ui.page(request, "practice/week.html", context, status=status_of(context["form"]))


@requires(Permission.RECORD_READ)
def week(request: HttpRequest, person_key: str) -> HttpResponse:
    """The person's week; staff see the same page with the person's name on it."""
    return _page(request, person_key)


def _week(person_key: str, day: date) -> str:
    return f"{reverse('practice:week', args=[person_key])}?day={day.isoformat()}"


@require_POST
@requires(Permission.WEEK_EDIT)
def week_add(request: HttpRequest, person_key: str) -> HttpResponse:
    """Put something of the person's own into the week, from one line."""
    viewer, participant = load(request, person_key, Category.WEEK)
    form = OwnLineForm(request.POST)
    done = None
    if form.is_valid():
        shown = day_of(request.POST.get("shown", ""), viewer.today)
        line = form.read(today=viewer.today, otherwise=shown)
        done = send(
            request,
            form,
            lambda about: actions.add_week_item(
                participant=participant, title=line.title, planned_on=line.day, planned_at=line.at, by=viewer
            ),
            lambda item: tell(
                request,
                _("“%(title)s” stands on %(day)s.")
                % {"title": item.title, "day": day_words(item.planned_on)},
                _week(person_key, item.planned_on),
            ),
            person=person_key,
        )
    return done or _page(request, person_key, form)


def _kept(request: HttpRequest, viewer: Any, item: Any, person_key: str) -> str:
    """Say that it is kept; after a second time in two weeks offer another way, once."""
    words = KEPT
    if item.status == WeekItemStatus.NOT_THIS_TIME and queries.times_not(viewer, item) == 2:
        words = _("Kept. Nobody is told. Would a smaller piece, another day or a talk help?")
    return tell(request, words, _week(person_key, item.planned_on))


@requires(Permission.WEEK_EDIT)
def week_item(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Answer something in the week: did it, not this time, or move it."""
    viewer, participant = load(request, person_key, Category.WEEK)
    item = queries.week_item(viewer, participant, key)
    to = {"did": WeekItemStatus.DID_IT, "not": WeekItemStatus.NOT_THIS_TIME}.get(request.POST.get("do", ""))
    form = MoveItemForm(request.POST if request.POST and to is None else None)
    done = None
    if to or form.is_valid():
        moved = {} if to else form.cleaned_data
        done = send(
            request,
            form,
            lambda about: actions.answer_week_item(
                item=item, to=to or WeekItemStatus.MOVED, version=about.version, by=viewer, **moved
            ),
            lambda answered: _kept(request, viewer, answered, person_key),
            person=person_key,
        )
    context = {"person": participant, "item": item, "form": form}
    return done or ui.page(request, "practice/week_item.html", context, status=status_of(form))


@require_POST
@requires(Permission.WEEK_EDIT)
def daily(request: HttpRequest, person_key: str, key: str, day: str) -> HttpResponse:
    """Answer a time of every day."""
    viewer, participant = load(request, person_key, Category.WEEK)
    found = queries.daily_time(viewer, participant, key)
    on = day_of(day, date.min)
    to = {"did": WeekItemStatus.DID_IT, "not": WeekItemStatus.NOT_THIS_TIME}.get(request.POST.get("do", ""))
    if to is None or on == date.min:
        raise NotFound(str(_("There is no such page.")))
    form = OwnLineForm()
    done = send(
        request,
        form,
        lambda about: actions.answer_daily_time(daily=found, day=on, to=to, by=viewer),
        lambda item: tell(request, KEPT, _week(person_key, on)),
        person=person_key,
    )
    return done or _page(request, person_key, form)


@requires(Permission.WEEK_EDIT)
def times(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write the times of every day in the person's words."""
    viewer, participant = load(request, person_key, Category.WEEK)
    first = times_initial(queries.daily_times(viewer, participant))
    form = TimesForm(request.POST or None, initial=first)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.set_daily_times(participant=participant, times=form.times(), by=viewer),
            lambda _rows: reverse("practice:week", args=[person_key]),
            person=person_key,
        )
    is_theirs = viewer.participant_id == participant.pk
    context = {"person": participant, "form": form, "is_theirs": is_theirs}
    return done or ui.page(request, "practice/times.html", context, status=status_of(form))
