"""Pairs of pages made from texts of our own: copies cut, re-headed, re-ordered and dressed otherwise, and what is none.

Everything here is one invented harbour town and one invented ferry; the labels follow from how a pair was made.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.verification.weighing import stories

LIBRARY = Path(__file__).resolve().parents[3] / "verification" / "demo" / "library.jsonl"
MASTHEADS = (
    "The Oxley Gazette\nNews | Sport | Weather | Jobs\nSign in to read on\n\n",
    "HARBOUR TALK\nYour town, your paper\n\n",
    "Vale Evening News - Regional\nBy our own reporters\n\n",
)
FOOTERS = (
    "\n\nFollow us for more. All rights reserved. Subscribe to our newsletter for the best of the coast every Friday.",
    "\n\n© 2026 Coastal Media Group. No part of this page may be reproduced. Read more: ten walks along the Kel.",
    "",
)
EDITS = (
    (" said", " told reporters"), ("council", "town council"), ("voted on Monday", "decided on Monday"),
    (" will ", " is to "), ("Eleven", "11"), ("people", "persons"), ("of which", "of these"), ("after", "once"),
    (" last year", " in the past year"),
)  # fmt: skip
QUOTE = (
    "“We were told in April that the bearings would not last another winter, and we did what anybody would have done: "
    "we closed one lane, we rang the county and we waited for an answer that never came,” the mayor said."
)


def bases() -> list[str]:
    """The texts that copies are made of: wire stories and reports of some length."""
    texts = [json.loads(line)["text"] for line in LIBRARY.read_text().splitlines()]
    long = [text for text in texts if len(text) > 400]
    del long[1]  # the second print of the wire story
    return [*long, stories.WIRE, stories.OWN_REPORT]


def dressed(text: str) -> Iterator[tuple[str, str]]:
    """(how it was made, the copy) for every way of passing a text on."""
    paragraphs = text.split("\n\n")
    yield "cut", "\n\n".join(paragraphs[: max(2, len(paragraphs) * 2 // 3)])
    yield "re-headed", f"What you need to know today\n\nBy a staff writer\n\n{text.replace('(Reuters) - ', '')}"
    yield "re-ordered", "\n\n".join([*paragraphs[1:], paragraphs[0]])
    yield "re-mastheaded", f"{MASTHEADS[0]}{text}{FOOTERS[0]}"
    yield (
        "re-mastheaded and cut",
        f"{MASTHEADS[1]}{chr(10).join(paragraphs[: max(2, len(paragraphs) - 1)])}{FOOTERS[1]}",
    )
    yield "credited", f"KELMOUTH (Reuters) - {text}\n\n(Reporting by Jon Vale; Editing by Ada Moss)"
    yield "lightly edited", edited(text)


def edited(text: str) -> str:
    """What a sub-editor does: other small words, figures written otherwise."""
    for before, after in EDITS:
        text = text.replace(before, after)
    return text


def pairs() -> list[dict[str, Any]]:
    """Rows as `manage.py evaluate origins` reads them."""
    made: list[dict[str, Any]] = []
    texts = bases()
    for text in texts:
        copies = list(dressed(text))
        made += [_row(text, copy, 1, how) for how, copy in copies]
        (one, first), (other, second) = copies[3], copies[5]
        made.append(_row(first, second, 1, f"{one} and {other}"))
    for (i, one), (j, other) in itertools.combinations(enumerate(texts), 2):
        if (i + j) % 2:
            made.append(
                _row(
                    f"{MASTHEADS[1]}{one}{FOOTERS[0]}",
                    f"{MASTHEADS[1]}{other}{FOOTERS[0]}",
                    0,
                    "one masthead, two texts",
                )
            )
        else:
            made.append(
                _row(f"{one}\n\n{QUOTE}", f"{QUOTE}\n\n{other}", 0, "one statement quoted in two texts", "the mayor")
            )
    return made


def _row(a: str, b: str, same: int, how: str, behind: str | None = None) -> dict[str, Any]:
    return {"a": {"text": a}, "b": {"text": b}, "same_origin": same, "shared_source": behind, "why": how}
