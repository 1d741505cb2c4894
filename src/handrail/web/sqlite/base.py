"""
Writers of one SQLite file queue on a lock file instead of polling: the tail of waits stays short.

The lock is taken before BEGIN IMMEDIATE and given back at COMMIT or ROLLBACK.
"""

import fcntl
import os
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    _queue: int | None = None
    _has_turn = False

    def _lock_file(self) -> int | None:
        name = str(self.settings_dict["NAME"])
        if name == ":memory:" or "mode=memory" in name:
            return None
        if self._queue is None:
            self._queue = os.open(f"{name}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._queue

    def _take_turn(self) -> None:
        handle = self._lock_file()
        if handle is not None and not self._has_turn:
            fcntl.flock(handle, fcntl.LOCK_EX)
            self._has_turn = True

    def _give_turn(self) -> None:
        if self._has_turn and self._queue is not None:
            self._has_turn = False
            fcntl.flock(self._queue, fcntl.LOCK_UN)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            if self.connection is not None and not self.connection.in_transaction:
                self._give_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._give_turn()

    def close(self) -> None:
        super().close()
        self._give_turn()
        if self._queue is not None and not self.in_atomic_block:
            os.close(self._queue)
            self._queue = None
