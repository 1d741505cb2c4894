"""gettext for templates and Python, with the made-up locales of tests on top."""

from functools import lru_cache

from django.utils import translation

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
    if translation.get_language() in PSEUDO_LOCALES:
        return pseudo(one if count == 1 else many)
    return translation.ngettext(one, many, count)
