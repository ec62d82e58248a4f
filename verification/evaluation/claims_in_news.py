"""``claims_news``: which sentences carry a claim, where, what it says and who says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from claims.extraction import from_text
from claims.splitting import SplitInput, pipe, to_json
from verification.evaluation.overlap import assignment, f1, shared
from verification.evaluation.rows import Row
from verification.evaluation.worth import average_precision

_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "but",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "as",
        "by",
        "with",
        "from",
        "said",
        "says",
        "say",
        "who",
        "which",
    ]
)
_MATCH = 0.6
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
Placed = list[tuple[int, dict[str, Any]]]


class ClaimsInNews:
    """Predicts the answers of ``split --jsonl`` on ``{"id", "text"}``."""

    def covers(self, name: str) -> bool:
        return name == "claims_news"

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        taken = [(row, from_text(row["text"])) for row in rows]
        texts = (
            SplitInput(article.text, article.title, article.authors, article.publisher, article.published_at)
            for _, article in taken
        )
        for (row, article), found in zip(taken, pipe(texts), strict=True):
            yield {"id": row["id"], "text": article.text, **to_json(found)}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        pages = [(row, place(row, answer["claims"])) for row, answer in zip(gold, predicted, strict=True)]
        annotators = ("A", "B")
        found = _sentence_figures(pages)
        sums = [_claim_figures(pages, annotator) for annotator in annotators]
        for name in ("claim_f1", "soft_f1", "speaker_acc"):
            found[name] = sum(s[name] for s in sums) / len(annotators)
        return found


def fold(text: str) -> tuple[str, list[int]]:
    """The text with its white space folded and its quotation marks straight, and where each character came from."""
    kept: list[str] = []
    at: list[int] = []
    for i, character in enumerate(text.translate(_FOLDED)):
        if character.isspace():
            if kept and kept[-1] == " ":
                continue
            character = " "
        kept.append(character)
        at.append(i)
    return "".join(kept), at


def place(row: Row, claims: Sequence[dict[str, Any]]) -> Placed:
    """Each claim with the index of the labelled sentence in which its quote begins (-1: in none)."""
    text, at = fold(row["text"])
    placed: Placed = []
    cursor = 0
    for claim in sorted(claims, key=lambda c: c.get("start", 0)):
        quote = fold(claim["quote"])[0].strip()
        found = text.find(quote, max(0, cursor - 400))
        if found < 0:
            found = text.find(quote)
        if found < 0 and len(quote) > 40:
            found = text.find(quote[:40])
        index = -1
        if found >= 0:
            cursor = found
            offset = at[min(found, len(at) - 1)]
            index = next((k for k, s in enumerate(row["sentences"]) if s["start"] <= offset < s["end"]), -1)
        placed.append((index, claim))
    return placed


def _words(text: str) -> list[str]:
    plain = text.lower().replace("’", "'").replace("'s", "")
    return [w for w in re.findall(r"[a-z0-9]+(?:[.,][0-9]+)*", plain) if w not in _STOP]


def _last(name: str | None) -> str | None:
    words = _words(name or "")
    return words[-1] if words else None


def _sentence_figures(pages: Sequence[tuple[Row, Placed]]) -> dict[str, float]:
    wanted: list[int] = []
    given: list[int] = []
    worth: list[int] = []
    scores: list[float] = []
    for row, placed in pages:
        best: dict[int, float] = {}
        for index, claim in placed:
            best[index] = max(best.get(index, 0.0), claim.get("checkworthiness") or 0.0)
        for k, sentence in enumerate(row["sentences"]):
            if len(set(sentence["checkable"])) == 1:
                wanted.append(sentence["checkable"][0])
                given.append(int(k in best))
            worth.append(int(sum(sentence["worth"]) / len(sentence["worth"]) >= 2))
            scores.append(best.get(k, 0.0))
    pairs = list(zip(wanted, given, strict=True))
    return {
        "sentence_f1": f1(sum(a and b for a, b in pairs), sum(wanted), sum(given)),
        "sentence_specificity": sum(not a and not b for a, b in pairs) / max(1, len(wanted) - sum(wanted)),
        "worth_ap": average_precision(worth, scores),
    }


def _claim_figures(pages: Sequence[tuple[Row, Placed]], annotator: str) -> dict[str, float]:
    hits = speakers = wanted = given = 0
    soft = 0.0
    for row, placed in pages:
        gold = place(row, row["claims"][annotator])
        bags = [Counter(_words(claim["statement"])) for _, claim in placed]
        values = [
            [
                shared(Counter(_words(claim["statement"])), bag) if index >= 0 and abs(index - where) <= 1 else 0.0
                for (index, _), bag in zip(placed, bags, strict=True)
            ]
            for where, claim in gold
        ]
        matched = assignment(values)
        soft += sum(values[i][j] for i, j in matched)
        for i, j in matched:
            if values[i][j] >= _MATCH:
                hits += 1
                speakers += _last(gold[i][1]["speaker"]) == _last(placed[j][1].get("speaker"))
        wanted += len(gold)
        given += len(placed)
    return {
        "claim_f1": f1(hits, wanted, given),
        "soft_f1": f1(soft, wanted, given),
        "speaker_acc": speakers / hits if hits else 0.0,
    }
