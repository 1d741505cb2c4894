from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from handrail import ui
from handrail.access import Permission, requires, sealed_address, search_page, viewer_of
from handrail.base.errors import NotAllowed
from handrail.base.words import _
from handrail.people.pages import status_of, tell
from handrail.work import actions, queries
from handrail.work.forms import ContactForm, EmployerForm, PersonContactForm
from handrail.work.views.shared import load, send, to_work


def _to(key: str) -> str:
    return reverse("work:employer", args=[key])


@requires(Permission.DIRECTORY_EDIT)
def employers(request: HttpRequest) -> HttpResponse:
    """The list of employers, by name."""
    viewer = viewer_of(request)

    def context(asked: QueryDict) -> dict[str, Any]:
        search = asked.get("q", "")
        page = queries.employer_list(viewer, search=search, start_after=asked.get("after", ""))
        more = sealed_address(request, {"q": [search], "after": [page.after]}) if page.after else ""
        return {"page": page, "more": more, "to_contact": queries.to_contact(viewer, viewer.today)}

    return search_page(request, "work/employers.html", context, "q", "after", fragment="found")


@requires(Permission.DIRECTORY_EDIT)
def employer(request: HttpRequest, key: str) -> HttpResponse:
    """One employer: what they need, each word with them."""
    return ui.page(request, "work/employer.html", {"page": queries.employer_page(viewer_of(request), key)})


@requires(Permission.DIRECTORY_EDIT)
def employer_new(request: HttpRequest) -> HttpResponse:
    """Put an employer on the list."""
    form = EmployerForm(request.POST or None)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.list_employer(facts=form.facts(), by=viewer_of(request)),
            lambda row: _to(row.key),
            person="",
        )
    context = {"form": form, "employer": None}
    return done or ui.page(request, "work/employer_form.html", context, status=status_of(form))


@requires(Permission.DIRECTORY_EDIT)
def employer_change(request: HttpRequest, key: str) -> HttpResponse:
    """Change an employer's entry, or say that the place has closed."""
    found = queries.employer(viewer_of(request), key)
    names = ("name", "trade", "address", "phone")
    first = {**{name: getattr(found, name) for name in names}, "is_closed": found.closed_on is not None}
    form = EmployerForm(request.POST or None, initial=first)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_employer(
                employer=found,
                facts=form.facts(),
                is_closed=form.cleaned_data["is_closed"],
                version=about.version,
                by=viewer_of(request),
            ),
            lambda row: _to(row.key),
            person="",
        )
    context = {"form": form, "employer": found}
    return done or ui.page(request, "work/employer_form.html", context, status=status_of(form))


@requires(Permission.DIRECTORY_EDIT)
def contact_new(request: HttpRequest, key: str) -> HttpResponse:
    """One word with an employer, for nobody in particular."""
    viewer = viewer_of(request)
    found = queries.employer_page(viewer, key)
    form = ContactForm(request.POST or None, initial={"who": found.last_who})
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.record_contact(
                employer=found.employer, said=form.said(viewer.today), by=viewer
            ),
            lambda row: tell(request, _("Kept."), _to(key)),
            person="",
        )
    context = {"form": form, "employer": found.employer, "person": None, "back": _to(key)}
    return done or ui.page(request, "work/contact.html", context, status=status_of(form))


@requires(Permission.ROOM_WRITE)
def person_contact(request: HttpRequest, person_key: str) -> HttpResponse:
    """One word with an employer for somebody: what was said about them stays with who sees them."""
    viewer, participant = load(request, person_key)
    if not viewer.may(Permission.DIRECTORY_EDIT):
        raise NotAllowed(str(_("Your team keeps the list of employers. Tell them whom you spoke to.")))
    rows = queries.recent_employers(viewer, participant)
    form = PersonContactForm(request.POST or None, employers=rows, called=participant.called)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.record_contact(
                said=form.said(viewer.today), participant=participant, by=viewer, **form.place()
            ),
            lambda row: tell(request, _("Kept."), to_work(person_key)),
            person=person_key,
        )
    context = {"form": form, "employer": None, "person": participant, "back": to_work(person_key)}
    return done or ui.page(request, "work/contact.html", context, status=status_of(form))
