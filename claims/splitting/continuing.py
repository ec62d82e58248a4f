"""Quotations that go on: without a cue of their own, or over paragraphs of which only the last one is closed."""

from __future__ import annotations

from claims.splitting.quotations import Quotation
from claims.splitting.sayings import Saying

PARAGRAPHS_ON = 2
MOST_PIECES = 100  # nobody is quoted longer without being named again; keeps hostile texts linear
_MOST_WAITING = 6


def go_on_with(saying: Saying, quote: Quotation, told: set[int]) -> bool:
    """Gives one more quotation to who spoke last, if that is not too much already."""
    if len(saying.contents) >= MOST_PIECES:
        return False
    saying.contents = [*saying.contents, (quote.start, quote.end)]
    saying.quoted = True
    told.add(quote.start)
    return True


class Waiting:
    """Paragraphs of a quotation that is not closed, as it goes on in the next: its speaker may stand behind it."""

    def __init__(self) -> None:
        self._quotes: list[tuple[Quotation, int, tuple[Saying, int] | None]] = []

    def add(self, quote: Quotation, paragraph: int, last: tuple[Saying, int] | None) -> None:
        if self._quotes and paragraph - self._quotes[-1][1] > 1:
            self.give_up()
        if len(self._quotes) < _MOST_WAITING:
            self._quotes.append((quote, paragraph, last))

    def give(self, saying: Saying, paragraph: int) -> set[int]:
        """Gives what waits to the speaker of the next paragraph; the starts of what was given."""
        if not self._quotes or paragraph - self._quotes[-1][1] > 1:
            self.give_up()
            return set()
        told: set[int] = set()
        for quote, _, _ in self._quotes:
            go_on_with(saying, quote, told)
        self._quotes = []
        return told

    def give_up(self) -> None:
        """Nobody was named: they go on from who spoke before them, if that was near."""
        for quote, paragraph, last in self._quotes:
            if last is not None and paragraph - last[1] <= PARAGRAPHS_ON:
                go_on_with(last[0], quote, set())
        self._quotes = []
