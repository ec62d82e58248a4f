"""A page copied out of a browser: the article's own text told apart from everything around it, line by line.

Four steps. Lines (with their place in the raw text); the head (headline, standfirst, byline, date, first captions);
the end (from where only comments, log-ins and links follow); the middle (notices, doubled captions and links between
paragraphs). What is left out keeps its place and its reason; nothing is reworded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from claims.extraction import furniture as kinds
from claims.extraction.bylines import is_byline, names_in, stamp_in
from claims.extraction.furniture import credited_caption, dateline, furniture, is_sentence
from claims.extraction.result import LeftOut

TITLE = "title"
STANDFIRST = "subtitle"
BYLINE = "byline"
DATE = "date line"
AFTER = "after the end of the article"
HEADING = "heading or link to another story"
END_MARK = "end mark"

_HEAD_LINES = 25
_LIST_ITEM = re.compile(r"(?:[•·▪‣◦*–—-]|\(?\d{1,2}[.)]|[a-z][.)])\s+")
_END_MARK = re.compile(r"(?<=[.!?…\"'”’)])\s*(?:#{1,3}|■|●|◆|-30-)$")
_NUMBER_OF_WORDS = 12
_RAGGED = 22  # by how much a full line may be shorter than the width: one long word


@dataclass(slots=True)
class Line:
    """One line of the raw text; ``why`` is set when it is left out."""

    start: int
    end: int
    text: str
    why: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_body(self) -> bool:
        """Surely a paragraph: a full sentence of some length that is no notice and no caption."""
        return (
            self.words >= _NUMBER_OF_WORDS
            and is_sentence(self.text)
            and not furniture(self.text)
            and not credited_caption(self.text)
        )


@dataclass(slots=True)
class Page:
    """What the lines turned out to be."""

    lines: list[Line]
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    publisher: str = ""
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n\n".join(line.text for line in self.lines if not line.why)


def read_page(raw: str, *, title: str = "") -> Page:
    """Sort the lines of ``raw`` (already cleaned text)."""
    lines = _join_wrapped(raw, _lines(raw))
    page = Page(lines, title=title)
    paragraphs = [line for line in lines if line.is_body]
    if paragraphs:
        first = lines.index(paragraphs[0])
        _read_head(page, first)
        _cut_end(lines)
        _read_middle(lines)
    elif len(lines) > 1:
        for line in lines:
            line.why = furniture(line.text)
    if all(line.why for line in lines):
        for line in lines:  # better everything than nothing
            line.why = ""
    _finish(page)
    return page


def _lines(raw: str) -> list[Line]:
    found = []
    for match in re.finditer(r"[^\n]+", raw):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped)
            found.append(Line(start, start + len(stripped), re.sub(r"[ \t]+", " ", stripped)))
    return found


def _join_wrapped(raw: str, lines: list[Line]) -> list[Line]:
    """One line for each paragraph that was broken at a fixed width: full lines, one right under the other, cut
    mid-sentence."""
    if len(lines) < 4:
        return lines
    lengths = sorted(len(line.text) for line in lines)
    width = lengths[int(len(lengths) * 0.9)]
    full = [line for line in lines if len(line.text) >= width - _RAGGED]
    cut = sum(not is_sentence(line.text) for line in full)
    if not 40 <= width <= 120 or lengths[-1] > width + 25 or cut < len(full) * 0.6:
        return lines
    joined = [[lines[0]]]
    for before, line in pairwise(lines):
        if raw.count("\n", before.end, line.start) == 1 and len(before.text) >= width - _RAGGED:
            joined[-1].append(line)
        else:
            joined.append([line])
    return [Line(part[0].start, part[-1].end, " ".join(line.text for line in part)) for part in joined]


def _read_head(page: Page, first: int) -> None:
    """Everything above the first paragraph, or above a byline or date that stands a little further down."""
    lines = page.lines
    head = lines[: min(first, _HEAD_LINES)]
    for line in lines[first : first + 4]:
        # A standfirst may be a full sentence; then byline and date stand below it.
        if is_byline(line.text) or stamp_in(line.text):
            head = lines[: lines.index(line) + 1]
    for number, line in enumerate(head):
        stamp = stamp_in(line.text)
        if stamp is not None:
            _take_stamp(page, line, stamp)
        elif is_byline(line.text):
            _take_names(page, line, names_in(line.text))
        elif furniture(line.text):
            line.why = furniture(line.text)
        elif not page.authors and _stands_by_date(head, number) and names_in(line.text):
            _take_names(page, line, names_in(line.text))
    _name_headline(page, [line for line in head if not line.why])
    for line in lines[len(head) : first]:
        line.why = line.why or furniture(line.text)
    place = dateline(lines[first].text)
    if place and place["agency"]:
        page.publisher = place["agency"].strip()


def _take_stamp(page: Page, line: Line, stamp: tuple[datetime, bool]) -> None:
    at, updated = stamp
    line.why = DATE
    if is_byline(line.text) and not page.authors:
        page.authors = names_in(line.text)
    if updated:
        page.modified_at = page.modified_at or at
    else:
        page.published_at = page.published_at or at


def _take_names(page: Page, line: Line, names: tuple[str, ...]) -> None:
    line.why = BYLINE
    page.authors = page.authors or names


def _stands_by_date(head: list[Line], number: int) -> bool:
    return any(stamp_in(line.text) for line in head[max(0, number - 2) : number + 3])


def _name_headline(page: Page, rest: list[Line]) -> None:
    """Of what is left in the head the first line is the headline, lines up to byline or date are the standfirst."""
    known = _bare(page.title)
    places = {line.start: number for number, line in enumerate(page.lines)}
    settled = [line.start for line in page.lines[:_HEAD_LINES] if line.why in (BYLINE, DATE)]
    border = settled[0] if settled else -1
    for line in rest:
        if known and _bare(line.text) == known:
            line.why = TITLE
    if not page.title:
        candidates = [line for line in rest if 2 <= line.words <= 35 and not credited_caption(line.text)]
        if candidates and (
            not is_sentence(candidates[0].text) or border > candidates[0].start or candidates[0].text[-1] in "?!"
        ):
            page.title = candidates[0].text
            candidates[0].why = TITLE
    for line in rest:
        if line.why:
            continue
        if credited_caption(line.text) or _is_doubled(line, page.lines, places[line.start]):
            line.why = kinds.CAPTION
        elif line.start < border:
            page.standfirst = page.standfirst or line.text
            line.why = STANDFIRST
        elif not is_sentence(line.text):
            line.why = STANDFIRST if border < 0 and line.words >= 5 else kinds.CAPTION if line.words >= 5 else HEADING


def _cut_end(lines: list[Line]) -> None:
    """From the first comment or log-in notice after the last paragraph, nothing belongs to the article."""
    after = [0] * (len(lines) + 1)  # words of the paragraphs from this line on
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        after[number] = after[number + 1] + (line.words if not line.why and line.is_body else 0)
    for number, line in enumerate(lines):
        if after[number] and (number < len(lines) * 0.4 or after[number] >= 40):
            continue
        if not line.why and furniture(line.text) in (kinds.COMMENTS, kinds.LOG_IN):
            for below in lines[number:]:
                below.why = below.why or furniture(below.text) or AFTER
            return


def _read_middle(lines: list[Line]) -> None:
    """Notices, captions and links between the paragraphs, where the text is one of paragraphs at all."""
    places = {line.start: number for number, line in enumerate(lines)}
    rest = [line for line in lines if not line.why]
    for line in rest:
        line.why = furniture(line.text)
        if not line.why and (credited_caption(line.text) or _is_doubled(line, lines, places[line.start])):
            line.why = kinds.CAPTION
    rest = [line for line in rest if not line.why]
    bodies = sum(line.is_body for line in rest)
    if bodies < 3 or bodies < len(rest) * 0.4:
        return
    for number, line in enumerate(rest):
        before = rest[number - 1] if number else None
        after = rest[number + 1] if number + 1 < len(rest) else None
        if _is_heading(line) and not _in_list(before, line, after) and not _opens_list(before, line):
            line.why = HEADING


def _is_heading(line: Line) -> bool:
    text = line.text
    if is_sentence(text) or line.words > 18 or text[-1:] in ":;,":
        return False
    # A quotation that lost its full stop is text; so is a line that begins in the middle of something.
    return text[0] not in "“\"'‘" and not text[0].islower() and not _LIST_ITEM.match(text)


def _in_list(before: Line | None, line: Line, after: Line | None) -> bool:
    """Several short lines in a row are a list or a table, not headings."""
    return (
        sum(near is not None and not is_sentence(near.text) and near.words <= 18 for near in (before, line, after)) >= 3
    )


def _opens_list(before: Line | None, line: Line) -> bool:
    return before is not None and before.text.endswith(":") and line.words <= 18


def _is_doubled(line: Line, lines: list[Line], where: int) -> bool:
    """The same words again in the next or the last line, with or without a credit: a picture's text and its caption."""
    if line.words < 5:
        return False
    mine = _bare(line.text)
    for near in lines[max(0, where - 2) : where + 3]:
        if near is line:
            continue
        theirs = _bare(near.text)
        short, long = sorted((mine, theirs), key=len)
        if short and long.startswith(short) and len(long) - len(short) <= 60 and len(short) > 20:
            return True
    return False


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def _finish(page: Page) -> None:
    """Cuts the end mark from the last line and writes down what was left out, joining neighbours of one reason."""
    kept = [line for line in page.lines if not line.why]
    marks: list[LeftOut] = []
    for line in kept:
        found = _END_MARK.search(line.text)
        if found:
            cut = len(line.text) - found.start()
            marks.append(LeftOut(line.end - cut, line.end, END_MARK))
            line.text = line.text[: found.start()]
    out = [LeftOut(line.start, line.end, line.why) for line in page.lines if line.why]
    page.left_out = sorted([*out, *marks], key=lambda part: part.start)
