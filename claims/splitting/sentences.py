"""Where sentences end inside one paragraph.

Rules, not the parse, decide: a statistical parser ends sentences at abbreviations, before closing quotation marks and
in the middle of headlines. The parser is told these boundaries and may add none (``parsing``).
"""

from __future__ import annotations

import re

from claims.splitting.abbreviations import BEFORE_NUMBERS, MONTHS_AND_DAYS, NEVER_LAST, SOMETIMES_LAST, STARTERS, TITLES
from claims.splitting.cues import SPEECH_FORMS
from claims.splitting.shapes import Span

_CLOSERS = "\"”“’'»)\\]"
# A run of terminators with what closes behind it; bounded so that a megabyte of dots stays linear.
_STOP = re.compile(
    rf"(?:[.!?…。！？؟۔]|\s\.(?=\s?\.|\s))(?:[.!?…。！？؟]|\s\.(?=\s|$)){{0,40}}[{_CLOSERS}]{{0,6}}"
    r"(?:\s?\[\d{1,3}\]){0,8}(?:(?<=[.!?\"”])\s(?:\.\.\.|…)(?=\s[A-Z]))?(?=\s|$)"
)
# Marks of reference behind a sentence, and of words left out, belong to it: "… in 1998. [3] [4]".
_CITED = re.compile(r"(?:(?:\s?\[\d{1,3}\])+|(?<=[.!?\"”])\s(?:\.\.\.|…))$")
# Who said it, behind a quotation that stands alone: "… a long game." - Jane Doe
# Between two names is something: of names that may touch, a word of ninety capitals holds more than can be tried.
_SIGNED = re.compile(r"\s+(?:-|–|—|--|―)\s?[A-Z][\w’'.-]*(?:(?:,\s*|\s+)[A-Z][\w’'.-]*){0,5},?\s*$")
_SIGNED_PLAINLY = re.compile(r"\s+[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+){1,2}$")
# A credit behind the words of a caption is no part of them.
_CREDIT = re.compile(
    r"(?<=[\w.!?\"”’)])\s+(?=(?:Image|Photo|Picture|Credit|Video|Photograph|Source|Illustration):\s[^.!?]{2,60}\.?$)"
)
_GLUED = re.compile(r"(?<=[a-z]{2})[.!?][\"”’)]?(?=[\"“‘(]?[A-Z][a-z])")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“”‘’']+$")
_NEXT_WORD = re.compile(r"[\s\"“”‘’'(\[«—–-]*([^\s,.;:!?\"”’)]+)")
_ITEM = re.compile(r"(?<=\s)(?:[•⁃◦▪‣·]?(?:\d{1,2}|[a-z])[.)]{1,2}|[•⁃◦▪‣·*–-])\s?(?=[A-Z\d])")
_ITEM_START = re.compile(r"\s*(?:[•⁃◦▪‣·]?(?:\d{1,2}|[a-z])[.)]{1,2}|[•⁃◦▪‣·])\s?")
_INITIAL = re.compile(r"^(?:[A-Z]\.)*[A-Z]$")
_DOTTED = re.compile(r"^(?:[A-Za-z]\.)+[A-Za-z]$")
_NAME_THEN_SPEECH = re.compile(r"\s*(?:[A-Z][\w’'.-]*\s+){1,4}([a-z]+)")
_HOURS = frozenset({"a.m", "p.m"})
_ZONES = frozenset({"Eastern", "Central", "Mountain", "Pacific", "Greenwich", "Universal", "Beijing", "Moscow"})
_LOOK_BACK = 40
_LOOK_AHEAD = 60
_CAPTION = 400


def _word_before(text: str, at: int, start: int) -> str:
    match = _WORD_BEFORE.search(text, max(start, at - _LOOK_BACK), at)
    return match.group() if match else ""


def _next_word(text: str, at: int, end: int) -> str:
    match = _NEXT_WORD.match(text, at, min(end, at + _LOOK_AHEAD))
    return match.group(1) if match else ""


def _ends_at_full_stop(before: str, after: str, at_item: bool) -> bool:
    """Whether one full stop between these two words ends a sentence."""
    if not after:
        return True
    low = before.lower().rstrip(".")
    if (low in NEVER_LAST and not before.isupper()) or low in TITLES:
        return False
    if low in BEFORE_NUMBERS and (after[0].isdigit() or low != "no"):
        return False
    if at_item:
        return False
    likes_to_begin = after.lower() in STARTERS and after[0].isupper()
    if low in MONTHS_AND_DAYS and before[:1].isupper():
        return likes_to_begin and not after[0].isdigit()
    if low in _HOURS and after[0].isupper():
        return likes_to_begin or not (after.lower() in MONTHS_AND_DAYS or after.isupper() or after in _ZONES)
    if low in SOMETIMES_LAST or _DOTTED.match(before):
        return likes_to_begin
    if _INITIAL.match(before) and before != "I":
        return likes_to_begin and after != "I"
    return True


def _goes_on_after_quote(text: str, at: int, end: int, stop: str) -> bool:
    """``"Is it true?" Mr Smith asked``: a question or shout inside quotation marks, then who uttered it."""
    if stop[-1] not in "\"”’'“":
        return False
    match = _NAME_THEN_SPEECH.match(text, at, min(end, at + _LOOK_AHEAD))
    return bool(match and match.group(1) in SPEECH_FORMS)


def _is_signature(text: str, begin: int, at: int, end: int) -> bool:
    """Whether nothing but the name of the one who is quoted is left of the paragraph."""
    if text[at - 1] in "\"”’'" and _SIGNED.match(text, at, end):
        return True
    return at - begin >= _LOOK_BACK and bool(_SIGNED_PLAINLY.match(text, at, end))


def _is_boundary(text: str, match: re.Match[str], begin: int, end: int, informal: bool) -> bool:
    stop = _CITED.sub("", match.group())
    if end - match.end() <= _LOOK_AHEAD and _is_signature(text, begin, match.end(), end):
        return False
    marks = stop.rstrip("\"”“’'»)]")
    after = _next_word(text, match.end(), end)
    if not after:
        return True
    if after[0].islower() and not (informal and stop[-1] in ".!?"):
        return False
    if marks == ".":
        before = _word_before(text, match.start(), begin)
        at_item = bool(_ITEM_START.fullmatch(text[begin : match.end()]))
        return (stop[-1] in '"”' and len(before) > 1) or _ends_at_full_stop(before, after, at_item)
    if "?" in marks or "!" in marks:
        return not _goes_on_after_quote(text, match.end(), end, stop)
    if " " in marks.strip():
        # ". . ." marks words left out, wherever it stands; only a fourth point ends a sentence.
        return marks.count(".") > 3 and after[0].isupper()
    return not after[0].islower()


_LOWER_AFTER = re.compile(r"[a-z]{2}[.!?]\s+[a-z]")
_UPPER_AFTER = re.compile(r"[a-z]{2}[.!?]\s+[A-Z]")


def _is_informal(text: str, start: int, end: int) -> bool:
    """Whether this paragraph does without capitals, so that a small letter may begin a sentence."""
    lower = sum(1 for _ in _LOWER_AFTER.finditer(text, start, end))
    if not lower:
        return False
    return text[start].islower() or lower > sum(1 for _ in _UPPER_AFTER.finditer(text, start, end))


def _inside_bracket(text: str, begin: int, at: int, stop: str) -> bool:
    """Whether an opening bracket of this sentence is still open at ``at`` (the sentence inside is part of it)."""
    depth = text.count("(", begin, at) - text.count(")", begin, at)
    return depth > 0 and ")" not in stop


def split_sentences(text: str, span: Span) -> list[Span]:
    """Sentences of one paragraph as spans of ``text``; every non-space character is in exactly one of them."""
    start, end = span
    cuts: list[int] = []
    begin = start
    items = bool(_ITEM_START.match(text, start, end))
    stops = {m.end(): m for m in _STOP.finditer(text, start, end)}
    informal = _is_informal(text, start, end)
    for match in _GLUED.finditer(text, start, end):
        before = _word_before(text, match.start(), start)
        if len(before) < _LOOK_BACK and not {"/", "@"} & set(before):
            cuts.append(match.end())
    if end - start <= _CAPTION:
        cuts.extend(m.end() for m in _CREDIT.finditer(text, start, end))
    if items:
        cuts.extend(m.start() for m in _ITEM.finditer(text, start, end))
    forced = set(cuts)
    result: list[Span] = []
    for at in sorted({*stops, *forced}):
        if at >= end or at <= begin:
            continue
        if at not in forced:
            match = stops[at]
            near = max(begin, match.start() - 400)
            if _inside_bracket(text, near, match.start(), match.group()):
                continue
            if not _is_boundary(text, match, begin, end, informal):
                continue
        _append(result, text, begin, at)
        begin = at
    _append(result, text, begin, end)
    return result


def _append(result: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        result.append((start + left, start + right))
