"""The stand-alone wording of a claim: its clause with references resolved, nothing added that the text does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.splitting.document import SUBJECTS
from claims.splitting.framing import asks_whether, frame, is_direct, is_framed
from claims.splitting.parsing import Word
from claims.splitting.resolving import Resolver
from claims.splitting.units import Unit
from claims.splitting.word_lists import word_list
from claims.splitting.wording import TRIM, finish, possessive

_LEADING = word_list("leading_connectives")
_AROUND = TRIM + '“”"'


@dataclass(slots=True)
class Wording:
    """A statement and what it leaves open."""

    text: str
    questions: list[str] = field(default_factory=list)


class Writer(Resolver):
    """Writes statements for the units of one sentence."""

    def write(self, unit: Unit) -> Wording:
        """The statement of one unit."""
        self.begin()
        quoted = unit.saying is not None and unit.saying.quoted and unit.saying.covers(unit.words[0].start + 1)
        speaker = unit.saying.speaker if unit.saying is not None else ""
        self._framed = is_framed(unit, self.sent)
        if self._framed and unit.saying is not None and not unit.subject and is_direct(unit, self.sent):
            own = self._own_words(unit)
            return Wording(finish(f"{frame(unit.saying, self.memory.text)}: “{own.strip(_AROUND)}”"))
        parts: list[str] = []
        words = self._trimmed(unit)
        closers = self._lost_marks(words)
        if self._lost_subject(unit):
            self._framed = False
            parts.append(speaker + " ")
        subject_text = self.phrase(unit.subject, speaker, quoted) if unit.subject else ""
        if subject_text and unit.replaced is None:
            parts.append(subject_text + " ")
            if unit.copula:
                parts.append(unit.copula + " ")
            parts.extend(self._auxiliary(word, quoted and subject_text == speaker) + " " for word in unit.auxiliaries)
        for position, word in enumerate(words):
            if word is unit.replaced:
                if unit.gap is None:
                    parts.append((possessive(subject_text) if unit.possessive else subject_text) + " ")
                continue
            nearby = words[position + 1] if position + 1 < len(words) else None
            if word.i in unit.recast:
                parts.append(unit.recast[word.i] + " ")
            else:
                parts.append(self.word(word, speaker, quoted, nearby, unit))
            if word.i in closers:
                parts[-1] = parts[-1].rstrip() + closers[word.i]
            if word is unit.gap:
                parts.append(f" {subject_text} ")
        text = finish("".join(parts))
        if self._framed and unit.saying is not None and text:
            first = (unit.subject or words)[0]
            plain = text.lower().startswith(first.lower) and first.text != "I" and not first.tag.startswith("NNP")
            plain = plain or text.startswith(("A ", "An ", "The "))
            link = "whether" if asks_whether(unit) else "that"
            text = f"{frame(unit.saying, self.memory.text)} {link} {text[0].lower() + text[1:] if plain else text}"
        elif asks_whether(unit):
            return Wording("")  # what nobody in particular asked is no claim
        return Wording(text, self._questions)

    def _own_words(self, unit: Unit) -> str:
        """What stands between the marks, put together where a cue parts it: ``"But the city," she said, "is safe."``"""
        parts = []
        for quote in self.sent.quotes:
            inside = [w for w in unit.words if quote.start <= w.start < quote.end]
            if inside:
                parts.append(self.memory.text[inside[0].start : inside[-1].end].strip(_AROUND))
        return " ".join(parts)

    def _lost_marks(self, words: Sequence[Word]) -> dict[int, str]:
        """Closing marks that went with the comma or full stop before them, by the last word of their quotation."""
        held = {w.i for w in words}
        found = {}
        for quote in self.sent.quotes:
            inside = [w for w in self.sent.words if quote.inner[0] <= w.start < quote.inner[1] and w.text[0].isalnum()]
            if not inside or not quote.closed or not all(w.i in held for w in inside):
                continue
            closing = self.memory.text[quote.inner[1] : quote.end]
            opens = any(w.start == quote.start for w in words)
            if opens and not any(w.start <= quote.inner[1] < w.end for w in words):
                found[inside[-1].i] = closing + " "
        return found

    def _lost_subject(self, unit: Unit) -> bool:
        """``Ann Lee said reserved the right to sue``: what was said is of its speaker where it names nobody."""
        helped = any(c.dep in ("aux", "auxpass") for c in unit.head.children)
        finite = unit.head.tag in ("VBD", "VBZ") or (unit.head.tag == "VBN" and not helped)
        finite = finite and unit.saying is not None and bool(unit.saying.speaker)
        if not finite or unit.subject or unit.saying is None or unit.saying.verb is None:
            return False
        reported = unit.head.dep == "ccomp" and unit.head.head is unit.saying.verb and not is_direct(unit, self.sent)
        return reported and not any(c.dep in SUBJECTS or c.dep == "expl" for c in unit.head.children)

    def _trimmed(self, unit: Unit) -> list[Word]:
        """The unit's words without the connectives at its edges."""
        words = list(unit.words)
        while words and unit.replaced is not words[0] and _connects(words[0], unit):
            words.pop(0)
        while words and (words[-1].dep in ("cc", "preconj") or words[-1].tag in (",", ":", ".") or _dangles(words)):
            if words[-1].text in "?!":
                break
            words.pop()
        if len(words) > 2 and words[0].lower == "even" and words[1].lower in ("as", "though", "if", "when"):
            words = words[2:] if words[1].lower in ("as", "though") else words
        return words


def _dangles(words: Sequence[Word]) -> bool:
    """Whether the clause ends in "but still": what that began has become a claim of its own."""
    return len(words) > 2 and words[-1].tag == "RB" and words[-1].lower in _LEADING and words[-2].dep == "cc"


def _connects(word: Word, unit: Unit) -> bool:
    """Whether a word at the head of a clause only ties it to what stands before."""
    if word.tag in (",", ".", ":", "''", "-RRB-"):
        return True
    if (
        word.dep in ("mark", "advmod")
        and word.head is unit.head
        and unit.head.dep == "advcl"
        and word.tag in ("IN", "WRB")
    ):
        return True
    if word.dep == "mark" and word.lower != "that" and word.head is not unit.head:
        return False  # "If the pool closes, rents will rise": the condition is part of what is said
    return word.lower in _LEADING and word.dep in ("cc", "advmod", "mark", "preconj")
