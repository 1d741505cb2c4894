from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import public, visitor_of
from handrail.measures.queries import catalogue


@public
def instruments(request: HttpRequest) -> HttpResponse:
    """Show every questionnaire: what it asks about, who may use it, and whether its words are here."""
    others, own = catalogue.catalogue(visitor_of(request))
    return ui.page(request, "measures/instruments.html", {"others": others, "own": own})


@public
def instrument(request: HttpRequest, instrument: str) -> HttpResponse:
    """Show one questionnaire: licence, source, questions where they are here, and what a change means."""
    page = catalogue.instrument_page(visitor_of(request), instrument)
    return ui.page(request, "measures/instrument.html", {"page": page})
