"""Facts for indicators. A viewer who may see totals gets totals: no row leaves this module."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from handrail.access import Permission, Role, Viewer
from handrail.base.errors import NotAllowed
from handrail.base.frozen import frozen
from handrail.base.words import _, in_language
from handrail.base.yaml import read_yaml
from handrail.catalogue.small import HIDDEN_BELOW, is_hidden
from handrail.outcomes.definitions import Indicator, indicators
from handrail.outcomes.facts import AttemptFact, Fact, LookBackFact, NoteFact, SessionFact
from handrail.outcomes.rules import Share, hidden_rows
from handrail.plans.models import LookBack
from handrail.practice.models import Attempt, Note, Session
from handrail.practice.rules import NoteStatus

GRACE = timedelta(days=14)
CHUNK = 5_000


@frozen
class Window:
    """The days that figures cover, both ends included."""

    from_on: date
    to_on: date


def last_year(today: date) -> Window:
    """Return the twelve months that end today."""
    return Window(today - timedelta(days=364), today)


def _own(viewer: Viewer) -> dict[str, Any]:
    if not (viewer.sees_every_row or viewer.may(Permission.OUTCOMES_READ)):
        raise NotAllowed(str(_("Your role does not see figures.")))
    return {"organisation_id": viewer.organisation_id} if viewer.organisation_id else {}


def attempts(viewer: Viewer, window: Window) -> Iterator[AttemptFact]:
    """Yield the finished tries of the window."""
    rows = Attempt.objects.filter(
        **_own(viewer),
        is_done=True,
        is_in_error=False,
        tried_on__range=(window.from_on, window.to_on),
    ).values_list("participant_id", "tried_on", "given", "wanted")
    return (AttemptFact(*row) for row in rows.iterator(CHUNK))


def sessions(viewer: Viewer, window: Window) -> Iterator[SessionFact]:
    """Yield the meetings of the window up to yesterday: today is not over."""
    rows = Session.objects.filter(
        **_own(viewer), held_on__range=(window.from_on, window.to_on - timedelta(days=1))
    ).values_list("participant_id", "held_on", "status")
    return (SessionFact(*row) for row in rows.iterator(CHUNK))


def look_backs(viewer: Viewer, window: Window) -> Iterator[LookBackFact]:
    """Yield look backs whose grace of 14 days is over."""
    rows = LookBack.objects.filter(
        **_own(viewer), planned_on__range=(window.from_on, window.to_on - GRACE)
    ).values_list("participant_id", "planned_on", "held_on")
    return (LookBackFact(*row) for row in rows.iterator(CHUNK))


def notes(viewer: Viewer, window: Window) -> Iterator[NoteFact]:
    """Yield filed notes of the window."""
    rows = Note.objects.filter(
        **_own(viewer),
        status__in=[NoteStatus.FILED, NoteStatus.AMENDED],
        held_on__range=(window.from_on, window.to_on),
    ).values_list("participant_id", "held_on", "agreed_at")
    return (NoteFact(person, day, agreed is not None) for person, day, agreed in rows.iterator(CHUNK))


FACTS: dict[str, Callable[[Viewer, Window], Iterator[Fact]]] = {
    "steps_as_wanted": attempts,
    "steps_by_month": attempts,
    "attendance": sessions,
    "looked_back": look_backs,
    "notes_agreed": notes,
}


@frozen
class Finding:
    """
    One figure as the page shows it; ``people`` is how many it is about.

    ``hidden`` says that it is too small for this viewer: then ``people`` and ``result`` are None.
    """

    indicator: Indicator
    title: str
    counts: str
    of: str
    not_counted: str
    people: int | None
    hidden: bool
    result: Any


# Who works with the people counted sees every number; everybody else, and every file, sees totals only.
SEES_SMALL_NUMBERS = frozenset({Role.COORDINATOR, Role.MANAGER})


def _finding(viewer: Viewer, indicator: Indicator, window: Window) -> Finding:
    rows = list(FACTS[indicator.code](viewer, window))
    people: int | None = len({row.person for row in rows})
    result = indicator.compute(rows)
    hidden = False
    if viewer.role not in SEES_SMALL_NUMBERS:
        hidden = is_hidden(people or 0) or _is_small(result)
        people, result = (None, None) if hidden else (people, _without_small(result, rows))
    texts = {name: in_language(text, viewer.language) for name, text in indicator.texts.items()}
    return Finding(indicator=indicator, people=people, hidden=hidden, result=result, **texts)


def _is_small(result: Any) -> bool:
    if not isinstance(result, Share):
        return False
    return is_hidden(result.count) or is_hidden(result.total - result.count)


def _without_small(result: Any, rows: list[Any]) -> Any:
    """Return a share without a small number of left out; months with each one hidden that could tell a small number."""
    if isinstance(result, Share):
        return replace(result, not_counted=None) if is_hidden(result.not_counted or 0) else result
    seen: dict[date, set[UUID]] = defaultdict(set)
    for row in rows:
        seen[row.tried_on.replace(day=1)].add(row.person)
    # The share of steps as wanted shows its total: all months less that total is how many it leaves out.
    left_out = sum(not row.wanted for row in rows)
    gone = hidden_rows(
        [cells for _month, cells in result],
        people=[len(seen[month]) for month, _cells in result],
        at_least=2 if is_hidden(left_out) else 0,
    )
    return [(month, None if at in gone else cells) for at, (month, cells) in enumerate(result)]


def findings(viewer: Viewer, window: Window) -> dict[str, Finding]:
    """Return every figure of the first outcomes page, by the code of its indicator."""
    return {code: _finding(viewer, indicator, window) for code, indicator in indicators().items()}


def hidden_below() -> int:
    """Return the count below which a figure is hidden from somebody who sees totals only."""
    return HIDDEN_BELOW


@cache
def guide_claims() -> list[tuple[dict[str, str], list[str]]]:
    """Return what the guide claims, in all its variants; it names no source (S-179)."""
    path = Path(__file__).parent / "claims" / "guide.yaml"
    rows = read_yaml(path.read_text(encoding="utf-8"))["claims"]
    return [(row["outcome"], row["variants"]) for row in rows]
