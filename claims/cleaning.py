"""Text as it may enter the database: one rule for every entry.

``clean_text`` is for whatever a person or a program hands in. ``clean_words`` is for what is shown by itself, such as
statements, names, titles and notes: nothing in it may turn the letters around it. ``clean_article_text`` does more: it
also takes out what a reader never sees (soft hyphens, zero-width characters, direction marks) and turns the many kinds
of blank into the plain one, so that the same sentence is the same string wherever it was copied from. Offsets of
sentences and claims always count code points of the *cleaned* text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from claims.errors import InvalidInput

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Everything of category Cc but newline and tab, and the code points that Unicode promises never to use.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
# Soft hyphen, zero-width space, word joiner, byte order mark, direction marks, embeddings and isolates, invisible
# operators, and the tag characters with which text can be hidden in plain sight.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Embeddings, overrides and isolates make a reader see letters in another order than a program. The two marks for a
# place without letters (U+200E, U+200F) stay: they turn nothing, and names in Hebrew and Arabic need them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# The joiners carry meaning in Persian, in the scripts of India and inside emoji; between Latin, Greek or Cyrillic
# letters, digits and blanks they are noise.
_IDLE_JOINER = re.compile("(?<![\u0530-\uffff\U00010000-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?=[\\s.,;:!?]|$)")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def clean_text(value: str, *, max_length: int | None = None) -> str:
    """Return ``value`` in NFC with only characters that every database and every JSON reader takes.

    Lone surrogates, NUL and other control characters are dropped, all line ends become ``\\n``; newlines and tabs
    stay. ``max_length`` counts code points of the result. Cleaning twice changes nothing.
    """
    if _SURROGATE.search(value):
        # A pair that arrived as two halves is one character; a half alone is nothing.
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    value = unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_ENDS.sub("\n", value)))
    return value if max_length is None else value[:max_length]


def without_turning(value: str) -> str:
    """``value`` without the characters that change the order in which a line is shown."""
    return _TURNING.sub("", value)


def clean_words(value: str, *, max_length: int | None = None) -> str:
    """``clean_text``, and what is shown reads as it is stored (``without_turning``)."""
    return clean_text(without_turning(value), max_length=max_length)


def exact_text(value: str) -> str:
    """``value`` as it is, only without what no database and no XML can carry (``clean_text`` mends more than that)."""
    if _SURROGATE.search(value):
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _CONTROL.sub("", value.replace("\x0b", "\n").replace("\x0c", "\n"))


def clean_article_text(value: str, *, max_length: int | None = None) -> str:
    """``clean_text``, and without invisible characters; every kind of blank becomes U+0020. Lines stay lines."""
    value = _INVISIBLE.sub("", clean_text(value))
    value = _BLANKS.sub(" ", _IDLE_JOINER.sub("", value))
    return clean_text(value, max_length=max_length)


def shows_nothing(value: str) -> bool:
    """Whether there is nothing to see in ``value``: blanks, controls and invisible characters only."""
    return not _IDLE_JOINER.sub("", clean_article_text(value)).strip("\u200c\u200d \t\n")


def refuse_unclean(value: object, *, field: str = "text") -> None:
    """Raise ``InvalidInput`` when a string in ``value`` (a string, or JSON data of any depth) cannot be stored.

    Only what can never be meant is refused: NUL and lone surrogates. Everything else ``clean_text`` mends silently.
    """
    waiting: list[tuple[str, object]] = [(field, value)]
    while waiting:
        name, item = waiting.pop()
        if isinstance(item, str):
            _refuse_string(item, name)
        elif isinstance(item, Mapping):
            for key, inner in item.items():
                waiting.append((name, key))
                waiting.append((str(key) if name == field else f"{name}.{key}", inner))
        elif isinstance(item, list | tuple):
            waiting.extend((name, inner) for inner in item)


def never_meant(value: str) -> str:
    """What stands in ``value`` that no text can mean, in words; empty for nearly every text."""
    return "a NUL character" if "\x00" in value else "half a surrogate pair" if _SURROGATE.search(value) else ""


def _refuse_string(value: str, field: str) -> None:
    if wrong := never_meant(value):
        field = clean_text(field) or "text"
        raise InvalidInput(
            f"The text contains {wrong}, which cannot be stored. Remove it and send the text again.",
            code="unclean_text",
            fields={field: f"Contains {wrong}."},
        )
