"""The bytes of library documents: kept once, beside the text, and shown where a document becomes evidence."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from claims import intake
from tests.claims.extraction.test_files import pdf
from tests.verification import desk
from tests.verification.library.test_loading import _record
from verification import gathering
from verification.documents import from_texts, stored_bytes
from verification.library import loading
from verification.library.loading import load
from verification.models import Document, Evidence, LibraryCopy, LibraryDocument, Snapshot
from verification.providers import Hit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("library")]

FERRY = "The ferry Marigold sank off Port Ellery on 2 March 2026. Of the 212 people aboard, 41 died, police said."
REST = " The harbour board of Port Ellery met on Tuesday and voted to look into the loss of the ferry." * 4
SCRIPT = "<script>document.title = 'not a word of it'</script>"


def page(text: str = FERRY, address: str = "https://post.example/ferry") -> bytes:
    head = f'<title>Ferry sinks</title><link rel="canonical" href="{address}">{SCRIPT}'
    return f"<html><head>{head}</head><body><article><p>{text}</p><p>{REST}</p></article></body></html>".encode()


def copies() -> dict[str, bytes]:
    return {
        copy.document.url: stored_bytes(copy.snapshot)
        for copy in LibraryCopy.objects.select_related("document", "snapshot")
    }


def test_a_file_is_kept_byte_for_byte_packed_and_once(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_bytes(page())
    (tmp_path / "same.html").write_bytes(page())
    for added in (1, 0):
        assert load([tmp_path]).added == added
        assert copies() == {"https://post.example/ferry": page()}
        assert Snapshot.objects.count() == 1
    snapshot = Snapshot.objects.get()
    assert (snapshot.size, snapshot.content_type) == (len(page()), "text/html")
    assert len(snapshot.body) < len(page())


def test_pdf_text_and_archived_pages_too_and_lines_have_none(tmp_path: Path) -> None:
    paper = pdf([["The harbour board of Port Ellery counted 212 people aboard the ferry."]])
    (tmp_path / "report.pdf").write_bytes(paper)
    (tmp_path / "note.txt").write_bytes(b"Minutes of the board.\r\n\r\nThe pier is closed until May, the board said.")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    record = _record("response", "https://a.example/1", head + page(address="https://a.example/1"))
    (tmp_path / "crawl.warc").write_bytes(record)
    (tmp_path / "wire.jsonl").write_text(json.dumps({"url": "https://b.example/", "title": "Wire", "text": REST}))
    assert load([tmp_path]).added == 4
    assert copies()["https://a.example/1"] == page(address="https://a.example/1")
    assert stored_bytes(Snapshot.objects.get(content_type="application/pdf")) == paper
    assert set(Snapshot.objects.values_list("content_type", flat=True)) == {
        *("application/pdf", "text/plain", "text/html; charset=utf-8"),
    }
    assert LibraryDocument.objects.get(copy__isnull=True).title == "Wire"


def test_what_is_known_by_its_address_stays_with_its_bytes_and_no_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "ferry.html"
    for text in (FERRY, FERRY.replace("41 died", "43 died")):
        path.write_bytes(page(text))
        load([path])
    assert copies() == {"https://post.example/ferry": page()}
    assert Snapshot.objects.count() == 1


def test_a_document_of_an_earlier_release_gets_its_bytes_when_the_file_is_added_again(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_bytes(page())
    load([tmp_path])
    LibraryCopy.objects.all().delete()
    Snapshot.objects.all().delete()
    assert load([tmp_path]).known == 1
    assert copies() == {"https://post.example/ferry": page()}


def test_large_pages_are_added_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH_BYTES", 2 * len(page()) - 100)
    for number in range(5):
        (tmp_path / f"{number}.html").write_bytes(page(f"{FERRY} {number}", f"https://post.example/{number}"))
    batches: list[int] = []
    assert load([tmp_path], on_progress=batches.append).added == 5
    assert batches == [2, 2, 1]
    assert len(copies()) == 5


def test_what_is_there_already_is_not_packed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ferry.html").write_bytes(page())
    load([tmp_path])

    def never(_: bytes) -> bytes:
        raise AssertionError("packed for nothing")

    monkeypatch.setattr("verification.library.copies.zlib.compress", never)
    assert load([tmp_path]).known == 1


def test_a_page_that_becomes_evidence_is_stored_as_its_bytes_and_its_passages_stand(
    tmp_path: Path, settings: Settings
) -> None:
    settings.PROVIDERS = ["library"]
    (tmp_path / "ferry.html").write_bytes(page())
    load([tmp_path])
    claim, _ = intake.submit_tip(actor=None, statement="The ferry Marigold sank off Port Ellery, and 41 died.")
    [verification] = gathering.plan([claim])
    gathering.gather(verification.pk)
    evidence = list(Evidence.objects.select_related("document__snapshot"))
    assert evidence
    document = evidence[0].document
    assert zlib.decompress(document.snapshot.body) == page()
    assert document.text == LibraryDocument.objects.get().text
    assert Snapshot.objects.count() == 1, "the bytes are not stored a second time"
    assert document.fetched_at == document.snapshot.stored_at
    for piece in evidence:
        assert document.text[piece.start : piece.end] == piece.passage
    client = Client()
    client.force_login(desk.person("reviewer"))
    piece = evidence[0]
    shown = client.get(f"/documents/{document.pk}/?start={piece.start}&end={piece.end}").content.decode()
    assert "<mark" in shown
    assert "not a word of it" not in shown
    raw = client.get(f"/documents/{document.pk}/snapshot/")
    assert raw.content == page()
    assert raw["Content-Disposition"].endswith('.html"')

    gathering.ask_again(verification, actor=desk.person("reviewer"))
    gathering.gather(verification.pk)
    assert Document.objects.count() == 1
    assert Evidence.objects.count() == len(evidence)


def test_one_that_was_stored_as_its_text_before_does_not_come_twice(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_bytes(page())
    load([tmp_path])
    row = LibraryDocument.objects.get()
    hit = Hit(url=row.url, title=row.title, text=row.text)
    [before] = from_texts([hit])
    [after] = from_texts([Hit(url=row.url, title=row.title, text=row.text, library_id=row.pk)])
    assert after == before
    assert stored_bytes(before.snapshot) == row.text.encode()


def test_a_stop_in_the_middle_leaves_no_document_without_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ferry.html").write_bytes(page())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr("verification.library.copies.keep", killed)
        with pytest.raises(KeyboardInterrupt):
            load([tmp_path])
    assert not connection.in_atomic_block
    assert (LibraryDocument.objects.count(), Snapshot.objects.count()) == (0, 0)
    assert load([tmp_path]).added == 1
    assert len(copies()) == 1


def test_a_page_of_an_archive_was_read_when_the_archive_got_it(tmp_path: Path) -> None:
    address = "https://post.example/ferry"
    record = _record("response", address, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page())
    path = tmp_path / "crawl.warc"
    path.write_bytes(record.replace(b"WARC-Target", b"WARC-Date: 2026-04-05T10:00:00Z\r\nWARC-Target", 1))
    load([path])
    row = LibraryDocument.objects.get()
    [document] = from_texts([Hit(url=row.url, title=row.title, text=row.text, library_id=row.pk)])
    assert document.fetched_at.isoformat() == "2026-04-05T10:00:00+00:00"
