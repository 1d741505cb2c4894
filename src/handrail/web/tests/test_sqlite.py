import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from handrail.accounts.models import Installation, Organisation
from handrail.web.sqlite import pragmas

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("os.environ.get('TEST_DATABASE_URL')", reason="SQLite only"),
]

WRITER = """
import os, sys, threading
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    DATABASES={"default": {**__import__("handrail.web.environment", fromlist=["x"])._sqlite(Path(sys.argv[1]))}},
)
django.setup()
from django.db import connection, transaction

def write(count, queue):
    for number in range(count):
        if queue:
            with transaction.atomic(), connection.cursor() as cursor:
                value = cursor.execute("SELECT value FROM sum").fetchone()[0]
                cursor.execute("UPDATE sum SET value = %s", [value + 1])
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE sum SET value = value + 1")
    connection.close()

threads = [threading.Thread(target=write, args=(100, queue)) for queue in (True, True, sys.argv[2] == "queue")]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def _free() -> bool:
    """Return whether nobody holds the writers' turn."""
    handle = os.open(f"{connection.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


@pytest.mark.hazard("H-05")
def test_a_connection_has_the_settings_that_keep_notes():
    with connection.cursor() as cursor:
        assert pragmas.as_read(cursor) == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
        }


@pytest.mark.hazard("H-05")
def test_a_connection_without_them_is_refused(monkeypatch):
    connection.close()
    monkeypatch.setitem(pragmas.WANTED, "synchronous", (3, "a test asks for more"))
    with pytest.raises(ImproperlyConfigured, match="synchronous is 2 and not 3"):
        connection.ensure_connection()
    monkeypatch.undo()
    connection.close()


def test_the_turn_is_held_from_begin_to_commit_and_not_by_a_read():
    assert list(Organisation.objects.all()) == []
    assert _free()
    with transaction.atomic():
        assert not _free()
        with transaction.atomic():  # a savepoint is within the same turn
            pass
        assert not _free()
    assert _free()


def test_the_turn_is_given_back_after_an_error():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert _free()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE nowhere SET nothing = 1")
    assert _free()


def test_the_turn_is_given_back_when_commit_is_refused():
    orphan = (
        "INSERT INTO accounts_site (id, created_at, key, name, address, phone, zone, opening, organisation_id) "
        "VALUES ('1', '2026-01-01', 'bcd', '', '', '', '', '', 'nobody')"
    )

    def write() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            cursor.execute(orphan)

    with pytest.raises(DatabaseError):
        write()
    assert _free()


def test_the_turn_is_given_back_when_the_connection_closes_inside():
    def write() -> None:
        with transaction.atomic():
            connection.close()
            assert _free()
            Installation.objects.create(is_demo=True)

    with pytest.raises(DatabaseError):
        write()
    connection.connect()
    assert _free()


def test_threads_take_turns_too():
    took = threading.Event()

    def other() -> None:
        with transaction.atomic():
            took.set()
        connection.close()

    with transaction.atomic():
        thread = threading.Thread(target=other)
        thread.start()
        assert not took.wait(0.2)
    thread.join(5)
    assert took.is_set()


def test_a_single_write_waits_for_its_turn_and_gives_it_back():
    took = threading.Event()

    def other() -> None:
        Installation.objects.create(is_demo=False)
        took.set()
        connection.close()

    handle = os.open(f"{connection.settings_dict['NAME']}.queue", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    thread = threading.Thread(target=other)
    thread.start()
    assert not took.wait(0.2)
    os.close(handle)
    thread.join(5)
    assert took.is_set()
    assert _free()


@pytest.mark.parametrize("third", ["queue", "no queue"])
def test_two_processes_of_three_threads_lose_no_write_and_see_no_locked_error(tmp_path, third):
    import sqlite3

    file = tmp_path / "sum.sqlite3"
    with sqlite3.connect(file) as start:
        # A place is made by one process; twelve connections that turn a new file to WAL at once may find it locked.
        start.execute("PRAGMA journal_mode=WAL")
        start.execute("CREATE TABLE sum (value INTEGER)")
        start.execute("INSERT INTO sum VALUES (0)")
    start.close()
    source = Path(__file__).parents[3]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), third],
            env={**os.environ, "PYTHONPATH": str(source)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _number in range(2)
    ]
    errors = [writer.communicate(timeout=60)[1] for writer in writers]
    assert errors == ["", ""]
    with sqlite3.connect(file) as end:
        assert end.execute("SELECT value FROM sum").fetchone() == (600,)
    end.close()
