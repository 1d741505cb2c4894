"""``handrail import hsds``: what it prints, and with which status."""

import json

import pytest
from click.testing import CliRunner

from handrail.cli.import_hsds import hsds
from handrail.community.models import Place
from handrail.exchange.hsds.tests.factories import TABLES, folder, service, written
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


def said(*words):
    return CliRunner().invoke(hsds, [str(word) for word in words])


@pytest.fixture(autouse=True)
def place():
    return factories.organisation()


def test_it_says_what_it_did_and_ends_with_status_0(tmp_path):
    found = said(written(tmp_path, service()))
    assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "Created: service 1")


def test_a_rejected_row_ends_with_status_2_and_stands_in_the_json_with_file_row_and_reason(tmp_path):
    wrong = [{**TABLES["services"][0], "name": ""}, TABLES["services"][1]]
    found = said(folder(tmp_path / "town", services=wrong), "--format", "json")
    told = json.loads(found.stdout)
    assert found.exit_code == 2
    assert set(told) >= {
        "id",
        "dry_run",
        "created",
        "updated",
        "unchanged",
        "not_kept",
        "rejected",
        "orphans",
    }
    assert told["created"] == {"service": 1}
    assert told["rejected"][0] | {"file": ""} == {
        "file": "", "row": "row 2", "resource": "service/1", "reason": "“name” is empty.",
    }  # fmt: skip


def test_a_trial_writes_nothing_and_text_shows_the_first_rows_of_a_file(tmp_path):
    wrong = [{**TABLES["services"][0], "id": str(number), "name": ""} for number in range(9)]
    found = said(folder(tmp_path / "town", services=wrong), "--dry-run")
    assert "Rejected rows: 9" in found.stdout
    assert "and 6 more" in found.stdout
    assert not Place.objects.exists()


def test_without_a_place_that_is_set_up_it_ends_with_status_1(tmp_path, place):
    found = said(written(tmp_path, service()), "--organisation", "nowhere")
    assert found.exit_code == 1
