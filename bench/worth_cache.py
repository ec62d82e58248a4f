"""Parse what the network of claims/splitting/likeness.py and its teacher learn from, once, with the product's parser.

    python bench/worth_cache.py ../shared/data worth.pkl [--vectors]

Runs in the product's environment; ``train_teacher.py`` and ``train_likeness.py`` then need torch and this file. It
holds the labelled sentences and clauses cut from the debates (claims are clauses, and no label says what those are
worth). With ``--vectors`` also the static vector of every whole word of BERT's vocabulary, by the product's embedding
model; without, training takes those of the network that ships.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims import meaning
from claims.splitting import parsing
from claims.splitting.parsing import Word

Row = tuple[str, str, float | None, float | None, float]  # text, group, checkable, worth, weight
Kept = list[tuple[str, str, str, str, int, np.ndarray]]  # text, tag, dep, ent, iob, tensor of each word
CLAUSES_EACH = 2  # of one sentence
_CLAUSAL = ("ccomp", "advcl", "conj", "relcl", "acl", "xcomp", "pcomp")


@dataclass
class Cache:
    """What the file holds: the labelled rows with their words, clauses with theirs, static vectors (or none)."""

    rows: list[Row]
    words: list[Kept] = field(default_factory=list)
    clauses: list[tuple[int, str]] = field(default_factory=list)  # number of the row that it was cut from, text
    clause_words: list[Kept] = field(default_factory=list)
    vectors: dict[str, np.ndarray] = field(default_factory=dict)


def read(path: Path) -> Iterator[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def rows(data: Path) -> Iterator[Row]:
    """Training sentences with their group (debate, page) and labels; None where a set does not say."""
    for row in read(data / "checkworthy_claimbuster/dev.jsonl.gz"):
        yield row["text"], row["doc"], float(row["label3"] != "NFS"), float(row["label"]), 1.0
    for row in read(data / "checkworthy_fullfact_health/dev.jsonl"):
        yield row["text"], "fullfact", 1.0, float(row["label"]), 1.0
    for row in read(data / "decomp_factcheckbench/dev.jsonl"):
        for sentence in row["sentences"]:
            said = sentence["checkworthy"]
            yield sentence["text"], "factcheckbench", float(said == "yes"), None, 1.0
    for row in read(data / "decomp_factscore/dev.jsonl.gz"):
        if row["claims"] and row["pos"] < 4:
            yield row["text"], "factscore", 1.0, None, 0.5


def is_debate(row: Row) -> bool:
    """Debates go by their date."""
    return row[1][:1].isdigit()


def hash_group(name: str) -> int:
    return sum(name.encode()) % 5


def kept(words: Iterable[Word]) -> Kept:
    return [(w.text, w.tag, w.dep, w.ent, w.ent_iob, w.vector.astype("float16")) for w in words]


def spoken(sentence: Kept) -> list[Word]:
    """Kept words as the product has them."""
    made = []
    for i, (text, tag, dep, ent, iob, tensor) in enumerate(sentence):
        word = Word(i, text, 0, True, tag, dep, ent, iob)
        word.vector = tensor.astype("float32")
        made.append(word)
    return made


def parsed(texts: Iterable[str]) -> Iterator[list[Word]]:
    flat = (text.replace("\n", " ") for text in texts)
    for found in parsing.parse(parsing.Piece(text, 0, [(0, len(text))]) for text in flat):
        yield [word for words in found for word in words]


def clauses(words: list[Word]) -> list[list[Word]]:
    """Clauses of a sentence, and what is left of it without one: unbroken stretches, like the claims of a split."""
    place = {id(word): i for i, word in enumerate(words)}
    spans: dict[tuple[int, int], None] = {}
    for word in words:
        if word.dep not in _CLAUSAL or not word.tag.startswith(("V", "MD")):
            continue
        inside: set[int] = set()
        waiting = [word]
        while waiting:
            one = waiting.pop()
            if place[id(one)] not in inside:
                inside.add(place[id(one)])
                waiting += one.children
        outside = set(range(len(words))) - inside
        for part, least, most in ((inside, 4, len(words) - 3), (outside, 5, len(words))):
            if least <= len(part) <= most and max(part) - min(part) + 1 == len(part):
                spans[min(part), max(part) + 1] = None
    return [words[start:end] for start, end in spans]


def labelled(folder: Path) -> Cache:
    dice = random.Random(0)
    cache = Cache(list(rows(folder)))
    for number, (row, words) in enumerate(zip(cache.rows, parsed(row[0] for row in cache.rows), strict=True)):
        cache.words.append(kept(words))
        found = clauses(words) if is_debate(row) else []
        dice.shuffle(found)
        for clause in found[:CLAUSES_EACH]:
            cache.clauses.append((number, row[0].replace("\n", " ")[clause[0].start : clause[-1].end]))
            cache.clause_words.append(kept(clause))
    return cache


def static_vectors() -> dict[str, np.ndarray]:
    vocabulary = Path(meaning.__file__).with_name("vocab.txt").read_text("utf-8").split("\n")
    whole = [w for w in vocabulary if w and w.isascii() and not w.startswith(("##", "["))]
    return dict(zip(whole, meaning.embed(whole).astype("float16"), strict=True))


def load(path: Path) -> Cache:
    with path.open("rb") as stream:
        return Cache(**pickle.load(stream))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--vectors", action="store_true")
    arguments = parser.parse_args()
    cache = labelled(arguments.data)
    if arguments.vectors:
        cache.vectors = static_vectors()
    with arguments.out.open("wb") as stream:
        pickle.dump(vars(cache), stream)
    print(f"{len(cache.rows)} sentences, {len(cache.clauses)} clauses, {len(cache.vectors)} static vectors")


if __name__ == "__main__":
    main()
