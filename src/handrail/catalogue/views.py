from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from handrail import ui
from handrail.access import Permission, Viewer, once, public, requires, viewer_of, visitor_of
from handrail.accounts.queries import organisation_of, sites
from handrail.base.errors import DomainError, Stale
from handrail.base.words import _
from handrail.catalogue import actions, figures, queries, rules
from handrail.catalogue.forms import CloseForm, OfferForm, ProgrammeFilter
from handrail.catalogue.hooks import hooks
from handrail.catalogue.models import Offer


def _filter_choices(form: ProgrammeFilter) -> dict[str, Any]:
    given = form.cleaned_data if form.is_valid() else {}
    return {
        "wishes": [(one.value, words) for one, words in rules.WISH_WORDS.items()],
        "places": [("", _("Anywhere")), *((one.value, rules.MODE_WORDS[one]) for one in rules.FINDER_MODES)],
        "costs": [(one, rules.euro(one)) for one in rules.COSTS_EUR],
        "chosen": {
            "want": given.get("want", []),
            "place": given.get("place", ""),
            "peers": given.get("peers", ""),
            "clinic": given.get("clinic", ""),
            "cost": given.get("cost"),
        },
    }


@public
def programmes(request: HttpRequest) -> HttpResponse:
    form = ProgrammeFilter(request.GET)
    asked = form.asked()
    viewer = visitor_of(request)
    page = queries.programmes_page(viewer, asked)
    context = {
        "page": page,
        "real": hooks.costs(viewer, tuple(row.slug for row in page.rows)) if viewer else {},
        "filter": _filter_choices(form),
        "did_not_work": not form.is_valid(),
        "columns": rules.GUIDE_COLUMNS,
        "bars": rules.EVIDENCE_BARS,
        "mode_words": rules.MODE_WORDS,
    }
    return ui.page(request, "catalogue/programmes.html", context)


def _panels(viewer: Viewer | None, slug: str, *, whole: bool) -> list[ui.Panel]:
    """Return what packages offer to a programme; with ``whole``, long lists in place of short ones."""
    if viewer is None:
        return []
    pages = ("programme", "programme whole") if whole else ("programme",)
    found = {panel.template: panel for page in pages for panel in ui.gather_panels(page, viewer, slug)}
    return sorted(found.values(), key=lambda panel: panel.order)


@public
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the nine: what it is, what is offered now, and for the team how it goes."""
    viewer = visitor_of(request)
    found = queries.programme_type(viewer, slug)
    if viewer is not None and (viewer.is_staff or viewer.may(Permission.OUTCOMES_READ)):
        figures.read(viewer, slug)
    context = {
        "programme": found,
        "bars": rules.EVIDENCE_BARS[rules.Evidence(found.guide.evidence)],
        "mode_words": rules.MODE_WORDS,
        "emphasis": rules.EMPHASIS_WORDS[rules.Emphasis(found.emphasis)],
        "guide_rows": [(heading, getattr(found.guide, code)) for code, heading in rules.GUIDE_COLUMNS],
        "offers": queries.offers(viewer, slug),
        "stories": queries.stories(viewer, slug),
        "feedback": hooks.feedback(viewer, slug),
        "real": hooks.costs(viewer, (slug,))[slug],
        "panels": _panels(viewer, slug, whole=bool(request.GET.get("all"))),
        "counted_at": figures.counted_at(viewer, slug),
        "may_edit": viewer is not None and viewer.may(Permission.OFFER_EDIT),
        "own": viewer is not None and viewer.participant_id is not None,
    }
    return ui.page(request, "catalogue/programme.html", context)


def _offer_page(request: HttpRequest, form: OfferForm, slug: str, offer: Offer | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "programme": queries.programme_type(viewer, slug),
        "form": form,
        "offer": offer,
        "close": CloseForm(initial={"on": viewer.today}),
    }
    return ui.page(request, "catalogue/offer.html", context, status=422 if form.errors else 200)


def _programme_address(slug: str) -> str:
    return reverse("catalogue:programme", args=[slug]) + "#offers"


@requires(Permission.OFFER_EDIT)
def offer_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add what the place offers of one programme type."""
    viewer = viewer_of(request)
    found = queries.programme_type(viewer, slug)
    form = OfferForm(request.POST or None, sites=list(sites(viewer)), initial={"open_from": viewer.today})
    if not form.is_valid():
        return _offer_page(request, form, slug)
    return once(
        request,
        lambda about: actions.add_offer(
            organisation=organisation_of(viewer), programme_type=found.code, facts=form.facts(), by=viewer
        ),
        lambda _offer: _programme_address(slug),
    )


@requires(Permission.OFFER_EDIT)
def offer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change one offer."""
    viewer = viewer_of(request)
    row = queries.offer(viewer, key)
    form = OfferForm(request.POST or None, sites=list(sites(viewer)), offer=row)
    if not form.is_valid():
        return _offer_page(request, form, slug, row)
    try:
        return once(
            request,
            lambda about: actions.change_offer(
                offer=row, facts=form.facts(), version=about.version, by=viewer
            ),
            lambda _offer: _programme_address(slug),
        )
    except Stale as error:
        form.add_error(None, str(error))
        return _offer_page(request, form, slug, row)


@require_POST
@requires(Permission.OFFER_EDIT)
def offer_close(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take nobody new from a day on."""
    viewer = viewer_of(request)
    row = queries.offer(viewer, key)
    form = CloseForm(request.POST)
    if not form.is_valid():
        raise DomainError(str(_("Write a real day, like 20 10 2026.")))
    return once(
        request,
        lambda about: actions.close_offer(
            offer=row, on=form.cleaned_data["on"], version=about.version, by=viewer
        ),
        lambda _offer: _programme_address(slug),
    )


@public
def guide(request: HttpRequest) -> HttpResponse:
    return ui.page(request, "catalogue/guide.html", {"sections": queries.guide(visitor_of(request))})


@public
def getting_started(request: HttpRequest) -> HttpResponse:
    found = queries.guide_section(visitor_of(request), "starting")
    return ui.page(request, "catalogue/getting_started.html", {"found": found})


@public
def questions(request: HttpRequest) -> HttpResponse:
    found = queries.questions(visitor_of(request))
    context = {"found": found, "basis_words": rules.BASIS_WORDS}
    return ui.page(request, "catalogue/questions.html", context)
