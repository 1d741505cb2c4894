"""The search for people who stand twice in a list, as an operator meets it, and measured on known pairs."""

import json
from collections import Counter

import pytest

from handrail.cli.tests.places import run
from handrail.exchange.tests.inputs import inputs

LIST = """id,given_name,surname,date_of_birth,phone
1,Elena,Ozturk,1991-03-04,0151 2345678
2,Ozturk,Elena,1991-04-03,+49 151 2345678
3,Margit,Kovacs,1962-07-19,0151 9911223
"""


def find(tmp_path, content, *options):
    file = tmp_path / "people.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run(tmp_path / "home", "people", "duplicates", str(file), *options)


def test_pairs_are_printed_with_score_and_reasons_and_no_database_is_made(tmp_path):
    said = find(tmp_path, LIST)
    assert said.returncode == 0, said.stderr
    head, pair = said.stdout.splitlines()
    one, other, score, why = pair.split("\t")
    assert head.split("\t") == ["one", "other", "score", "reasons"]
    assert (one, other) == ("1", "2")
    assert float(score) > 12
    assert "given name and family name in each other’s place" in why
    assert "the same phone" in why
    assert "3 people, 1 pairs" in said.stderr
    assert not (tmp_path / "home").exists()


def test_columns_are_named_by_hand_and_the_answer_is_json(tmp_path):
    content = LIST.replace("surname", "Nom").replace("given_name", "Prenom")
    options = ("--map", "family=Nom", "--map", "given=Prenom", "--without", "phone", "--format", "json")
    told = json.loads(find(tmp_path, content, *options).stdout)
    assert told["columns"] == {
        "family": ["Nom"],
        "given": ["Prenom"],
        "id": ["id"],
        "birth": ["date_of_birth"],
    }
    assert [(pair["one"], pair["other"]) for pair in told["pairs"]] == [("1", "2")]


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (b"", (), "people.csv: This file is empty.\n"),
        (
            b"id,surname\n1,\xff\n",
            (),
            "people.csv: Line 2 is not UTF-8 text. Save the file as CSV in UTF-8.\n",
        ),
        (b"id,surname\n1\n", (), "people.csv: Line 2 has 1 cells, the first line has 2.\n"),
        (LIST, ("--map", "family"), "--map family: write FIELD=COLUMN, with one of "),
        (LIST, ("--map", "family=Nom"), "people.csv: There is no column “Nom”. The columns are: id, "),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_status_2(tmp_path, content, options, sentence):
    said = find(tmp_path, content, *options)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith(sentence)
    assert len(said.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_is_a_sentence_and_status_2(tmp_path):
    said = run(tmp_path / "home", "people", "duplicates", str(tmp_path / "none.csv"))
    assert (said.returncode, said.stdout, said.stderr) == (2, "", "none.csv: No such file or directory.\n")


def measured(tmp_path, *options):
    """Return precision and recall on the known pairs of Febrl's first file."""
    file = inputs("febrl") / "dataset1.csv"
    told = json.loads(run(tmp_path, "people", "duplicates", str(file), "--format", "json", *options).stdout)
    numbers = [line.split("-")[1] for line in file.read_text().splitlines()[1:]]
    true = sum(count * (count - 1) // 2 for count in Counter(numbers).values())
    right = sum(pair["one"].split("-")[1] == pair["other"].split("-")[1] for pair in told["pairs"])
    assert (told["people"], true) == (1000, 500)
    return right / len(told["pairs"]), right / true


@pytest.mark.inputs
def test_on_known_pairs_nearly_all_are_found_and_nearly_none_wrongly(tmp_path):
    precision, recall = measured(tmp_path)
    assert precision >= 0.99
    assert recall >= 0.95


@pytest.mark.inputs
def test_without_numbers_of_other_systems_the_figures_are_those_of_the_page(tmp_path):
    precision, recall = measured(tmp_path, "--without", "identifier")
    assert precision >= 0.99
    assert recall >= 0.89
    precision, recall = measured(tmp_path, "--without", "identifier", "--without", "address")
    assert precision >= 0.99
    assert recall >= 0.86
