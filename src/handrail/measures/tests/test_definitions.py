from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from handrail.catalogue.definitions import DefinitionError
from handrail.measures import definitions
from handrail.measures.definitions import FOLDER, instruments, read_instrument, scorer, with_site_texts
from handrail.measures.rules import Direction, Verdict

# What this release names, by whether the words are there.
NATIVE = {
    "gas",
    "goal_rating",
    "rulers",
    "needs",
    "support_level",
    "wellbeing",
    "relationship",
    "carer_strain",
}
WITH_WORDS = {"phq9", "phq2", "gad7", "gad2", "ons4", *NATIVE}
SLOTS = {"qpr15", "paradise24", "k6", "ucla3", "swls"}


@pytest.fixture
def raw() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "k6.yaml").read_text())


def written(folder: Path, raw: dict[str, Any], name: str = "k6") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(raw, allow_unicode=True))
    return file


def test_every_instrument_of_this_release_is_there_with_words_or_as_a_slot() -> None:
    found = instruments()
    assert set(found) >= WITH_WORDS | SLOTS
    assert {key for key, one in found.items() if one.has_texts} == WITH_WORDS
    assert [one.order for one in found.values()] == sorted(one.order for one in found.values())


def test_every_instrument_says_who_may_use_it_and_where_it_comes_from() -> None:
    for one in instruments().values():
        assert one.licence.name
        assert one.licence.notice
        assert one.source
        assert one.licence.who_may.say("en")
        assert one.version == "1"


def test_an_empty_slot_holds_no_words_of_the_makers() -> None:
    for one in instruments().values():
        if one.has_texts:
            continue
        assert one.lead is None
        assert not [item.key for item in one.items if item.text or item.low or item.high]
        assert not [option for item in one.items for option in item.options if option.text]


def test_phq_9_names_its_codes_and_its_safety_item() -> None:
    phq9 = instruments()["phq9"]
    assert [item.code for item in phq9.items][:2] == ["44250-9", "44255-8"]
    assert [item.key for item in phq9.safety_items] == ["self_harm_thoughts"]
    assert phq9.item("self_harm_thoughts").safety == {1, 2, 3}
    assert [option.text.say("en") for option in phq9.item("mood").options][3] == "Nearly every day"
    assert (phq9.direction, phq9.licence.verdict) == (Direction.LOWER, Verdict.SHIP)
    for ask in (phq9.item, phq9.scale):
        with pytest.raises(KeyError):
            ask("nothing")


def test_an_instrument_that_is_not_there_is_a_sentence_with_those_that_are() -> None:
    with pytest.raises(DefinitionError, match="There is no instrument “phq10”. There are: phq9, phq2"):
        scorer("phq10")


WRONG: list[tuple[str, Any, str]] = [
    ("items.0.key", "hopeless", "comes twice"),
    ("items.0.key", "Nerves", "at items/0/key"),
    ("items.0.options", "other", "there are no options “other”"),
    ("items.0.safety", [9], "a safety answer is not among its options"),
    ("items.0.asked_when", {"items": ["nope"], "values": [1]}, "waits for an item that is not there"),
    ("items.0.counts", False, "what counts stands before"),
    ("items.0.text", {"en": "Words"}, "texts: slot"),
    ("scores.0.items", ["nope"], "there is no item “nope”"),
    ("scores.0.bands.1.least", 6, "do not cover 0 to 24 once"),
    ("scores.0.bands.2.most", 23, "do not cover 0 to 24 once"),
    ("scores.0.bands.2", {"key": "serious", "words": {"en": "x"}}, "a lowest and a highest number"),
    ("scores.0.method", "count", "a count says which answers it counts"),
    ("scores.0.method", "screen", "a screen has rules"),
    ("scores.0.method", "gas", "levels and weights"),
    ("scores.0.method", "guess", "at scores/0/method"),
    ("scores.0.table", [1, 2, 3], "the table has 3 numbers for 0 to 24"),
    ("reverse", ["nope"], "nope is no item"),
    ("change", [{"score": "x", "kind": "reliable", "points": 5, "source": "s"}], "no score “x”"),
    ("texts", "here", "a question has no words in a validated language"),
    ("licence.verdict", "native", "our own words are always here"),
    ("licence.verdict", "free", "at licence/verdict"),
    ("instrument", "k7", "write the name of the file here, k6"),
    ("title", {"de": "Nur deutsch"}, "at title"),
    ("colour", "blue", "at the top"),
]


@pytest.mark.parametrize(("place", "value", "reason"), WRONG, ids=[f"{a}={b}"[:40] for a, b, _ in WRONG])
def test_a_definition_that_is_not_right_is_refused_with_file_and_reason(
    place: str, value: Any, reason: str, raw: dict[str, Any], tmp_path: Path
) -> None:
    at: Any = raw
    *way, last = [int(part) if part.isdigit() else part for part in place.split(".")]
    for part in way:
        at = at[part]
    at[last] = value
    with pytest.raises(DefinitionError, match=reason) as refused:
        read_instrument(written(tmp_path, raw))
    assert str(refused.value).startswith("k6.yaml")


def test_a_table_needs_every_answer(raw: dict[str, Any], tmp_path: Path) -> None:
    raw["scores"][0] |= {"table": list(range(25)), "max_missing": 1}
    with pytest.raises(DefinitionError, match="a table needs every answer"):
        read_instrument(written(tmp_path, raw))


def test_a_file_that_is_no_yaml_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "k6.yaml"
    file.write_text("a: [")
    with pytest.raises(DefinitionError, match=r"k6.yaml is not readable YAML"):
        read_instrument(file)


def test_words_that_nobody_validated_are_not_shown(tmp_path: Path) -> None:
    raw = yaml.safe_load((FOLDER / "phq2.yaml").read_text())
    raw["languages"]["de"] = {"source": "a draft", "validated": False}
    raw["items"][0]["text"]["de"] = "Ein Entwurf"
    found = read_instrument(written(tmp_path, raw, "phq2"))
    assert found.items[0].text.say("de") == "Little interest or pleasure in doing things"


# ---- a place's own copy ----------------------------------------------------------------------------------------


@pytest.fixture
def own() -> dict[str, Any]:
    return {
        "instrument": "k6",
        "version": 1,
        "permission": {"from": "The makers", "on": "2026-10-01", "terms": "With the citation."},
        "languages": {"en": {"source": "The makers' page", "validated": True}},
        "items": {item.key: {"en": f"Words of {item.key}"} for item in instruments()["k6"].items},
        "options": {"how_often": {"0": {"en": "Lowest"}, "4": {"en": "Highest"}}},
    }


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    before = definitions._site_folder
    definitions.use_site_folder(tmp_path)
    yield tmp_path
    definitions.use_site_folder(before or tmp_path / "nowhere")


def test_a_place_fills_a_slot_with_its_own_copy(own: dict[str, Any], site: Path) -> None:
    written(site, own)
    definitions.use_site_folder(site)
    k6 = instruments()["k6"]
    assert k6.has_texts
    assert k6.texts_from_site
    assert k6.item("effort").text.say("en") == "Words of effort"
    assert k6.item("effort").options[4].text.say("en") == "Highest"
    assert k6.version.startswith("1+")
    assert scorer("k6")(dict.fromkeys(own["items"], 2)).score("total").number == 12
    assert definitions.problems() == ()


def test_another_wording_is_another_version(own: dict[str, Any], tmp_path: Path) -> None:
    k6 = read_instrument(FOLDER / "k6.yaml")
    first = with_site_texts(k6, written(tmp_path, own)).version
    own["items"]["effort"]["en"] = "Other words"
    assert with_site_texts(k6, written(tmp_path, own)).version != first


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"instrument": "k10"}, "another instrument or version"),
        ({"version": 2}, "another instrument or version"),
        ({"items": {"effort": {"en": "Alone"}}}, "“nervous” has no words"),
        ({"items": {"joy": {"en": "New"}}}, "K6 has no item “joy”"),
        ({"languages": {"en": {"source": "mine", "validated": False}}}, "no words in a validated language"),
        ({"scores": []}, "at the top"),
    ],
)
def test_a_copy_that_does_not_fit_leaves_the_slot_empty_and_is_said(
    change: dict[str, Any], reason: str, own: dict[str, Any], site: Path
) -> None:
    written(site, own | change)
    definitions.use_site_folder(site)
    assert not instruments()["k6"].has_texts
    (problem,) = definitions.problems()
    assert reason in problem


def test_a_copy_of_what_is_not_there_is_said(own: dict[str, Any], site: Path) -> None:
    written(site, own, "k7")
    assert definitions.problems() == ("k7.yaml: there is no instrument “k7”.",)
