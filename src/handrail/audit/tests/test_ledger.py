"""The ledger outlives the database: a line counts when it is on the disk."""

import os
from uuid import UUID

import pytest

from handrail.audit import ledger


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HANDRAIL_HOME = tmp_path


def test_a_place_without_a_ledger_has_an_empty_one():
    assert ledger.read() == ledger.Ledger((), ())


def test_lines_come_back_in_their_order_with_time_kind_and_ids():
    ledger.write("erase_person", participant=UUID(int=1))
    ledger.write("erase_person", participant=UUID(int=2))
    found = ledger.read()
    assert [entry["participant"] for entry in found.entries] == [str(UUID(int=1)), str(UUID(int=2))]
    assert set(found.entries[0]) == {"at", "kind", "participant"}
    assert found.unreadable == ()


def test_only_the_program_reads_the_file():
    ledger.write("erase_person", participant=UUID(int=1))
    assert ledger.path().stat().st_mode & 0o077 == 0
    assert ledger.path().parent.stat().st_mode & 0o077 == 0


def test_the_line_is_on_the_disk_before_the_call_returns(monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")))
    ledger.write("erase_person", participant=UUID(int=1))
    assert synced == [str(ledger.path()), str(ledger.path().parent), str(ledger.path().parent.parent)]
    ledger.write("erase_person", participant=UUID(int=2))
    assert synced[3:] == [str(ledger.path())]


def test_a_line_that_a_crash_cut_short_is_named_and_hides_no_other():
    ledger.write("erase_person", participant=UUID(int=1))
    with ledger.path().open("ab") as file:
        file.write(b'{"at": "2026-10-')
    ledger.write("erase_person", participant=UUID(int=2))
    with ledger.path().open("ab") as file:
        file.write(b"7\n")
    found = ledger.read()
    assert [entry["participant"] for entry in found.entries] == [str(UUID(int=1)), str(UUID(int=2))]
    assert found.unreadable == (2, 4)
