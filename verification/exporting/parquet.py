"""Tables as Parquet with typed columns, written in row groups as the rows come.

pyarrow is imported when the first such file is asked for: it takes some 40 MB, and most processes never need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from verification.exporting.tables import CODE, LIST, MOMENT, NUMBER, TEXT, WHOLE, YES_NO, Table

Lines = list[Sequence[Any]]
GROUP = 10_000


class Sink:
    """A file that only grows, and gives away what has been written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0
        self.closed = False

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        self._written += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        self.closed = True

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def given_away(self) -> bytes:
        """All that was written since the last call."""
        given, self._pieces = b"".join(self._pieces), []
        return given


def write(table: Table, pages: Iterable[Lines]) -> Iterator[bytes]:
    """The pages' lines as one Parquet file, in row groups of GROUP lines."""
    arrow, files = import_module("pyarrow"), import_module("pyarrow.parquet")
    arrow.set_memory_pool(arrow.system_memory_pool())  # gives back what it no longer needs
    schema, sink = _schema(arrow, table), Sink()
    writer = files.ParquetWriter(sink, schema, compression="zstd")
    yield sink.given_away()
    waiting: list[Any] = []
    try:
        for lines in pages:
            columns = zip(*lines, strict=True)
            arrays = [arrow.array(values, type=column.type) for values, column in zip(columns, schema, strict=True)]
            waiting.append(arrow.record_batch(arrays, schema=schema))
            if sum(batch.num_rows for batch in waiting) >= GROUP:
                writer.write_table(arrow.Table.from_batches(waiting))
                waiting = []
                yield sink.given_away()
        if waiting:
            writer.write_table(arrow.Table.from_batches(waiting))
    finally:
        writer.close()
    yield sink.given_away()


def _schema(arrow: Any, table: Table) -> Any:
    kinds = {
        TEXT: arrow.string(),
        CODE: arrow.string(),
        NUMBER: arrow.float64(),
        WHOLE: arrow.int64(),
        YES_NO: arrow.bool_(),
        MOMENT: arrow.timestamp("us", tz="UTC"),
        LIST: arrow.list_(arrow.string()),
    }
    return arrow.schema([(name, kinds[kind]) for name, kind in table.columns.items()])
