"""
Writers of one SQLite file queue on a lock file instead of polling: the tail of waits stays short.

The lock is taken before BEGIN IMMEDIATE and given back at COMMIT, ROLLBACK or close. A single write outside
a transaction takes its turn for that statement: left to SQLite's busy timeout it polls while those in the queue
hand the turn to each other, and may find the database locked until its time is over.
One thread never holds two connections to the file, so nobody waits for themselves. Each connection belongs to
one thread and has its own handle on the lock file, so threads queue as processes do; a process that ends in any
way gives its turn back.
"""

import fcntl
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from handrail.web.sqlite.pragmas import as_read, differences

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLAC")


@lru_cache(maxsize=2048)
def _in_question_marks(query: str) -> str:
    """Return a statement as SQLite wants it: the same text is asked for thousands of times."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class QueuedCursor(base.SQLiteCursorWrapper):
    """A cursor whose single writes wait for their turn, as transactions do."""

    queue: "DatabaseWrapper"

    def execute(self, query: str, params: Any = None) -> Any:
        return self._in_turn(super().execute, query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._in_turn(super().executemany, query, param_list)

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is None:
            return _in_question_marks(query)
        return str(super().convert_query(query, param_names=param_names))

    def _in_turn(self, run: Callable[[str, Any], Any], query: str, params: Any) -> Any:
        if self.queue.has_turn or query[:6].upper() not in WRITES:
            return run(query, params)
        self.queue.take_turn()
        try:
            return run(query, params)
        finally:
            if not self.connection.in_transaction:
                self.queue.give_turn()


class DatabaseWrapper(base.DatabaseWrapper):
    _queue: int | None = None
    has_turn = False

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if not self._in_memory():
            wrong = differences(as_read(self.connection))
            if wrong:
                raise ImproperlyConfigured(" ".join(wrong))

    def create_cursor(self, name: str | None = None) -> QueuedCursor:
        cursor: QueuedCursor = self.connection.cursor(factory=QueuedCursor)
        cursor.queue = self
        return cursor

    def _in_memory(self) -> bool:
        name = str(self.settings_dict["NAME"])
        return name == ":memory:" or "mode=memory" in name

    def take_turn(self) -> None:
        if self.has_turn or self._in_memory():
            return
        if self._queue is None:
            name = f"{self.settings_dict['NAME']}.queue"
            self._queue = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._queue, fcntl.LOCK_EX)
        self.has_turn = True

    def give_turn(self) -> None:
        if self.has_turn and self._queue is not None:
            self.has_turn = False
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.give_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            # A refused COMMIT (disk full, a late foreign key) leaves the transaction open: its ROLLBACK follows.
            if self.connection is None or not self.connection.in_transaction:
                self.give_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self.give_turn()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.give_turn()
            if self._queue is not None:
                os.close(self._queue)
                self._queue = None
