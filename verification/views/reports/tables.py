"""What a report is: its columns, its rows, the lists behind them, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from claims.clock import now
from verification.views.reports import plots

SPANS = (7, 14, 30, 90, 365)
SHORT = 8  # longer tables are folded under their plot

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Period:
    """The last ``days`` days."""

    days: int
    since: datetime

    @classmethod
    def of(cls, text: str) -> Period:
        """The asked span; the usual one for anything else."""
        days = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 14
        days = days if days in SPANS else 14
        return cls(days, now() - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Table:
    """One report. ``links`` lead from a row to the list behind it; ``drawn`` says which columns the plot shows."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    links: tuple[str, ...] = ()
    drawn: str = "bars"
    shown: tuple[int, ...] = (1,)
    note: str = ""
    scale: Sequence[float] = field(default=())

    @property
    def lines(self) -> list[tuple[str, tuple[Cell, ...]]]:
        links = self.links or ("",) * len(self.rows)
        return list(zip(links, self.rows, strict=True))

    @property
    def folded(self) -> bool:
        return len(self.rows) > SHORT

    @property
    def plot(self) -> SafeString:
        """The table as inline SVG; empty when there is nothing to draw."""
        if not self.rows or not self.shown:
            return SafeString("")
        names = [str(row[0]) for row in self.rows]
        series = [plots.Series(self.columns[place], [_number(row[place]) for row in self.rows]) for place in self.shown]
        if self.drawn == "columns":
            return plots.columns(self.title, list(reversed(names)), [one.reversed() for one in series])
        if self.drawn == "share":
            return plots.shares(self.title, names, series[0])
        return plots.bars(self.title, names, series)


Make = Callable[[Period], Table]


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
