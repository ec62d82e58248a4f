"""The threads of one process write to SQLite in turn; they do not fight over its single write lock.

SQLite waits by sleeping, at last a tenth of a second at a time, which is no queue: with thirty threads writing, the
lock was free most of the time while all of them slept, and with a hundred some slept longer than the twenty seconds
that they have, and failed. One lock in the process is a queue that wakes the next at once. Processes still wait for
each other as SQLite does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

# As long as SQLite itself waits. Who has waited so long goes on without its turn, and SQLite says what is the matter.
TURN_SECONDS = 20.0
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")

_turns: dict[str, threading.Lock] = {}
os.register_at_fork(after_in_child=_turns.clear)  # a turn that another thread of the parent had would never end


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions, and whose writes outside of them, wait for the process's other ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: threading.Lock | None = None  # ours while a transaction is open
        self.execute_wrappers.append(self._execute_in_turn)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        with ExitStack() as undo:
            undo.callback(self._end_turn)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            undo.pop_all()  # the transaction is open, and its end ends the turn

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._end_turn_if_over()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn_if_over()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _execute_in_turn(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._turn is not None or self.in_atomic_block or not sql.lstrip().upper().startswith(_WRITES):
            return execute(sql, params, many, context)
        with self._one_turn():
            return execute(sql, params, many, context)

    @contextmanager
    def _one_turn(self) -> Iterator[None]:
        self._take_turn()
        try:
            yield
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        turn = _turns.setdefault(str(self.settings_dict["NAME"]), threading.Lock())
        if turn.acquire(timeout=TURN_SECONDS):
            self._turn = turn

    def _end_turn_if_over(self) -> None:
        """A commit that failed leaves the transaction open, and the turn with it, until it is rolled back."""
        if self.connection is None or not self.connection.in_transaction:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
