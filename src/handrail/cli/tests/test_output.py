import json

import click
import pytest

from handrail.cli import output
from handrail.cli.main import _sentence
from handrail.cli.migrations import forks
from handrail.cli.states import diagram
from handrail.people.tests import factories as make


def test_figures_have_ten_significant_digits_at_any_depth():
    found = output.rounded({"a": 1 / 3, "b": [2e9 / 3, (1, "x")], "c": None, "d": True})
    assert found == {"a": 0.3333333333, "b": [666666666.7, [1, "x"]], "c": None, "d": True}


@pytest.mark.django_db
def test_json_carries_id_times_version_and_engine_at_the_top():
    answer = json.loads(output.Run().as_json({"value": 0.1 + 0.2}))
    assert list(answer)[:5] == ["id", "started_at", "finished_at", "handrail", "engine"]
    assert answer["value"] == 0.3


def test_progress_is_silent_for_a_second_and_then_speaks_on_standard_error(capsys):
    bar = output.Progress()
    bar("begins", 0, 10)
    bar.began -= 10
    bar.said -= 10
    bar("goes on", 5, 10)
    bar.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "[###############               ] 5/10 goes on\n"


@pytest.mark.django_db
def test_the_only_organisation_needs_no_name_and_several_do():
    with pytest.raises(click.ClickException, match="No place is set up"):
        output.the_organisation()
    first = make.organisation()
    assert output.the_organisation() == first
    second = make.organisation("Elsewhere")
    with pytest.raises(output.Unusable, match="Name one"):
        output.the_organisation()
    assert output.the_organisation(second.key) == second
    with pytest.raises(click.ClickException, match="no such"):
        output.the_organisation("nothere")


@pytest.mark.django_db
def test_a_command_runs_as_the_person_at_the_machine(monkeypatch):
    monkeypatch.setattr(output.getpass, "getuser", lambda: "ann")
    place = make.organisation()
    viewer = output.operator(place)
    assert (viewer.actor, viewer.organisation_id, viewer.sees_every_row) == ("operator:ann", place.pk, True)


def test_anything_that_goes_wrong_is_a_sentence():
    sentence, status = _sentence(KeyError("x"))
    assert (status, sentence.startswith("Something inside Handrail went wrong (KeyError")) == (1, True)
    sentence, status = _sentence(FileNotFoundError(2, "No such file", "list.json"))
    assert (status, sentence) == (1, "list.json: No such file.")


def test_a_table_of_states_becomes_a_diagram():
    lines = diagram({"draft": {"filed"}, "filed": set()}).splitlines()
    assert lines[2:5] == ["    [*] --> draft", "    draft --> filed", "    filed --> [*]"]


def test_migrations_are_a_line():
    assert forks() == []
