"""Bundles that nobody here wrote: Synthea, HL7 and US Core."""

import json
from pathlib import Path

import pytest

from handrail.accounts.models import Organisation
from handrail.exchange.fhir.tests.factories import written
from handrail.exchange.fhir.tests.test_import import counts, importing
from handrail.exchange.tests.inputs import inputs
from handrail.measures.definitions import instruments
from handrail.measures.models import Administration
from handrail.people.models import OutsideRecord, Participant, Supporter
from handrail.people.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.inputs]
SYNTHEA = {"Patient": 6, "CarePlan": 20, "Goal": 18}


@pytest.fixture
def place() -> Organisation:
    return factories.organisation()


def test_six_synthea_bundles_twice_create_nothing_the_second_time(place: Organisation) -> None:
    first = importing(place, *sorted(inputs("synthea-r4").glob("*.json")))
    assert dict(first.created) == SYNTHEA
    assert first.rejected == []
    assert sum(first.not_kept.values()) + sum(SYNTHEA.values()) == 1350
    assert first.not_kept["Condition"] == 31
    assert first.died == 2
    before = counts()
    second = importing(place, inputs("synthea-r4"))
    assert dict(second.unchanged) == SYNTHEA
    assert not second.created
    assert not second.updated
    assert second.not_kept == first.not_kept
    assert counts() == before


def test_a_synthea_goal_is_offered_with_its_source_and_status(place: Organisation) -> None:
    importing(place, inputs("synthea-r4"))
    goal = OutsideRecord.objects.filter(text="Hemoglobin A1c total in Blood < 7.0").first()
    assert goal is not None
    assert goal.status == "accepted"
    assert goal.source != "another service"
    plans = OutsideRecord.objects.filter(kind="care_plan", text__startswith="Respiratory therapy")
    assert "– Deep breathing and coughing exercises" in plans[0].text


def test_a_changed_synthea_bundle_updates_what_changed(place: Organisation, tmp_path: Path) -> None:
    bundle = json.loads(next(inputs("synthea-r4").glob("Trey*.json")).read_bytes())
    importing(place, written(tmp_path, bundle))
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "Goal":
            entry["resource"]["lifecycleStatus"] = "completed"
    found = importing(place, written(tmp_path, bundle))
    assert dict(found.updated) == {"Goal": 5}
    assert dict(found.unchanged) == {"Patient": 1, "CarePlan": 3}


def test_examples_of_hl7_and_us_core_are_read_together_and_twice(place: Organisation) -> None:
    folders = [inputs("fhir-r4-examples"), inputs("us-core-examples")]
    first = importing(place, *folders)
    kept = {"Patient": 5, "RelatedPerson": 1, "CarePlan": 1, "Goal": 3}
    assert dict(first.created) == kept | {"QuestionnaireResponse": 1}
    assert {Path(one.file).name for one in first.rejected} == {"bundle-questionnaire.json"}
    second = importing(place, *folders)
    assert not second.created
    assert dict(second.unchanged) == dict(first.created)


def test_the_published_answers_of_another_form_wait_for_a_person_and_have_no_total(
    place: Organisation,
) -> None:
    importing(place, inputs("us-core-examples"))
    row = Administration.objects.get()
    values = [row.answers[item.key] for item in instruments()["phq9"].items[:9]]
    assert values == [2, 2, 2, 2, 1, 1, 2, 0, 0]
    assert (row.participant.called, row.status, row.kept_reason) == ("Amy", "kept", "other_version")
    assert not row.findings.exists()


def test_two_systems_with_one_id_stay_two_people(place: Organisation) -> None:
    importing(place, inputs("fhir-r4-examples"), inputs("us-core-examples"))
    amy, jim = Participant.objects.get(called="Amy"), Participant.objects.get(called="Jim")
    assert jim.full_name == "Peter James Chalmers"
    assert jim.outsiderecords.get().text == "Target weight is 160 to 180 lbs."
    assert amy.outsiderecords.count() == 3
    niece = Supporter.objects.get()
    assert (niece.participant, niece.name, niece.relationship) == (amy, "Sarah van Putten", "other_family")
