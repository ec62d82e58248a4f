"""The edges of an extracted article: headline, dates and names above it, bios, notices and lists of links below it.

Works on lines, after the tree was cut and the text extracted; each line left out keeps its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from claims.extraction.bylines import is_byline, stamp_in
from claims.extraction.furniture import AUTHOR_NOTE, RELATED, credited_caption, furniture, is_sentence
from claims.extraction.metadata import About

TITLE = "title"
SUBTITLE = "subtitle"
BYLINE = "byline"
DATE = "date line"
CAPTION = "picture caption"
REPEATED = "said a second time"
CONTENTS = "table of contents"
BOILERPLATE = "about the company or the site"

_HEAD_LINES = 8
_ORDINARY = 2000  # characters of a line
_MANY_LINES = 3000  # above which nobody pulls quotations and every pair would be compared
_TAIL_SHARE = 0.15
_TAIL_HEADINGS = re.compile(
    r"(?:about (?:the )?(?:author|writer|company|us|\w+(?: \w+){0,2})|(?:sources?|references?|footnotes?"
    r"|endnotes?|notes|"
    r"bibliography|citations?|works cited|disclaimers?|disclosures?|further reading|external links|media contacts?|"
    r"press contacts?|contacts?|notes to editors|tags|topics|categories|filed under|related.*|more from.*"
    r"|more on.*|read more.*|"
    r"you may also.*|you might also.*|the author|written by|reviewed by|share this.*|latest.*))\s*:?",
    re.I,
)
_CONTENTS = re.compile(
    r"(?:table of contents|contents|on this page|in this (?:article|post|guide|story)|jump to.*|quick links)\s*:?", re.I
)
_STAMPED_NOTE = re.compile(
    r"(?:this (?:post|article|story|page) was |page )?(?:first |last |originally )?(?:updated|published"
    r"|posted|modified|reviewed)"
    r"(?: on| at)?[ :].{0,60}",
    re.I,
)
_NO_WORDS = re.compile(r"\W+")
_LOOSE = re.compile(r"[A-Z][^\d@|.!?\"”’»)]*(?:…|\.\.\.)?")


def mark_margins(lines: list[str], about: About) -> list[str]:
    """For each line why it is left out, or nothing when it stays."""
    why = [furniture(line) or (CAPTION if credited_caption(line) else "") for line in lines]
    _mark_head(lines, why, about)
    _mark_repeated(lines, why)
    _mark_tail(lines, why, about)
    return why


def _mark_head(lines: list[str], why: list[str], about: About) -> None:
    titles = {bare(title) for title in (about.title, *about.headings) if title}
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if why[number]:
            continue
        if _same_title(bare(line), titles):
            why[number] = TITLE
        elif stamp_in(line) or (_STAMPED_NOTE.fullmatch(line) and re.search(r"\d{4}", line)):
            why[number] = DATE
        elif is_byline(line) or bare(line) in {bare(name) for name in about.authors}:
            why[number] = BYLINE
        elif _CONTENTS.fullmatch(line):
            why[number] = CONTENTS
        elif len(line.split()) >= 20 and is_sentence(line):
            break


def _same_title(line: str, titles: set[str]) -> bool:
    """The headline, or the headline with the site's name at one end."""
    return any(
        line == title
        or (
            len(line) > 20
            and len(title) > 20
            and abs(len(line) - len(title)) < 40
            and (line.startswith(title) or title.startswith(line))
        )
        for title in titles
    )


def _mark_repeated(lines: list[str], why: list[str]) -> None:
    """Lines that come again: entries of a table of contents, adverts between paragraphs, pulled quotations.

    Entries of lists and tables are let be: in reviews and guides the same label stands under every product.
    """
    keys = [bare(line) for line in lines]
    counts = Counter(key for number, key in enumerate(keys) if not why[number])
    entries = _contents(lines, keys, counts)
    long = [key for key in keys if len(key) > 100] if len(lines) < _MANY_LINES else []
    joined = "\n".join(long)
    seen: set[str] = set()
    for number, (line, key) in enumerate(zip(lines, keys, strict=True)):
        if why[number] or len(key) < 12:
            continue
        if number in entries:
            why[number] = CONTENTS
            continue
        if not line.startswith(("- ", "|")) and len(key) >= 40:
            pulled = (
                len(key) <= 250 and key in joined and any(key in other and len(other) > len(key) + 30 for other in long)
            )
            if key in seen or pulled:
                why[number] = REPEATED
        seen.add(key)


def _contents(lines: list[str], keys: list[str], counts: Counter[str]) -> set[int]:
    """Places of three or more short lines in a row, near the top, that each come exactly once again further down."""
    found: set[int] = set()
    run: list[int] = []
    border = int(len(lines) * 0.3)
    last = {key: number for number, key in enumerate(keys)}
    for number in range(border + 1):
        key = keys[number] if number < len(keys) else ""
        entry = number < border and counts[key] == 2 and last[key] > number and not is_sentence(lines[number])
        if entry:
            run.append(number)
            continue
        if len(run) >= 3:
            found.update(run)
        run = []
    return found


def _mark_tail(lines: list[str], why: list[str], about: About) -> None:
    sizes = [0 if reason else len(line) for line, reason in zip(lines, why, strict=True)]
    total = sum(sizes)
    rest = total
    for number, line in enumerate(lines):
        rest -= sizes[number - 1] if number else 0
        if number and rest <= total * _TAIL_SHARE and not why[number] and _TAIL_HEADINGS.fullmatch(line.strip("# ")):
            for after in range(number, len(lines)):
                why[after] = why[after] or BOILERPLATE
            break
    names = [name for name in about.authors if " " in name]
    left = [number for number in range(len(lines)) if not why[number]]
    for number in left[-4:]:
        if any(_introduces(lines[number], name) for name in names):
            why[number] = AUTHOR_NOTE
        elif stamp_in(lines[number]) or (_STAMPED_NOTE.fullmatch(lines[number]) and re.search(r"\d", lines[number])):
            why[number] = DATE
    _drop_loose_end(lines, why)


def _introduces(line: str, name: str) -> bool:
    """ "Jane Roe is a reporter at …", "Jane Roe covers …" and the like."""
    return bool(
        re.match(
            rf"{re.escape(name)}(?:,? [A-Z][\w.,]*){{0,4}},? (?:is|was|has|covers|writes|works|reports|joined|lives)\b"
            rf"|{re.escape(name)}$|(?:follow|contact|email|reach) {re.escape(name)}\b",
            line,
            re.I,
        )
    )


def _drop_loose_end(lines: list[str], why: list[str]) -> None:
    """A heading at the very end has nothing below it any more: what it headed was cut."""
    left = [number for number in range(len(lines)) if not why[number]]
    if sum(is_sentence(lines[number]) and len(lines[number]) > 80 for number in left) < 3:
        return
    for number in (left[-1], left[-2]):
        if not _LOOSE.fullmatch(lines[number]) or len(lines[number].split()) > 12:
            return
        why[number] = RELATED


def bare(text: str) -> str:
    """Words only, for comparing."""
    return _bare_line(text) if len(text) < _ORDINARY else _NO_WORDS.sub(" ", text).strip().lower()


@lru_cache(maxsize=512)  # the lines of a page are compared here and there; monsters are not kept
def _bare_line(line: str) -> str:
    return _NO_WORDS.sub(" ", line).strip().lower()
