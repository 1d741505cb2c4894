"""Small HSDS sets for tests, and files that hold them."""

import csv
import json
from pathlib import Path
from typing import Any

from handrail.accounts.models import Organisation
from handrail.exchange.hsds.result import Result
from handrail.exchange.hsds.run import run
from handrail.people.tests import factories

SERVICE_ID = "6f0e3c1e-0000-4000-8000-000000000001"


def service(**more: Any) -> dict[str, Any]:
    """Return one whole service as HSDS 3.0 nests it."""
    return {
        "id": SERVICE_ID,
        "name": "River Street money advice",
        "description": "Help with letters, debts and a budget.",
        "status": "active",
        "url": "https://money.example",
        "application_process": "Walk in on Tuesdays.",
        "fees_description": "Free of charge.",
        "assured_date": "2026-09-01",
        "organization": {"id": "o1", "name": "River Street trust", "description": "A charity."},
        "phones": [{"id": "p1", "number": "+49 30 23125 300", "type": "voice"}],
        "schedules": [
            {"id": "s1", "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00", "closes_at": "14:00"}
        ],
        "attributes": [{"id": "a1", "taxonomy_term": {"id": "t1", "name": "Peer-led", "description": "-"}}],
        "service_at_locations": [
            {
                "id": "l0",
                "location": {
                    "id": "l1",
                    "location_type": "physical",
                    "transportation": "Bus 14, stop River Street",
                    "addresses": [
                        {
                            "id": "ad1",
                            "address_1": "River Street 3",
                            "city": "Riverside",
                            "state_province": "BE",
                            "postal_code": "10115",
                            "country": "DE",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
    } | more


TABLES: dict[str, list[dict[str, str]]] = {
    "organizations": [{"id": "1", "name": "Trust", "description": "A charity", "tax_status": ""}],
    "locations": [
        {"id": "1", "organization_id": "1", "name": "House", "latitude": "1", "longitude": "1", "virtual": ""}
    ],
    "services": [
        {"id": "1", "location_id": "1", "name": "Soup", "description": "Hot meals", "status": "active",
         "application_process": "Walk in", "fees": "None.", "taxonomy_ids": "102"},
        {"id": "2", "location_id": "1", "name": "Beds", "description": "A bed", "status": "defunct",
         "application_process": "", "fees": "", "taxonomy_ids": "103-01"},
    ],
    "phones": [{"id": "1", "location_id": "1", "service_id": "", "number": "030 1", "extension": "",
                "number_type": "voice"}],
    "taxonomy": [
        {"taxonomy_id": "102", "name": "Food", "parent_id": "", "parent_name": ""},
        {"taxonomy_id": "103", "name": "Housing", "parent_id": "", "parent_name": ""},
        {"taxonomy_id": "103-01", "name": "Beds", "parent_id": "103", "parent_name": "Housing"},
    ],
}  # fmt: skip


def folder(into: Path, **changes: list[dict[str, str]]) -> Path:
    """Write a small Ohana folder, with some tables in the place of its own, and return it."""
    into.mkdir(exist_ok=True)
    for name, rows in (TABLES | changes).items():
        with (into / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            out = csv.DictWriter(stream, rows[0].keys())
            out.writeheader()
            out.writerows(rows)
    return into


def written(into: Path, content: Any, name: str = "file.json") -> Path:
    """Write ``content`` (bytes as they are, else JSON) and return the path."""
    path = into / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def importing(place: Organisation, *paths: Path, **more: Any) -> Result:
    return run(paths, organisation=place, by=factories.operator(place), **more)


def why(result: Result) -> list[tuple[str, str]]:
    return [(one.row, one.reason) for one in result.rejected]
