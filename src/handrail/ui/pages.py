from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers


def wants_part(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a part; going back in the history it asks for the whole page."""
    htmx = getattr(request, "htmx", False)
    return bool(htmx) and not getattr(htmx, "history_restore_request", False)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """
    Return the page, or only the block ``fragment`` of it when HTMX asks: same view, same template.

    The block's name comes from the view, never from the client.
    """
    found = get_template(template, using="jinja2")
    part = bool(fragment) and wants_part(request)
    text = _block(found, fragment, request, context) if part else found.render(dict(context), request)
    response = HttpResponse(text, status=status)
    if fragment:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _block(found: Any, fragment: str, request: HttpRequest, context: Mapping[str, Any]) -> str:
    values: dict[str, Any] = {
        **context,
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in engines["jinja2"].template_context_processors:
        values.update(processor(request))
    block = found.template.blocks[fragment]
    return "".join(block(found.template.new_context(values)))
