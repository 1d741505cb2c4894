"""The tables of HSDS 3.0 and of Ohana: how a file is known, what a row must have, and what it hangs on."""

from dataclasses import field
from typing import NamedTuple

from handrail.base.frozen import frozen


class Parent(NamedTuple):
    """A column that names a row of another table."""

    column: str
    table: str


@frozen
class Table:
    """One table: what each row needs, and on which rows it hangs (all of ``needs_all``, or one of ``needs_one``)."""

    name: str
    required: tuple[str, ...] = ("id",)
    needs_all: tuple[Parent, ...] = ()
    needs_one: tuple[Parent, ...] = ()
    may_name: tuple[Parent, ...] = ()
    codes: dict[str, frozenset[str]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    known_by: frozenset[str] = frozenset()  # headings that no other table has together


ORGANIZATION = Parent("organization_id", "organization")
LOCATION = Parent("location_id", "location")
SERVICE = Parent("service_id", "service")
CONTACT = Parent("contact_id", "contact")
AT_LOCATION = Parent("service_at_location_id", "service_at_location")
STATUSES = frozenset({"active", "inactive", "defunct", "temporarily closed"})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ALL = (
    Table(
        "organization", ("id", "name"), files=("organizations",), known_by=frozenset({"tax_status", "name"})
    ),
    Table(
        "program",
        ("id", "name"),
        needs_all=(ORGANIZATION,),
        files=("programs",),
        known_by=frozenset({"organization_id", "name"}),
    ),
    Table(
        "location",
        may_name=(ORGANIZATION,),
        codes={"location_type": frozenset({"physical", "postal", "virtual"})},
        files=("locations",),
        known_by=frozenset({"latitude", "longitude"}),
    ),
    Table("taxonomy", ("id", "name"), files=("taxonomies",)),
    Table(
        "taxonomy_term",
        ("id", "name"),
        files=("taxonomy_terms", "taxonomy"),
        known_by=frozenset({"taxonomy_id", "parent_id"}),
    ),
    Table(
        "service",
        ("id", "name"),
        needs_all=(ORGANIZATION, LOCATION),
        may_name=(Parent("program_id", "program"),),
        codes={"status": STATUSES},
        files=("services",),
        known_by=frozenset({"application_process", "interpretation_services"}),
    ),
    Table(
        "service_at_location",
        needs_all=(SERVICE, LOCATION),
        files=("service_at_location", "service_at_locations"),
    ),
    Table(
        "contact",
        needs_one=(SERVICE, AT_LOCATION, LOCATION, ORGANIZATION),
        files=("contacts",),
        known_by=frozenset({"title", "department"}),
    ),
    Table(
        "phone",
        ("id", "number"),
        needs_one=(SERVICE, AT_LOCATION, LOCATION, CONTACT, ORGANIZATION),
        files=("phones",),
        known_by=frozenset({"number", "extension"}),
    ),
    Table(
        "mail_address",
        ("id", "address_1", "city", "state_province", "country"),
        needs_all=(LOCATION,),
        files=("mail_addresses",),
        known_by=frozenset({"attention", "address_1"}),
    ),
    Table(
        "address",
        ("id", "address_1", "city", "state_province", "country"),
        needs_all=(LOCATION,),
        files=("addresses",),
        known_by=frozenset({"location_id", "address_1"}),
    ),
    Table(
        "regular_schedule",
        ("id", "weekday", "opens_at", "closes_at"),
        needs_one=(SERVICE, LOCATION),
        files=("regular_schedules",),
        known_by=frozenset({"weekday"}),
    ),
    Table(
        "holiday_schedule",
        ("id", "start_date", "end_date", "closed"),
        needs_one=(SERVICE, LOCATION),
        files=("holiday_schedules",),
        known_by=frozenset({"closed", "start_date"}),
    ),
    Table(
        "schedule",
        needs_one=(SERVICE, AT_LOCATION, LOCATION),
        files=("schedules",),
        known_by=frozenset({"byday", "freq"}),
    ),
    Table(
        "cost_option",
        needs_all=(SERVICE,),
        files=("cost_options",),
        known_by=frozenset({"amount", "amount_description"}),
    ),
    Table(
        "language",
        needs_one=(SERVICE, LOCATION, Parent("phone_id", "phone")),
        files=("languages",),
        known_by=frozenset({"code", "note"}),
    ),
    Table("accessibility", needs_all=(LOCATION,), files=("accessibility",), known_by=frozenset({"details"})),
    Table(
        "attribute",
        may_name=(Parent("taxonomy_term_id", "taxonomy_term"),),
        files=("attributes",),
        known_by=frozenset({"link_id", "link_entity"}),
    ),
    Table("service_area", files=("service_areas",), known_by=frozenset({"extent_type"})),
    Table("funding", files=("funding",)),
    Table("required_document", files=("required_documents",), known_by=frozenset({"document"})),
    Table(
        "organization_identifier",
        files=("organization_identifiers",),
        known_by=frozenset({"identifier_scheme"}),
    ),
    Table("metadata", files=("metadata",), known_by=frozenset({"last_action_type"})),
    Table(
        "meta_table_description", files=("meta_table_descriptions",), known_by=frozenset({"character_set"})
    ),
)
TABLES: dict[str, Table] = {table.name: table for table in _ALL}
_BY_FILE = {name: table.name for table in _ALL for name in (*table.files, table.name)}
# What an Ohana folder asks for beyond HSDS, known by a heading that only it has, or does not have.
_OHANA: tuple[tuple[str, str, bool, tuple[str, ...]], ...] = (
    ("phone", "number_type", True, ("number_type",)),
    ("contact", "service_at_location_id", False, ("name",)),
    ("location", "location_type", False, ("name", "organization_id")),
    ("service", "location_id", True, ("location_id", "description")),
)
HSDS_ONLY = frozenset({"location_type", "service_at_location_id"})  # headings that Ohana does not have
# Read, and used for nothing that a person looks at before they go.
NOT_KEPT = frozenset(
    {
        "program", "taxonomy", "service_area", "funding", "required_document", "organization_identifier",
        "metadata", "meta_table_description", "mail_address", "holiday_schedule",
    }
)  # fmt: skip


def table_of_file(stem: str, headings: list[str]) -> str:
    """Return the table that a CSV file holds, by its name or else by its headings; empty when it is none."""
    if stem.lower() in _BY_FILE:
        return _BY_FILE[stem.lower()]
    known = set(headings)
    return next((table.name for table in _ALL if table.known_by and table.known_by <= known), "")


def required_of(table: str, columns: frozenset[str]) -> tuple[str, ...]:
    """Return what a row of ``table`` must have, from a file with these columns."""
    found = TABLES[table].required
    for name, heading, is_there, more in _OHANA:
        if table == name and (heading in columns) is is_there:
            found += more
    return found


def needs_of(table: str, columns: frozenset[str]) -> tuple[Parent, ...]:
    """Return the rows that a row of ``table`` cannot be without; in Ohana a location belongs to an organization."""
    if table == "location" and "location_type" not in columns:
        return (ORGANIZATION,)
    return TABLES[table].needs_all
