"""The role table against a committed one: a change of who may do what shows up as a diff."""

from handrail.access import ROLES, Permission, Role
from tests.contracts.tree import ROOT

TABLE = ROOT / "docs" / "reference" / "permissions.md"


def drawn() -> str:
    heads = [str(role) for role in Role]
    lines = [
        "# Who may do what",
        "",
        "Drawn from `access/roles.py`. A role never opens a record: `people.Relation` does.",
        "",
        "| permission | " + " | ".join(heads) + " |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for permission in Permission:
        marks = ["yes" if permission in ROLES[role].permissions else "" for role in Role]
        lines.append(f"| {permission} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def test_the_table_on_the_page_is_the_table_in_the_code():
    assert TABLE.read_text(encoding="utf-8") == drawn()


def test_the_funder_and_the_administrator_open_no_record():
    for role in (Role.FUNDER, Role.ADMINISTRATOR):
        held = ROLES[role].permissions
        assert not held & {Permission.RECORD_READ, Permission.PEOPLE_READ, Permission.NOTE_READ}
