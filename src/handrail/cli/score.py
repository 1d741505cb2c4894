"""Scores answers that stand in a file: no database, no person, nothing kept."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from handrail.catalogue.definitions import DefinitionError
from handrail.measures.definitions import instruments, scorer
from handrail.measures.rules import AnswersRefused, Instrument, Score, Scored, Scorer

SHAPE = 'Write the answers as one JSON object by question, like {"interest": 1}, or a list of such objects.'
LONGEST = 64 * 1024 * 1024


class UnusableAnswers(click.ClickException):
    """Answers or an instrument that cannot be used: exit status 2."""

    exit_code = 2


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for number, (key, _value) in enumerate(pairs) if key in dict(pairs[:number]))
        raise UnusableAnswers(f"{twice[:40]}: it stands there twice.")
    return found


def _read(file: Path) -> Any:
    """Return the JSON of a file, or of standard input for “-”."""
    try:
        data = sys.stdin.buffer.read(LONGEST) if str(file) == "-" else file.read_bytes()[:LONGEST]
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
    except OSError as error:
        raise UnusableAnswers(f"{file}: {error.strerror}.") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        name = "Standard input" if str(file) == "-" else str(file)
        raise UnusableAnswers(f"{name} is not readable JSON ({str(error)[:100]}). {SHAPE}") from error


def _number(score: Score) -> int | float | None:
    return score.number if score.number is None or isinstance(score.number, int) else float(score.number)


def _one_score(score: Score) -> dict[str, Any]:
    return {
        "score": _number(score),
        "band": score.band,
        "prorated": score.prorated,
        "missing": score.missing,
        "lines": dict(score.cut_offs),
    }


def as_json(instrument: Instrument, scored: Scored) -> dict[str, Any]:
    """Return scores as plain data: the first score as the total, where the instrument has one, and the others."""
    first, *others = scored.scores
    has_total = first.key in ("total", "metric", "t", "result")
    below = others if has_total else scored.scores
    return {
        "instrument": instrument.key,
        "version": instrument.version,
        "total": _number(first) if has_total else None,
        "band": first.band if has_total else None,
        "prorated": has_total and first.prorated,
        "lines": dict(first.cut_offs) if has_total else {},
        "subscales": {score.key: _one_score(score) for score in below},
        "missing": list(scored.missing),
        "safety": {sign.key: sign.positive for sign in scored.signs},
    }


def _scored(score: Scorer, answers: Any, place: str = "") -> dict[str, Any]:
    if not isinstance(answers, dict):
        raise UnusableAnswers(f"{place}{SHAPE}")
    try:
        return as_json(score.instrument, score(answers))
    except AnswersRefused as error:
        raise UnusableAnswers(" ".join(f"{place}{problem}" for problem in error.problems)) from error


@click.command(name="score")
@click.argument("instrument", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Print every instrument with its questions' keys.")
def verb(instrument: str | None, file: Path | None, listed: bool) -> None:
    """Score answers to INSTRUMENT from FILE, or from standard input for “-”.

    The answers are a JSON object by question, or a list of such objects; null, "prefer_not_to_say" and
    "not_applicable" are missing. Prints JSON: total, band, subscales, missing, version. Nothing is kept. Status 2 for
    answers that do not fit, each with its place and the reason.
    """
    if listed:
        for one in instruments().values():
            click.echo(f"{one.key} {one.version}: {' '.join(item.key for item in one.items)}")
        return
    if not instrument or not file:
        raise UnusableAnswers(
            "Name an instrument and a file, or “-” for standard input. --list shows them all."
        )
    try:
        score = scorer(instrument)
    except DefinitionError as error:
        raise UnusableAnswers(str(error)) from error
    given = _read(file)
    if isinstance(given, list):
        found: Any = [_scored(score, one, f"Set {number}, ") for number, one in enumerate(given, start=1)]
    else:
        found = _scored(score, given)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
