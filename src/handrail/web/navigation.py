"""What stands around every page: bar, language, look. Handed to ``ui``, which knows no user."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import translation


@dataclass(frozen=True)
class Frame:
    language: str
    direction: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of this request's page."""
    code = translation.get_language() or "en"
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return {"frame": Frame(language=code, direction=direction)}
