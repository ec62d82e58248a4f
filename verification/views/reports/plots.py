"""Plots as inline SVG: no script, no style attribute, readable in print; the words stand beside every bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 640
LABELS = 210
VALUES = 70
LINE = 26
THICK = 16
COLUMN_HEIGHT = 74


@dataclass(frozen=True, slots=True)
class Series:
    """One run of values; None where there is none."""

    name: str
    values: list[float | None]

    def reversed(self) -> Series:
        return Series(self.name, self.values[::-1])


def bars(title: str, names: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Horizontal bars, one line a name; several series are laid end to end, with a legend above."""
    top = LINE if len(series) > 1 else 4
    totals = [sum(one.values[place] or 0 for one in series) for place in range(len(names))]
    most = max([*totals, 1])
    room = WIDTH - LABELS - VALUES
    parts = []
    for place, name in enumerate(names):
        y = top + place * LINE
        parts.append(_text(LABELS - 8, y + 13, _short(name), "name"))
        x = float(LABELS)
        for number, one in enumerate(series):
            width = room * (one.values[place] or 0) / most
            if width > 0:
                parts.append(_bar(x, y, width, THICK, number))
            x += width
        values = [one.values[place] for one in series]
        told = " + ".join(written(value) for value in values) if len(series) > 1 else written(values[0])
        parts.append(_text(x + 6, y + 13, told if any(value is not None for value in values) else "–", "value"))
    return _svg(title, top + len(names) * LINE, [_legend(series), *parts] if len(series) > 1 else parts)


def columns(title: str, names: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Upright columns over time, one strip a series, each with its own scale and its highest value named."""
    parts = []
    left, room = 8, WIDTH - 16
    step = room / max(len(names), 1)
    for number, one in enumerate(series):
        top = number * (COLUMN_HEIGHT + 34)
        most = max([value or 0 for value in one.values] + [1])
        total = sum(value or 0 for value in one.values)
        parts.append(_text(left, top + 14, f"{one.name}: {written(total)}", "head"))
        base = top + 22 + COLUMN_HEIGHT
        for place, value in enumerate(one.values):
            height = COLUMN_HEIGHT * (value or 0) / most
            x = left + place * step
            if height > 0:
                parts.append(_bar(x + 1, base - height, max(step - 2, 1), height, number))
            if value and (value == most or len(names) <= 15):
                parts.append(_text(x + step / 2, base - height - 3, written(value), "value middle"))
        parts.append(format_html('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>', left, base, left + room, base))
    bottom = len(series) * (COLUMN_HEIGHT + 34) + 4
    if names:
        parts.append(_text(left, bottom + 12, names[0], "value"))
        parts.append(_text(left + room, bottom + 12, names[-1], "value end"))
    return _svg(title, bottom + 18, parts)


def shares(title: str, names: Sequence[str], series: Series) -> SafeString:
    """Values from 0 to 1 on a common line (below nought is drawn as nought), so that near and far are seen."""
    room = WIDTH - LABELS - VALUES
    parts = []
    for place, name in enumerate(names):
        y = 4 + place * LINE
        value = series.values[place]
        parts.append(_text(LABELS - 8, y + 13, _short(name), "name"))
        parts.append(
            format_html('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>', LABELS, y + 8, LABELS + room, y + 8)
        )
        if value is not None:
            at = LABELS + room * min(max(value, 0), 1)
            parts.append(format_html('<circle class="p0" cx="{}" cy="{}" r="6"/>', round(at, 1), y + 8))
        told = "–" if value is None else f"{value:.2f}"
        parts.append(_text(LABELS + room + 12, y + 13, told, "value"))
    return _svg(title, 4 + len(names) * LINE, parts)


def written(value: float | None) -> str:
    """A value as people write it."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _svg(title: str, height: float, parts: Sequence[SafeString]) -> SafeString:
    return format_html(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="xMinYMin meet">{}</svg>',
        WIDTH,
        round(height + 4),
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _bar(x: float, y: float, width: float, height: float, number: int) -> SafeString:
    return format_html(
        '<rect class="p{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        number % 4,
        round(x, 1),
        round(y, 1),
        round(max(width, 1), 1),
        round(height, 1),
    )


def _text(x: float, y: float, words: str, kind: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', kind, round(x, 1), round(y, 1), words)


def _legend(series: Sequence[Series]) -> SafeString:
    parts, x = [], float(LABELS)
    for number, one in enumerate(series):
        parts.append(_bar(x, 2, 12, 12, number))
        parts.append(_text(x + 17, 13, one.name, "value"))
        x += 34 + 7 * len(one.name)
    return format_html_join("", "{}", ((part,) for part in parts))


def _short(name: str, most: int = 32) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"
