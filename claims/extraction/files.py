"""Text out of PDF and Word files."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from lxml.etree import LxmlError

from claims.cleaning import clean_article_text
from claims.errors import ExtractionError
from claims.extraction.bylines import names_in
from claims.extraction.language import language_of
from claims.extraction.libraries import library
from claims.extraction.result import Extracted

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about single files

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
MAX_UNPACKED = 60_000_000


def from_pdf(data: bytes) -> Extracted:
    """The running text of a PDF, page numbers and running heads left out. Raises ``ExtractionError``."""
    try:
        reader = library("pypdf").PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ExtractionError(
                "The PDF is protected by a password. Save it without one, or paste its text.", code="encrypted"
            )
        pages = _pdf_pages(reader)
        info = reader.metadata
        title, author = (str(info.title or ""), str(info.author or "")) if info else ("", "")
        created = info.creation_date if info else None
    except ExtractionError:
        raise
    except (
        library("pypdf.errors").PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RuntimeError,  # too deep, or a form of compression or encryption that is not known
    ) as error:
        # pypdf meets a damaged file with any of these.
        raise ExtractionError(
            "The PDF is damaged and cannot be read. Save it again, or paste its text.", code="damaged"
        ) from error
    text = clean_article_text(_flow(pages)).strip()
    if not text:
        raise ExtractionError(
            "The PDF holds no text: its pages are pictures. Run text recognition over it, or paste its text.",
            code="no_text",
        )
    if created is not None and created.tzinfo is None:
        created = created.replace(tzinfo=UTC)
    return _result(text, title=title, author=author, published_at=created)


def from_docx(data: bytes) -> Extracted:
    """The paragraphs and tables of a Word file (.docx), in order. Raises ``ExtractionError``."""
    not_word = ExtractionError("This is not a Word file (.docx). Save it as .docx, or paste its text.", code="not_docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise ExtractionError(
                    "The Word file is too large when unpacked. Paste its text instead.", code="too_large"
                )
        document = library("docx").Document(io.BytesIO(data))
    except (
        library("docx.opc.exceptions").OpcError,
        zipfile.BadZipFile,
        LxmlError,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,  # a form of compression that is not known, or a password
    ) as error:
        raise not_word from error
    pieces: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            pieces.extend(" | ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows)
        else:
            pieces.append(block.text)
    text = clean_article_text("\n\n".join(piece.strip() for piece in pieces if piece.strip())[:MAX_CHARACTERS])
    if not text.strip():
        raise ExtractionError("The Word file holds no text. Check that it is the right one.", code="no_text")
    about = document.core_properties
    created = about.created
    return _result(
        text,
        title=about.title or "",
        author=about.author or "",
        published_at=_real(created.replace(tzinfo=UTC) if created is not None and created.tzinfo is None else created),
    )


def _real(at: datetime | None) -> datetime | None:
    """python-docx's own template says 2013-12-23; that is nobody's date."""
    return None if at is not None and at.strftime("%Y-%m-%d") == "2013-12-23" else at


def _result(text: str, *, title: str, author: str, published_at: datetime | None) -> Extracted:
    title = clean_article_text(title).strip()
    if re.search(r"\.(?:docx?|pdf|indd|qxd|tmp)$|^(?:microsoft word|untitled|document\d*)\b", title, re.I):
        title = ""
    if author.lower().startswith("python-docx"):
        author = ""
    return Extracted(
        text=text,
        title=title[:500],
        authors=names_in(clean_article_text(author), sure=True) if "@" not in author else (),
        published_at=published_at,
        language=language_of(text),
        raw_text=text,
    )


def _pdf_pages(reader: Any) -> list[list[str]]:
    pages: list[list[str]] = []
    size = 0
    if len(reader.pages) > MAX_PAGES:
        raise ExtractionError(
            f"The PDF has more than {MAX_PAGES} pages. Upload the part that matters.", code="too_large"
        )
    for page in reader.pages:
        text = page.extract_text()
        size += len(text)
        if size > MAX_CHARACTERS:
            raise ExtractionError(
                "The PDF holds more text than can be read. Upload the part that matters.", code="too_large"
            )
        pages.append([line.strip() for line in text.split("\n") if line.strip()])
    return pages


def _flow(pages: list[list[str]]) -> str:
    """Lines of pages to paragraphs: running heads and page numbers go, broken words and lines are joined."""
    repeated = _running(pages)
    lines = [line for page in pages for line in page if not _is_number(line) and _shape(line) not in repeated]
    if not lines:
        return ""
    width = sorted(len(line) for line in lines)[int(len(lines) * 0.9)]
    pieces: list[str] = []
    for line in lines:
        if pieces and pieces[-1].endswith("-") and line[:1].islower() and not pieces[-1].endswith(" -"):
            pieces[-1] = pieces[-1][:-1] + line
        elif pieces and _goes_on(pieces[-1].rsplit("\n", 1)[-1], line, width):
            pieces[-1] += " " + line
        else:
            pieces.append(line)
    return "\n\n".join(pieces)


def _goes_on(before: str, line: str, width: int) -> bool:
    ends = re.search(r"[.!?:][\"'”’)\]]*$", before)
    last = len(before) % max(
        width, 1
    )  # of a joined paragraph only the rest counts; near enough to tell short from full
    if not ends:
        return line[:1].islower() or last > width * 0.75 or last < 8 or before.endswith(",")
    return last > width * 0.88 or last < 3


def _running(pages: list[list[str]]) -> set[str]:
    if len(pages) < 3:
        return set()
    seen: dict[str, int] = {}
    for page in pages:
        for shape in {_shape(line) for line in (*page[:2], *page[-2:])}:
            seen[shape] = seen.get(shape, 0) + 1
    return {shape for shape, times in seen.items() if times >= max(3, len(pages) * 0.5)}


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line).lower()


def _is_number(line: str) -> bool:
    return bool(re.fullmatch(r"(?:page |p\. ?)?[-–— ]*\d{1,4}[-–— ]*(?:(?:of|/) ?\d{1,4})?", line, re.I))
