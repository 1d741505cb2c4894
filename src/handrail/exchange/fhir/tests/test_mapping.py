from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.base.errors import DomainError
from handrail.exchange.fhir import mapping, validate
from handrail.exchange.fhir.tests.factories import care_plan, goal, patient, related
from handrail.people.rules import Relationship


def fields(**more: Any) -> dict[str, Any]:
    return mapping.patient(patient(**more)).fields


def test_the_name_that_the_person_uses_is_what_they_are_called() -> None:
    names = [
        {"use": "official", "given": ["Peter", "James"], "family": "Ode"},
        {"use": "usual", "given": ["Jim"]},
    ]
    found = fields(name=names)
    assert (found["called"], found["given_name"], found["family_name"]) == ("Jim", "Peter James", "Ode")


def test_a_name_that_has_ended_is_not_used() -> None:
    old = {"use": "usual", "given": ["Before"], "period": {"end": "2020-01-01"}}
    assert fields(name=[old, {"use": "official", "given": ["Now"]}])["called"] == "Now"


def test_a_name_in_one_piece_is_kept_in_one_piece() -> None:
    found = fields(name=[{"text": "Sukarno"}])
    assert (found["called"], found["given_name"]) == ("Sukarno", "Sukarno")


@pytest.mark.parametrize("name", [[], [{"prefix": ["Dr"]}]])
def test_a_patient_without_a_name_is_refused(name: list[Any]) -> None:
    with pytest.raises(DomainError, match="no name"):
        mapping.patient(patient(name=name))


def test_a_name_that_would_have_to_be_cut_is_refused() -> None:
    with pytest.raises(DomainError, match="longer than 200"):
        mapping.patient(patient(name=[{"family": "x" * 201}]))


@pytest.mark.parametrize(
    ("written", "kept"), [("1998-03-04", date(1998, 3, 4)), ("1998-03", None), ("1998", None)]
)
def test_a_date_of_birth_is_kept_only_when_it_is_a_day(written: str, kept: date | None) -> None:
    assert fields(birthDate=written)["birth_on"] == kept


def test_the_street_stays_where_it_was() -> None:
    home = {"line": ["12 Hidden Lane"], "postalCode": "10115", "city": "Berlin", "country": "DE"}
    assert fields(address=[{"use": "old", "city": "Bonn"}, home])["address"] == "10115 Berlin, DE"


def test_phone_and_mail_that_do_not_fit_are_left_out() -> None:
    telecom = [
        {"system": "phone", "use": "old", "value": "1"},
        {"system": "phone", "value": "9" * 41},
        {"system": "phone", "rank": 2, "value": "second"},
        {"system": "phone", "rank": 1, "value": "first"},
        {"system": "email", "value": "nobody at home"},
    ]
    found = fields(telecom=telecom)
    assert (found["phone"], found["email"]) == ("first", None)


def test_the_preferred_language_is_taken() -> None:
    spoken = [{"language": {"coding": [{"code": "de"}]}}]
    spoken.append({"language": {"coding": [{"code": "ta"}]}, "preferred": True})  # type: ignore[dict-item]  # of two kinds
    assert fields(communication=spoken)["language"] == "ta"


def test_numbers_that_nobody_needs_here_are_not_kept() -> None:
    passport = {"system": "urn:passport", "value": "X1", "type": {"coding": [{"code": "PPN"}]}}
    record = {"system": "urn:record", "value": "17"}
    unnamed = {"value": "18"}
    assert mapping.patient(patient(identifier=[passport, record, unnamed])).identifiers == (
        ("urn:record", "17"),
    )


@pytest.mark.parametrize(
    ("code", "relationship"),
    [
        ("MTH", Relationship.PARENT),
        ("SPS", Relationship.PARTNER),
        ("NIECE", Relationship.OTHER_FAMILY),
        ("Z", Relationship.OTHER),
    ],
)
def test_a_relationship_is_read_from_its_code(code: str, relationship: Relationship) -> None:
    found = mapping.related_person(related(relationship=[{"coding": [{"code": code}]}]))
    assert found.fields["relationship"] == relationship


def test_a_relative_without_a_name_is_refused() -> None:
    with pytest.raises(DomainError, match="no name"):
        mapping.related_person(related(name=[]))


def test_a_care_plan_is_its_title_its_words_and_its_activities() -> None:
    activities = [
        {"detail": {"status": "scheduled", "description": "Walk together"}},
        {"detail": {"status": "scheduled", "code": {"coding": [{"display": "Breathing"}]}}},
        {"reference": {"display": "A talk"}},
    ]
    found = mapping.care_plan(
        care_plan(description="In small steps", activity=activities, created="2026-05-02")
    )
    assert found.fields["text"] == "Getting out\nIn small steps\n– Walk together\n– Breathing\n– A talk"
    assert found.fields["recorded_on"] == date(2026, 5, 2)


def test_a_record_that_says_nothing_else_gives_the_words_of_its_narrative() -> None:
    narrative = {"status": "generated", "div": "<div><p>Sleep &amp; rest</p><script>x</script></div>"}
    found = mapping.care_plan(care_plan(title=None, text=narrative))
    assert found.fields["text"].startswith("Sleep & rest")


def test_a_goal_takes_its_date_from_what_it_has() -> None:
    assert mapping.goal(goal()).fields["recorded_on"] == date(2026, 5, 1)
    updated = goal(meta={"lastUpdated": "2026-07-08T09:00:00Z"})
    del updated["startDate"]
    assert mapping.goal(updated).fields["recorded_on"] == date(2026, 7, 8)


ODD = st.sampled_from(
    [None, "", " ", "x", "1998", "2026-02-31", -1, 1e30, True, [], {}, [{}], [None], {"x": 1}]
)
MAPPED = [
    (patient, mapping.patient),
    (related, mapping.related_person),
    (goal, mapping.goal),
    (care_plan, mapping.care_plan),
]


@given(st.sampled_from(MAPPED), st.data())
def test_whatever_stands_in_an_element_the_answer_is_facts_or_a_sentence(
    kind: Any, data: st.DataObject
) -> None:
    make, read = kind
    resource = make()
    names = sorted(validate._DEFINITIONS[resource["resourceType"]]["properties"])
    element = data.draw(st.sampled_from([name for name in names if name != "resourceType"]))
    resource[element] = data.draw(ODD)
    if validate.faults(resource):
        return
    with suppress(DomainError):
        read(resource)
