"""Addresses of views: looked up once for each name, then filled in; a page holds some thirty of them."""

import re
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

# What an address takes as it is: the keys of rows and the names of rooms. Anything else is left to Django.
PLAIN = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def _stand_in(number: int) -> str:
    return f"standin-{number}"


@lru_cache(2048)
def _parts(name: str, count: int, _urlconf: Any, _prefix: str) -> tuple[str, ...] | None:
    """Return what stands around the arguments of an address, or None when they are no plain words in their order."""
    try:
        found = reverse(name, args=[_stand_in(number) for number in range(count)] or None)
    except NoReverseMatch:
        return None
    parts = []
    for number in range(count):
        before, there, found = found.partition(_stand_in(number))
        if not there or "standin" in before:
            return None
        parts.append(before)
    return (*parts, found)


def address(name: str, *args: Any) -> str:
    """Return what Django's ``reverse`` returns for a view of ours and the arguments of its address."""
    if all([type(one) is str and PLAIN.fullmatch(one) for one in args]):
        parts = _parts(name, len(args), get_urlconf(), get_script_prefix())
        if parts is not None:
            return parts[0] + "".join([one + part for one, part in zip(args, parts[1:], strict=True)])
    return reverse(name, args=args or None)
