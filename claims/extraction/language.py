"""Which language a text is in."""

from __future__ import annotations

import py3langid

_SHORTEST = 20
_SAMPLE = 3000


def language_of(text: str) -> str:
    """ISO 639-1 code, or nothing for a text too short to tell."""
    sample = text[:_SAMPLE]
    if sum(character.isalpha() for character in sample) < _SHORTEST:
        return ""
    code, _ = py3langid.classify(sample)
    return str(code)
