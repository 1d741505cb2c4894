"""
What a programme page shows that a higher package knows: it registers in ``AppConfig.ready()``, the page asks.

The key outcome of a row is a definition (``outcome`` in ``data/programme_types/<slug>.yaml``: what is counted, of what,
who is left out) and a function of the package where its data lives::

    from handrail.catalogue.hooks import KeyOutcome, offer_key_outcome

    def key_outcome(viewer: Viewer) -> KeyOutcome:  # in outcome.py or queries.py of the room
        rows = Pairing.objects.filter(organisation_id=viewer.organisation_id, ...)
        return KeyOutcome(n=12, out_of=19, not_counted=4, people=19)

    offer_key_outcome("peer", key_outcome)  # in ready()

The function counts in the database, at most three statements, over ``viewer.organisation_id`` and the twelve months
that end with ``viewer.today``. It is called only for somebody who may see totals, and gives totals: no names, no keys.
Whether a number is too small to show is decided by ``outcomes``, never here. It makes no look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.catalogue import definitions
from handrail.catalogue.models import Offer
from handrail.catalogue.rules import Places


@frozen
class KeyOutcome:
    """
    One row's key outcome so far: true of ``n``, of ``out_of``; ``not_counted`` more are not in the denominator.

    ``people`` is how many persons the denominator is about (links, weeks or tries may be several of one person).
    """

    n: int
    out_of: int
    not_counted: int
    people: int


Count = Callable[[Viewer], KeyOutcome]
NOTHING_YET = KeyOutcome(n=0, out_of=0, not_counted=0, people=0)
_counts: dict[str, Count] = {}


def offer_key_outcome(slug: str, count: Count) -> None:
    """Let ``count`` say the key outcome of the row ``slug``; raises ValueError when there is no such row."""
    if slug not in definitions.programme_slugs():
        raise ValueError(f"There is no programme type {slug!r}.")
    _counts[slug] = count


def key_outcome(viewer: Viewer, slug: str) -> KeyOutcome:
    """Return the key outcome of one row, NOTHING_YET while no package counts it."""
    count = _counts.get(slug)
    return count(viewer) if count else NOTHING_YET


@frozen
class ToldStory:
    """What somebody tells about a programme, under the name that they chose, with consent since a day."""

    words: str
    shown_as: str
    consented_on: date


@frozen
class RealCosts:
    """What a programme really cost the people here: whole lines, none of them about a few; ``short`` for a table."""

    lines: tuple[str, ...] = ()
    short: str = ""  # empty while too few people are counted
    hint: str = ""  # over what time, and who is not counted
    of_offer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by the offer's key


@dataclass
class Hooks:
    """One answer each; without the higher package every offer is empty and nobody has told anything."""

    places: Callable[[Sequence[Offer], date], dict[UUID, Places]] = lambda offers, today: {}
    spoken_for: Callable[[UUID | None], dict[str, int]] = lambda organisation_id: {}
    stories: Callable[[Viewer | None, str], list[ToldStory]] = lambda viewer, slug: []
    feedback: Callable[[Viewer | None, str], list[str]] = lambda viewer, slug: []
    costs: Callable[[Viewer | None, tuple[str, ...]], dict[str, RealCosts]] = lambda viewer, slugs: {
        slug: RealCosts() for slug in slugs
    }


hooks = Hooks()
