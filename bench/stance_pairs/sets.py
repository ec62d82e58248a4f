"""Pairs from labelled sets and plain sentences under licences that let a trained model be shipped."""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stance_pairs import Pair
from stance_pairs.frames import framed
from stance_pairs.swaps import dropped, refuting, reworded

FREE_GENRES = ("news", "bio", "voyage", "interview")
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "and",
        "is",
        "was",
        "are",
        "were",
        "for",
        "with",
        "by",
        "as",
        "that",
        "it",
        "he",
        "she",
        "they",
        "his",
        "her",
        "its",
        "from",
    ]
)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


def kept_out(text: str, share: float) -> bool:
    """Whether a group (a claim, a person) belongs to the part that is kept out of training."""
    return zlib.crc32(text.encode()) % 1000 < share * 1000


def snippets(data: Path, hold_out: float, kept: bool = False) -> Iterator[Pair]:
    """stance_factcheckbench: claims of language models against what a web search returned.

    ``kept`` asks for the part that is kept out of training.
    """
    label = {
        "completely-support": "supports",
        "refute": "refutes",
        "irrelevant": "mentions",
        "partially-support": "mentions",
    }
    for row in rows(data / "stance_factcheckbench" / "dev.jsonl.gz"):
        if kept_out(row["claim"], hold_out) == kept:
            kind = "snippet-partly" if row["label"] == "partially-support" else "snippet"
            yield Pair(row["claim"], row["evidence"], label[row["label"]], kind)


def cited(chance: random.Random, data: Path, hold_out: float, kept: bool = False) -> Iterator[Pair]:
    """evidence_wice: sentences of Wikipedia against the page that they cite."""
    pool: list[str] = []
    for row in rows(data / "evidence_wice" / "dev.jsonl.gz"):
        pool += _names(row["claim"])
        if kept_out(row["doc"], hold_out) != kept:
            continue
        claim, evidence = row["claim"], row["evidence"]
        used = {i for indexes in row["supporting_sentences"] for i in indexes}
        for indexes in row["supporting_sentences"][:2]:
            passage = " ".join(evidence[i] for i in indexes[:4])
            if not passage:
                continue
            if row["label"] == "supported":
                yield Pair(claim, passage, "supports", "cited")
                for _ in range(2):
                    changed, kind = refuting(chance, claim, pool)
                    if changed:
                        yield Pair(changed, passage, "refutes", f"cited-{kind}")
            elif row["label"] == "partially_supported":
                yield Pair(claim, passage, "mentions", "cited-partly")
        rest = [i for i in range(len(evidence)) if i not in used and len(evidence[i]) > 40]
        near = sorted(rest, key=lambda i: -overlap(claim, evidence[i]))[:6]
        for i in chance.sample(near, min(2, len(near))):
            yield Pair(claim, evidence[i], "mentions", "cited-other")


def facts(chance: random.Random, data: Path, swaps: int) -> Iterator[Pair]:
    """decomp_factscore and decomp_factcheckbench: atomic facts against the sentence that states them."""
    documents: dict[str, list[tuple[str, list[str]]]] = {}
    for row in rows(data / "decomp_factscore" / "dev.jsonl.gz"):
        documents.setdefault(f"{row['doc']}/{row['model']}", []).append((row["text"], row["claims"]))
    for row in rows(data / "decomp_factcheckbench" / "dev.jsonl"):
        for sentence in row["sentences"]:
            documents.setdefault(row["id"], []).append(
                (sentence.get("decontext") or sentence["text"], sentence["claims"] or [])
            )
    pool = [name for sentences in documents.values() for text, _ in sentences for name in _names(text)]
    for sentences in documents.values():
        for i, (text, claims) in enumerate(sentences):
            passage = f"{sentences[i - 1][0]} {text}" if i and chance.random() < 0.4 else text
            for claim in claims:
                yield from _fact(chance, claim, passage, pool, swaps)
                others = [t for t, _ in sentences if overlap(claim, t) < 0.5 and t != text]
                if others and chance.random() < 0.25:
                    yield Pair(claim, chance.choice(others), "mentions", "fact-other")
            if len(claims) > 1:
                part = min(claims, key=lambda c: overlap(text, c))
                if overlap(text, part) < 0.6 and chance.random() < 0.3:
                    yield Pair(text, part, "mentions", "fact-part")


def _fact(chance: random.Random, claim: str, passage: str, pool: list[str], swaps: int) -> Iterator[Pair]:
    if overlap(claim, passage) < 0.45:
        return
    if chance.random() < 0.35:
        yield Pair(reworded(chance, claim), passage, "supports", "fact")
    for _ in range(swaps):
        changed, kind = refuting(chance, claim, pool)
        if not changed or chance.random() < 0.66:
            continue
        draw = chance.random()
        if draw < 0.55:
            yield Pair(changed, passage, "refutes", f"fact-{kind}")
        elif draw < 0.85:
            yield Pair(claim, reworded(chance, changed), "refutes", f"fact-{kind}")
        else:
            yield Pair(changed, reworded(chance, changed), "supports", "fact-both")


def captions(data: Path) -> Iterator[Pair]:
    """checkworthy_fullfact_health: what a speaker claims, against the words of the caption."""
    for row in rows(data / "checkworthy_fullfact_health" / "dev.jsonl"):
        if len(row["text"]) > 30 and row["text"] not in row["context"]:
            yield Pair(row["text"], row["context"], "supports", "caption")


def pieces(chance: random.Random, data: Path) -> list[tuple[str, str, str]]:
    """Free news, debate and web sentences, each with those before and after it."""
    pieces: list[tuple[str, str, str]] = []
    for row in rows(data / "sentseg_gum" / "dev.jsonl.gz"):
        if row["genre"] in FREE_GENRES:
            said = [s for s in row["sentences"] if 45 < len(s) < 260]
            pieces += [
                (s, said[i - 1] if i else "", said[i + 1] if i + 1 < len(said) else "") for i, s in enumerate(said)
            ]
    debates = [r["text"] for r in rows(data / "checkworthy_claimbuster" / "dev.jsonl.gz") if 50 < len(r["text"]) < 220]
    pieces += [
        (s, chance.choice(debates), chance.choice(debates)) for s in chance.sample(debates, min(3000, len(debates)))
    ]
    for row in rows(data / "evidence_wice" / "dev.jsonl.gz"):
        said = [s for s in row["evidence"] if 60 < len(s) < 260]
        pieces += [
            (s, said[i - 1] if i else "", said[i + 1] if i + 1 < len(said) else "") for i, s in enumerate(said[:12])
        ]
    return pieces


def sentences(chance: random.Random, data: Path, count: int) -> Iterator[Pair]:
    """Those sentences cut, reworded, swapped, framed, beside their neighbours."""
    every = pieces(chance, data)
    pool = [name for piece, _, _ in every for name in _names(piece)]
    for piece, before, after in (chance.choice(every) for _ in range(count)):
        yield from _sentence(chance, piece, before, after, pool)


def _sentence(chance: random.Random, piece: str, before: str, after: str, pool: list[str]) -> Iterator[Pair]:
    draw = chance.random()
    around = " ".join(filter(None, (before, piece, after))) if chance.random() < 0.45 else piece
    if draw < 0.3:
        shorter = dropped(chance, piece)
        yield Pair(reworded(chance, shorter or piece), around, "supports", "sentence")
    elif draw < 0.75:
        base = reworded(chance, dropped(chance, piece) or piece)
        changed, kind = refuting(chance, base, pool)
        if changed:
            passage = around
            claim = changed
            if chance.random() < 0.4:
                claim, passage = base, around.replace(piece, refuting(chance, piece, pool)[0] or piece)
                if passage == around:
                    return
            yield Pair(claim, passage, "refutes", f"sentence-{kind}")
    elif draw < 0.87:
        yield framed(chance, dropped(chance, piece) or piece)
    elif draw < 0.94:
        other = before or after
        if other and overlap(piece, other) < 0.6:
            yield Pair(piece, other, "mentions", "sentence-neighbour")
    else:
        shorter = dropped(chance, piece)
        if shorter and len(shorter) < 0.75 * len(piece):
            yield Pair(piece, shorter, "mentions", "sentence-part")


def overlap(claim: str, text: str) -> float:
    """The share of the claim's longer words that the text has."""
    ours = {w for w in re.findall(r"\w+", claim.lower()) if w not in _SMALL}
    theirs = set(re.findall(r"\w+", text.lower()))
    return len(ours & theirs) / len(ours) if ours else 0.0


def _names(text: str) -> list[str]:
    return re.findall(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*", text)
