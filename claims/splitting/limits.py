"""How far a text is read for claims, and what is said where it goes on."""

from __future__ import annotations

# Beyond this many characters a text is still cut into sentences, but no longer parsed: no desk reads that far.
READ_UP_TO = 400_000


def unread(text: str) -> str:
    """What a person is told of a text that was not read to its end; empty for one that was."""
    if len(text) <= READ_UP_TO:
        return ""
    return (
        f"Claims were looked for in the first {READ_UP_TO:,} of {len(text):,} characters. "
        "Hand the rest in as an article of its own, or select words there to add a claim by hand."
    )
