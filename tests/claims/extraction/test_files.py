"""PDF, Word, and telling files apart by their bytes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from claims.errors import ExtractionError
from claims.extraction import from_bytes, from_docx, from_pdf

LINES = [
    "The harbour authority said on Tuesday that it will close the",
    "northern pier for eleven weeks from the first day of next March.",
    "About 4,200 passengers a day use the pier, a report showed.",
]


def pdf(pages: list[list[str]], *, password: str = "") -> bytes:
    """A PDF with these lines on its pages, in Helvetica."""
    writer = PdfWriter()
    for number, lines in enumerate(pages, start=1):
        page = writer.add_blank_page(612, 792)
        font = DictionaryObject(
            {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        )
        font[NameObject("/BaseFont")] = NameObject("/Helvetica")
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = [*lines, f"Page {number} of {len(pages)}"] if lines else []
        content = "".join(
            f"BT /F1 12 Tf 1 0 0 1 72 {720 - 14 * row} Tm ({line}) Tj ET\n" for row, line in enumerate(shown)
        )
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": "Pier report", "/Author": "Ada Roe", "/CreationDate": "D:20230314090500+01'00'"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Passengers", "4,200"
    document.core_properties.title = "Pier report"
    document.core_properties.author = "Ada Roe"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_lines_of_a_pdf_become_sentences_again() -> None:
    read = from_pdf(pdf([LINES, ["Repairs cost 3.1 million euros."], ["The old terminal is used meanwhile."]]))
    assert "close the northern pier for eleven weeks" in read.text
    assert "Page 1" not in read.text
    assert (read.title, read.authors) == ("Pier report", ("Ada Roe",))
    assert read.published_at is not None
    assert read.published_at.isoformat() == "2023-03-14T09:05:00+01:00"


def test_paragraphs_and_tables_of_a_word_file_are_read() -> None:
    read = from_docx(word(*LINES))
    assert read.text.split("\n\n") == [*LINES, "Passengers | 4,200"]
    assert (read.title, read.authors) == ("Pier report", ("Ada Roe",))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pdf([LINES], password="secret"), "encrypted"),
        (pdf([[]]), "no_text"),
        (pdf([LINES])[:200], "damaged"),
        (b"%PDF-1.7\n" + b"\xff" * 2000, "damaged"),
        (word()[:500], "not_docx"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, code: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        (from_pdf if data.startswith(b"%PDF") else from_docx)(data)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_a_word_file_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 70_000_000)
    with pytest.raises(ExtractionError) as caught:
        from_docx(out.getvalue())
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("data", "filename", "declared"),
    [
        (pdf([LINES]), "report.txt", "text/html"),
        (word(*LINES), "report.pdf", "application/pdf"),
        ("\n\n".join(LINES).encode(), "x.bin", "application/octet-stream"),
        ("\n\n".join(LINES).encode("utf-16"), "x.txt", "text/plain"),
        (
            (
                "<html><body><article>" + "".join(f"<p>{line}</p>" for line in LINES) + "</article></body></html>"
            ).encode(),
            "x",
            "",
        ),
    ],
)
def test_a_file_is_what_its_bytes_are(data: bytes, filename: str, declared: str) -> None:
    assert "4,200 passengers" in from_bytes(data, filename=filename, content_type=declared).text


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n" + bytes(2000), b"PK\x03\x04" + bytes(200), bytes(range(256)) * 20, b"\x7fELF" + bytes(99)],
)
def test_other_files_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(ExtractionError) as caught:
        from_bytes(data, filename="article.txt", content_type="text/plain")
    assert caught.value.code == "unsupported_type"


def test_an_empty_file_and_one_too_large_are_refused() -> None:
    with pytest.raises(ExtractionError, match="There is no text"):
        from_bytes(b"  \n")
    with pytest.raises(ExtractionError, match="larger than"):
        from_bytes(b"a" * 2000, max_bytes=1000)
