import pytest
from django.db import IntegrityError

from handrail.access import Role
from handrail.audit.models import Event
from handrail.base.errors import NotAllowed
from handrail.community import actions
from handrail.community.models import Place, PlaceStatusChange, PlaceWord
from handrail.community.rules import PlaceKind, PlaceStatus
from handrail.exchange.hsds import run as running
from handrail.exchange.hsds.actions import import_places
from handrail.exchange.hsds.tests.factories import (
    SERVICE_ID,
    TABLES,
    folder,
    importing,
    service,
    why,
    written,
)
from handrail.people.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.organisation()


def test_a_service_becomes_a_place_with_what_people_look_at_before_they_go(place, tmp_path):
    found = importing(place, written(tmp_path, service()))
    assert (dict(found.created), found.rejected, found.orphans) == ({"service": 1}, [], [])
    row = Place.objects.get()
    assert (row.name, row.provider, row.kind) == ("River Street money advice", "River Street trust", "money")
    assert (row.address, row.bus, row.has_bus) == (
        "River Street 3, 10115 Riverside", "Bus 14, stop River Street", True,
    )  # fmt: skip
    assert (row.opening, row.phone) == ("Tuesday, Thursday 10:00–14:00", "+49 30 23125 300")
    assert (row.is_free, row.is_peer_led, row.needs_referral, row.is_clinical) == (True, True, False, None)
    assert (str(row.checked_on), row.source, row.outside_id) == ("2026-09-01", "hsds", SERVICE_ID)
    assert PlaceWord.objects.filter(place=row, word="money").exists()
    assert list(Event.objects.filter(kind="import_places").values_list("op", flat=True)) == ["create"]


def test_the_same_file_again_changes_nothing(place, tmp_path):
    path = written(tmp_path, service())
    importing(place, path)
    again = importing(place, path)
    assert (dict(again.unchanged), again.created["service"], again.updated["service"]) == (
        {"service": 1}, 0, 0,
    )  # fmt: skip
    assert (Place.objects.get().version, Place.objects.count()) == (1, 1)


def test_what_changed_at_the_source_is_taken_over_and_what_changed_here_is_kept(place, tmp_path):
    importing(place, written(tmp_path, service()))
    by = factories.operator(place)
    actions.change_place(place=Place.objects.get(), version=1, facts={"about": "Ask for Ann."}, by=by)
    changed = service(
        description="Other words.", name="Money advice, River Street", status="temporarily closed"
    )
    found = importing(place, written(tmp_path, changed))
    row = Place.objects.get()
    assert dict(found.updated) == {"service": 1}
    assert (row.name, row.about, row.status) == ("Money advice, River Street", "Ask for Ann.", "paused")
    assert PlaceStatusChange.objects.get().to_status == PlaceStatus.PAUSED


def test_a_service_that_ended_is_closed_with_a_day_and_opens_again(place, tmp_path):
    importing(place, written(tmp_path, service(status="defunct")))
    assert str(Place.objects.get().closed_on) == "2026-09-01"
    importing(place, written(tmp_path, service()))
    row = Place.objects.get()
    assert (row.status, row.closed_on) == (PlaceStatus.OPEN, None)
    importing(place, written(tmp_path, service(status="inactive")))
    assert Place.objects.get().closed_on == factories.TODAY


def test_a_folder_of_ohana_files_is_one_set(place, tmp_path):
    found = importing(place, folder(tmp_path / "town"))
    assert (dict(found.created), found.rejected) == ({"service": 2}, [])
    soup, beds = Place.objects.order_by("outside_id")
    assert (soup.kind, soup.provider, soup.phone, soup.is_free, soup.needs_referral, soup.source) == (
        PlaceKind.SOCIAL, "Trust", "030 1", True, False, "town",
    )  # fmt: skip
    assert (beds.kind, beds.status) == (PlaceKind.HOUSING, PlaceStatus.CLOSED)


def test_rows_that_cannot_be_taken_are_told_with_file_row_and_reason_and_the_others_are_taken(
    place, tmp_path
):
    rows = TABLES["services"]
    wrong = [
        rows[0],
        {**rows[0], "id": "3", "name": ""},
        {**rows[0], "id": "4", "status": "sleeping"},
        {**rows[0], "id": "5", "location_id": "100"},
        {**rows[0], "id": "1", "name": "Another soup"},
    ]
    found = importing(place, folder(tmp_path / "town", services=wrong))
    assert why(found) == [
        ("row 3", "“name” is empty."),
        ("row 4", "“status” must be one of: active, defunct, inactive, temporarily closed."),
        (
            "row 5",
            "It points to a row of “location” that is not in these files. Add that row, or correct the id.",
        ),
        ("row 6", "This id stands twice, with different content."),
    ]
    assert found.rejected[0].file.endswith("services.csv")
    assert [one.row for one in found.orphans] == ["row 5"]
    assert [row.name for row in Place.objects.all()] == ["Soup"]


def test_what_hangs_on_a_rejected_row_is_rejected_too_and_says_so(place, tmp_path):
    agency = [{**TABLES["organizations"][0], "name": ""}]
    found = importing(place, folder(tmp_path / "town", organizations=agency))
    assert ("row 2", "It hangs on a row of “organization” that was rejected.") in why(found)
    assert not Place.objects.exists()


def test_an_orphan_that_also_hangs_on_something_there_is_listed_and_taken(place, tmp_path):
    phones = [
        {**TABLES["phones"][0], "service_id": "77"},
        {**TABLES["phones"][0], "id": "2", "location_id": ""},
    ]
    found = importing(place, folder(tmp_path / "town", phones=phones))
    assert [(one.resource, one.row) for one in found.orphans] == [("phone/1", "row 2"), ("phone/2", "row 3")]
    assert why(found)[0][1].startswith("It hangs on nothing. Fill in one of: service_id")
    assert Place.objects.get(name="Soup").phone == "030 1"


def test_a_set_is_written_whole_or_not_at_all(place, tmp_path, monkeypatch):
    def torn(*_args, **_more):
        import_places(*_args, **_more)
        raise IntegrityError

    from django.db import transaction

    monkeypatch.setattr(running, "import_places", transaction.atomic(torn))
    found = importing(place, folder(tmp_path / "town"))
    assert why(found) == [("", "Somebody wrote the same at the same moment. Run the import again.")]
    assert not Place.objects.exists()
    assert not PlaceWord.objects.exists()


def test_a_trial_tells_the_same_and_writes_nothing(place, tmp_path):
    found = importing(place, folder(tmp_path / "town"), dry_run=True)
    assert (found.dry_run, dict(found.created)) == (True, {"service": 2})
    assert not Place.objects.exists()
    assert "Tried only" in found.as_text()


def test_lists_pages_lines_and_tables_in_json_are_read_alike(place, tmp_path):
    page = {"total_items": 1, "contents": [service()]}
    line = b'{"id": "x1", "name": "Choir", "status": "active"}\n\n{"id": "x2", "name": "Chess", "status": "active"}'
    tables = {"services.csv": [{"id": "x3", "name": "Walks", "status": "active"}], "organizations.csv": []}
    found = importing(
        place,
        written(tmp_path, page, "page.json"),
        written(tmp_path, line, "lines.ndjson"),
        written(tmp_path, tables, "tables.json"),
        written(tmp_path, [service(id="x4")], "list.json"),
    )
    assert (dict(found.created), found.rejected) == ({"service": 5}, [])


def test_the_same_ids_of_two_directories_stay_apart(place, tmp_path):
    importing(place, folder(tmp_path / "north"), folder(tmp_path / "south"))
    assert Place.objects.count() == 4
    importing(place, folder(tmp_path / "south"), source="north")
    assert Place.objects.count() == 4
    with pytest.raises(NotAllowed, match="100 letters"):
        importing(place, tmp_path, source="x" * 101)


def test_only_who_keeps_the_directory_may_read_files_into_it(place, tmp_path):
    family = factories.viewer(factories.member(place, Role.FAMILY), place, Role.FAMILY)
    with pytest.raises(NotAllowed):
        import_places(entries=[], organisation=place, source="", home="", by=family)


# ---------- hostile and broken ----------


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", b"", "nothing in it"),
        ("a.json", b"{", "not valid JSON"),
        ("a.json", b"../../datapackage.json", "not valid JSON"),
        ("a.json", b'"text"', "no object of HSDS"),
        ("a.json", b'{"version": "3.0"}', "no service, place"),
        ("a.json", b"[" * 500 + b"]" * 500, "deeper than"),
        ("a.json", b'{"x.csv": []}', "no table of HSDS"),
        ("a.json", b'\xff\xfe{"id": 1}', "byte order mark"),
        ("a.json", b'{"id": "1", "id": "2", "name": "a", "status": "active"}', "twice in one place"),
        ("a.ndjson", b"", "nothing in it"),
        ("a.ndjson", b"{\n{", "not valid JSON"),
        ("services.csv", b"", "nothing in it"),
        ("services.csv", b"id,name\n\xff,x\n", "not UTF-8"),
        ("services.csv", b"id,name,name\n1,a,b\n", "headings are the same"),
        ("services.csv", b"name\nSoup\n", "no heading"),
        ("services.csv", b'id,name\n1,"Soup\n', "cannot be read"),
        ("services.csv", b"id,name\n1," + b"x" * 200_000, "cannot be read"),
        ("anything.csv", b"one,two\n1,2\n", "Neither its name nor its headings"),
        ("a.txt", b"id", "Only .csv, .json and .ndjson"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(place, tmp_path, name, content, sentence):
    found = importing(place, written(tmp_path, content, name))
    assert sentence in why(found)[0][1]
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x" * 201},
        {"name": "a\x00b"},
        {"description": "x" * 10_001},
        {"assured_date": "yesterday"},
        {"name": ""},
        {"id": ""},
        {"status": "open"},
    ],
)
def test_a_service_that_cannot_be_stored_is_refused_by_its_row(place, tmp_path, wrong):
    found = importing(place, written(tmp_path, service(**wrong)))
    assert len(found.rejected) >= 1
    assert not Place.objects.exists()


def test_wrong_shapes_inside_are_told_and_never_break_the_run(place, tmp_path):
    odd = service(phones=["030"], organization=["x"], schedules={"a": 1}, service_at_locations=[None])
    found = importing(place, written(tmp_path, odd))
    assert {one.reason for one in found.rejected} == {"Here must stand an object with keys."}
    assert Place.objects.get().phone == ""


def test_hostile_words_are_kept_as_words_and_no_address_that_runs_is_kept(place, tmp_path):
    evil = service(name="=cmd|' /C calc'!A0 <script>", url="javascript:alert(1)")
    importing(place, written(tmp_path, evil))
    row = Place.objects.get()
    assert (row.name, row.website) == ("=cmd|' /C calc'!A0 <script>", "")


def test_a_folder_without_files_and_a_path_that_is_not_there_are_told(place, tmp_path):
    found = importing(place, tmp_path, tmp_path / "nowhere.csv")
    assert [one.reason for one in found.rejected] == [
        "This folder holds no .csv, .json or .ndjson file.",
        "There is no such file.",
    ]


def test_a_byte_order_mark_and_a_description_beside_csv_files_are_no_trouble(place, tmp_path):
    town = folder(tmp_path / "town")
    path = town / "services.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (town / "datapackage.json").write_text("../../datapackage.json")
    assert importing(place, town).rejected == []
    assert Place.objects.count() == 2


def test_what_the_directory_itself_refuses_is_told_by_its_row_and_other_changes_go_in(
    place, tmp_path, monkeypatch
):
    from handrail.base.errors import DomainError
    from handrail.exchange.hsds import actions as taking

    importing(place, written(tmp_path, service()))
    importing(place, written(tmp_path, service(description="Other words.")))
    assert Place.objects.get().about == "Other words."

    def refuse(*_args):
        raise DomainError("Not like this.")

    monkeypatch.setattr(taking, "set_facts", refuse)
    found = importing(place, written(tmp_path, service(id="new")))
    assert [one.reason for one in found.rejected] == ["Not like this."]
    assert found.unchanged["service"] == 0
