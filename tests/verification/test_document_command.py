"""`manage.py document`: the stored copy of a source in a terminal."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from tests.verification import desk
from verification.documents import keep
from verification.models import Document, Evidence, Snapshot

pytestmark = pytest.mark.django_db

TEXT = "The harbour was closed in May.\n\nCosts rose by 4 percent, a report showed."
PASSAGE = "Costs rose by 4 percent, a report showed."
PAGE = """<p>The harbour was closed in May.</p><script>alert(1)</script>
<p onclick='x()'>Costs rose by <b>4</b> percent, a report showed.</p>"""


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("document", *words, stdout=out, stderr=out)
    return out.getvalue()


def stored() -> Document:
    body = f"<html><body>{PAGE}</body></html>".encode()
    return keep(body, text=TEXT, url="https://post.example/1", title="Harbour closed", content_type="text/html")


def piece_of(document: Document, passage: str) -> Evidence:
    start = TEXT.index(PASSAGE)
    verification = desk.check()
    return desk.evidence(verification, document=document, start=start, end=len(TEXT), passage=passage)


def test_the_passage_of_a_piece_of_evidence_is_marked_in_text_and_page() -> None:
    piece = piece_of(stored(), PASSAGE)
    said = run("--evidence", str(piece.pk))
    assert f"⟦{PASSAGE}⟧" in said
    assert piece.document.snapshot.sha256 in said
    page = run("--evidence", str(piece.pk), "--as", "page")
    assert "<mark" in page
    assert "script" not in page
    assert "onclick" not in page


def test_a_passage_that_does_not_stand_there_is_said() -> None:
    piece = piece_of(stored(), "Costs rose by 5 percent, a report showed.")
    with pytest.raises(CommandError, match="does not stand") as refused:
        run("--evidence", str(piece.pk))
    assert refused.value.returncode == 1


def test_a_damaged_copy_is_said_and_not_shown() -> None:
    document = stored()
    Snapshot.objects.filter(pk=document.snapshot_id).update(sha256="0" * 64)
    with pytest.raises(CommandError, match="do not match its hash"):
        run(str(document.pk), "--as", "page")


@pytest.mark.parametrize("words", [(), ("1", "--evidence", "2"), ("999",), ("--evidence", "999")])
def test_what_names_nothing_is_one_clear_error(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*words)
    assert refused.value.returncode == 2


def test_what_is_no_page_is_not_shown_as_one() -> None:
    plain = keep(b"Plain words.", text="Plain words.", url="https://post.example/2", content_type="text/plain")
    with pytest.raises(CommandError, match="no web page"):
        run(str(plain.pk), "--as", "page")
    assert "Plain words." in run(str(plain.pk))
