"""Answers scored from the command line: figures for right ones, a sentence and status 2 for all others."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handrail.cli.score import verb
from handrail.cli.tests.places import run

NINE = {
    "interest": 2,
    "mood": 2,
    "sleep": 1,
    "energy": 1,
    "appetite": 1,
    "self_worth": 1,
    "concentration": 1,
    "psychomotor": 1,
    "self_harm_thoughts": 0,
}


def told(instrument: str, text: str) -> Result:
    return CliRunner().invoke(verb, [instrument, "-"], input=text)


def test_answers_become_total_band_subscales_missing_and_version() -> None:
    found = json.loads(told("phq9", json.dumps(NINE)).stdout)
    assert (found["total"], found["band"], found["prorated"]) == (10, "moderate", False)
    assert found["subscales"]["phq2"]["score"] == 4
    assert (found["missing"], found["version"]) == ([], "1")
    assert found["safety"] == {"self_harm_thoughts": False}


def test_a_partial_form_says_what_is_missing_and_that_it_was_filled_up() -> None:
    found = json.loads(told("phq9", json.dumps({**NINE, "sleep": None})).stdout)
    assert (found["total"], found["prorated"], found["missing"]) == (10.13, True, ["sleep"])
    found = json.loads(told("phq9", '{"self_harm_thoughts": 2}').stdout)
    assert (found["total"], found["band"], len(found["missing"])) == (None, None, 8)
    assert found["safety"] == {"self_harm_thoughts": True}


def test_four_values_have_no_sum() -> None:
    found = json.loads(told("ons4", '{"satisfied": 7, "worthwhile": 8, "happy": 4, "anxious": 6}').stdout)
    assert found["total"] is None
    bands = {key: one["band"] for key, one in found["subscales"].items()}
    assert bands == {"satisfied": "high", "worthwhile": "high", "happy": "low", "anxious": "high"}


def test_a_list_of_answers_becomes_a_list_of_results() -> None:
    found = json.loads(told("phq2", '[{"interest": 1, "mood": 2}, {"interest": 3, "mood": null}]').stdout)
    assert [one["total"] for one in found] == [3, None]


@pytest.mark.parametrize(
    ("instrument", "text", "sentence"),
    [
        ("phq9", '{"mood": 4}', "mood: 4 does not fit. It takes a whole number from 0 to 3."),
        ("phq9", '{"mood": true}', "mood: True does not fit."),
        ("phq9", '{"mood": NaN}', "mood: nan does not fit."),
        ("phq9", '{"hope": 1}', "hope: PHQ-9 has no such question."),
        ("phq9", '{"mood": 1, "mood": 3}', "mood: it stands there twice."),
        ("phq9", '[{"mood": 1}, {"mood": 9}]', "Set 2, mood: 9 does not fit."),
        ("phq9", "[1]", "Set 1, Write the answers as one JSON object"),
        ("phq9", "7", "Write the answers as one JSON object"),
        ("phq9", "", "Standard input is not readable JSON"),
        ("phq9", "[" * 100_000, "Standard input is not readable JSON"),
        ("phq9", '{"mood": ' + "9" * 5000 + "}", "Standard input is not readable JSON"),
        ("phq10", "{}", "There is no instrument “phq10”. There are: phq9"),
    ],
)
def test_what_cannot_be_used_is_a_sentence_and_status_2(instrument: str, text: str, sentence: str) -> None:
    said = told(instrument, text)
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert said.stdout == ""


def test_bytes_that_are_no_text_and_a_file_that_is_not_there_are_sentences(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(b"\xff\xfe\x00")
    for path in (file, tmp_path / "nowhere.json", tmp_path):
        said = CliRunner().invoke(verb, ["phq9", str(path)])
        assert (said.exit_code, said.stdout) == (2, "")
        assert "Error: " in said.stderr


def test_the_instruments_are_listed_with_their_keys() -> None:
    said = CliRunner().invoke(verb, ["--list"])
    assert "phq2 1: interest mood" in said.stdout
    assert CliRunner().invoke(verb, ["phq2"]).exit_code == 2


def test_scoring_needs_no_place_and_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(NINE))
    said = run(tmp_path / "home", "score", "phq9", str(file))
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["total"] == 10
    assert not (tmp_path / "home").exists()
    said = run(tmp_path / "home", "score", "phq9", str(tmp_path / "nowhere"))
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
