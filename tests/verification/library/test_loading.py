"""Documents from files."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from verification.library.loading import load
from verification.models import LibraryDocument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def _line(**changes):
    row = {
        "url": "https://news.example/a",
        "title": "Ferry sinks",
        "text": "The ferry Marigold sank off Port Ellery.",
        "publisher": "Example News",
        "published_at": "2026-03-02T18:00:00+01:00",
    }
    return json.dumps(row | changes)


def test_jsonl_is_read_line_by_line_and_bad_lines_are_named(tmp_path):
    path = tmp_path / "wire.jsonl"
    lines = [
        _line(),
        "{broken",
        "[1]",
        _line(url="https://news.example/b", text=""),
        _line(url="ftp://news.example/c", text="Other."),
        _line(url="https://news.example/d", text="Another.", published_at="yesterday"),
        _line(url=7, text="Number."),
        "",
        _line(url="https://news.example/e", text="A last one.", published_at=None),
    ]
    path.write_text("\n".join(lines))
    report = load([path])
    assert (report.read, report.added, report.passed_over) == (2, 2, 6)
    assert [s.where for s in report.skipped] == [f"wire.jsonl, line {n}" for n in (2, 3, 4, 5, 6, 7)]
    first = LibraryDocument.objects.get(url="https://news.example/a")
    assert first.published_at == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert first.source == "wire.jsonl"
    assert first.publisher == "Example News"


def test_the_same_again_adds_nothing(tmp_path):
    path = tmp_path / "wire.jsonl.gz"
    with gzip.open(path, "wt") as out:
        out.write(_line() + "\n" + _line(url="https://news.example/a?utm_source=x") + "\n" + _line(url="") + "\n")
    assert load([path]).added == 1
    again = load([path])
    assert (again.read, again.added, again.known, again.changed) == (3, 0, 3, 0)


def test_a_reprint_word_for_word_is_a_document_of_its_own(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text("\n".join([_line(), _line(url="https://other.example/copy", publisher="Other Post")]))
    assert load([path]).added == 2
    assert load([path]).added == 0
    path.write_text(_line(url="https://third.example/copy", publisher="Third Post"))
    assert load([path]).added == 1
    assert set(LibraryDocument.objects.values_list("publisher", flat=True)) == {
        "Example News",
        "Other Post",
        "Third Post",
    }


def test_another_text_at_a_known_address_is_said_and_the_first_kept(tmp_path, capsys):
    path = tmp_path / "wire.jsonl"
    path.write_text(_line())
    load([path])
    path.write_text(_line(text="A correction: the ferry sank off Kelmouth."))
    call_command("library", "add", str(path))
    said = capsys.readouterr().out
    assert "0 documents added, 1 known already" in said
    assert "1 have another text now at the same address" in said
    assert LibraryDocument.objects.get().text == "The ferry Marigold sank off Port Ellery."


def test_a_mark_of_byte_order_is_no_part_of_the_first_line(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + _line().encode())
    assert load([path]).added == 1


def test_folders_of_pages_and_texts(tmp_path):
    (tmp_path / "deep").mkdir()
    words = "The harbour board met on Tuesday and voted to close the old pier for repairs until the autumn. " * 5
    (tmp_path / "deep" / "page.html").write_text(
        "<html><head><title>Pier to close</title></head>"
        f"<body><article><h1>Pier to close</h1><p>{words}</p></article></body></html>"
    )
    (tmp_path / "note.txt").write_text("Minutes of the harbour board\n\n" + words.replace("Tuesday", "Wednesday"))
    (tmp_path / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden").write_text("no")
    report = load([tmp_path])
    assert report.added == 2
    assert [s.where for s in report.skipped] == ["image.png"]
    assert LibraryDocument.objects.filter(title="Pier to close", text__contains="old pier").exists()


def test_names_that_are_no_text_and_files_that_are_none(tmp_path, capsys):
    words = "The harbour board met on Tuesday and voted to close the old pier for repairs until the autumn. "
    (tmp_path / "plain.txt").write_text(words)
    (tmp_path / os.fsdecode(b"bad\xffname.txt")).write_text(words.replace("Tuesday", "Monday"))
    (tmp_path / os.fsdecode(b"no\xffkind.png")).write_bytes(b"\x89PNG")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(CommandError):
        call_command("library", "add", str(tmp_path))
    out, err = capsys.readouterr()
    assert "2 documents added" in out
    assert "nokind.png" in err


def test_a_saved_page_stands_where_it_says_it_stood(tmp_path):
    words = "The harbour board met on Tuesday and voted to close the old pier for repairs until the autumn. " * 5
    head = '<title>Pier to close</title><link rel="canonical" href="https://post.example/pier">'
    page = f"<html><head>{head}</head><body><article><h1>Pier</h1><p>{words}</p></article></body></html>"
    (tmp_path / "one.html").write_text(page)
    (tmp_path / "two.html").write_text(page.replace("until the autumn", "until the winter"))
    report = load([tmp_path])
    assert (report.read, report.added, report.known) == (2, 1, 1), "the same address is the same page"
    assert LibraryDocument.objects.get().url == "https://post.example/pier"


def _record(kind: str, url: str, payload: bytes) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(payload)}\r\n\r\n"
    return head.encode() + payload + b"\r\n\r\n"


def _page(text: str) -> bytes:
    return f"<html><head><title>Archived</title></head><body><article><p>{text}</p></article></body></html>".encode()


def test_warc_responses_are_read_and_everything_else_passed(tmp_path):
    text = "The lighthouse was sold to a trust in April, the council said, after two years of talks with bidders. " * 4
    page = _page(text)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    records = [
        _record("warcinfo", "", b"software: test"),
        _record(
            "response",
            "https://a.example/1",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
        ),
        _record("response", "https://a.example/2", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + page),
        _record("request", "https://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
        _record(
            "response",
            "https://a.example/3",
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(_page(text.replace("April", "May"))),
        ),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(gzip.compress(record) for record in records))
    assert load([path]).added == 2
    assert set(LibraryDocument.objects.values_list("url", flat=True)) == {"https://a.example/1", "https://a.example/3"}


def test_of_a_crawl_only_pages_are_documents(tmp_path):
    page = _page("The lighthouse was sold to a trust in April, the council said, after two years of talks. " * 4)
    kinds = {
        "style.css": ("text/css", b"body { color: red; background: white } " * 20),
        "app.js": ("application/javascript", b"function sold() { return 'to a trust in April'; } " * 20),
        "logo.png": ("image/png", b"\x89PNG"),
        "data.json": ("application/json", b'{"sold": true}'),
        "page": ("text/html; charset=utf-8", page),
    }
    path = tmp_path / "crawl.warc"
    path.write_bytes(
        b"".join(
            _record(
                "response",
                f"https://a.example/{name}",
                b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body,
            )
            for name, (kind, body) in kinds.items()
        )
    )
    report = load([path])
    assert (report.added, report.passed_over) == (1, 0)
    assert LibraryDocument.objects.get().url == "https://a.example/page"


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path):
    text = "The lighthouse was sold to a trust in April, the council said, after two years of talks with bidders. " * 4
    whole = _record(
        "response", "https://a.example/1", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page(text)
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(whole + whole[:200])
    report = load([path])
    assert report.added == 1
    assert "breaks off" in report.skipped[0].why
    (tmp_path / "broken.jsonl.gz").write_bytes(b"\x1f\x8bnot gzip at all")
    assert load([tmp_path / "broken.jsonl.gz"]).passed_over == 1


def test_the_command_adds_counts_and_searches(tmp_path, capsys):
    path = tmp_path / "wire.jsonl"
    path.write_text(_line() + "\n{\n")
    with pytest.raises(CommandError) as caught:
        call_command("library", "add", str(path))
    assert caught.value.returncode == 1
    out, err = capsys.readouterr()
    assert out.strip() == "1 document added, 0 known already, 1 passed over."
    assert "wire.jsonl, line 2: is not JSON." in err
    call_command("library", "stats")
    assert "1 documents by 1 publishers" in capsys.readouterr().out
    call_command("library", "search", "Marigold ferry")
    found = capsys.readouterr().out
    assert "Ferry sinks – Example News, 2026-03-02" in found
    assert "The ferry Marigold sank off Port Ellery." in found


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("add", "/no/such/folder"), 2), (("search", "  "), 2), (("search", "x", "--limit", "0"), 2)],
)
def test_a_mistake_is_one_line_and_a_code(arguments, code):
    with pytest.raises(CommandError) as caught:
        call_command("library", *arguments)
    assert caught.value.returncode == code
    assert "\n" not in str(caught.value)


def test_a_line_that_unpacks_to_more_than_memory_is_passed_over_and_the_others_stay(tmp_path, settings):
    settings.ARTICLE_MAX_BYTES = 100_000
    path = tmp_path / "wire.jsonl.gz"
    second = _line().replace("Marigold", "Anemone").replace("example", "other.example")
    with gzip.open(path, "wb") as file:
        file.write(_line().encode() + b'\n{"text": "')
        for _ in range(64):
            file.write(b" " * 1_000_000)
        file.write(b'"}\n' + second.encode() + b"\n")
    tracemalloc.start()
    report = load([path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.added == 2
    assert [(item.where, item.why) for item in report.skipped] == [("wire.jsonl.gz, line 2", "is longer than 600 kB")]
    assert peak < 20_000_000


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (rb'{"text": "half \ud83d a pair"}', "holds half a surrogate pair"),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is too deeply nested"),
        (b'{"text": "caf\xe9"}', "is not written in UTF-8"),
        (b'{"text": ', "is not JSON"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(tmp_path, line, why):
    path = tmp_path / "wire.jsonl"
    path.write_bytes(line + b"\n" + _line().encode())
    report = load([path])
    assert report.added == 1
    assert report.skipped[0].where == "wire.jsonl, line 1"
    assert report.skipped[0].why.startswith(why)
