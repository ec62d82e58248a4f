"""What of a proposal stands in a text: quotations by their exact place, words by their presence. Pure."""

from __future__ import annotations

import re
import unicodedata

Span = tuple[int, int]

# Signs that models write in another way than the text; each stands for one character, so that places stay right.
_ALIKE = str.maketrans("‘’‚‛“”„‟–—―\u00a0\u2009\u202f", "''''\"\"\"\"---   ")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_STEM = 4


class Anchored:
    """A text in which quotations are looked for, one after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = text.translate(_ALIKE)
        self._words = {_root(word) for word in _WORD.findall(text)}

    def place(self, quote: str, after: int = 0) -> Span | None:
        """Where ``quote`` stands: the first place from ``after`` on, else the first of all; None when it does not.

        Other quotation marks, dashes and blanks are forgiven; another word, letter or figure never is. The place is
        that of the text's own characters.
        """
        wanted = quote.strip().translate(_ALIKE)
        if not wanted:
            return None
        for start in (after, 0):
            at = self._plain.find(wanted, start)
            if at >= 0:
                return at, at + len(wanted)
        pattern = re.compile(r"\s+".join(re.escape(word) for word in _BLANKS.split(wanted)))
        found = pattern.search(self._plain, after) or pattern.search(self._plain)
        return found.span() if found else None

    def foreign_words(self, statement: str) -> list[str]:
        """Words and figures of ``statement`` that the text has in no form (short words are not looked at)."""
        return [word for word in _WORD.findall(statement) if _counts(word) and _root(word) not in self._words]


def _counts(word: str) -> bool:
    """Figures and names of any length, words from four letters on."""
    return word[0].isdigit() or len(word) >= _STEM


def _root(word: str) -> str:
    """Figures whole; of words the first four letters, which all their forms share: lenient, as a last check may be."""
    if word[0].isdigit():
        return word.replace(",", "").rstrip(".")
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:_STEM]
