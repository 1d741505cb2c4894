"""Small FHIR resources for tests, and files that hold them."""

import json
from pathlib import Path
from typing import Any

from handrail.accounts.models import Organisation
from handrail.audit.models import Event
from handrail.exchange.fhir.result import Result
from handrail.exchange.fhir.run import run
from handrail.people.models import (
    DataKey,
    Identifier,
    KeptText,
    OutsideCopy,
    OutsideRecord,
    Participant,
    Supporter,
)
from handrail.people.tests import factories

SYSTEM = "https://clinic.example/numbers"


def patient(key: str = "elena", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": key,
        "identifier": [{"system": SYSTEM, "value": key}],
        "name": [{"use": "official", "family": "Nair", "given": ["Elena", "Maria"]}],
        "birthDate": "1998-03-04",
    } | more


def related(key: str = "ravi", of: str = "Patient/elena", **more: Any) -> dict[str, Any]:
    parent = {"coding": [{"code": "FTH"}]}
    return {
        "resourceType": "RelatedPerson",
        "id": key,
        "patient": {"reference": of},
        "relationship": [parent],
        "name": [{"family": "Nair", "given": ["Ravi"]}],
    } | more


def goal(key: str = "walk", of: str = "Patient/elena", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Goal",
        "id": key,
        "lifecycleStatus": "active",
        "description": {"text": "Walk to the river"},
        "subject": {"reference": of},
        "startDate": "2026-05-01",
    } | more


def care_plan(key: str = "plan", of: str = "Patient/elena", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "id": key,
        "status": "active",
        "intent": "plan",
        "title": "Getting out",
        "subject": {"reference": of},
    } | more


def bundle(*resources: dict[str, Any], kind: str = "collection", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": resource} for resource in resources],
    } | more


def written(folder: Path, content: Any, name: str = "file.json") -> Path:
    """Write ``content`` (bytes as they are, a list for .ndjson as lines, else JSON) and return the path."""
    path = folder / name
    if not isinstance(content, bytes):
        lines = content if name.endswith(".ndjson") else [content]
        content = "\n".join(json.dumps(line) for line in lines).encode()
    path.write_bytes(content)
    return path


TABLES = [Participant, Supporter, OutsideRecord, OutsideCopy, Identifier, KeptText, DataKey]


def importing(place: Organisation, *paths: Path, **more: Any) -> Result:
    return run(paths, organisation=place, by=factories.operator(place), **more)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def why(result: Result) -> str:
    return result.rejected[0].reason


def events() -> list[tuple[str, str]]:
    return list(Event.objects.filter(kind__in=["import_bundle", "note_trial"]).values_list("kind", "op"))
