"""HTML to an article: bound, parse, prune, extract, filter."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

import lxml.etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from claims.cleaning import clean_article_text
from claims.errors import ExtractionError
from claims.extraction.bounds import without_monster_tags
from claims.extraction.bylines import names_in, stamp_in
from claims.extraction.charset import decode
from claims.extraction.container import container_lines, fill_gaps
from claims.extraction.language import language_of
from claims.extraction.libraries import library
from claims.extraction.margins import BYLINE, DATE, mark_margins
from claims.extraction.metadata import About, read_about
from claims.extraction.pruning import prune
from claims.extraction.result import Extracted, LeftOut

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its warnings are about single pages, ours to report

MAX_ELEMENTS = 60_000
_LARGE = 3_000


def from_html(data: bytes | str, *, url: str = "", charset: str = "", max_bytes: int = 5_000_000) -> Extracted:
    """Read an article out of a page. ``charset`` is what the HTTP header declared. Raises ``ExtractionError``."""
    if len(data) > max_bytes:
        raise ExtractionError(
            f"The page is larger than {max_bytes / 1_000_000:g} MB. Paste the article's text instead.", code="too_large"
        )
    source = decode(data, charset) if isinstance(data, bytes) else data
    tree = parse(source)
    about = read_about(tree, url=url)
    prune(tree)
    paragraphs = fill_gaps(_paragraphs(tree), container_lines(tree))
    raw, text, left_out = _filter(paragraphs, about)
    if not text:
        raise _nothing(source)
    about = _from_margins(about, raw, left_out)
    return Extracted(
        text=text,
        title=clean_article_text(about.title),
        authors=tuple(clean_article_text(name) for name in about.authors),
        publisher=clean_article_text(about.publisher),
        published_at=about.published_at,
        modified_at=about.modified_at,
        language=language_of(text) or about.language,
        canonical_url=about.canonical_url,
        raw_text=raw,
        left_out=left_out,
    )


def parse(source: str) -> HtmlElement:
    """The tree of a page, within bounds that keep every later step short."""
    source = without_monster_tags(source.replace("\x00", ""))
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", source)
    parser = HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise _nothing(source) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise ExtractionError(
            "The page is nested too deeply to be read. Paste the article's text instead.", code="too_complex"
        )
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise ExtractionError("The page has too many parts to be read. Paste the article's text.", code="too_complex")
    return tree


def _paragraphs(tree: HtmlElement) -> list[str]:
    try:
        found: Any = library("trafilatura").bare_extraction(tree, include_comments=False, with_metadata=False)
    except (lxml.etree.LxmlError, ValueError, RecursionError):
        found = None
    return [line for line in (found.text or "").split("\n") if line.strip()] if found is not None else []


def _filter(paragraphs: list[str], about: About) -> tuple[str, str, tuple[LeftOut, ...]]:
    """The raw text, the article's own text, and what lies between them."""
    lines = [line for paragraph in paragraphs if (line := clean_article_text(paragraph).strip())]
    reasons = mark_margins(lines, about)
    if all(reasons):
        reasons = [""] * len(lines)  # better everything than nothing
    left_out: list[LeftOut] = []
    at = 0
    for line, why in zip(lines, reasons, strict=True):
        if why:
            left_out.append(LeftOut(at, at + len(line), why))
        at += len(line) + 2
    kept = [line for line, why in zip(lines, reasons, strict=True) if not why]
    return "\n\n".join(lines), "\n\n".join(kept), tuple(left_out)


def _from_margins(about: About, raw: str, left_out: tuple[LeftOut, ...]) -> About:
    """Date and names from the lines that state them, where the markup does not."""
    for part in left_out:
        line = raw[part.start : part.end]
        if part.why == DATE and about.published_at is None and (stamp := stamp_in(line)) is not None:
            at, updated = stamp
            about = replace(about, modified_at=about.modified_at or at) if updated else replace(about, published_at=at)
        elif part.why == BYLINE and not about.authors:
            about = replace(about, authors=names_in(line))
    return about


def _nothing(source: str) -> ExtractionError:
    if len(source) > _LARGE:
        return ExtractionError(
            "No article text was found on this page. It may need a log-in or be built by scripts. "
            "Paste the text instead.",
            code="no_text",
        )
    return ExtractionError("The page is empty. Check the address, or paste the article's text.", code="no_text")
