"""Settings that give an amount to each of several names: ``google_factcheck=1000,gdelt=500``."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured


def amounts(setting: str, entries: Sequence[str]) -> dict[str, float]:
    """Name → amount; raises ImproperlyConfigured, naming the setting, for an entry that is no ``name=number``."""
    found: dict[str, float] = {}
    for entry in entries:
        name, _, amount = entry.partition("=")
        try:
            found[name.strip()] = float(amount)
        except ValueError:
            found[name.strip()] = -1.0
        if not name.strip() or not 0 <= found[name.strip()] < float("inf"):
            raise ImproperlyConfigured(f"{setting} has “{entry}”; it must be name=number, as in gdelt=500,brave=20.")
    return found
