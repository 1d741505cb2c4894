"""
From answers to scores: a pure function of an instrument's version and its answers (docs/adr/0050).

A definition is compiled once. A missing answer is never a zero, a partial form never a silent total, and an item
that somebody has to read is judged by itself, whatever the total says or whether there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from handrail.base.errors import DomainError
from handrail.base.words import _
from handrail.measures.rules.instrument import Instrument, Item
from handrail.measures.rules.scores import Scored, Sign, Values, compiled

# What may stand in place of an answer; each is missing, and each is kept as what it was.
PREFER_NOT = "prefer_not_to_say"
NOT_APPLICABLE = "not_applicable"
NO_ANSWERS = frozenset({PREFER_NOT, NOT_APPLICABLE})
_WHOLE = frozenset({int, type(None)})


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with answers: where, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class AnswersRefused(DomainError):
    """Answers that do not fit their instrument; names each place with its reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(str(problem) for problem in problems))


def _fitting(item: Item) -> str:
    """Return in words what fits an item."""
    values = sorted(item.values)
    if len(values) > 2 and values == list(range(values[0], values[-1] + 1)):
        return str(_("a whole number from %(low)s to %(high)s") % {"low": values[0], "high": values[-1]})
    return ", ".join(str(value) for value in values)


class _Looker:
    """Looks at the answer to one item: a value, a code of it, a reason for none, or a problem."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.values = item.values
        self.codes = {option.code: option.value for option in item.options if option.code}

    def _one(self, given: Any) -> int | None:
        if type(given) is int and given in self.values:
            return given
        if isinstance(given, str) and given in self.codes:
            return self.codes[given]
        raise ValueError(_("%(given)s does not fit. It takes %(fitting)s.") % self._words(given))

    def _words(self, given: Any) -> dict[str, str]:
        shown = repr(given) if isinstance(given, str) else str(given)
        return {"given": shown[:40], "fitting": _fitting(self.item)}

    def __call__(self, given: Any) -> Any:
        """Return the value behind ``given``; raise ValueError with the reason when it does not fit."""
        if given is None or (isinstance(given, str) and given in NO_ANSWERS):
            return None
        if not self.item.repeats:
            return self._one(given)
        if not isinstance(given, list | tuple):
            raise ValueError(_("It takes a list of answers."))
        if len(given) > self.item.repeats:
            raise ValueError(_("It takes at most %(most)s answers.") % {"most": self.item.repeats})
        return tuple(None if one is None else self._one(one) for one in given)


class Scorer:
    """An instrument compiled for scoring: looks at answers, then counts. It keeps nothing between two calls."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self._keys = tuple(item.key for item in instrument.items)
        self._known = frozenset(self._keys)
        places = {key: place for place, key in enumerate(self._keys)}
        self._places = places
        self._lookers = tuple(_Looker(item) for item in instrument.items)
        self._plain = self._values_of_all()
        # Items that count stand first (a definition is checked for it), those asked beside them last.
        self._counting = sum(item.counts for item in instrument.items)
        self._scales = tuple(compiled(instrument, scale, places) for scale in instrument.scales)
        self._signs = tuple((item.key, places[item.key], item.safety) for item in instrument.safety_items)

    def _values_of_all(self) -> frozenset[int | None]:
        """Return the answers that fit every item, when all take the same ones and none has a condition."""
        kinds = {item.values for item in self.instrument.items}
        bound = any(item.repeats or item.asked_when or item.required for item in self.instrument.items)
        return frozenset() if bound or len(kinds) != 1 else frozenset((None, *kinds.pop()))

    def __call__(self, answers: Mapping[str, Any]) -> Scored:
        """
        Return the scores of ``answers`` (value or code by item key; None or a reason for none).

        Raise AnswersRefused, naming each place with its reason, for a key that the instrument does not have, an
        answer outside its options, and an answer to what is not asked.
        """
        values: Values = tuple(map(answers.get, self._keys))
        if not (self._fits_at_a_glance(values) and self._known.issuperset(answers)):
            values = self._looked_at(answers)
        scores = tuple([scale(values) for scale in self._scales])
        counting = values[: self._counting]
        missing = self._missing(counting, values) if None in counting else ()
        signs = tuple([Sign(key, self._sign(values[at], on)) for key, at, on in self._signs])
        return Scored(scores, missing, signs)

    def _fits_at_a_glance(self, values: Values) -> bool:
        """Return whether every answer is a whole number that fits every item; True and 1.0 are no whole numbers."""
        return _WHOLE.issuperset(map(type, values)) and self._plain.issuperset(values)

    @staticmethod
    def _sign(value: int | None, on: frozenset[int]) -> bool | None:
        return None if value is None else value in on

    def _missing(self, counting: Values, values: Values) -> tuple[str, ...]:
        """Return the items that count, were asked, and have no answer."""
        gone = [value is None and self._is_asked(place, values) for place, value in enumerate(counting)]
        return tuple(compress(self._keys, gone))

    def _is_asked(self, place: int, values: Values) -> bool:
        when = self.instrument.items[place].asked_when
        return when is None or any(values[self._places[key]] in when.values for key in when.items)

    def _looked_at(self, answers: Mapping[str, Any]) -> Values:
        problems = [
            Problem(str(key)[:40], str(_("%(name)s has no such question.") % {"name": self.instrument.name}))
            for key in answers
            if key not in self._known
        ]
        values: list[Any] = []
        for key, look in zip(self._keys, self._lookers, strict=True):
            try:
                values.append(look(answers.get(key)))
            except ValueError as error:
                problems.append(Problem(key, str(error)))
                values.append(None)
        problems += self._unasked(values)
        if problems:
            raise AnswersRefused(problems)
        return values

    def _unasked(self, values: Values) -> list[Problem]:
        """Return what is wrong between answers: one without its condition, one that has to be there, lists apart."""
        found = []
        for place, item in enumerate(self.instrument.items):
            if values[place] is not None and not self._is_asked(place, values):
                reason = _("It is asked only after another answer, which is not there.")
                found.append(Problem(item.key, str(reason)))
            if values[place] is None and item.required:
                found.append(Problem(item.key, str(_("It needs an answer."))))
        lists = {len(value) for value in values if isinstance(value, tuple)}
        if len(lists) > 1:
            last = next(item.key for item in reversed(self.instrument.items) if item.repeats)
            found.append(Problem(last, str(_("The lists have to be of one length."))))
        return found

    def signs(self, answers: Mapping[str, Any]) -> tuple[Sign, ...]:
        """
        Return what the safety items say, each by itself.

        It does not matter whether the other answers fit, are there, or make a total: an answer that nobody can
        read says None, and every other is judged.
        """
        found = []
        for key, at, on in self._signs:
            try:
                value = self._lookers[at](answers.get(key))
            except ValueError:
                value = None
            found.append(Sign(key, self._sign(value, on)))
        return tuple(found)
