"""Dana in a real place: people come from another service, she names a coordinator, the person answers."""

import json
import os
import subprocess
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from handrail.accounts.second_step import SECONDS, code_at
from tests.journeys.conftest import Place, _environment, _handrail, serving
from tests.journeys.visitor import DESK, Visitor

PASSWORD = "the long rail by the river"  # noqa: S105 - of invented people
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


def handrail(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _handrail(*words), env=_environment(home), capture_output=True, text=True, timeout=120
    )


@dataclass
class RealPlace:
    place: Place
    password: str


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("bundle") / "ines.json"
    file.write_text(json.dumps(BUNDLE))
    return file


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[RealPlace]:
    """Serve a place that is no demo, with one person imported."""
    if os.environ.get("JOURNEY_DATABASE_URL"):
        pytest.skip("A real place needs a database of its own.")
    home = tmp_path_factory.mktemp("real") / "home"
    began = handrail(home, "init", "--agency", "Weir House", "--admin", "anna", "--no-input")
    assert began.returncode == 0, began.stderr
    came = handrail(home, "import", "fhir", str(bundle), "--format", "json")
    assert came.returncode == 0, came.stderr
    with serving(home) as place:
        yield RealPlace(place, began.stdout.split("First password of anna: ")[1].split()[0])


def signs_in(visitor: Visitor, name: str, password: str) -> Visitor:
    """Say name and password for the first time, set up the telephone and keep the list of codes."""
    visitor.go("/sign-in").writes("Sign-in name", name).writes("Password", password)
    visitor.tap("Sign in").is_at("/sign-in/set-up").accessible()
    secret = b32decode("".join(visitor.page.locator(".letters").inner_text().split()))
    visitor.writes("Code", code_at(secret, int(time.time()) // SECONDS))
    visitor.tap("Go on").sees("Your list of codes").accessible()
    return visitor.tap("I have kept them")


def test_the_demo_takes_nobody_real(prepared, bundle):
    refused = handrail(prepared, "import", "fhir", str(bundle))
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


@pytest.mark.seed("S-062")
def test_dana_opens_the_look_backs_that_wait(somebody):
    dana = somebody("dana", "/look-backs", size=DESK).accessible()
    dana.page.locator("main .day a").first.click()
    dana.is_at("/look-backs/").sees("Look back together").accessible()


@pytest.mark.seed("S-132")
def test_an_imported_person_gets_the_one_coordinator(browser: Browser, real: RealPlace):
    anna = Visitor(browser, real.place, size=DESK)
    signs_in(anna, "anna", real.password).is_at("/people-and-places").accessible()
    anna.writes("Name", "Dana Weir").writes("Sign-in name", "dana").writes("First password", PASSWORD)
    anna.page.locator("main select[name=role]").select_option("coordinator")
    anna.tap("Add").sees("Dana Weir")
    dana = Visitor(browser, real.place, size=DESK)
    signs_in(dana, "dana", PASSWORD).is_at("/today").sees("Ines Moreau").accessible()
    dana.tap("Name a coordinator").sees("Ines Moreau").accessible()
    dana.tap("Name a coordinator for Ines Moreau").sees("Everybody has a coordinator.").accessible()
    dana.go("/people").tap("Ines").sees("Coordinator: Dana Weir").accessible()
    dana.tap("From elsewhere").sees("Walk with somebody twice a week").sees("Waits for the person")
    dana.accessible()
    anna.close()
    dana.close()


def test_no_front_door_stands_in_a_real_place(browser: Browser, real: RealPlace):
    nobody = Visitor(browser, real.place)
    for address in ("/demo", "/demo/be/elena"):
        answer = nobody.page.goto(address)
        assert answer is not None and (answer.status == 404 or "/sign-in" in nobody.page.url)
    nobody.close()
