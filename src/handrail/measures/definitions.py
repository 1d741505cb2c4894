"""Instruments as files: read once, checked against a schema and against themselves, frozen. Plain Python."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from handrail.base.words import Words, _
from handrail.catalogue.definitions import DefinitionError, Said, read_definition
from handrail.measures.rules import (
    AskedWhen,
    Band,
    ChangeFigure,
    ChangeKind,
    Direction,
    Instrument,
    Item,
    Language,
    Licence,
    Method,
    Option,
    Scale,
    Scorer,
    ScreenRule,
    Verdict,
)

DATA = Path(__file__).resolve().parent / "data"
FOLDER = DATA / "instruments"
ENGLISH = "en"
Shown = frozenset[str]  # the languages whose words were validated


def read(file: Path, schema: str) -> Any:
    """Return the content of a definition file; raise DefinitionError when it does not fit ``schema``."""
    return read_definition(file, DATA / "schemas" / f"{schema}.json")


def _said(texts: Mapping[str, str] | None, shown: Shown) -> Said | None:
    """Return an instrument's own words in the languages of ``shown``; None when that leaves none."""
    if texts is None:
        return None
    kept = {language: text for language, text in texts.items() if language in shown}
    return Said(tuple(sorted(kept.items()))) if kept else None


def _words(texts: Mapping[str, str]) -> Said:
    return Said(tuple(sorted(texts.items())))


# ---- the parts of a file ---------------------------------------------------------------------------------------


def _options(raw: Any, shown: Shown) -> tuple[Option, ...]:
    if isinstance(raw, dict):
        return tuple(Option(value) for value in range(raw["from"], raw["to"] + 1))
    return tuple(Option(one["value"], one.get("code", ""), _said(one.get("text"), shown)) for one in raw)


def _item(raw: dict[str, Any], options: Mapping[str, Any], shown: Shown) -> Item:
    name = raw.get("options", next(iter(options)))
    if name not in options:
        raise DefinitionError(f"{raw['key']}: there are no options “{name}”.")
    ends = options[name] if isinstance(options[name], dict) else {}
    when = raw.get("asked_when")
    return Item(
        key=raw["key"],
        label=_words(raw["label"]),
        options=_options(options[name], shown),
        text=_said(raw.get("text"), shown),
        code=raw.get("code", ""),
        counts=raw.get("counts", True),
        required=raw.get("required", False),
        repeats=raw.get("repeats", 0),
        safety=frozenset(raw.get("safety", [])),
        asked_when=AskedWhen(tuple(when["items"]), frozenset(when["values"])) if when else None,
        low=_said(ends.get("low"), shown),
        high=_said(ends.get("high"), shown),
    )


def _band(raw: dict[str, Any]) -> Band:
    return Band(raw["key"], _words(raw["words"]), raw.get("least"), raw.get("most"))


def _rule(raw: dict[str, Any]) -> ScreenRule:
    when = tuple((tuple(one["any"]), frozenset(one["in"])) for one in raw.get("when", []))
    return ScreenRule(raw["key"], _words(raw["words"]), when)


def _ends(
    raw: dict[str, Any], items: Mapping[str, Item], keys: tuple[str, ...]
) -> tuple[int | None, int | None]:
    """Return the lowest and the highest raw number that a score can have; a screen and a T-score have none."""
    method = Method(raw.get("method", "sum"))
    if method in (Method.SCREEN, Method.GAS):
        return raw.get("lowest"), raw.get("highest")
    if method == Method.COUNT:
        return 0, len(keys)
    low, high = sum(min(items[key].values) for key in keys), sum(max(items[key].values) for key in keys)
    if method == Method.MEAN:
        return min(min(items[key].values) for key in keys), max(max(items[key].values) for key in keys)
    times = raw.get("times", 1)
    return low * times, high * times


def _scale(raw: dict[str, Any], items: Mapping[str, Item]) -> Scale:
    keys = tuple(raw.get("items", [key for key, item in items.items() if item.counts]))
    for key in keys:
        if key not in items:
            raise DefinitionError(f"{raw['key']}: there is no item “{key}”.")
    lowest, highest = _ends(raw, items, keys)
    return Scale(
        key=raw["key"],
        title=_words(raw["title"]),
        items=keys,
        method=Method(raw.get("method", "sum")),
        max_missing=raw.get("max_missing", 0),
        times=raw.get("times", 1),
        counted=frozenset(raw.get("counted", [])),
        table=tuple(raw.get("table", [])),
        bands=tuple(_band(one) for one in raw.get("bands", [])),
        cut_offs=tuple(_band(one) for one in raw.get("cut_offs", [])),
        rules=tuple(_rule(one) for one in raw.get("rules", [])),
        lowest=lowest,
        highest=highest,
    )


def _instrument(raw: dict[str, Any]) -> Instrument:
    languages = tuple((code, Language(**one)) for code, one in sorted(raw["languages"].items()))
    shown = frozenset(code for code, one in languages if one.validated)
    items = tuple(_item(one, raw["options"], shown) for one in raw["items"])
    by_key = {item.key: item for item in items}
    if len(by_key) != len(items):
        raise DefinitionError("An item's key comes twice.")
    licence = raw["licence"]
    return Instrument(
        key=raw["instrument"],
        version=str(raw["version"]),
        order=raw["order"],
        name=raw["name"],
        title=_words(raw["title"]),
        about=_words(raw["about"]),
        minutes=raw["minutes"],
        recall_days=raw.get("recall_days"),
        direction=Direction(raw["direction"]),
        licence=Licence(
            Verdict(licence["verdict"]), licence["name"], _words(licence["who_may"]), licence["notice"]
        ),
        source=raw["source"],
        items=items,
        scales=tuple(_scale(one, by_key) for one in raw["scores"]),
        lead=_said(raw.get("lead"), shown),
        reverse=frozenset(raw.get("reverse", [])),
        change=tuple(
            ChangeFigure(one["score"], ChangeKind(one["kind"]), one["points"], one["source"])
            for one in raw.get("change", [])
        ),
        languages=languages,
    )


# ---- what a schema cannot say ----------------------------------------------------------------------------------


def _wrong_bands(scale: Scale) -> Iterator[str]:
    """Say where parts of a score leave a gap, overlap, or leave its range."""
    if not scale.bands or scale.lowest is None or scale.highest is None:
        return
    ends = [(band.least, band.most) for band in scale.bands]
    if any(least is None or most is None or least > most for least, most in ends):
        yield f"{scale.key}: each part has a lowest and a highest number."
        return
    starts = [least for least, _most in ends]
    follow = [(most or 0) + 1 for _least, most in ends]
    if starts != [scale.lowest, *follow[:-1]] or follow[-1] != scale.highest + 1:
        yield f"{scale.key}: the parts do not cover {scale.lowest} to {scale.highest} once."


def _wrong_scale(scale: Scale) -> Iterator[str]:
    if scale.table and scale.highest is not None and scale.lowest is not None:
        if len(scale.table) != scale.highest - scale.lowest + 1:
            yield f"{scale.key}: the table has {len(scale.table)} numbers for {scale.lowest} to {scale.highest}."
        if scale.max_missing:
            yield f"{scale.key}: a table needs every answer."
    else:
        yield from _wrong_bands(scale)
    if (scale.method == Method.COUNT) != bool(scale.counted):
        yield f"{scale.key}: a count says which answers it counts, and nothing else does."
    if (scale.method == Method.SCREEN) != bool(scale.rules):
        yield f"{scale.key}: a screen has rules, and nothing else has."
    if scale.method == Method.GAS and len(scale.items) != 2:
        yield f"{scale.key}: goal attainment has levels and weights."


def _wrong_items(found: Instrument) -> Iterator[str]:
    keys = {item.key for item in found.items}
    for item in found.items:
        if not item.safety <= item.values:
            yield f"{item.key}: a safety answer is not among its options."
        if item.asked_when and not keys.issuperset(item.asked_when.items):
            yield f"{item.key}: it waits for an item that is not there."
    order = [item.counts for item in found.items]
    if order != sorted(order, reverse=True):
        yield "items: what counts stands before what is asked beside it."
    if not found.reverse <= keys:
        yield "reverse: " + ", ".join(sorted(found.reverse - keys)) + " is no item."
    scales = {scale.key for scale in found.scales}
    for figure in found.change:
        if figure.scale not in scales:
            yield f"change: there is no score “{figure.scale}”."


def _wrong_texts(found: Instrument, texts: str) -> Iterator[str]:
    """Say where words are missing from an instrument that has them, or stand in an empty slot."""
    there = [item.key for item in found.items if item.text]
    spoken = [item.key for item in found.items if any(option.text for option in item.options)]
    if texts == "here" and len(there) != len(found.items):
        yield "texts: here, and a question has no words in a validated language."
    if texts == "slot" and (there or spoken):
        yield "texts: slot, and a question or an answer has words."
    if texts == "slot" and found.licence.verdict == Verdict.NATIVE:
        yield "texts: our own words are always here."


def read_instrument(file: Path) -> Instrument:
    """Return the instrument in ``file``; raise DefinitionError with file, place and reason when it is not right."""
    raw = read(file, "instrument")
    try:
        found = _instrument(raw)
    except DefinitionError as error:
        raise DefinitionError(f"{file.name}: {error}") from error
    wrong = [
        *_wrong_items(found),
        *(sentence for scale in found.scales for sentence in _wrong_scale(scale)),
        *_wrong_texts(found, raw["texts"]),
    ]
    if found.key != file.stem:
        wrong.append(f"instrument: write the name of the file here, {file.stem}.")
    if wrong:
        raise DefinitionError(f"{file.name}: {' '.join(wrong)}")
    return found


# ---- a place's own copy ----------------------------------------------------------------------------------------


def _own_option(option: Option, texts: Mapping[str, Any], shown: Shown) -> Option:
    own = texts.get(str(option.value))
    return replace(option, text=_said(own, shown) or option.text)


def _own_item(item: Item, name: str, raw: Mapping[str, Any], shown: Shown) -> Item:
    texts = raw.get("options", {}).get(name, {})
    return replace(
        item,
        text=_said(raw["items"].get(item.key), shown) or item.text,
        options=tuple(_own_option(option, texts, shown) for option in item.options),
        low=_said(texts.get("low"), shown) or item.low,
        high=_said(texts.get("high"), shown) or item.high,
    )


def with_site_texts(instrument: Instrument, file: Path) -> Instrument:
    """
    Return ``instrument`` with the words of a place's own copy in ``file``; only words, never items or scoring.

    The version grows by a mark of the file, so that an answer always says which words it was given to. Raise
    DefinitionError for another instrument or version, an unknown item, or a question without words.
    """
    raw = read(file, "site_texts")
    base = read(FOLDER / f"{instrument.key}.yaml", "instrument")
    names = {one["key"]: one.get("options", next(iter(base["options"]))) for one in base["items"]}
    shown = frozenset(code for code, one in raw["languages"].items() if one["validated"])
    mark = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    if (raw["instrument"], str(raw["version"])) != (instrument.key, instrument.version):
        raise DefinitionError(f"{file.name}: it is for another instrument or version.")
    unknown = sorted(set(raw["items"]) - set(names))
    if unknown:
        raise DefinitionError(f"{file.name}: {instrument.name} has no item “{unknown[0]}”.")
    found = replace(
        instrument,
        version=f"{instrument.version}+{mark}",
        items=tuple(_own_item(item, names[item.key], raw, shown) for item in instrument.items),
        lead=_said(raw.get("lead"), shown) or instrument.lead,
        languages=tuple((code, Language(**one)) for code, one in sorted(raw["languages"].items())),
        texts_from_site=True,
    )
    empty = [item.key for item in found.items if item.text is None]
    if empty:
        raise DefinitionError(f"{file.name}: “{empty[0]}” has no words in a validated language.")
    return found


# ---- all of them -----------------------------------------------------------------------------------------------

_site_folder: Path | None = None


def use_site_folder(folder: Path) -> None:
    """Take a place's own copies from ``folder`` from now on; ``measures.apps`` calls this once at start."""
    global _site_folder
    _site_folder = folder
    instruments.cache_clear()
    scorer.cache_clear()


def site_files() -> dict[str, Path]:
    """Return the files of a place's own copies by instrument."""
    if _site_folder is None or not _site_folder.is_dir():
        return {}
    return {file.stem: file for file in sorted(_site_folder.glob("*.yaml"))}


def problems() -> tuple[str, ...]:
    """Return what is wrong with a place's own copies, one sentence each; the slot of such a file stays empty."""
    shipped = {file.stem: read_instrument(file) for file in sorted(FOLDER.glob("*.yaml"))}
    found = []
    for key, file in site_files().items():
        if key not in shipped:
            found.append(f"{file.name}: there is no instrument “{key}”.")
            continue
        try:
            with_site_texts(shipped[key], file)
        except DefinitionError as error:
            found.append(str(error))
    return tuple(found)


@cache
def instruments() -> dict[str, Instrument]:
    """Return every instrument by its key in the order of the catalogue, with a place's own copies where they fit."""
    own = site_files()
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        one = read_instrument(file)
        if one.key in own:
            try:
                one = with_site_texts(one, own[one.key])
            except DefinitionError:
                pass  # said by ``problems``; the slot stays empty
        found.append(one)
    return {one.key: one for one in sorted(found, key=lambda one: one.order)}


@cache
def scorer(key: str) -> Scorer:
    """Return the compiled scorer of an instrument; raise DefinitionError for one that is not there."""
    found = instruments().get(key)
    if found is None:
        raise DefinitionError(str(_UNKNOWN % {"key": key[:40], "keys": ", ".join(instruments())}))
    return Scorer(found)


_UNKNOWN: Words = _("There is no instrument “%(key)s”. There are: %(keys)s.")
