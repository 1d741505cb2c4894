"""One time of answering as a page shows it: in plain words, and how its numbers went over time."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from handrail.access import Viewer
from handrail.base.frozen import frozen
from handrail.base.words import _
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration, Finding
from handrail.measures.queries.catalogue import change_in_words
from handrail.measures.rules import (
    DIRECTIONS,
    NOT_APPLICABLE,
    PREFER_NOT,
    Change,
    Instrument,
    Item,
    Scale,
    Score,
    band_around,
    change,
    change_words,
    figure_for,
)
from handrail.measures.rules.asking import MODES, OCCASIONS, Mode, Occasion, occasion_days
from handrail.measures.rules.drawing import Picture, Reading, picture, shown_number
from handrail.people.models import Participant

_NOT_SAID = {PREFER_NOT: _("I would rather not say"), NOT_APPLICABLE: _("Does not apply to me")}


@frozen
class ShownAnswer:
    question: str
    answer: str


@frozen
class ShownScore:
    """One number with what it means: its part in plain words, what was filled up, and how it changed."""

    title: str
    number: str
    span: str
    band: str
    lines: tuple[str, ...]
    gap: str
    change: str


@frozen
class Course:
    """One score over time: the picture, and the same as a table."""

    title: str
    picture: Picture | None
    rows: tuple[tuple[str, date, str], ...]  # when, day, number
    figure: str


@frozen
class ResultPage:
    row: Administration
    instrument: Instrument
    scores: tuple[ShownScore, ...]
    answers: tuple[ShownAnswer, ...]
    courses: tuple[Course, ...]
    missing: tuple[str, ...]
    direction: str
    mode: str
    when: str
    same_words: bool
    change_figures: tuple[str, ...]


def _answer_words(item: Item, given: Any, language: str) -> str:
    if given in _NOT_SAID:
        return str(_NOT_SAID[given])
    if given is None:
        return str(_("Not answered"))
    option = next(
        (one for one in item.options if one.value == given or (one.code and one.code == given)), None
    )
    if option is None:
        return str(given)
    return option.text.say(language) if option.text else str(option.value)


def _answers(instrument: Instrument, answers: Mapping[str, Any], language: str) -> tuple[ShownAnswer, ...]:
    return tuple(
        ShownAnswer(
            (item.text or item.label).say(language), _answer_words(item, answers.get(item.key), language)
        )
        for item in instrument.items
    )


def _score_of(finding: Finding) -> Score:
    return Score(
        finding.scale, finding.hundredths, finding.band or None, finding.is_prorated, finding.missing
    )


def _line_words(scale: Scale, score: Score, language: str) -> tuple[str, ...]:
    if score.hundredths is None:
        return ()
    whole = (score.hundredths + 50) // 100
    return tuple(line.words.say(language) for line in scale.cut_offs if line.holds(whole))


def _gap_words(score: Score) -> str:
    if score.prorated:
        return _("%(count)s not answered; filled up with the mean of the others.") % {"count": score.missing}
    if score.missing and score.hundredths is None and not score.band:
        return _("%(count)s not answered, so there is no number.") % {"count": score.missing}
    return ""


def _shown_score(
    instrument: Instrument, scale: Scale, score: Score, first: Score | None, language: str
) -> ShownScore:
    named = [band.words for band in scale.bands if band.key == score.band]
    named += [rule.words for rule in scale.rules if rule.key == score.band]
    ends = (scale.table[0], scale.table[-1]) if scale.table else (scale.lowest, scale.highest)
    span = (
        "" if None in ends else _("on a scale from %(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
    )
    moved = change(instrument, scale.key, first, score) if first else Change.UNKNOWN
    return ShownScore(
        title=scale.title.say(language),
        number="" if score.hundredths is None else shown_number(score.hundredths),
        span=span,
        band=named[0].say(language) if named else "",
        lines=_line_words(scale, score, language),
        gap=_gap_words(score),
        change=change_words(figure_for(instrument, scale.key), moved),
    )


def _findings(rows: list[Administration]) -> dict[UUID, dict[str, Score]]:
    found: dict[UUID, dict[str, Score]] = defaultdict(dict)
    for finding in Finding.objects.filter(administration__in=rows):
        found[finding.administration_id][finding.scale] = _score_of(finding)
    return found


def _readings(
    rows: list[Administration], scores: Mapping[UUID, Mapping[str, Score]], scale: str, viewer: Viewer
) -> list[Reading]:
    """Return every time of asking in the order of days: what was answered, and the occasions that passed without."""
    found = [
        Reading(
            row.answered_on,
            str(OCCASIONS[Occasion(row.occasion)]),
            scores[row.pk][scale].hundredths if scale in scores[row.pk] else None,
        )
        for row in rows
    ]
    plan = next((row.schedule for row in reversed(rows) if row.schedule), None)
    if plan:
        there = {row.occasion for row in rows if row.schedule_id == plan.pk}
        days = occasion_days(plan.begins_on, plan.ended_on)
        passed = [
            (one, day) for (one, day), _next in zip(days, days[1:], strict=False) if _next[1] <= viewer.today
        ]
        found += [Reading(day, str(OCCASIONS[one]), None) for one, day in passed if one not in there]
    return sorted(found, key=lambda one: one.on)


def _course(instrument: Instrument, scale: Scale, readings: list[Reading], language: str) -> Course:
    figure = figure_for(instrument, scale.key)
    low, high = (scale.table[0], scale.table[-1]) if scale.table else (scale.lowest, scale.highest)
    first = next((one for one in readings if one.hundredths is not None), None)
    band = None
    if figure and first and low is not None and high is not None:
        band = band_around(Score(scale.key, first.hundredths), figure.points, low, high)
    drawn = None if low is None or high is None else picture(readings, low, high, band)
    rows = tuple(
        (
            one.title,
            one.on,
            shown_number(one.hundredths)
            if one.hundredths is not None
            else str(_("Not asked or not answered")),
        )
        for one in readings
    )
    return Course(scale.title.say(language), drawn, rows, change_in_words(figure))


def result_page(viewer: Viewer, participant: Participant, row: Administration) -> ResultPage:
    """Return one time of answering in plain words, and how its numbers went over time, in three statements."""
    instrument, language = instruments()[row.instrument], viewer.language
    sent = Administration.objects.visible_to(viewer).sent().select_related("schedule")
    rows = list(
        sent.filter(participant=participant, instrument=row.instrument).order_by("answered_on", "created_at")
    )
    scores = _findings([*rows, row])
    before = [one for one in rows if one.answered_on < row.answered_on]
    first = scores[before[0].pk] if before else {}
    shown = [scale for scale in instrument.scales if scale.key in scores[row.pk]]
    figures = {change_in_words(figure_for(instrument, scale.key)) for scale in shown}
    return ResultPage(
        row=row,
        instrument=instrument,
        scores=tuple(
            _shown_score(instrument, scale, scores[row.pk][scale.key], first.get(scale.key), language)
            for scale in shown
        ),
        answers=_answers(instrument, row.answers, language),
        courses=tuple(
            _course(instrument, scale, _readings(rows, scores, scale.key, viewer), language)
            for scale in shown
            if len(rows) > 1
        ),
        missing=tuple(
            item.label.say(language)
            for item in instrument.items
            if item.counts and row.answers.get(item.key) is None
        ),
        direction=str(DIRECTIONS[instrument.direction]),
        mode=str(MODES[Mode(row.mode)]),
        when=str(OCCASIONS[Occasion(row.occasion)]),
        same_words=row.instrument_version == instrument.version,
        change_figures=tuple(sorted(figures)),
    )
