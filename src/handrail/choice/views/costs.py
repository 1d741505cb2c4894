"""What it costs me: one page for the person, forms for the team, and the sliding scale of the place."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Category, Permission, Viewer, once, requires, viewer_of
from handrail.accounts.queries import organisation_of
from handrail.base.errors import DomainError, NotFound
from handrail.base.words import _
from handrail.choice import actions, queries
from handrail.choice.forms import BandForm, CostForm, EndFundingForm, FundingForm
from handrail.choice.forms.costs import holes_words
from handrail.choice.queries.costs import band_words
from handrail.people.models import Participant
from handrail.people.pages import load, send, status_of
from handrail.people.queries import coordinator_of


def load_costs(request: HttpRequest, person_key: str) -> tuple[Viewer, Participant, dict[str, Any]]:
    """Open the record for a page about its money; who has none is absent."""
    viewer, participant = load(request, person_key, Category.PLAN)
    own = viewer.participant_id == participant.pk
    return viewer, participant, {"participant": participant, "own": own}


def page_of(person_key: str) -> str:
    """Return the address of what everything costs the person."""
    return reverse("choice:costs", args=[person_key])


@requires(Permission.RECORD_READ)
def costs(request: HttpRequest, person_key: str) -> HttpResponse:
    """Show what each chosen programme costs, who pays what, what is mine, and what nobody pays yet."""
    viewer, participant, context = load_costs(request, person_key)
    page = queries.costs_page(viewer, participant)
    context |= {
        "page": page,
        "ended": queries.ended_costs(viewer, participant, page.past) if page.may_see else (),
        "endings": queries.endings_of(viewer, participant),
        "may_write": viewer.may(Permission.COST_WRITE),
        "contact": coordinator_of(participant),
    }
    return ui.page(request, "choice/costs.html", context)


@requires(Permission.COST_WRITE)
def cost(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Write down what one chosen programme costs this person."""
    viewer, participant, context = load_costs(request, person_key)
    shown = queries.cost_of(viewer, participant, key)
    currency = organisation_of(viewer).currency
    form = CostForm(
        request.POST or None,
        shown=shown,
        bands=queries.bands(viewer),
        initial={}
        if shown.row
        else {"from_on": viewer.today, "currency": currency, "gap_owner": viewer.name},
    )
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.set_cost(
                enrolment=shown.choice.row, facts=form.facts(), version=about.version, by=viewer
            ),
            page_of(person_key),
            person=person_key,
        )
        if done:
            return done
    context |= {"shown": shown, "form": form, "version": shown.row.version if shown.row else 0}
    return ui.page(request, "choice/cost.html", context, status=status_of(form))


@requires(Permission.COST_WRITE)
def funding_new(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Add somebody who pays, or who was asked; before there is a price, go there."""
    viewer, participant, context = load_costs(request, person_key)
    shown = queries.cost_of(viewer, participant, key)
    row = shown.row
    if row is None:
        return redirect("choice:cost", person_key, key)  # the price comes first
    form = FundingForm(request.POST or None, initial={"from_on": row.from_on, "currency": row.currency})
    if form.is_valid():
        said = form.cleaned_data["status"]
        done = send(
            request,
            form,
            lambda about: actions.add_funding(
                cost=row, facts=form.facts(), is_agreed=said == "agreed", by=viewer
            ),
            page_of(person_key),
            person=person_key,
        )
        if done:
            return done
    context |= {"shown": shown, "form": form, "funding": None}
    return ui.page(request, "choice/funding.html", context, status=status_of(form))


def _funding_page(
    request: HttpRequest,
    person_key: str,
    key: str,
    *,
    form: FundingForm | None = None,
    end: EndFundingForm | None = None,
) -> HttpResponse:
    viewer, participant, context = load_costs(request, person_key)
    row = queries.funding(viewer, participant, key)
    context |= {"funding": row, "form": form or FundingForm(funding=row), "end": end or EndFundingForm()}
    wrong = any(one is not None and one.errors for one in (form, end))
    return ui.page(request, "choice/funding.html", context, status=422 if wrong else 200)


@requires(Permission.COST_WRITE)
def funding(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change what somebody pays."""
    viewer, participant, _context = load_costs(request, person_key)
    row = queries.funding(viewer, participant, key)
    form = FundingForm(request.POST or None, funding=row)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.change_funding(
                funding=row, facts=form.facts(), version=about.version, by=viewer
            ),
            page_of(person_key),
            person=person_key,
        )
    return done or _funding_page(request, person_key, key, form=form if form.is_bound else None)


@require_POST
@requires(Permission.COST_WRITE)
def funding_move(request: HttpRequest, person_key: str, key: str, step: str) -> HttpResponse:
    """Say that somebody agreed, or that it ends and why."""
    viewer, participant, _context = load_costs(request, person_key)
    row = queries.funding(viewer, participant, key)
    if step == "agree":
        return once(
            request,
            lambda about: actions.agree_funding(funding=row, version=about.version, by=viewer),
            lambda _row: page_of(person_key),
            person=person_key,
        )
    if step != "end":
        raise NotFound(str(_("There is no such page.")))
    form = EndFundingForm(request.POST)
    done = None
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.end_funding(
                funding=row, reason=form.cleaned_data["reason"], version=about.version, by=viewer
            ),
            page_of(person_key),
            person=person_key,
        )
    return done or _funding_page(request, person_key, key, end=form)


@requires(Permission.OFFER_EDIT)
def fee_bands(request: HttpRequest) -> HttpResponse:
    """Show the sliding scale of the place, and add a line."""
    viewer = viewer_of(request)
    place = organisation_of(viewer)
    form = BandForm(request.POST or None, currency=place.currency)
    if form.is_valid():
        done = send(
            request,
            form,
            lambda about: actions.add_fee_band(organisation=place, by=viewer, **form.facts()),
            reverse("choice:fee_bands"),
        )
        if done:
            return done
    rows = queries.bands(viewer)
    context = {
        "bands": [(row, band_words(row)) for row in rows],
        "holes": holes_words(rows, place.currency) if rows else [],
        "currency": place.currency,
        "form": form,
    }
    return ui.page(request, "choice/fee_bands.html", context, status=status_of(form))


@require_POST
@requires(Permission.OFFER_EDIT)
def fee_band_end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a line out of the scale."""
    viewer = viewer_of(request)
    row = next((one for one in queries.bands(viewer) if one.key == key), None)
    if row is None:
        raise DomainError(str(_("This line is out of the scale already.")))
    return once(
        request,
        lambda about: actions.end_fee_band(band=row, by=viewer),
        lambda _row: reverse("choice:fee_bands"),
    )
