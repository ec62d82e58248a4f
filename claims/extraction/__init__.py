"""From what came in (HTML, pasted text, PDF, Word) to an article's own text and its metadata.

Pure: no Django, no network, no database. What cannot be read raises ``claims.errors.ExtractionError`` with a sentence
for people.

    charset, dates, bylines, language   small readers
    furniture                           lines that are the site's and not the article's
    page, bounds, pruning, container, margins   HTML: cut, extracted twice over, its edges taken off
    metadata                            what a page says about itself
    pasted                              text copied out of a browser
    files                               PDF and Word
"""

from __future__ import annotations

from claims.cleaning import clean_article_text, clean_words, exact_text
from claims.errors import ExtractionError
from claims.extraction.charset import decode
from claims.extraction.files import from_docx, from_pdf
from claims.extraction.language import language_of
from claims.extraction.page import from_html
from claims.extraction.pasted import read_page
from claims.extraction.result import Extracted, LeftOut
from claims.sniffing import DOCX, HTML, PDF, TEXT, sniff

__all__ = ["Extracted", "LeftOut", "from_bytes", "from_docx", "from_html", "from_pdf", "from_text"]

MAX_BYTES = 5_000_000


def from_text(text: str, *, title: str = "", clean: bool = True) -> Extracted:
    """Read pasted text. ``clean=False`` takes it as it is, only without what no database can store."""
    if not clean:
        kept = exact_text(text)
        if not kept.strip():
            raise _empty()
        return Extracted(text=kept, title=clean_words(title), language=language_of(kept), raw_text=kept)
    raw = clean_article_text(text)
    page = read_page(raw, title=clean_article_text(title))
    if not page.text:
        raise _empty()
    return Extracted(
        text=page.text,
        title=page.title,
        authors=page.authors,
        publisher=page.publisher,
        published_at=page.published_at,
        modified_at=page.modified_at,
        language=language_of(page.text),
        raw_text=raw,
        left_out=tuple(page.left_out),
    )


def from_bytes(
    data: bytes,
    *,
    content_type: str = "",
    filename: str = "",
    url: str = "",
    charset: str = "",
    max_bytes: int = MAX_BYTES,
) -> Extracted:
    """Read a file or a fetched page; what it is is judged by its bytes."""
    if not data.strip():
        raise _empty()
    if len(data) > max_bytes:
        raise ExtractionError(
            f"The file is larger than {max_bytes / 1_000_000:g} MB. Upload the part that matters.", code="too_large"
        )
    kind = sniff(data, content_type)
    if kind == PDF:
        return from_pdf(data)
    if kind == DOCX:
        return from_docx(data)
    if kind == HTML or (kind == TEXT and filename.lower().endswith((".html", ".htm"))):
        return from_html(data, url=url, charset=charset, max_bytes=max_bytes)
    if kind != TEXT:
        raise ExtractionError(
            "This kind of file is not read here. Use text, HTML, PDF or Word (.docx), or paste the text.",
            code="unsupported_type",
        )
    return from_text(decode(data, charset))


def _empty() -> ExtractionError:
    return ExtractionError("There is no text. Paste the article's text, or choose another file.", code="no_text")
