"""``LONDON (Reuters) —``: where and by which agency an article was filed, in front of its first sentence.

It is no part of what the sentence says, and a parser that is given it takes the town for the subject.
"""

from __future__ import annotations

import re

_AGENCY = r"\((?:AP|AFP|UPI|Reuters|CNN|PA|DPA|dpa|Bloomberg|Xinhua|TASS|EFE|PTI|ANI|IANS|BBC|NPR|[A-Z]\w+ News)\)"
_DASH = r"(?:—|–|--|-)\s"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:\d{{1,2}}\s{_MONTH}|{_MONTH}\s\d{{1,2}})(?:,?\s\d{{4}})?"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.’' -]{{2,60}}(?:,[^—–.!?]{{2,40}}?)?\s*(?:\([^)]{{2,30}}\)\s*)?{_DASH}"
    rf"|[A-Z][\w.’'-]{{1,20}}(?:,?\s[A-Z0-9][\w.’'-]{{0,20}}){{0,6}}\s{_AGENCY}\s*{_DASH}"
    rf"|(?!(?:On|In|By|From|Since|Until|Before|After)\b)[A-Z][\w.’'-]{{1,20}}(?:\s[A-Z][\w.’'-]{{1,20}}){{0,2}},?"
    rf"\s{_DAY}\s*{_DASH}(?=[\"“‘']?[A-Z]))"
)
_LEAST = 20  # characters of the sentence behind it


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the sentence begins behind its dateline; ``start`` where it has none."""
    match = _DATELINE.match(text, start, end)
    return match.end() if match is not None and match.end() + _LEAST <= end else start
