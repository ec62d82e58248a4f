"""Is the quotation of the claim in the passage word for word?"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from verification.wording import Word, is_content, words

_QUOTED = re.compile(r"[“\"«]([^”\"»\n]{8,600})[”\"»]?")
_CONTRACTIONS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am"), ("'s", "is"))
_IRREGULAR = {"won't": "will", "can't": "can", "shan't": "shall"}
_LEFT_OUT = re.compile(r"\s*\[?(?:\.\.\.|…|\. \. \.)\]?\s*")
SHORTEST = 4
# At this share of words in common the passage has the same quotation, otherwise worded.
NEAR = 0.7


def compare(claim: str, passage: str) -> list[tuple[str, str, bool]]:
    """(quotation, the passage's words, verbatim) for each quotation of ``SHORTEST`` words found in the passage."""
    theirs = words(passage)
    plain, places = _spelt_out(theirs)
    found: list[tuple[str, str, bool]] = []
    for match in _QUOTED.finditer(claim):
        quotation = match.group(1).strip(" .,!?")
        if _is_title(quotation):
            continue
        wanted, _ = _spelt_out(words(quotation))
        if len(wanted) < SHORTEST:
            continue
        place = _verbatim(wanted, plain)
        if place is not None:
            found.append((quotation, _text(passage, theirs, places, place, place + len(wanted)), True))
            continue
        pieces = [_spelt_out(words(piece))[0] for piece in _LEFT_OUT.split(quotation)]
        if len(pieces) > 1:
            ends = _in_order(pieces, plain)
            if ends:
                found.append((quotation, _text(passage, theirs, places, *ends), True))
            continue
        near = _nearest(wanted, plain)
        if near:
            found.append((quotation, _text(passage, theirs, places, *near), False))
    return found


def quotations(text: str) -> list[str]:
    """The quoted pieces of a text."""
    return [match.group(1) for match in _QUOTED.finditer(text)]


def _spelt_out(every: list[Word]) -> tuple[list[str], list[int]]:
    """Small words with contractions resolved ("he's" as "he is"), and which word of the text each belongs to."""
    plain: list[str] = []
    places: list[int] = []
    for i, word in enumerate(every):
        form = word.form.lower().replace("’", "'")
        for ending, instead in _CONTRACTIONS:
            if form.endswith(ending) and len(form) > len(ending):
                pieces = [_IRREGULAR.get(form, form[: -len(ending)]), instead]
                break
        else:
            pieces = [form]
        plain += pieces
        places += [i] * len(pieces)
    return plain, places


def _text(passage: str, theirs: list[Word], places: list[int], start: int, end: int) -> str:
    return passage[theirs[places[start]].start : theirs[places[end - 1]].end]


def _verbatim(wanted: list[str], plain: list[str]) -> int | None:
    size = len(wanted)
    for i in range(len(plain) - size + 1):
        if plain[i] == wanted[0] and plain[i : i + size] == wanted:
            return i
    return None


def _in_order(pieces: list[list[str]], plain: list[str]) -> tuple[int, int] | None:
    """From where to where the pieces of a shortened quotation stand in the passage, one after the other."""
    first, position = None, 0
    for piece in pieces:
        place = _verbatim(piece, plain[position:]) if piece else 0
        if place is None:
            return None
        first = position + place if first is None else first
        position += place + len(piece)
    return (first, position) if first is not None and position > first else None


def _is_title(quotation: str) -> bool:
    """ "Brown v. Board of Education" is the name of a thing, not something that was said."""
    content = [word for word in words(quotation) if is_content(word)]
    return len(content) > 1 and sum(word.form[0].isupper() for word in content) > 0.7 * len(content)


def _nearest(wanted: list[str], plain: list[str]) -> tuple[int, int] | None:
    """The stretch of the passage that shares most words in order with the quotation, if it is nearly the same."""
    if set(wanted).isdisjoint(plain):
        return None
    matcher = SequenceMatcher(None, wanted, plain, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    anchor = max(blocks, key=lambda block: block.size)
    start = max(0, anchor.b - anchor.a)
    end = min(len(plain), start + len(wanted))
    ratio = SequenceMatcher(None, wanted, plain[start:end], autojunk=False).ratio()
    return (start, end) if ratio >= NEAR and end > start else None
