"""Gathered pages are made of panels; each package offers its own once, and the page asks for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from handrail.base.frozen import frozen
from handrail.base.words import Words


@frozen
class Panel:
    """What a package offers to a gathered page: a fragment, its data, and where it wants to stand."""

    title: Words | str
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


Offer = Callable[..., list[Panel]]
_offers: dict[str, list[Offer]] = {}


def offer_panels(page: str, offer: Offer) -> None:
    """Let ``offer`` put panels on every page called ``page``; packages say so in ``AppConfig.ready()``."""
    known = _offers.setdefault(page, [])
    if offer not in known:
        known.append(offer)


def gather_panels(page: str, *asked: Any) -> list[Panel]:
    """Return the panels of every package for one page, in their order; each offer is called with ``asked``."""
    found = [panel for offer in _offers.get(page, ()) for panel in offer(*asked)]
    return sorted(found, key=lambda panel: panel.order)
