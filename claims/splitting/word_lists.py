"""Word lists of the rules, kept as text files in ``words/`` so that a desk can read and correct them."""

from __future__ import annotations

import functools
from importlib.resources import files


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The words of ``words/<name>.txt``, separated by white space."""
    return frozenset((files("claims.splitting") / "words" / f"{name}.txt").read_text("utf-8").split())


@functools.cache
def word_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of ``words/<name>.txt`` as tuples of words, in order."""
    text = (files("claims.splitting") / "words" / f"{name}.txt").read_text("utf-8")
    return tuple(tuple(line.split()) for line in text.splitlines() if line.strip())
