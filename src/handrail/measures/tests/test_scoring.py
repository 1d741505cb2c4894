import json
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.measures.definitions import instruments, read_instrument, scorer
from handrail.measures.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    AnswersRefused,
    Option,
    Scored,
    Scorer,
    gas_hundredths,
    rounded,
)

HERE = Path(__file__).resolve().parent
VECTORS = json.loads((HERE / "vectors.json").read_text())
# The reference's own names for what a score, a line or a part of a score is called here.
SCORE_NAMES = {
    "percent": ("percent", "number"),
    "result": ("result", "band"),
    "CS_band": ("cs", "band"),
    "BO_band": ("bo", "band"),
    "STS_band": ("sts", "band"),
}
LINES = {"lonely", "low", "provisional"}


def scorer_of(key: str) -> Scorer:
    file = HERE / "packs" / f"{key}.yaml"
    return Scorer(read_instrument(file)) if file.exists() else scorer(key)


def answers_of(engine: Scorer, values: list[Any]) -> dict[str, Any]:
    keys = [item.key for item in engine.instrument.items]
    return dict(zip(keys, values, strict=False))


def line_of(scored: Scored, name: str) -> bool | None:
    return next(value for score in scored.scores for line, value in score.cut_offs if line == name)


def found_as(scored: Scored, name: str, expected: Any) -> Any:
    """Return what the reference calls ``name``."""
    first = scored.scores[0]
    if name == "alert":
        return scored.signs[0].positive if scored.signs else False
    if name in ("band", "prorated"):
        return getattr(first, name)
    if name in LINES:
        return line_of(scored, name)
    if isinstance(expected, str):
        key, what = SCORE_NAMES.get(name, (name, "band"))
        return getattr(scored.score(key), what)
    return scored.score(name.lower()).number


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{n}-{one['i']}" for n, one in enumerate(VECTORS)])
def test_every_vector_of_the_reference_comes_out(vector: dict[str, Any]) -> None:
    engine = scorer_of(vector["i"])
    scored = engine(answers_of(engine, vector["a"]))
    found = {name: found_as(scored, name, expected) for name, expected in vector["e"].items()}
    assert found == {
        name: Decimal(str(value)) if isinstance(value, float) else value
        for name, value in vector["e"].items()
    }
    assert scored.scores[0].prorated == vector["e"].get("prorated", False)


def test_the_reference_has_vectors_for_every_instrument_that_adds_up() -> None:
    tried = {vector["i"] for vector in VECTORS}
    added = {"phq9", "gad7", "k6", "k10", "qpr15", "ucla3", "ons4", "swls", "rses", "gse", "paradise24"}
    assert added | {"core10", "pcl5", "asq"} <= tried
    assert len(VECTORS) == 74


NAMED = ("minimal",) * 5 + ("mild",) * 5 + ("moderate",) * 5 + ("moderately_severe",) * 5 + ("severe",) * 8


@pytest.mark.slow
def test_all_262144_sets_of_phq_9_answers_are_scored() -> None:
    score = scorer("phq9")
    keys = [item.key for item in score.instrument.items if item.counts]
    wrong = count = 0
    for values in product(range(4), repeat=9):
        (total, first_two), missing, ((_key, positive),) = score(dict(zip(keys, values, strict=True)))
        added = sum(values)
        right = (
            total[1:4] == (added * 100, NAMED[added], False)
            and first_two.hundredths == (values[0] + values[1]) * 100
            and positive is (values[8] > 0)
            and not missing
        )
        wrong += not right
        count += 1
    assert (count, wrong) == (4**9, 0)


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=9, max_size=9))
@settings(deadline=None)
def test_a_partial_phq_9_never_has_a_silent_total(values: list[int | None]) -> None:
    score = scorer("phq9")
    scored = score(answers_of(score, values))
    total, missing = scored.score("total"), values.count(None)
    assert len(scored.missing) == missing
    assert total.prorated == (0 < missing <= 2)
    assert (total.hundredths is None) == (missing > 2)
    assert (total.band is None) == (missing > 2)
    assert scored.signs[0].positive == (None if values[8] is None else values[8] > 0)


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_no_instrument_makes_a_total_of_a_form_with_too_much_missing(data: st.DataObject) -> None:
    found = data.draw(
        st.sampled_from([one for one in instruments().values() if one.key not in ("gas", "asq")])
    )
    answers = {
        item.key: data.draw(st.one_of(st.none(), st.sampled_from(sorted(item.values))))
        for item in found.items
        if not item.required
    }
    answers |= {item.key: min(item.values) for item in found.items if item.required}
    scored = scorer(found.key)(answers)
    for scale, score in zip(found.scales, scored.scores, strict=True):
        gone = sum(answers[key] is None for key in scale.items)
        assert score.missing == gone
        assert (score.hundredths is None) == (gone > scale.max_missing or gone == len(scale.items))
        if score.hundredths is not None and scale.lowest is not None and not scale.table:
            assert scale.lowest * 100 <= score.hundredths <= (scale.highest or 0) * 100


def test_a_form_without_any_answer_has_no_number_anywhere() -> None:
    for key, found in instruments().items():
        if any(item.required for item in found.items):
            continue
        scored = scorer(key)({})
        assert [score.number for score in scored.scores] == [None] * len(found.scales)
        assert scored.missing


def test_a_reason_for_no_answer_is_missing_and_not_zero() -> None:
    answers = dict.fromkeys(["nervous", "hopeless", "restless", "depressed", "effort"], 2)
    for reason in (PREFER_NOT, NOT_APPLICABLE, None):
        scored = scorer("k6")({**answers, "worthless": reason})
        assert scored.score("total").number is None
        assert scored.missing == ("worthless",)


def test_a_code_of_a_foreign_list_is_the_answer_it_stands_for() -> None:
    by_code = {"interest": "LA6570-1", "mood": "LA6571-9"}
    assert scorer("phq2")(by_code).score("total").number == 5


WRONG = [
    ({"mood": 4}, "mood", "4 does not fit. It takes a whole number from 0 to 3."),
    ({"mood": -1}, "mood", "-1 does not fit. It takes a whole number from 0 to 3."),
    ({"mood": True}, "mood", "True does not fit. It takes a whole number from 0 to 3."),
    ({"mood": 1.0}, "mood", "1.0 does not fit. It takes a whole number from 0 to 3."),
    ({"mood": float("nan")}, "mood", "nan does not fit. It takes a whole number from 0 to 3."),
    ({"mood": "2"}, "mood", "'2' does not fit. It takes a whole number from 0 to 3."),
    ({"mood": [2]}, "mood", "[2] does not fit. It takes a whole number from 0 to 3."),
    ({"mood": {"a": 1}}, "mood", "{'a': 1} does not fit. It takes a whole number from 0 to 3."),
    ({"moood": 1}, "moood", "PHQ-9 has no such question."),
    (
        {"mood": 10**40},
        "mood",
        "1000000000000000000000000000000000000000 does not fit. It takes a whole number from 0 to 3.",
    ),
]


@pytest.mark.parametrize(("answers", "place", "reason"), WRONG)
def test_an_answer_that_does_not_fit_is_refused_with_place_and_reason(
    answers: dict[str, Any], place: str, reason: str
) -> None:
    with pytest.raises(AnswersRefused) as refused:
        scorer("phq9")(answers)
    assert [(one.place, one.reason) for one in refused.value.problems] == [(place, reason)]
    assert str(refused.value) == f"{place}: {reason}"


def test_answers_that_are_no_row_of_numbers_are_named_one_by_one() -> None:
    phq2 = instruments()["phq2"]
    items = tuple(replace(item, options=(Option(0), Option(5))) for item in phq2.items)
    with pytest.raises(AnswersRefused, match="interest: 1 does not fit. It takes 0, 5."):
        Scorer(replace(phq2, items=items))({"interest": 1})


def test_every_wrong_place_is_named_at_once() -> None:
    with pytest.raises(AnswersRefused) as refused:
        scorer("phq9")({"mood": 9, "sleep": "x", "hope": 1})
    assert {one.place for one in refused.value.problems} == {"mood", "sleep", "hope"}


def test_a_question_that_is_not_asked_takes_no_answer() -> None:
    four = dict.fromkeys(["wished_dead", "family_better_off", "thoughts_killing_self", "ever_tried"], "n")
    with pytest.raises(AnswersRefused) as refused:
        scorer("asq")({**four, "now": "n"})
    assert [one.place for one in refused.value.problems] == ["now"]


def test_a_question_that_is_not_asked_is_not_missing() -> None:
    four = dict.fromkeys(["wished_dead", "family_better_off", "thoughts_killing_self", "ever_tried"], "n")
    assert scorer("asq")(four).missing == ()
    assert scorer("asq")({**four, "ever_tried": "y"}).missing == ("now",)


def test_a_screen_that_is_a_yes_says_so_while_answers_are_missing() -> None:
    score = scorer("asq")
    assert score({"ever_tried": "y"}).score("result").band == "positive"
    assert score({"ever_tried": "n"}).score("result").band is None


def test_a_safety_item_is_judged_by_itself_when_everything_else_is_missing_or_wrong() -> None:
    score = scorer("phq9")
    assert score({"self_harm_thoughts": 1}).alarming
    assert not score({"self_harm_thoughts": 0, "mood": 3}).alarming
    assert score.signs({"self_harm_thoughts": 2, "mood": 99, "nonsense": 1})[0].positive is True
    assert score.signs({"self_harm_thoughts": "LA6569-3"})[0].positive is True
    assert score.signs({"self_harm_thoughts": 77})[0].positive is None
    assert score.signs({})[0].positive is None
    with pytest.raises(KeyError):
        score({}).score("nothing")


GAS = [
    ([[1, 0]], 50.0),
    ([[1, 1]], 60.0),
    ([[1, -1]], 40.0),
    ([[1, 1], [1, 0], [1, -1]], 50.0),
    ([[1, 1], [1, 1], [1, 1]], 63.69),
    ([[1, -1], [1, -1], [1, -1]], 36.31),
    ([[1, -2], [1, -2], [1, -2]], 22.61),
    ([[1, -2], [1, -2], [1, -1], [1, -1]], 28.24),
    ([[3, 1], [2, 0], [1, -1]], 54.41),
    ([[9, 1], [6, -1], [4, 2]], 57.75),
    ([[1, 2], [1, 2], [1, 2], [1, 2], [1, 2]], 80.15),
    ([[2, -1], [1, -1]], 37.95),
]


@pytest.mark.parametrize(("goals", "expected"), GAS)
def test_goal_attainment_comes_out_as_in_the_reference(goals: list[list[int]], expected: float) -> None:
    weights, levels = [one[0] for one in goals], [one[1] for one in goals]
    score = scorer("gas")
    assert score({"levels": levels, "weights": weights}).score("t").number == Decimal(str(expected))
    if set(weights) == {1}:
        assert score({"levels": levels}).score("t").number == Decimal(str(expected))


def test_goal_attainment_without_weight_or_with_a_gap_has_no_number() -> None:
    assert gas_hundredths([1, 2], [0, 0]) is None
    score = scorer("gas")
    assert score({"levels": [1, None]}).score("t") == score({"levels": [1, None], "weights": [1, 1]}).score(
        "t"
    )
    assert score({"levels": [1, None]}).score("t").number is None
    assert score({"levels": []}).score("t").missing == 1


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        ({}, "levels"),
        ({"levels": 1}, "levels"),
        ({"levels": [3]}, "levels"),
        ({"levels": [0] * 11}, "levels"),
        ({"levels": [0, 1], "weights": [1]}, "weights"),
    ],
)
def test_lists_of_answers_are_looked_at_one_by_one(answers: dict[str, Any], place: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        scorer("gas")(answers)
    assert place in [one.place for one in refused.value.problems]


def test_a_half_is_rounded_up() -> None:
    assert [rounded(1, 2), rounded(3, 2), rounded(-1, 2), rounded(1, 3)] == [1, 2, 0, 0]


def test_needs_and_support_are_counted_and_never_added_up() -> None:
    needs = scorer("needs")({"home": 2, "work": 2, "friends": 1, "faith": 0})
    assert [needs.score(key).number for key in ("unmet", "met", "none")] == [2, 1, 1]
    levels = scorer("support_level")({"food": "with_me", "ways": "on_my_own", "people": "on_my_own"})
    assert [levels.score(key).number for key in ("on_my_own", "beside_me", "with_me")] == [2, 0, 1]
