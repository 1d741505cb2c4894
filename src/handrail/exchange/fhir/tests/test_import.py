import json
from pathlib import Path
from typing import Any

import pytest

from handrail.access import Permission, Role
from handrail.accounts.models import Organisation
from handrail.audit.models import Event, Look
from handrail.exchange.fhir import read
from handrail.exchange.fhir.run import note_names, run
from handrail.exchange.fhir.tests.factories import (
    SYSTEM,
    bundle,
    care_plan,
    counts,
    events,
    goal,
    importing,
    patient,
    related,
    why,
    written,
)
from handrail.people import actions as people
from handrail.people import queries
from handrail.people.models import (
    KeptText,
    OutsideRecord,
    Participant,
    Relation,
    Supporter,
)
from handrail.people.rules import OutsideAnswer
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


def test_a_bundle_becomes_a_person_with_relatives_and_outside_records(
    place: Organisation, tmp_path: Path
) -> None:
    found = importing(place, written(tmp_path, bundle(goal(), care_plan(), related(), patient())))
    assert dict(found.created) == {"Patient": 1, "RelatedPerson": 1, "CarePlan": 1, "Goal": 1}
    elena = Participant.objects.get()
    assert (elena.called, elena.full_name, str(elena.birth_on)) == ("Elena", "Elena Maria Nair", "1998-03-04")
    assert elena.identifiers.get().value == "elena"
    assert elena.supporters.get().name == "Ravi Nair"
    assert {row.text for row in elena.outsiderecords.all()} == {"Walk to the river", "Getting out"}
    assert list(Participant.objects.named_like("nair", elena.organisation_id)) == [elena]


def test_an_imported_person_has_no_coordinator_and_stands_on_the_coordinators_list(
    place: Organisation, tmp_path: Path
) -> None:
    importing(place, written(tmp_path, patient()))
    assert not Relation.objects.exists()
    coordinator = factories.member(place, Role.COORDINATOR)
    viewer = factories.viewer(coordinator, place, Role.COORDINATOR)
    assert viewer.may(Permission.COORDINATE)
    assert list(queries.without_coordinator(viewer)) == [Participant.objects.get()]


@pytest.mark.hazard("H-19")
def test_nothing_from_elsewhere_is_written_into_a_plan_and_a_condition_is_not_kept(
    place: Organisation, tmp_path: Path
) -> None:
    condition = {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/elena"}}
    found = importing(place, written(tmp_path, bundle(patient(), condition)))
    assert dict(found.not_kept) == {"Condition": 1}
    assert not OutsideRecord.objects.exists()


def test_the_same_file_again_changes_nothing(place: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path, bundle(patient(), goal(), related()))
    importing(place, path)
    before, version = counts(), Participant.objects.get().version
    again = importing(place, path)
    assert dict(again.unchanged) == {"Patient": 1, "Goal": 1, "RelatedPerson": 1}
    assert not again.created
    assert not again.updated
    assert counts() == before
    assert Participant.objects.get().version == version


def test_what_changed_at_the_source_is_updated_here(place: Organisation, tmp_path: Path) -> None:
    importing(place, written(tmp_path, bundle(patient(), goal(), related())))
    phone = [{"system": "phone", "value": "030 1"}]
    changed = bundle(patient(telecom=phone), goal(lifecycleStatus="completed"), related(active=False))
    found = importing(place, written(tmp_path, changed))
    assert dict(found.updated) == {"Patient": 1, "Goal": 1, "RelatedPerson": 1}
    assert Participant.objects.get().phone == "030 1"
    assert OutsideRecord.objects.get().status == "completed"
    assert Supporter.objects.get().to_on == factories.TODAY


def test_what_was_written_here_stays_when_the_source_changes_something_else(
    place: Organisation, tmp_path: Path
) -> None:
    importing(place, written(tmp_path, patient()))
    elena = Participant.objects.get()
    people.change_contact(
        participant=elena, version=elena.version, by=factories.operator(place), called="Leni"
    )
    importing(place, written(tmp_path, patient(telecom=[{"system": "phone", "value": "1"}])))
    elena.refresh_from_db()
    assert (elena.called, elena.phone) == ("Leni", "1")
    assert not KeptText.objects.exists()


def test_what_changed_in_both_places_stays_and_the_other_words_wait_for_a_person(
    place: Organisation, tmp_path: Path
) -> None:
    importing(place, written(tmp_path, patient()))
    elena = Participant.objects.get()
    people.change_contact(
        participant=elena, version=elena.version, by=factories.operator(place), called="Leni"
    )
    importing(place, written(tmp_path, patient(name=[{"given": ["Elene"], "family": "Nair"}])))
    elena.refresh_from_db()
    assert (elena.called, elena.given_name) == ("Leni", "Elene")
    assert [(row.field, row.text) for row in KeptText.objects.all()] == [("called", "Elene")]


def test_an_answer_of_the_person_stays_with_the_words_that_it_answered(
    place: Organisation, tmp_path: Path
) -> None:
    importing(place, written(tmp_path, bundle(patient(), goal())))
    answered = people.answer_outside_record(
        outside=OutsideRecord.objects.get(),
        answer=OutsideAnswer.DECLINED,
        by=factories.self_viewer(Participant.objects.get()),
        reason="Not mine",
    )
    importing(place, written(tmp_path, bundle(patient(), goal(lifecycleStatus="on-hold"))))
    answered.refresh_from_db()
    assert (answered.status, answered.answer) == ("on-hold", OutsideAnswer.DECLINED)
    importing(place, written(tmp_path, bundle(patient(), goal(description={"text": "Swim"}))))
    answered.refresh_from_db()
    assert (answered.text, answered.reason) == ("Walk to the river", "Not mine")
    assert OutsideRecord.objects.get(text="Swim").answer == OutsideAnswer.NONE


def test_a_person_known_by_a_number_is_not_made_twice(place: Organisation, tmp_path: Path) -> None:
    importing(place, written(tmp_path, patient("a", identifier=[{"system": SYSTEM, "value": "7"}])))
    other = patient("b", identifier=[{"system": SYSTEM, "value": "7"}, {"system": "urn:x", "value": "8"}])
    found = importing(place, written(tmp_path, other), source="Other clinic")
    assert dict(found.unchanged) == {"Patient": 1}
    assert Participant.objects.get().identifiers.count() == 2


def test_a_number_of_somebody_with_another_birthday_is_refused(place: Organisation, tmp_path: Path) -> None:
    importing(place, written(tmp_path, patient("a", identifier=[{"system": SYSTEM, "value": "unknown"}])))
    other = patient("b", birthDate="1950-01-01", identifier=[{"system": SYSTEM, "value": "unknown"}])
    assert "somebody else" in why(importing(place, written(tmp_path, other)))
    assert Participant.objects.count() == 1


def test_an_id_that_means_another_person_is_refused_until_the_source_is_named(
    place: Organisation, tmp_path: Path
) -> None:
    importing(place, written(tmp_path, patient("1", identifier=[{"system": SYSTEM, "value": "7"}])))
    other = written(tmp_path, patient("1", identifier=[{"system": SYSTEM, "value": "9"}]))
    assert "--source" in why(importing(place, other))
    assert dict(importing(place, other, source="Other clinic").created) == {"Patient": 1}


def test_numbers_of_two_people_in_one_patient_are_refused(place: Organisation, tmp_path: Path) -> None:
    for value in ("7", "9"):
        importing(place, written(tmp_path, patient(value, identifier=[{"system": SYSTEM, "value": value}])))
    both = patient("x", identifier=[{"system": SYSTEM, "value": value} for value in ("7", "9")])
    assert "two people" in why(importing(place, written(tmp_path, both)))
    moved = patient("7", identifier=[{"system": SYSTEM, "value": "9"}])
    assert "one person here" in why(importing(place, written(tmp_path, moved)))


def test_a_goal_does_not_move_to_another_person(place: Organisation, tmp_path: Path) -> None:
    importing(place, written(tmp_path, bundle(patient(), patient("rosa"), goal())))
    found = importing(place, written(tmp_path, goal(of="Patient/rosa")))
    assert "somebody else" in why(found)


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("urn:uuid:d78af07c-9cb9-4f31-9b11-c45a28f2eec8", "urn:uuid:d78af07c-9cb9-4f31-9b11-c45a28f2eec8"),
        ("https://clinic.example/fhir/Patient/elena", "Patient/elena"),
        ("https://clinic.example/fhir/Patient/elena", "https://clinic.example/fhir/Patient/elena/_history/2"),
        ("urn:uuid:d78af07c-9cb9-4f31-9b11-c45a28f2eec8", f"Patient?identifier={SYSTEM}|elena"),
    ],
)
def test_references_inside_a_bundle_lead_to_the_person(
    place: Organisation, tmp_path: Path, url: str, reference: str
) -> None:
    content = bundle(patient(), goal(of=reference), kind="transaction")
    content["entry"][0]["fullUrl"] = url
    content["entry"][1]["fullUrl"] = "https://clinic.example/fhir/Goal/walk"
    assert dict(importing(place, written(tmp_path, content)).created) == {"Patient": 1, "Goal": 1}


def test_a_reference_by_number_leads_to_the_person(place: Organisation, tmp_path: Path) -> None:
    named = goal(subject={"identifier": {"system": SYSTEM, "value": "elena"}})
    assert dict(importing(place, written(tmp_path, bundle(patient(), named))).created)["Goal"] == 1


def test_files_that_need_each_other_are_read_in_the_right_order(place: Organisation, tmp_path: Path) -> None:
    written(tmp_path, goal(), "a.json")
    written(tmp_path, patient(), "b.json")
    mixed = bundle(patient("rosa"), goal("swim", of="Patient/tom"))
    written(tmp_path, mixed, "c.json")
    written(tmp_path, patient("tom"), "d.json")
    found = importing(place, tmp_path)
    assert dict(found.created) == {"Patient": 3, "Goal": 2}


def test_a_bulk_export_of_lines_is_read(place: Organisation, tmp_path: Path) -> None:
    written(tmp_path, [goal(), goal("swim", of="Patient/rosa")], "Goal.ndjson")
    written(tmp_path, [patient(), patient("rosa")], "Patient.ndjson")
    assert dict(importing(place, tmp_path).created) == {"Patient": 2, "Goal": 2}
    assert len(events()) == 2


def test_a_goal_of_a_group_is_not_kept_and_one_of_a_stranger_is_refused(
    place: Organisation, tmp_path: Path
) -> None:
    assert dict(importing(place, written(tmp_path, goal(of="Group/walkers"))).not_kept) == {"Goal": 1}
    found = importing(place, written(tmp_path, goal(of="Patient/stranger")))
    assert found.rejected[0].resource == "Goal/walk"
    assert "Import the Patient too" in why(found)


def test_what_was_entered_in_error_is_not_taken_and_known_records_say_so(
    place: Organisation, tmp_path: Path
) -> None:
    wrong = goal(lifecycleStatus="entered-in-error")
    assert dict(importing(place, written(tmp_path, bundle(patient(), wrong))).not_kept) == {"Goal": 1}
    importing(place, written(tmp_path, bundle(patient(), goal("swim"))))
    importing(place, written(tmp_path, bundle(patient(), goal("swim", lifecycleStatus="entered-in-error"))))
    assert OutsideRecord.objects.get().status == "entered-in-error"


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ({}, "another service"),
        ({"managingOrganization": {"reference": "Organization/o"}}, "River Clinic"),
        ({"managingOrganization": {"reference": "Organization/9", "display": "Hill Clinic"}}, "Hill Clinic"),
        ({"meta": {"source": "https://records.example/fhir#7"}}, "another service"),
    ],
)
@pytest.mark.hazard("H-19")
def test_an_outside_record_says_where_it_comes_from(
    place: Organisation, tmp_path: Path, more: dict[str, Any], source: str
) -> None:
    resources = [patient(**more), goal()]
    if source == "River Clinic":
        resources.append({"resourceType": "Organization", "id": "o", "name": "River Clinic"})
    importing(place, written(tmp_path, bundle(*resources)))
    assert OutsideRecord.objects.get().source == source


def test_the_operator_may_name_the_source(place: Organisation, tmp_path: Path) -> None:
    importing(place, written(tmp_path, bundle(patient(), goal())), source="Hill Clinic")
    assert OutsideRecord.objects.get().source == "Hill Clinic"


def test_one_bundle_leaves_one_event(place: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path, bundle(patient(), goal(), related()))
    before = Event.objects.count()
    importing(place, path)
    event = Event.objects.get(kind="import_bundle")
    assert (event.op, event.participant_id) == ("create", Participant.objects.get().pk)
    assert (event.actor, event.organisation_id) == ("operator:tests", place.pk)
    importing(place, path)
    importing(place, written(tmp_path, bundle(patient(), goal(lifecycleStatus="completed"))))
    assert [op for _kind, op in events()] == ["create", "read", "change"]
    assert Event.objects.count() == before + 3


def test_a_trial_writes_nothing_but_that_it_was_made(place: Organisation, tmp_path: Path) -> None:
    written(tmp_path, goal(), "a.json")
    written(tmp_path, patient(), "b.json")
    found = importing(place, tmp_path, dry_run=True)
    assert dict(found.created) == {"Patient": 1, "Goal": 1}
    assert found.as_json()["dry_run"] is True
    assert sum(counts()) == 0
    assert events() == [("note_trial", "read")]


def test_people_of_another_organisation_are_never_met(place: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path, patient())
    importing(place, path)
    other = factories.organisation("Hillside")
    assert dict(importing(other, path).created) == {"Patient": 1}
    assert Participant.objects.count() == 2


def test_figures_name_nobody_unless_asked(place: Organisation, tmp_path: Path) -> None:
    path = written(tmp_path, bundle(patient(), goal()))
    by = factories.operator(place)
    found = run([path], organisation=place, by=by)
    shape = ["dry_run", "created", "updated", "unchanged", "not_kept", "rejected"]
    assert list(found.as_json()) == shape
    assert "Elena" not in json.dumps(found.as_json()) + found.as_text()
    assert found.as_json(names=True)["people"][0]["name"] == "Elena Maria Nair"
    assert "Elena Maria Nair" in found.as_text(names=True)
    note_names(by)
    assert Look.objects.get().page == "import fhir"


def test_the_source_saying_that_somebody_died_is_told(place: Organisation, tmp_path: Path) -> None:
    found = importing(place, written(tmp_path, patient(deceasedBoolean=True)))
    assert found.died == 1
    assert "Look before anybody calls" in found.as_text()


def test_progress_is_told_file_by_file(place: Organisation, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written(tmp_path, patient(), "a.json")
    written(tmp_path, goal(), "b.json")
    importing(place, tmp_path, progress=lambda _what, done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_thousand_faults_are_told_as_the_first_twenty(place: Organisation, tmp_path: Path) -> None:
    lines = [goal(str(number), lifecycleStatus="odd") for number in range(1000)]
    found = importing(place, written(tmp_path, lines, "Goal.ndjson"))
    assert len(found.rejected) == read.REJECTIONS_AT_MOST + 1
    assert "more" in found.rejected[-1].reason
    assert "and 18 more" in found.as_text()
