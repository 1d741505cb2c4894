"""The command as an operator meets it: real processes, a folder of their own."""

import json
import sqlite3

import pytest

from handrail.cli.main import VERBS
from handrail.cli.output import rounded
from handrail.cli.tests.places import run

INIT = ["init", "--no-input", "--agency", "Harbour", "--admin", "alex", "--time-zone", "Europe/Berlin"]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return the home of a real place, and what ``init`` said."""
    home = tmp_path_factory.mktemp("place")
    return home, run(home, *INIT)


def _rows(home, sql):
    with sqlite3.connect(home / "handrail.sqlite3") as database:
        found = database.execute(sql).fetchall()
    database.close()
    return found


def test_help_lists_every_verb_and_makes_nothing(tmp_path):
    said = run(tmp_path / "home", "--help")
    assert said.returncode == 0
    assert all(f"  {verb} " in said.stdout for verb in VERBS)
    assert not (tmp_path / "home").exists()


def test_init_makes_a_place_and_shows_password_and_key_once(place):
    home, said = place
    assert said.returncode == 0, said.stderr
    key = (home / "data-key").read_text()
    assert f"Data key, for a safe place apart from the backups: {key}" in said.stdout
    assert "First password of alex: " in said.stdout
    assert _rows(home, "SELECT is_demo FROM accounts_installation") == [(0,)]
    assert _rows(home, "SELECT name, currency FROM accounts_organisation") == [("Harbour", "EUR")]
    actors = _rows(home, "SELECT DISTINCT actor FROM audit_event")
    assert len(actors) == 1
    assert actors[0][0].startswith("operator:")


def test_init_refuses_a_second_time_and_so_does_demo(place):
    home, _said = place
    for words in (INIT, ["demo"], ["demo", "--forget"]):
        said = run(home, *words)
        assert (said.returncode, said.stdout) == (1, "")
    assert _rows(home, "SELECT count(*) FROM accounts_organisation") == [(1,)]


def test_check_says_what_is_right_as_text_and_as_json(place):
    home, _said = place
    said = run(home, "check")
    assert said.returncode == 0, said.stdout
    assert "journal_mode wal, synchronous 2, foreign_keys 1" in said.stdout
    answer = json.loads(run(home, "check", "--format", "json").stdout)
    assert {"id", "started_at", "finished_at", "engine", "ok", "findings"} <= set(answer)
    assert (answer["engine"], answer["ok"]) == ("sqlite", True)


def test_check_says_what_is_wrong(tmp_path):
    said = run(tmp_path, "check")
    assert said.returncode == 1
    assert "WRONG  migrations" in said.stdout
    assert "WRONG  place" in said.stdout
    (tmp_path / "secret-key").chmod(0o644)
    assert "Other accounts can read" in run(tmp_path, "check").stdout


def test_work_once_does_what_is_due_and_ends(place):
    said = run(place[0], "work", "--once")
    assert (said.returncode, said.stdout) == (0, "")
    assert said.stderr.endswith("done.\n")


def test_states_prints_diagrams(place):
    said = run(place[0], "states")
    assert said.returncode == 0
    assert said.stdout.startswith("# States")
    assert "stateDiagram-v2" in said.stdout


def test_init_asks_for_what_is_missing(tmp_path):
    password = "a long first password"
    said = run(
        tmp_path,
        "init",
        "--time-zone",
        "UTC",
        typed=f"Harbour\nalex\n\n\nshort\nshort\n{password}\n{password}\n",
    )
    assert said.returncode == 0, said.stderr
    assert "12 letters or more" in said.stderr
    assert password not in said.stdout + said.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["init", "--no-input"], "--agency is missing"),
        ([*INIT[:-1], "Europe/Nowhere"], "not a time zone"),
        ([*INIT, "--language", "xx"], "is not here yet"),
        ([*INIT, "--currency", "XXX"], "is not known"),
        (["serve", "--port", "nine"], "not a valid integer"),
        (["serve", "--port", "70000"], "not in the range"),
        (["dance"], "No such command"),
        (["check", "--format", "xml"], "is not one of"),
    ],
)
def test_input_that_cannot_be_used_ends_with_2_and_a_sentence(tmp_path, words, sentence):
    said = run(tmp_path, *words)
    assert (said.returncode, said.stdout) == (2, "")
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("verb", ["check", "serve", "work"])
def test_wrong_settings_end_with_2_and_a_sentence(tmp_path, verb):
    said = run(tmp_path, verb, DATABASE_URL="mysql://host/name")
    assert (said.returncode, said.stdout) == (2, "")
    assert "DATABASE_URL begins with “mysql”" in said.stderr
    assert "Traceback" not in said.stderr


def test_report_and_serve_refuse_where_no_place_is_set_up(tmp_path):
    for words in (["report", "outcomes"], ["serve"]):
        said = run(tmp_path, *words)
        assert (said.returncode, said.stdout) == (1, ""), said.stderr
        assert "Traceback" not in said.stderr


def test_report_outcomes_prints_text_and_json_and_leaves_an_event(place):
    home, _said = place
    said = run(home, "report", "outcomes")
    assert (said.returncode, said.stderr) == (0, "")
    assert "title: Steps at the support level the person wanted" in said.stdout
    answer = json.loads(run(home, "report", "outcomes", "--format", "json").stdout)
    assert {"id", "started_at", "finished_at", "handrail", "engine", "method", "figures"} <= set(answer)
    assert answer["engine"] == "sqlite"
    assert set(answer["figures"]) == {
        "attendance", "looked_back", "notes_agreed", "steps_as_wanted", "steps_by_month",
    }  # fmt: skip
    assert answer["figures"]["attendance"]["result"]["total"] == 0
    kinds = _rows(home, "SELECT kind, op FROM audit_event WHERE kind = 'report_outcomes'")
    assert kinds == [("report_outcomes", "read")] * 2
    assert run(home, "report", "outcomes", "--organisation", "bbbbbbbbbb").returncode == 1


def test_figures_are_rounded_to_ten_significant_digits():
    assert rounded({"share": 2 / 3, "rows": [(1 / 7, 3)]}) == {
        "share": 0.6666666667,
        "rows": [[0.1428571429, 3]],
    }
