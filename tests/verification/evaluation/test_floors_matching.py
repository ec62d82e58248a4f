"""Floors of matching, on a part of each set: all of it takes ten minutes of embedding (docs/quality.md has it all)."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from claims.meaning import available
from tests.verification.evaluation.test_floors import DATA
from verification.evaluation import family_of
from verification.evaluation.rows import read_rows

QUERIES = 50
ONE_IN = 100  # so many earlier claims to one that is kept, beside those that the queries are about


@pytest.mark.parametrize(("name", "floor"), [("match_ct20_tweets", 0.94), ("match_ct22_debates", 0.80)])
def test_matching_does_not_fall_below_its_floor(name: str, floor: float, tmp_path: Path, settings) -> None:
    if not (DATA / name).is_dir():
        pytest.skip(f"../shared/data/{name} is not here")
    if not available():
        pytest.skip("the embedding model is not installed")
    settings.DATA_DIR = tmp_path
    queries = list(itertools.islice(read_rows(DATA / name / "dev.jsonl"), 0, None, 7))[:QUERIES]
    wanted = {str(one) for query in queries for one in query["relevant"]}
    earlier = [
        row
        for number, row in enumerate(read_rows(DATA / name / "corpus.jsonl.gz"))
        if number % ONE_IN == 0 or str(row["id"]) in wanted
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, earlier)))
    family = family_of(name)
    assert family is not None
    figures = family.figures(queries, list(family.predict(queries, tmp_path / "dev.jsonl")))
    assert figures["map_at_5"] >= floor
