"""``handrail import fhir``: what it prints, where, and with which status."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation
from handrail.audit.models import Event, Look
from handrail.cli.import_fhir import fhir
from handrail.exchange.fhir.tests.factories import bundle, goal, patient, written
from handrail.people import actions as people
from handrail.people.models import Participant
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place() -> None:
    factories.organisation()


def called(*words: Any) -> Result:
    return CliRunner().invoke(fhir, [str(word) for word in words])


def test_figures_go_to_standard_output_and_the_status_is_0(tmp_path: Path) -> None:
    done = called(written(tmp_path, bundle(patient(), goal())))
    assert done.exit_code == 0
    assert "Created: Goal 1, Patient 1" in done.stdout
    assert done.stderr == ""
    assert "Elena" not in done.stdout


def test_json_holds_the_five_groups_and_at_its_top_what_ran_when(tmp_path: Path) -> None:
    path = written(tmp_path, {"resourceType": "Prisoner", "id": "p"})
    done = called(path, "--format", "json")
    assert done.exit_code == 2
    found = json.loads(done.stdout)
    assert [found[name] for name in ("created", "updated", "unchanged", "not_kept")] == [{}] * 4
    reason = "“Prisoner” is not a resource of FHIR R4."
    assert found["rejected"] == [
        {"file": str(path), "resource": "Prisoner/p#/resourceType", "reason": reason}
    ]
    assert {"id", "started_at", "finished_at", "engine"} <= found.keys()


def test_names_are_printed_only_when_asked_and_leave_a_look(tmp_path: Path) -> None:
    path = written(tmp_path, patient())
    called(path)
    assert not Look.objects.exists()
    done = called(path, "--names")
    assert "Elena Maria Nair" in done.stdout
    assert Look.objects.get().actor == Event.objects.filter(kind="import_bundle").first().actor


def test_a_trial_says_so_and_writes_nobody(tmp_path: Path) -> None:
    done = called(written(tmp_path, patient()), "--dry-run")
    assert done.stdout.startswith("Tried only. Nothing was written.")
    assert not Participant.objects.exists()


def test_a_demo_refuses_before_it_reads(tmp_path: Path) -> None:
    accounts.make_installation(by=factories.operator(), is_demo=True)
    done = called(tmp_path / "absent.json")
    assert done.exit_code == 1
    assert "demo" in str(done.exception)


def test_without_a_path_the_input_cannot_be_used() -> None:
    assert called().exit_code == 2


def test_who_may_be_known_already_is_told_by_keys_only_when_asked(tmp_path: Path) -> None:
    known_here = factories.participant(Organisation.objects.get())
    people.change_contact(
        participant=known_here,
        version=1,
        by=factories.operator(),
        given_name="Elena",
        birth_on=date(1998, 3, 4),
    )
    done = called(written(tmp_path, patient()), "--alike")
    new = Participant.objects.exclude(pk=known_here.pk).get()
    assert f"{new.key} may be {known_here.key}: " in done.stdout
    assert "the same birth date" in done.stdout
    assert "Nair" not in done.stdout
    assert Event.objects.filter(kind="compare_imported", op="read").count() == 1
    found = json.loads(called(written(tmp_path, patient()), "--alike", "--format", "json").stdout)
    assert found["alike"] == []
