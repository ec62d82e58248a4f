"""`manage.py split` as the contract (2.1) promises it, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claims.extraction import from_bytes
from claims.splitting import SplitInput, split_batch

ROOT = Path(__file__).resolve().parents[3]
ARTICLES = ROOT.parent / "shared" / "articles"
KEYS = {
    "id",
    "title",
    "authors",
    "publisher",
    "published_at",
    "language",
    "text",
    "sentences",
    "claims",
    "attributions",
}


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "manage.py", "split", *arguments], input=given, capture_output=True, cwd=ROOT
    )


def test_two_forms_at_once_are_refused_in_one_line() -> None:
    done = run("--json", "--jsonl", "articles.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"not allowed with argument --json" in done.stderr


def test_lines_in_lines_out() -> None:
    rows = [
        {"id": 7, "text": "Costs rose by 4 percent in 2018, the minister said.", "title": "Costs", "clean": False},
        {"id": "x", "sentences": ["Rents fell in 2019.", "", "Good day!"], "published_at": "2019-11-20"},
        {
            "id": [1],
            "html": "<html><body><article><p>" + "The council closed the old pool in 2019. " * 12 + "</article>",
        },
        {"id": 8, "text": 5},
        {"id": 9},
        {"id": 10, "text": "Whole pairs \U0001f600 rose by 4 percent in 2018.", "clean": False},
    ]
    lines = [json.dumps(row).encode() for row in rows]
    lines.insert(3, b"{not json")
    result = run("--jsonl", given=b"\n".join(lines))
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [7, "x", [1], None, 8, 9, 10]
    good = [answer for answer in answers if "error" not in answer]
    assert [answer["id"] for answer in good] == [7, "x", [1], 10]
    for answer in good:
        assert set(answer) == KEYS
        for claim in answer["claims"]:
            assert answer["text"][claim["start"] : claim["end"]] == claim["quote"]
    assert good[0]["title"] == "Costs"
    assert good[0]["claims"][0]["speaker"] == "minister"
    assert len(good[1]["sentences"]) == 3
    assert good[1]["published_at"] == "2019-11-20T00:00:00+00:00"


def test_every_answer_is_json_whatever_the_line_was() -> None:
    lines = [
        b'{"id": NaN, "text": "Costs rose by 4 percent."}',
        b'{"id": "\\ud800", "text": "Costs rose by 4 percent.", "clean": false}',
        b'{"id": 3, "text": "Costs rose.", "html": "<p>Costs fell.</p>"}',
        b'{"id": 1e400, "text": "Costs rose."}',
    ]
    ran = run("--jsonl", given=b"\n".join(lines))
    answers = ran.stdout.splitlines()
    assert (ran.returncode, len(answers)) == (0, 4)

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    first, second, third, fourth = (json.loads(answer.decode(), parse_constant=refuse) for answer in answers)
    assert "NaN" in first["error"]
    assert (second["id"], len(second["sentences"])) == ("\ud800", 1)
    assert "too large" in fourth["error"]
    assert (third["id"], third["error"]) == (3, "Give “text” or “html”, not both.")


def test_what_no_text_can_mean_is_an_error_in_its_place_and_the_other_lines_go_on() -> None:
    wrong = {"text": "Costs \x00 rose by 4 percent.", "html": "<p>Costs rose \ud800 by 4 percent.</p>"}
    rows = [{"id": name, name: text, "clean": False} for name, text in wrong.items()]
    rows += [
        {"id": "cleaned", "text": "\udfffCosts rose by 4 percent."},
        {"id": "sentences", "sentences": ["Costs rose.", "Rents\x00 fell."]},
        {"id": "title", "title": "Costs\x00", "text": "Costs rose by 4 percent."},
        {"id": "good", "text": "Costs rose by 4 percent in 2018."},
    ]
    ran = run("--jsonl", given=b"\n".join(json.dumps(row).encode() for row in rows))
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert [answer["id"] for answer in answers] == [row["id"] for row in rows]
    assert answers[-1]["claims"]
    nul, half = "contains a NUL character. Remove it", "contains half a surrogate pair. Remove it"
    for answer, told in zip(answers, (nul, half, half, nul, nul), strict=False):
        assert set(answer) == {"id", "error"}
        assert told in answer["error"]
        assert answer["error"].startswith("“text”" if answer["id"] == "cleaned" else f"“{answer['id']}”")


def test_an_answer_comes_before_the_next_line_is_asked() -> None:
    with subprocess.Popen(
        [sys.executable, "manage.py", "split", "--jsonl"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            process.stdin.write(b'{"id": %d, "text": "Rents fell by 3 percent in 2019."}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_person_reads_statements_and_speakers() -> None:
    result = run(given=b"Rents fell by 3 percent in 2019, the minister said.")
    assert b"Rents fell by 3 percent in 2019." in result.stdout
    assert b"minister" in result.stdout


@pytest.mark.parametrize("arguments", [["no-such-file.txt"], ["--jsonl", "no-such-file.jsonl"], ["--nonsense"]])
def test_a_users_mistake_is_one_line_and_exit_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    assert b"Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()[-1]) > 10


def test_help_shows_an_example() -> None:
    result = run("--help")
    assert result.returncode == 0
    assert b"manage.py split --jsonl" in result.stdout


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="../shared/articles is not here")
def test_every_shared_article_is_split() -> None:
    articles = {path.name: from_bytes(path.read_bytes(), filename=path.name) for path in sorted(ARTICLES.iterdir())}
    found = split_batch(SplitInput(article.text) for article in articles.values())
    for (name, article), result in zip(articles.items(), found, strict=True):
        assert result.claims, name
        assert all(article.text[c.start : c.end] == c.quote for c in result.claims), name


def test_atomic_gives_every_single_fact() -> None:
    row = json.dumps({"id": 1, "text": "Maria Gomez was born in Rome in 1961.", "clean": False}).encode()
    result = run("--jsonl", "--atomic", given=row)
    assert result.returncode == 0, result.stderr
    assert [claim["statement"] for claim in json.loads(result.stdout)["claims"]] == [
        "Maria Gomez was born in Rome.",
        "Maria Gomez was born in 1961.",
    ]


def test_a_text_that_is_not_cleaned_stays_as_it_is() -> None:
    given = (
        "  The un\u00adem\u00adploy\u00adment  rate rose\r\nto 5 percent in 2019.\r\n\r\nCafe\u0301 rents\u200b fell.\t"
    )
    result = run("--jsonl", given=json.dumps({"id": 1, "text": given, "clean": False}).encode())
    answer = json.loads(result.stdout)
    assert answer["text"] == given
    words = [given[sentence["start"] : sentence["end"]] for sentence in answer["sentences"]]
    assert words[-1] == "Cafe\u0301 rents\u200b fell."
    assert all(given[claim["start"] : claim["end"]] == claim["quote"] for claim in answer["claims"])


def test_a_line_that_is_too_large_is_told_in_its_place(tmp_path: Path) -> None:
    long, much = b'{"id": 2, "text": "' + b"word " * 300 + b'"}', b'{"id": 3, "text": "' + b"x" * 200_000 + b'"}'
    lines = b"\n".join(
        [b'{"id": 1, "text": "Rents fell by 4 percent."}', long, much, b'{"id": 4, "text": "So."}', much]
    )
    ran = subprocess.run(
        [sys.executable, "manage.py", "split", "--jsonl"],
        input=lines,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "ARTICLE_MAX_BYTES": "1000"},
    )
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, None, 4, None]
    assert ["larger than 1 kB" in answer.get("error", "") for answer in answers] == [False, True, True, False, True]


def test_a_line_that_is_too_deeply_nested_says_so() -> None:
    deep = b'{"id": 1, "text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    ran = run("--jsonl", given=deep + b'\n{"id": 2, "text": "Rents fell by 4 percent in 2019."}')
    first, second = (json.loads(line) for line in ran.stdout.splitlines())
    assert first["error"].startswith("This line is too deeply nested to be read.")
    assert (second["id"], len(second["claims"])) == (2, 1)
