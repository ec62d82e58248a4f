"""``quotes_*``: who said it, and which words are theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claims.splitting import Split, SplitInput, pipe
from verification.evaluation.overlap import f1
from verification.evaluation.rows import Row

_WORD = re.compile(r"\w+")
_QUOTE = re.compile(r"[\"“][^\"“”]+[\"”]")
_LONG = 3
Spans = Sequence[Sequence[int]]


class Quotations:
    """Predicts ``{"id", "attributions": [{"source", "cue", "content"}]}``, each a list of spans."""

    def covers(self, name: str) -> bool:
        return name.startswith("quotes_")

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        taken = list(rows)
        texts = (SplitInput(row["text"], title=row.get("title") or "") for row in taken)
        for row, found in zip(taken, pipe(texts), strict=True):
            yield {"id": row["id"], "attributions": attributions(found)}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        found = _figures(gold, predicted, quoted=False)
        quoted = _figures(gold, quoted_only(gold, predicted), quoted=True)
        found["content_partial_precision (quoted only)"] = quoted["content_partial_precision"]
        found["content_partial_recall (quoted only)"] = quoted["content_partial_recall"]
        found["content_partial_f1 (quoted only)"] = quoted["content_partial_f1"]
        return found


def quoted_only(gold: Sequence[Row], predicted: Sequence[Row]) -> list[Row]:
    """The rows without what is not quoted, for the scorer’s ``--quoted-only``, which filters the gold alone."""
    return [
        {**answer, "attributions": [x for x in answer["attributions"] if _holds_quote(row["text"], x["content"])]}
        for row, answer in zip(gold, predicted, strict=True)
    ]


def attributions(found: Split) -> list[Row]:
    """Pieces of one content (same source and cue) put together again."""
    together: dict[tuple[object, ...], Row] = {}
    for number, item in enumerate(found.attributions):
        key = (item.source, item.cue) if item.cue is not None else (number,)
        row = together.setdefault(
            key,
            {
                "source": [list(item.source)] if item.source else [],
                "cue": [list(item.cue)] if item.cue else [],
                "content": [],
            },
        )
        row["content"].append(list(item.content))
    return list(together.values())


def _indices(words: Spans, spans: Spans) -> set[int]:
    return {i for i, (s, e) in enumerate(words) for a, b in spans if s < b and e > a}


def _holds_quote(text: str, spans: Spans) -> bool:
    parts = (text[max(0, s - 1) : e + 1] for s, e in spans)
    return any(len(m.group().split()) >= _LONG for part in parts for m in _QUOTE.finditer(part))


def _figures(gold: Sequence[Row], predicted: Sequence[Row], *, quoted: bool) -> dict[str, float]:
    given = wanted = sources = named = exact = 0
    precise = recalled = 0.0
    for row, answer in zip(gold, predicted, strict=True):
        words = [m.span() for m in _WORD.finditer(row["text"])]
        ours = [x for x in answer["attributions"] if x["content"]]
        theirs = [x for x in row["attributions"] if x["content"]]
        if quoted:
            theirs = [x for x in theirs if _holds_quote(row["text"], x["content"])]
        a, b = ([_indices(words, x["content"]) for x in part] for part in (ours, theirs))
        given, wanted = given + len(ours), wanted + len(theirs)
        for i, j in _best(a, b):
            common = len(a[i] & b[j])
            exact += a[i] == b[j]
            precise += common / len(a[i])
            recalled += common / len(b[j])
            source = _indices(words, theirs[j]["source"])
            named += bool(source)
            sources += bool(source & _indices(words, ours[i]["source"]))
    p, r = precise / max(1, given), recalled / max(1, wanted)
    return {
        "gold_attributions": wanted,
        "pred_attributions": given,
        "content_exact_f1": f1(exact, wanted, given),
        "content_partial_precision": p,
        "content_partial_recall": r,
        "content_partial_f1": 2 * p * r / (p + r) if p + r else 0.0,
        "source_accuracy_when_matched": sources / max(1, named),
    }


def _best(a: Sequence[set[int]], b: Sequence[set[int]]) -> Iterator[tuple[int, int]]:
    """Pairs of overlapping contents, the closest first, each once."""
    overlaps = sorted(
        ((f1(len(x & y), len(x), len(y)), i, j) for i, x in enumerate(a) for j, y in enumerate(b) if x & y),
        reverse=True,
    )
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in overlaps:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j
