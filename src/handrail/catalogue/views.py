from typing import Any

from django.http import HttpRequest, HttpResponse

from handrail import ui
from handrail.access import public
from handrail.base.words import _
from handrail.catalogue import queries, rules
from handrail.catalogue.forms import ProgrammeFilter


def _filter_choices(form: ProgrammeFilter) -> dict[str, Any]:
    given = form.cleaned_data if form.is_valid() else {}
    return {
        "wishes": [(one.value, words) for one, words in rules.WISH_WORDS.items()],
        "places": [("", _("Anywhere")), *((one.value, words) for one, words in rules.MODE_WORDS.items())],
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
    context = {
        "page": queries.programmes_page(request.viewer, asked),  # type: ignore[attr-defined]
        "filter": _filter_choices(form),
        "did_not_work": not form.is_valid(),
        "columns": rules.GUIDE_COLUMNS,
        "bars": rules.EVIDENCE_BARS,
        "mode_words": rules.MODE_WORDS,
    }
    return ui.page(request, "catalogue/programmes.html", context)


@public
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.programme_type(request.viewer, slug)  # type: ignore[attr-defined]
    context = {
        "programme": found,
        "bars": rules.EVIDENCE_BARS[rules.Evidence(found.guide.evidence)],
        "mode_words": rules.MODE_WORDS,
        "emphasis": rules.EMPHASIS_WORDS[rules.Emphasis(found.emphasis)],
        "guide_rows": [(heading, getattr(found.guide, code)) for code, heading in rules.GUIDE_COLUMNS],
    }
    return ui.page(request, "catalogue/programme.html", context)


@public
def guide(request: HttpRequest) -> HttpResponse:
    return ui.page(request, "catalogue/guide.html", {"sections": queries.guide(request.viewer)})  # type: ignore[attr-defined]


@public
def getting_started(request: HttpRequest) -> HttpResponse:
    found = queries.guide_section(request.viewer, "starting")  # type: ignore[attr-defined]
    return ui.page(request, "catalogue/getting_started.html", {"found": found})


@public
def questions(request: HttpRequest) -> HttpResponse:
    found = queries.questions(request.viewer)  # type: ignore[attr-defined]
    context = {"found": found, "basis_words": rules.BASIS_WORDS}
    return ui.page(request, "catalogue/questions.html", context)
