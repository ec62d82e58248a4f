"""Which place "the state", "the city" or "the population" is of, where the article is about one place of that kind."""

from __future__ import annotations

from collections import Counter

from claims.splitting.document import Sent
from claims.splitting.names import entity_runs
from claims.splitting.word_lists import word_rows

_STATES = frozenset(" ".join(row) for row in word_rows("states"))
_COUNTRIES = frozenset(" ".join(row) for row in word_rows("countries"))
# Nouns that name the place itself, and nouns of those who live there.
_KINDS = frozenset({"state", "city", "town", "county", "country", "nation"})
_DWELLERS = frozenset({"population"})
_OFTEN = 2
_KEPT = 12
_INSIDE = frozenset({"in", "at", "to", "into", "for"})


def _kinds(name: str) -> frozenset[str]:
    if name.endswith(" County"):
        return frozenset({"county"})
    kinds = set()
    if name in _STATES:
        kinds.add("state")
    if name in _COUNTRIES:
        kinds |= {"country", "nation"}
    return frozenset(kinds or {"city", "town"})


class Places:
    """The places that an article has named so far, and how often; ``read`` each sentence once, in order."""

    def __init__(self) -> None:
        self._named: Counter[str] = Counter()
        self._where: list[tuple[int, int, str, int]] = []  # sentence, where in the text, name, paragraph or -1

    def read(self, sent: Sent) -> None:
        """Count the places of one sentence."""
        for run in entity_runs(sent.words):
            if run[0].ent in ("GPE", "LOC", "FAC"):
                inside = run[-1].dep == "pobj" and run[-1].head.lower in _INSIDE
                name = " ".join(w.text for w in run)
                self._where = [
                    *self._where[-_KEPT:],
                    (sent.index, run[0].start, name, sent.paragraph if inside else -1),
                ]
            if run[0].ent == "GPE" and run[0].text[0].isupper():
                self._named[" ".join(w.text for w in run if w.lower != "the")] += 1

    def before(self, sent: Sent, start: int) -> str:
        """The one place in which, or to which, something is told before this point: in the sentence or the one before.

        Only within a paragraph: in the next one, and in the next item of a list, "there" is mostly the subject's.
        """
        for number in (sent.index, sent.index - 1):
            near = [(name, told) for at, where, name, told in self._where if at == number and where < start]
            if near:
                return near[0][0] if len(near) == 1 and near[0][1] == sent.paragraph else ""
        return ""

    def meant(self, noun: str) -> str:
        """The place that ``the city`` is, or that ``the population`` is of; empty where it is not settled.

        A newspaper calls its own country "the country" without naming it: a country, and whom the population is of,
        must be what the whole article is about.
        """
        if noun not in _KINDS | _DWELLERS:
            return ""
        local = noun in ("state", "city", "town", "county")
        fitting = Counter({name: n for name, n in self._named.items() if not local or noun in _kinds(name)})
        ranked = fitting.most_common(2)
        if not ranked or ranked[0][1] < _OFTEN + (not local):
            return ""
        if len(ranked) > 1 and ranked[0][1] < _OFTEN * ranked[1][1]:
            return ""
        name = ranked[0][0]
        return name if noun in _DWELLERS or noun in _kinds(name) else ""

    def wording(self, noun: str, name: str) -> str:
        """How the phrase is written with its place."""
        return f"{name}’s {noun}" if noun in _DWELLERS else name
