"""Retrieval and stance measured through the command, on rows of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from verification.evaluation.retrieval import ranking_figures
from verification.evaluation.stances import class_figures


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def measured(capsys, *arguments):
    call_command("evaluate", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def test_retrieval_asks_a_library_of_its_own_and_needs_no_other(tmp_path):
    write(
        tmp_path / "dev_corpus.jsonl",
        [
            {"id": "d1", "text": "The ferry Marigold sank off Port Ellery."},
            {"id": "d2", "text": "Vitamin D does not prevent colds."},
            {"id": "d3", "text": "The ferry Marigold sank off Port Ellery."},
        ],
    )
    gold = write(
        tmp_path / "dev.jsonl",
        [
            {"id": 1, "text": "A ferry sank near Ellery", "relevant": ["d1", "d3"]},
            {"id": 2, "text": "vitamin against colds", "relevant": ["d2"]},
        ],
    )
    out = tmp_path / "predicted.jsonl"
    command = [sys.executable, "manage.py", "evaluate", "retrieval_own", str(gold), "--json", "--predictions", str(out)]
    environment = os.environ | {"DATA_DIR": str(tmp_path / "var"), "DATABASE_URL": "", "REDIS_URL": ""}
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=settings.BASE_DIR, check=True)
    figures = json.loads(ran.stdout)
    assert (figures["mrr"], figures["recall_at_10"]) == (1.0, 1.0)
    ferry, vitamin = (json.loads(line)["ranked"] for line in out.read_text().splitlines())
    assert ferry[:2] == ["d1", "d3"]
    assert vitamin[:1] == ["d2"]


def test_a_missing_corpus_is_one_clear_line(tmp_path):
    gold = write(tmp_path / "dev.jsonl", [{"id": 1, "text": "x", "relevant": ["d"]}])
    with pytest.raises(CommandError, match=r"dev_corpus\.jsonl") as caught:
        call_command("evaluate", "retrieval_own", str(gold))
    assert caught.value.returncode == 2


def test_evidence_sentences_and_stances_are_measured(tmp_path, capsys):
    sentences = write(
        tmp_path / "wice.jsonl",
        [
            {
                "id": 1,
                "claim": "41 people died",
                "evidence": ["It rained.", "Police said 41 people died."],
                "supporting_sentences": [[1]],
            }
        ],
    )
    assert measured(capsys, "evidence_wice", sentences)["mrr"] == 1.0
    stances = write(
        tmp_path / "stances.jsonl",
        [
            {"id": 1, "claim": "41 people died on it.", "evidence": "There 41 people died.", "label": "Supports"},
            {"id": 2, "claim": "41 people died on the ferry.", "evidence": "It rained in May.", "label": "Neutral"},
        ],
    )  # fmt: skip
    assert measured(capsys, "verify_healthver", stances)["accuracy"] == 1.0


def test_figures_are_those_of_the_public_scorers():
    figures = ranking_figures([({"a", "b"}, ["x", "a", "b"]), ({"c"}, ["c"]), (set(), ["y"])])
    assert figures["mrr"] == pytest.approx((1 / 2 + 1) / 2)
    assert figures["map_at_5"] == pytest.approx(((1 / 2 + 2 / 3) / 2 + 1) / 2)
    classes = class_figures([("x", "x"), ("x", "y"), ("y", "y")])
    assert classes["macro_f1"] == pytest.approx((2 / 3 + 2 / 3) / 2)
