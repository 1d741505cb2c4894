import json
from pathlib import Path
from typing import Any

import pytest

from handrail.exchange.fhir import validate
from handrail.exchange.fhir.tests.factories import bundle, goal, patient
from handrail.exchange.tests.inputs import inputs

REFUSED = "bundle-questionnaire.json"
FOLDERS = {
    "fhir-r4-examples": 36,
    "us-core-examples": 57,
    "sdc-questionnaires": 9,
    "gravity-sdoh-2020-json": 12,
    "mii-proms-phq9-de": 3,
    "synthea-r4": 6,
}


def reasons(resource: Any) -> list[str]:
    return [fault.reason for fault in validate.faults(resource)]


@pytest.mark.inputs
@pytest.mark.parametrize(("folder", "count"), FOLDERS.items())
def test_what_two_other_judges_accept_is_accepted(folder: str, count: int) -> None:
    files = sorted(inputs(folder).glob("*.json"))
    assert len(files) == count
    wrong = {file.name for file in files if validate.faults(json.loads(file.read_bytes()))}
    assert wrong == ({REFUSED} if folder == "fhir-r4-examples" else set())


@pytest.mark.inputs
def test_a_questionnaire_without_link_ids_is_refused_for_that_reason() -> None:
    found = validate.faults(json.loads((inputs("fhir-r4-examples") / REFUSED).read_bytes()))
    assert {fault.reason for fault in found} == {"“linkId” is missing."}
    assert found[0].pointer == "/item/0/item/0"


def test_a_good_resource_has_no_fault() -> None:
    assert validate.faults(bundle(patient(), goal())) == []


@pytest.mark.parametrize(
    ("more", "pointer", "words"),
    [
        ({"birthDate": "4 March"}, "/birthDate", "not a date as FHIR writes it"),
        ({"birthDate": "1998-02-30"}, "/birthDate", "no calendar has"),
        ({"birthDate": 1998}, "/birthDate", "must be text"),
        ({"gender": "Elena"}, "/gender", "none of the codes"),
        ({"name": {}}, "/name", "must be a list"),
        ({"name": []}, "/name", "is empty"),
        ({"name": [{}]}, "/name/0", "is empty"),
        ({"name": [{"family": "  "}]}, "/name/0/family", "nothing but spaces"),
        ({"name": [{"family": "Na\x00ir"}]}, "/name/0/family", "cannot be stored"),
        ({"nickname": "Leni"}, "", "no element “nickname”"),
        ({"animal": {}}, "", "STU3"),
        ({"id": "no spaces here"}, "/id", "not an id"),
        ({"active": "yes"}, "/active", "true or false"),
        ({"multipleBirthInteger": 1, "multipleBirthBoolean": True}, "", "Only one of"),
        ({"multipleBirthInteger": 2**31}, "/multipleBirthInteger", "outside the range"),
        ({"multipleBirthInteger": 1.5}, "/multipleBirthInteger", "whole number"),
        ({"generalPractitioner": [{"reference": "Goal/1"}]}, "/generalPractitioner", "refers to a Goal"),
        (
            {"managingOrganization": {"reference": "Patient/1"}},
            "/managingOrganization",
            "refers to a Patient",
        ),
        ({"contained": [{"resourceType": "Goal", "id": "x"}]}, "/contained/0", "missing"),
        ({"extension": [{"valueString": "no address"}]}, "/extension/0", "“url” is missing"),
        ({"fhirVersion": "3.0.2"}, "/fhirVersion", "FHIR 3.0.2"),
    ],
)
def test_each_fault_has_its_place_and_a_sentence(more: dict[str, Any], pointer: str, words: str) -> None:
    found = validate.faults(patient(**more))
    assert found[0].pointer == pointer
    assert words in found[0].reason


@pytest.mark.parametrize(
    ("resource", "words"),
    [
        ([], "“resourceType” is missing"),
        ("Patient", "“resourceType” is missing"),
        ({"resourceType": 1}, "“resourceType” is missing"),
        ({"resourceType": "Prisoner"}, "not a resource of FHIR R4"),
        ({"resourceType": "ProcedureRequest"}, "STU3"),
        ({"resourceType": "MedicationOrder"}, "DSTU2"),
        ({"resourceType": "Transport"}, "R5"),
    ],
)
def test_what_is_no_resource_of_r4_says_what_it_is(resource: Any, words: str) -> None:
    assert words in reasons(resource)[0]


@pytest.mark.parametrize(
    ("kind", "element", "version"),
    [("Goal", "outcome", "R5"), ("Encounter", "actualPeriod", "R5"), ("CarePlan", "context", "STU3")],
)
def test_elements_of_another_version_name_that_version(kind: str, element: str, version: str) -> None:
    found = validate.faults({"resourceType": kind, element: []})
    assert any(version in fault.reason for fault in found)


def test_a_required_simple_element_may_be_an_extension_alone() -> None:
    unknown = {"extension": [{"url": "http://example.org/absent", "valueCode": "unknown"}]}
    resource = goal()
    del resource["lifecycleStatus"]
    assert reasons(resource) == ["“lifecycleStatus” is missing."]
    assert reasons(resource | {"_lifecycleStatus": unknown}) == []


def test_a_list_may_hold_null_beside_its_extensions() -> None:
    named = [{"given": ["Elena", None], "_given": [None, {"id": "second"}]}]
    assert reasons(patient(name=named)) == []


def test_link_ids_stand_once_in_a_questionnaire() -> None:
    twice = [{"linkId": "1", "type": "group", "item": [{"linkId": "1", "type": "string"}]}]
    found = validate.faults({"resourceType": "Questionnaire", "status": "draft", "item": twice})
    assert [(fault.pointer, "twice" in fault.reason) for fault in found] == [("/item/0/item/0/linkId", True)]


def test_a_known_type_that_is_not_kept_or_checked_passes() -> None:
    assert "MolecularSequence" not in validate.CHECKED_TYPES
    assert reasons({"resourceType": "MolecularSequence"}) == []


def test_no_reason_repeats_a_value() -> None:
    secret = "Zaphod"
    hostile = patient(gender=secret, birthDate=secret, name=secret, active=secret, id=secret + " ")
    assert not any(secret in reason for reason in reasons(hostile))


def test_faults_stop_at_twenty() -> None:
    many = [{"resource": goal(lifecycleStatus="odd")} for _number in range(30)]
    assert len(validate.faults({"resourceType": "Bundle", "type": "collection", "entry": many})) == 20


def test_the_schema_is_small_and_says_its_version() -> None:
    path = Path(validate.__file__).parent / "data" / "r4.schema.json"
    assert path.stat().st_size < 400_000
    assert json.loads(path.read_bytes())["fhirVersion"] == "4.0.1"
