"""The small invented world that the stubs know about, and a word search over it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One thing that can be found."""

    number: int
    title: str
    text: str
    date: str = "2026-03-02"


PAGES = (
    Page(
        101,
        "Port Ellery ferry disaster",
        "The Port Ellery ferry disaster happened on 2 March 2026, when the ferry Marigold sank off Port Ellery. "
        "Of the 212 people aboard, 41 died. An inquiry led by Judge Ruth Amsel found that the bow door had not been "
        "closed. The operator, Northern Line, was fined 3.2 million pounds.",
    ),
    Page(
        102,
        "Northern Line (ferry operator)",
        "Northern Line is a ferry operator founded in 1962. It runs eleven ferries and employed about 1,400 people in "
        "2025. Its chief executive is Marta Osei. Northern Line lost its licence for the Ellery route in 2026.",
    ),
    Page(
        103,
        "Ruth Amsel",
        "Ruth Amsel is a judge of the High Court. She led the inquiry into the sinking of the Marigold and was not a "
        "member of any political party.",
    ),
    Page(
        104,
        "Vitamin D and winter colds",
        "A trial with 5,200 adults found that a daily dose of vitamin D did not reduce the number of winter colds. "
        "The study was published in the Journal of Plain Medicine.",
        "2025-11-20",
    ),
)


def found(query: str, every_word: bool = False) -> list[Page]:
    """Pages that share a word with the query (or have all of them), those with more of them first."""
    asked = {word for word in re.findall(r"\w+", query.lower()) if len(word) > 2}
    scored = []
    for page in PAGES:
        shared = asked & set(re.findall(r"\w+", f"{page.title} {page.text}".lower()))
        if asked and (shared == asked if every_word else shared):
            in_title = asked & set(re.findall(r"\w+", page.title.lower()))
            scored.append((-len(shared) - 2 * len(in_title), page.number, page))
    return [page for _, _, page in sorted(scored)]
