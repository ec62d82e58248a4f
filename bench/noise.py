"""How much of what the library gives a claim is not about it, and how much that is about it is lost.

    bench/noise.py ../shared/data [averitec|climatefever|wice|news|snippets ...] [--claims 200] [--draw 5]

Each set fills a library; its claims then go through the product's own path (search in the library, passages, stance,
origins, count). A document that the set gives to the claim is relevant, every other one counts as noise, though some
are about the claim too: what is called noise is an upper bound, good for comparing.

averitec      a claim's own answers among those of others
climatefever  a claim's own sentences (they support or refute it) among those for other claims on the climate
wice          the page that a claim of Wikipedia cites among the pages that others cite
news          claims of news pages among the other pages; relevant are those read to be of the same event
snippets      what a web search returned (Factcheck-Bench): passages that bear on the claim, and "irrelevant" ones

Prints a line a set: of the relevant documents that the library found and of the others, how many are shown as evidence,
how many of these stand apart (they only share words with the claim) and how many count. EMBEDDINGS=off measures words
only; another --draw takes other claims. With --rows OUT, one JSON array for each passage of theirs: set, claim,
address, passage, whether it is relevant.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="proofdesk-noise-")
os.environ |= {
    "DATA_DIR": FOLDER.name,
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "PROVIDERS": "library",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from claims import intake, meaning  # noqa: E402
from claims.extraction import from_text  # noqa: E402
from claims.models import Claim  # noqa: E402
from claims.splitting import SplitInput, pipe, to_json  # noqa: E402
from verification import gathering  # noqa: E402
from verification.evaluation.rows import read_rows  # noqa: E402
from verification.gathering.reading import question_about  # noqa: E402
from verification.gathering.weighing import PASSAGES_A_PAGE, weigh  # noqa: E402
from verification.library import storing, vectors  # noqa: E402
from verification.models import Document, Evidence, Verification  # noqa: E402
from verification.providers.library import Library  # noqa: E402
from verification.ranking import best_passages  # noqa: E402

SETS = ("averitec", "climatefever", "wice", "news", "snippets")
CLAIMS_A_PAGE = 4


@dataclass(slots=True)
class Asked:
    """A claim, the documents that the set gives to it, and those of which the set does not tell."""

    statement: str
    relevant: set[str]
    untold: set[str] = field(default_factory=set)
    own: str = ""


@dataclass(slots=True)
class Count:
    """Documents of one kind: found, shown as evidence, shown apart, counted in the corroboration, taking a side."""

    found: int = 0
    shown: int = 0
    apart: int = 0
    counted: int = 0
    sided: int = 0

    def add(self, found: set[str], evidence: Sequence[Evidence]) -> None:
        shown = found & {row.document.url for row in evidence}
        counted = found & {row.document.url for row in evidence if not row.stands_apart()}
        self.found += len(found)
        self.shown += len(shown)
        self.apart += len(shown - counted)
        self.counted += len(counted)
        self.sided += len(found & {row.document.url for row in evidence if row.stance != "mentions"})


Counts = dict[str, Count]


def address(key: str) -> str:
    """A site of its own for each document: one site would be one origin."""
    return f"https://{key.encode().hex()[-40:]}.corpus.example/{key.encode().hex()[:60]}"


def retrieval(data: Path, name: str) -> tuple[list[storing.Document], list[Asked]]:
    folder = data / f"retrieval_{name}"
    documents = {
        str(row["id"]): storing.Document(address(str(row["id"])), str(row.get("title") or ""), row["text"])
        for row in read_rows(folder / "dev_corpus.jsonl.gz")
    }
    claims = [
        Asked(row["text"], {address(str(one)) for one in row["relevant"]}) for row in read_rows(folder / "dev.jsonl")
    ]
    return list(documents.values()), claims


def wice(data: Path) -> tuple[list[storing.Document], list[Asked]]:
    """A page may be cited for several claims of one article: which of those it bears on is not told."""
    documents: dict[str, storing.Document] = {}
    of_article: dict[str, set[str]] = {}
    claims = []
    for row in read_rows(data / "evidence_wice" / "dev.jsonl.gz"):
        text = "\n".join(row["evidence"])
        at = address(hashlib.sha256(text.encode()).hexdigest())
        documents[at] = storing.Document(at, "", text)
        of_article.setdefault(row["doc"], set()).add(at)
        relevant = {at} if row["label"] != "not_supported" else set()
        claims.append(Asked(row["claim"], relevant, of_article[row["doc"]]))
    return list(documents.values()), claims


def news(data: Path) -> tuple[list[storing.Document], list[Asked]]:
    pages = {row["id"]: row for row in read_rows(data / "extract_scrapinghub" / "dev.jsonl.gz")}
    alike: dict[str, set[str]] = {number: set() for number in pages}
    for row in read_rows(data / "origins" / "dev.jsonl", "a"):
        if row["same_event"] and row["a"] in pages and row["b"] in pages:
            alike[row["a"]].add(address(row["b"]))
            alike[row["b"]].add(address(row["a"]))
    claims = []
    for number, row in pages.items():
        extracted = from_text(row["body"])
        split = to_json(next(iter(pipe([SplitInput(extracted.text)]))))
        best = sorted(split["claims"], key=lambda claim: -claim["checkworthiness"])[:CLAIMS_A_PAGE]
        claims += [Asked(claim["statement"], alike[number], own=address(number)) for claim in best]
    return [storing.Document(address(number), "", row["body"]) for number, row in pages.items()], claims


def gathered(asked: Iterable[Asked], out: TextIO | None, name: str) -> Counts:
    counts = {"relevant": Count(), "others": Count()}
    for one in asked:
        claim, twice = intake.submit_tip(actor=None, statement=one.statement, url=one.own)
        if twice:
            continue
        hits = Library().search(question_about(claim), settings.GATHER_PAGES + 1).hits[: settings.GATHER_PAGES]
        found = {hit.url for hit in hits if hit.url in one.relevant or hit.url not in one.untold | {one.own}}
        gathering.plan([claim])
        verification = Verification.objects.get(claim=claim)
        gathering.gather(verification.pk)
        evidence = list(Evidence.objects.filter(verification=verification).select_related("document"))
        counts["relevant"].add(found & one.relevant, evidence)
        counts["others"].add(found - one.relevant, evidence)
        for hit in hits if out else ():
            if out and hit.url in found:
                for passage in best_passages(one.statement, hit.text or "", PASSAGES_A_PAGE):
                    told = [name, one.statement, hit.url, passage.text, hit.url in one.relevant]
                    out.write(json.dumps(told) + "\n")
    return counts


def snippets(data: Path, limit: int, draw: int) -> Counts:
    """The passages as they are: nobody can fetch the pages that they come from any more."""
    drawn = list(read_rows(data / "stance_factcheckbench" / "dev.jsonl.gz"))
    random.Random(draw).shuffle(drawn)
    counts = {"relevant": Count(), "others": Count()}
    for row in drawn[:limit]:
        document = Document(url="https://corpus.example/", text=row["evidence"])
        evidence = weigh(Claim(statement=row["claim"]), document)
        counts["others" if row["label"] == "irrelevant" else "relevant"].add({document.url}, evidence)
    return counts


def measured(name: str, data: Path, limit: int, draw: int, out: TextIO | None) -> Counts:
    if name == "snippets":
        return snippets(data, limit, draw)
    documents, claims = {"wice": wice, "news": news}[name](data) if name in ("wice", "news") else retrieval(data, name)
    random.Random(draw).shuffle(claims)
    test_name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        for start in range(0, len(documents), storing.BATCH):
            storing.add(documents[start : start + storing.BATCH])
        while meaning.available() and vectors.embed_pending():
            pass
        return gathered(claims[:limit], out, name)
    finally:
        vectors.forget("default")
        connection.creation.destroy_test_db(test_name, verbosity=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--claims", type=int, default=200)
    parser.add_argument("--draw", type=int, default=5)
    parser.add_argument("--rows", type=argparse.FileType("w"))
    given = parser.parse_args()
    print(f"{'set':14} {'documents':10} {'found':>7} {'shown':>7} {'apart':>7} {'counted':>8} {'on a side':>10}")
    for name in given.sets:
        for kind, count in measured(name, given.data, given.claims, given.draw, given.rows).items():
            numbers = f"{count.found:7} {count.shown:7} {count.apart:7} {count.counted:8} {count.sided:10}"
            print(f"{name:14} {kind:10} {numbers}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
