"""Whatever is wrong with a file: a reason, nothing half-written, never a traceback."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from handrail.accounts import actions as accounts
from handrail.accounts.models import Organisation
from handrail.audit.models import Event
from handrail.base.errors import NotAllowed
from handrail.exchange.fhir import read
from handrail.exchange.fhir.run import is_scratch, run
from handrail.exchange.fhir.tests.factories import (
    TABLES,
    bundle,
    care_plan,
    counts,
    goal,
    importing,
    patient,
    related,
    written,
)
from handrail.exchange.tests.inputs import inputs
from handrail.people.models import Participant
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db
NOTHING = [0] * len(TABLES)


@pytest.fixture
def place() -> Organisation:
    return factories.organisation()


def refused(place: Organisation, path: Path) -> str:
    """Import, find nothing written, and return the first reason."""
    found = importing(place, path)
    assert found.rejected
    assert counts() == NOTHING
    assert not Event.objects.filter(kind="import_bundle").exists()
    return f"{found.rejected[0].resource}: {found.rejected[0].reason}"


@pytest.mark.parametrize(
    ("bad", "place_in_file"),
    [
        (goal(lifecycleStatus="odd"), "Goal/walk#/lifecycleStatus"),
        (goal(of="Patient/stranger"), "Goal/walk"),
        (goal(of="#inside"), "Goal/walk"),
        (related(name=[]), "RelatedPerson/ravi#/name"),
        (related(name=[{"prefix": ["Dr"]}]), "RelatedPerson/ravi"),
        (patient("x", name=[{"family": "n" * 300}]), "Patient/x"),
        (care_plan(status="wished"), "CarePlan/plan#/status"),
        ({"resourceType": "Prisoner", "id": "p"}, "Prisoner/p#/resourceType"),
        ({"id": "who"}, "/entry/1/resource"),
    ],
)
def test_one_bad_resource_takes_its_whole_bundle_with_it(
    place: Organisation, tmp_path: Path, bad: dict[str, Any], place_in_file: str
) -> None:
    assert refused(place, written(tmp_path, bundle(patient(), bad))).startswith(f"{place_in_file}: ")


def test_a_good_file_beside_a_bad_one_is_taken(place: Organisation, tmp_path: Path) -> None:
    written(tmp_path, bundle(patient(), goal(lifecycleStatus="odd")), "bad.json")
    written(tmp_path, patient("rosa"), "good.json")
    found = importing(place, tmp_path)
    assert [Path(one.file).name for one in found.rejected] == ["bad.json"]
    assert dict(found.created) == {"Patient": 1}


def test_one_bad_line_takes_the_whole_file_with_it(place: Organisation, tmp_path: Path) -> None:
    lines = json.dumps(patient()).encode() + b'\n\n{"resourceType": "Pat'
    assert refused(place, written(tmp_path, lines, "p.ndjson")).startswith("line 3: This is not valid JSON")


@pytest.mark.parametrize("kind", ["batch", "history", "document", "message", "transaction-response"])
def test_other_kinds_of_bundle_are_refused(place: Organisation, tmp_path: Path, kind: str) -> None:
    content = bundle(patient(), kind=kind)
    assert kind in refused(place, written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bundle(patient(), entry=[{"request": {"method": "DELETE", "url": "Patient/1"}}]), "only takes in"),
        (bundle(patient(), patient(birthDate="1999-01-01")), "stands twice"),
        (bundle(patient(), base="http://old.example/"), "DSTU2"),
        (patient(careProvider=[{"reference": "Organization/1"}]), "DSTU2"),
        (bundle(patient(), goal(outcome=[{}])), "R5"),
        (bundle(patient(), {"resourceType": "ReferralRequest", "id": "r"}), "STU3"),
        ({"resourceType": "Goal", "status": "in-progress", "subject": {"reference": "Patient/1"}}, "STU3"),
        (b"[]", "resourceType"),
        (b"null", "resourceType"),
        (b"7", "resourceType"),
    ],
)
def test_files_of_another_kind_or_version_are_refused(
    place: Organisation, tmp_path: Path, content: Any, words: str
) -> None:
    found = importing(place, written(tmp_path, content))
    assert any(words in one.reason for one in found.rejected)
    assert counts() == NOTHING


def test_a_bundle_that_is_two_times_the_same_resource_is_one(place: Organisation, tmp_path: Path) -> None:
    assert dict(importing(place, written(tmp_path, bundle(patient(), patient()))).created) == {"Patient": 1}


def test_a_line_that_is_a_bundle_is_refused(place: Organisation, tmp_path: Path) -> None:
    assert "not a Bundle" in refused(place, written(tmp_path, [bundle(patient())], "x.ndjson"))


@pytest.mark.parametrize("name", ["empty.json", "empty.ndjson"])
def test_an_empty_file_is_refused(place: Organisation, tmp_path: Path, name: str) -> None:
    assert "nothing in it" in refused(place, written(tmp_path, b"", name))


def test_a_path_that_is_no_file_to_read_says_why(place: Organisation, tmp_path: Path) -> None:
    (tmp_path / "hollow").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    reasons = {
        "absent.json": "no such file",
        "hollow": "no .json",
        "pipe.json": "not an ordinary file",
        "with\x00nul": "no such file",
        "x" * 5000: "cannot be opened",
        written(tmp_path, b"<Patient/>", "patient.xml").name: "Only .json and .ndjson",
    }
    for name, words in reasons.items():
        assert words in refused(place, tmp_path / name), name


def test_a_file_that_may_not_be_read_says_why(
    place: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no(*_arguments: Any) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, patient())
    monkeypatch.setattr(Path, "open", no)
    assert "Permission denied" in refused(place, path)


def test_a_file_that_is_too_large_is_refused(
    place: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "SIZE_AT_MOST", 100)
    assert "larger than" in refused(place, written(tmp_path, patient()))


def test_a_demo_refuses_people_unless_it_is_a_scratch_copy(
    place: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.make_installation(by=factories.operator(), is_demo=True)
    path = written(tmp_path, patient())
    with pytest.raises(NotAllowed, match="demo"):
        importing(place, path)
    monkeypatch.setenv("HANDRAIL_SCRATCH", "1")
    assert dict(importing(place, path).created) == {"Patient": 1}


def test_a_database_named_scratch_is_a_scratch_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_scratch()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "/var/handrail/scratch.sqlite3")
    assert is_scratch()


def test_a_source_that_would_have_to_be_cut_is_refused(place: Organisation, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="200"):
        run([tmp_path], organisation=place, by=factories.operator(place), source="x" * 201)


@pytest.mark.inputs
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_a_truncated_bundle_is_refused(place: Organisation, tmp_path: Path, share: float) -> None:
    whole = next(inputs("synthea-r4").glob("Ned*.json")).read_bytes()
    assert "not valid JSON" in refused(place, written(tmp_path, whole[: int(len(whole) * share)]))


@pytest.mark.inputs
def test_json_that_programs_read_differently_is_refused_without_a_crash(place: Organisation) -> None:
    folder = inputs("json-test-transform")
    found = importing(place, folder)
    assert {one.file for one in found.rejected} == {str(file) for file in folder.glob("*.json")}
    assert counts() == NOTHING


@pytest.mark.inputs
def test_a_hostile_value_anywhere_in_a_patient_is_refused_without_a_crash(
    place: Organisation, tmp_path: Path
) -> None:
    for file in sorted(inputs("json-test-transform").glob("*.json")):
        text = json.dumps(patient(name=["HERE"])).encode().replace(b'"HERE"', file.read_bytes().strip())
        assert refused(place, written(tmp_path, text)), file.name


@pytest.mark.inputs
def test_naughty_strings_as_names_are_kept_exactly_or_refused(place: Organisation, tmp_path: Path) -> None:
    strings = json.loads((inputs("blns") / "blns.json").read_bytes())
    kept = 0
    for number, naughty in enumerate(strings):
        name = [{"given": [naughty], "family": naughty}]
        found = importing(place, written(tmp_path, patient(f"n{number}", name=name)))
        if found.rejected:
            assert not naughty.strip() or "\x00" in naughty or len(naughty) > 200, ascii(naughty)
            continue
        row = Participant.objects.get(identifiers__value=f"n{number}")
        assert (row.called, row.given_name, row.family_name) == (naughty.strip(),) * 3
        kept += 1
    assert kept > 450


def test_a_megabyte_of_text_right_to_left_and_combining_is_kept_exactly(
    place: Organisation, tmp_path: Path
) -> None:
    text = "אני הולכת לנהר e\u0301\u0323 👩🏽‍🎨\n" * 24_000
    importing(place, written(tmp_path, bundle(patient(), goal(description={"text": text}))))
    assert Participant.objects.get().outsiderecords.get().text == text
