"""Addresses found by their shape: otherwise each request looks through some two hundred patterns."""

import re
from typing import Any

from django.urls import ResolverMatch, URLResolver
from django.urls.resolvers import RoutePattern

from handrail.base.ids import KEY_LENGTH, KEY_LETTERS

KEY = re.compile(rf"(?<=/)[{KEY_LETTERS}]{{{KEY_LENGTH}}}(?=/|$)")
MOST = 2000


class _Known:
    """One route that an address of this shape has led to."""

    def __init__(self, found: ResolverMatch) -> None:
        self.found, self.pattern = found, RoutePattern(found.route, is_endpoint=True)

    def match(self, path: str) -> ResolverMatch | None:
        matched = self.pattern.match(path)
        if matched is None:
            return None
        captured, found = matched[2], self.found
        return ResolverMatch(
            found.func,
            (),
            {**captured, **found.extra_kwargs},
            found.url_name,
            found.app_names,
            found.namespaces,
            found.route,
            captured_kwargs=captured,
            extra_kwargs=found.extra_kwargs,
        )


class ByShape(URLResolver):
    """
    Patterns as Django knows them, and what each shape of address led to: an address with its keys taken out.

    A known route is matched again, so that a shape never leads where the address itself would not.
    """

    def __init__(self, patterns: list[Any]) -> None:
        super().__init__(RoutePattern(""), patterns)
        self.known: dict[str, _Known] = {}

    def resolve(self, path: str) -> ResolverMatch:
        """Return where ``path`` leads; raises Resolver404 like Django's own."""
        shape = KEY.sub("~", path)
        known = self.known.get(shape)
        match = known.match(path) if known else None
        if match is not None:
            return match
        found = super().resolve(path)
        if len(self.known) < MOST and "<path:" not in found.route:
            self.known[shape] = _Known(found)
        return found
