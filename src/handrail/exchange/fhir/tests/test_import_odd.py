from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from handrail.accounts.models import Organisation
from handrail.exchange.fhir.tests.factories import (
    SYSTEM,
    bundle,
    goal,
    importing,
    patient,
    related,
    why,
    written,
)
from handrail.people.models import (
    OutsideCopy,
    Participant,
)

pytestmark = pytest.mark.django_db


def test_a_relative_of_something_that_is_no_person_is_not_kept(place: Organisation, tmp_path: Path) -> None:
    content = bundle(related(of="urn:uuid:0"), {"resourceType": "Organization", "id": "o"})
    content["entry"][1]["fullUrl"] = "urn:uuid:0"
    assert dict(importing(place, written(tmp_path, content)).not_kept) == {
        "RelatedPerson": 1,
        "Organization": 1,
    }


def test_a_resource_without_an_id_is_known_again_while_it_stays_the_same(
    place: Organisation, tmp_path: Path
) -> None:
    nameless = goal()
    del nameless["id"]
    path = written(tmp_path, bundle(patient(), nameless))
    importing(place, path)
    assert dict(importing(place, path).unchanged) == {"Patient": 1, "Goal": 1}


def test_an_address_that_is_too_long_is_known_again_by_its_digest(
    place: Organisation, tmp_path: Path
) -> None:
    meta = {"source": "https://records.example/" + "x" * 400}
    path = written(tmp_path, bundle(patient(meta=meta), goal(meta=meta)))
    importing(place, path)
    assert dict(importing(place, path).unchanged) == {"Patient": 1, "Goal": 1}
    assert OutsideCopy.objects.filter(address__startswith="sha256:").count() == 2


def test_a_relative_address_is_looked_up_on_the_server_of_its_own_resource(
    place: Organisation, tmp_path: Path
) -> None:
    content = bundle(
        patient(), goal(), patient(birthDate="1950-05-05", identifier=[{"value": "1"}]), goal("swim")
    )
    for number, server in enumerate(["one", "one", "two", "two"]):
        resource = content["entry"][number]["resource"]
        name = f"{resource['resourceType']}/{resource['id']}"
        content["entry"][number]["fullUrl"] = f"https://{server}.example/{name}"
    assert dict(importing(place, written(tmp_path, content)).created) == {"Patient": 2, "Goal": 2}
    for person in Participant.objects.all():
        assert person.outsiderecords.count() == 1


def test_two_imports_at_the_same_moment_do_not_make_one_person_twice(
    place: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(**_arguments: Any) -> None:
        raise IntegrityError("one_identifier")

    monkeypatch.setattr("handrail.exchange.fhir.run.import_bundle", overtaken)
    assert "same moment" in why(importing(place, written(tmp_path, patient())))


def test_a_second_run_asks_the_database_as_often_for_twenty_people_as_for_ten(
    place: Organisation, tmp_path: Path
) -> None:
    def lines(count: int) -> Path:
        people_ = [patient(f"p{number}") for number in range(count)]
        goals = [goal(f"g{number}", of=f"Patient/p{number}") for number in range(count)]
        return written(tmp_path, [*people_, *goals], f"{count}.ndjson")

    ten, twenty = lines(10), lines(20)
    asked = []
    for path in (ten, twenty):
        importing(place, path)
        with CaptureQueriesContext(connection) as queries_:
            importing(place, path)
        asked.append(len(queries_))
    assert asked[0] == asked[1]
    assert asked[0] <= 8


def test_a_number_that_would_have_to_be_cut_is_refused(place: Organisation, tmp_path: Path) -> None:
    long = patient(identifier=[{"system": SYSTEM, "value": "9" * 201}])
    assert "longer than 200" in why(importing(place, written(tmp_path, long)))
