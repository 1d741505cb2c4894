"""gettext for templates and Python, with the made-up locales of tests on top."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

from handrail.base.words import PSEUDO_LOCALES, pseudo


def say(text: str) -> str:
    """Return ``text`` in the language of the page."""
    return _said(translation.get_language(), text)


@lru_cache(8192)
def _said(language: str | None, text: str) -> str:
    """Return ``text`` in ``language``, which is the active one; catalogues do not change while we run."""
    return pseudo(text) if language in PSEUDO_LOCALES else translation.gettext(text)


def say_many(one: str, many: str, count: int) -> str:
    """Return the singular or plural text in the language of the page."""
    return _counted(translation.get_language(), one, many, count)


@lru_cache(8192)
def _counted(language: str | None, one: str, many: str, count: int) -> str:
    """Return the form of ``count`` in ``language``, which is the active one."""
    if language in PSEUDO_LOCALES:
        return pseudo(one if count == 1 else many)
    return translation.ngettext(one, many, count)


def mark(text: str, /, **named: Any) -> Markup:
    """Return ``text`` of a template in the language of the page, with what it names put in and made safe."""
    return _marked(translation.get_language(), text, named)


def _marked(language: str | None, text: str, named: dict[str, Any]) -> Markup:
    found = _written(language, text)
    return found % named if named or "%" in found else found


@lru_cache(8192)
def _written(language: str | None, text: str) -> Markup:
    return Markup(_said(language, text))  # noqa: S704 - words of our templates, never of people


@lru_cache(64)
def marking(language: str | None) -> Callable[..., Markup]:
    """Return ``mark`` for a page that is drawn in ``language``, which is the active one: it need not ask each time."""

    def mark_in_language(text: str, /, **named: Any) -> Markup:
        return _marked(language, text, named)

    return mark_in_language


def mark_many(one: str, many: str, num: int, /, **named: Any) -> Markup:
    """Return the singular or plural text of a template, with what it names put in and made safe."""
    return Markup(say_many(one, many, num)) % {"num": num, **named}  # noqa: S704 - as above
