"""What the public catalogue of instruments shows; the same for everybody, so the viewer may be nobody."""

from dataclasses import dataclass

from handrail.access import Viewer
from handrail.base.errors import NotFound
from handrail.base.words import Words, _
from handrail.measures.definitions import instruments
from handrail.measures.rules import (
    DIRECTIONS,
    VERDICTS,
    ChangeFigure,
    ChangeKind,
    Instrument,
    Method,
    Scale,
    Verdict,
)

WORDS_HERE = _("The questions are here.")
WORDS_OF_SITE = _("The questions are here, from this place's own copy.")
SLOT_EMPTY = _("The words are not here. This place can add its own copy.")
_CHANGE: dict[ChangeKind, Words] = {
    ChangeKind.RELIABLE: _("A change of %(points)s points or more is more than chance would bring."),
    ChangeKind.MATTERS: _("People who moved %(points)s points or more called it a change."),
}
NO_CHANGE = _("How much change is more than chance is not known here. A change is shown and not judged.")


@dataclass(frozen=True)
class Listed:
    """One instrument as a card of the catalogue."""

    instrument: Instrument
    questions: int
    licence: str
    words: str
    has_texts: bool


@dataclass(frozen=True)
class ShownScale:
    """One score of an instrument's page: its ends, its parts, and what happens with gaps."""

    scale: Scale
    span: str
    gaps: str


@dataclass(frozen=True)
class InstrumentPage:
    listed: Listed
    direction: str
    scales: tuple[ShownScale, ...]
    changes: tuple[tuple[str, str], ...]  # what it says, and who says so
    has_safety: bool


def _listed(one: Instrument) -> Listed:
    words = WORDS_OF_SITE if one.texts_from_site else WORDS_HERE if one.has_texts else SLOT_EMPTY
    return Listed(
        instrument=one,
        questions=sum(item.counts for item in one.items),
        licence=str(VERDICTS[one.licence.verdict]),
        words=str(words),
        has_texts=one.has_texts,
    )


def catalogue(viewer: Viewer | None) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    """Return the instruments of others and our own, each in the order of the catalogue."""
    found = [_listed(one) for one in instruments().values()]
    own = [one for one in found if one.instrument.licence.verdict == Verdict.NATIVE]
    return tuple(one for one in found if one not in own), tuple(own)


def _gaps(scale: Scale) -> str:
    """Return in words what happens when an answer is missing."""
    if scale.method == Method.COUNT:
        return str(_("Only what was answered is counted."))
    if scale.max_missing:
        words = _("With up to %(most)s answers missing it is filled up with the mean, and says so.")
        return words % {"most": scale.max_missing}
    return str(_("When an answer is missing, there is no number."))


def _span(scale: Scale) -> str:
    low, high = (scale.table[0], scale.table[-1]) if scale.table else (scale.lowest, scale.highest)
    return "" if low is None or high is None else _("from %(low)s to %(high)s") % {"low": low, "high": high}


def change_in_words(figure: ChangeFigure | None) -> str:
    """Return in a sentence how much change means something, or that nobody knows."""
    return str(NO_CHANGE) if figure is None else _CHANGE[figure.kind] % {"points": figure.points}


def instrument_page(viewer: Viewer | None, key: str) -> InstrumentPage:
    """Return everything that is public about one instrument; raise NotFound for one that is not there."""
    one = instruments().get(key)
    if one is None:
        raise NotFound(str(_("There is no such questionnaire here.")))
    changes = tuple((change_in_words(figure), figure.source) for figure in one.change)
    return InstrumentPage(
        listed=_listed(one),
        direction=str(DIRECTIONS[one.direction]),
        scales=tuple(ShownScale(scale, _span(scale), _gaps(scale)) for scale in one.scales),
        changes=changes or ((str(NO_CHANGE), ""),),
        has_safety=bool(one.safety_items),
    )
