"""Days and times as people say them: "Tuesday 20 October"; the year only when it is another one."""

from datetime import date, datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from handrail.base import clock


def day(when: date, *, weekday: bool = True, year: bool = False) -> str:
    """Return a day in words, in the language of the page; with its ``year`` when that is wished or is not this one."""
    parts = ["l"] if weekday else []
    parts += ["j", "F"]
    if year or when.year != clock.now().year:
        parts.append("Y")
    return _in_words(get_language(), date(when.year, when.month, when.day), " ".join(parts))


@lru_cache(4096)
def _in_words(_language: str | None, when: date, form: str) -> str:
    """Return a day by ``form`` in the active language: a page says the same few days again and again."""
    return date_format(when, form)


def hour(when: datetime | time) -> str:
    """Return a time of day in the zone of the page: 8:30, 14:00."""
    local = timezone.localtime(when) if isinstance(when, datetime) else when
    return f"{local.hour}:{local.minute:02}"
