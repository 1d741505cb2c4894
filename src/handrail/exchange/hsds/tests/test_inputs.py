"""Directories that nobody here wrote: the examples of HSDS 3.0, and the folders of Ohana."""

import shutil

import pytest

from handrail.community.models import Place
from handrail.exchange.hsds.tests.factories import importing, why
from handrail.exchange.tests.inputs import inputs
from handrail.people.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.inputs]
EXAMPLES = ("service_full.json", "service_list.json", "organization_full.json", "service_at_location_full.json",
            "service_at_location_list.json", "tabular.json")  # fmt: skip
WITHOUT_SERVICE = ("organization_list.json", "location.json", "taxonomy.json", "taxonomy_list.json",
                   "taxonomy_term.json", "taxonomy_term_list.json")  # fmt: skip


@pytest.fixture
def place():
    return factories.organisation()


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_with_a_service_gives_one_place(place, name):
    found = importing(place, inputs("hsds-3.0") / "examples" / name)
    assert (dict(+found.created), found.rejected) == ({"service": 1}, [])
    row = Place.objects.get()
    assert (row.name, row.provider, row.kind) == (
        "Community Counselling",
        "Example Organization Inc.",
        "health",
    )
    assert importing(place, inputs("hsds-3.0") / "examples" / name).unchanged["service"] == 1


@pytest.mark.parametrize("name", WITHOUT_SERVICE)
def test_each_example_without_a_service_is_read_and_writes_nothing(place, name):
    found = importing(place, inputs("hsds-3.0") / "examples" / name)
    assert (found.rejected, Place.objects.count()) == ([], 0)


def test_the_csv_example_is_one_set_with_its_own_orphan_listed(place):
    found = importing(place, inputs("hsds-3.0") / "examples" / "csv")
    assert (dict(+found.created), found.rejected) == ({"service": 1}, [])
    assert "location/3a19ff88-4620-4d17-9830-ac1d859eb5d5" in {one.resource for one in found.orphans}
    row = Place.objects.get()
    assert row.phone == "+44 1234 234567"
    assert row.bus.startswith("MyCity Civic Center is serviced by the number 1 Bus")
    assert "35 GBP, per 1 hour session, Under 18s and Over 60s" in row.cost


def test_the_sample_of_ohana_loads_whole_and_a_second_time_changes_nothing(place):
    found = importing(place, inputs("ohana-sample-csv"))
    assert (dict(+found.created), found.rejected, found.orphans) == ({"service": 23}, [], [])
    again = importing(place, inputs("ohana-sample-csv"))
    assert (dict(+again.created), dict(+again.updated), again.unchanged["service"]) == ({}, {}, 23)
    library = Place.objects.get(name="Redwood Shores Branch")
    assert (library.kind, library.is_free, library.needs_referral) == ("library", True, False)
    assert Place.objects.filter(status="closed").count() == 2
    assert Place.objects.get(outside_id="22").opening.startswith("Monday 08:00–12:00")


def with_parents(tmp_path, name, table):
    """Return the sample of Ohana with one table in the place of its own."""
    town = tmp_path / "town"
    shutil.copytree(inputs("ohana-sample-csv"), town, copy_function=shutil.copyfile)
    town.chmod(0o755)
    shutil.copyfile(inputs("ohana-bad-csv") / name, town / f"{table}.csv")
    if table == "contacts":
        (town / "phones.csv").unlink()  # phones of the sample hang on its contacts
    return town


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("valid_address.csv", "addresses"),
        ("valid_location_contact.csv", "contacts"),
        ("valid_org_contact.csv", "contacts"),
        ("valid_location_phone.csv", "phones"),
        ("valid_org_phone.csv", "phones"),
        ("valid_service_phone.csv", "phones"),
        ("valid_location_regular_schedule.csv", "regular_schedules"),
        ("valid_service_holiday_schedule.csv", "holiday_schedules"),
        ("hs_with_2_digit_year.csv", "holiday_schedules"),
        ("hs_with_spelled_out_date.csv", "holiday_schedules"),
        ("existing_category.csv", "taxonomy"),
        ("taxonomy.csv", "taxonomy"),
    ],
)
def test_a_valid_file_of_ohana_loads(place, tmp_path, name, table):
    assert importing(place, with_parents(tmp_path, name, table)).rejected == []


@pytest.mark.parametrize("name", ["valid_service.csv", "valid_location.csv", "services.csv"])
def test_a_valid_file_of_services_or_locations_loads_too(place, tmp_path, name):
    town = tmp_path / "small"
    town.mkdir()
    for table in ("organizations", "locations", "programs"):
        shutil.copyfile(inputs("ohana-sample-csv") / f"{table}.csv", town / f"{table}.csv")
    table = "locations" if "location" in name else "services"
    shutil.copyfile(inputs("ohana-bad-csv") / name, town / f"{table}.csv")
    assert importing(place, town).rejected == []
    assert Place.objects.count() == (1 if name == "valid_service.csv" else 0)


@pytest.mark.parametrize(
    ("name", "table", "row", "words"),
    [
        ("contact_with_no_parent.csv", "contacts", "row 2", "hangs on nothing"),
        ("invalid_category.csv", "taxonomy", "row 2", "“name” is empty"),
        ("invalid_parent_category.csv", "taxonomy", "row 2", "points to a row of “taxonomy”"),
        ("invalid_contact.csv", "contacts", "row 2", "“name” is empty"),
        ("invalid_holiday_schedule.csv", "holiday_schedules", "row 2", "“closed” is empty"),
        ("invalid_mail_address.csv", "mail_addresses", "row 2", "“address_1” is empty"),
        ("invalid_phone.csv", "phones", "row 2", "“number_type” is empty"),
        ("invalid_program_headers.csv", "programs", "row 2", "4 cells, and there are 3 headings"),
        ("invalid_regular_schedule.csv", "regular_schedules", "row 2", "“closes_at” is empty"),
        ("invalid_service_location.csv", "services", "row 2", "points to a row of “location”"),
        ("missing_address.csv", "addresses", "row 2", "“city” is empty"),
    ],
)
def test_an_invalid_file_of_ohana_is_refused_with_its_row(place, tmp_path, name, table, row, words):
    found = importing(place, with_parents(tmp_path, name, table))
    mine = [(one.row, one.reason) for one in found.rejected if one.file.endswith(f"{table}.csv")]
    assert mine[0][0] == row
    assert words in mine[0][1]
    others = {"invalid_phone.csv": 0, "invalid_regular_schedule.csv": 0}
    assert len(mine) == 1 or name not in others


def test_the_whole_folder_of_bad_files_runs_through_and_tells_each_row(place):
    found = importing(place, inputs("ohana-bad-csv"))
    assert all(one.file.endswith((".csv", ".md")) and one.reason for one in found.rejected)
    assert len(found.rejected) >= 20
    assert not any("invalid" in row.name for row in Place.objects.all())
    assert why(found)


@pytest.mark.parametrize("name", ["messy-tables", "csv-spectrum", "json-test-transform", "blns"])
def test_files_of_every_other_kind_are_refused_with_sentences_and_write_nothing(place, name):
    found = importing(place, inputs(name))
    assert found.rejected
    assert all(one.reason for one in found.rejected)
    assert not Place.objects.exists()
