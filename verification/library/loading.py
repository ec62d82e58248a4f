"""Documents from files into the library: a stream in, batches out, bad ones reported and passed over.

Reads folders, HTML, plain text, PDF, DOCX, WARC and JSONL (one ``{"url", "title", "text", "publisher",
"published_at"}`` a line), each also gzipped where that is usual; and ClaimReview (JSON, or JSONL), whose reviews go to
whoever keeps them (``keep_reviews``), not among the documents. Nothing is read whole but the single document, so that
a file may be larger than memory. A document that is there already (same address, or same title and text without
another address) is left as it is, so that the same call may be made again after a stop; a reprint word for word at
another address is a document of its own. The bytes that a document was read from are kept beside it
(verification.library.copies).
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import orjson

from claims.cleaning import clean_words
from claims.errors import ExtractionError
from claims.extraction import from_bytes
from claims.lines import lines_within, longest_line
from verification.library.claimreview import FeedError, Review, from_object, is_review, reviews
from verification.library.storing import BATCH, Document, canonical_of, put_in
from verification.library.warc import WarcError, responses

BATCH_BYTES = 16_000_000  # of pages; a batch is held in memory
FILE_MAX_BYTES = 50_000_000
_PAGES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf"}
_TEXTS = {".txt": "text/plain", ".md": "text/plain", ".text": "text/plain"}
_WORDS = {".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
_TYPES = _PAGES | _TEXTS | _WORDS
_LINES = (".jsonl", ".ndjson")
_WARC = (".warc",)
# Style sheets, scripts, fonts and pictures are most of a crawl, and nothing that anybody reads.
_OF_CRAWLS = {*_PAGES.values(), "application/xhtml+xml", "text/plain", ""}
_MARK = b"\xef\xbb\xbf"  # of byte order, which some tools write before the first line
_JSON = (".json", ".jsonld")
_KNOWN = {*_LINES, *_WARC, *_JSON, *_TYPES}
ENDINGS = ", ".join(sorted(_KNOWN))


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was passed over, and why, in plain words."""

    where: str
    why: str

    def __str__(self) -> str:
        return clean_words(f"{self.where}: {self.why}.")  # a file's name may be no text


@dataclass(slots=True)
class Report:
    """What a load did; ``skipped`` keeps the first hundred, ``passed_over`` counts all."""

    read: int = 0
    added: int = 0
    known: int = 0
    changed: int = 0  # known addresses that have another text now
    passed_over: int = 0
    reviews: int = 0
    new_reviews: int = 0
    renewed: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, item: Skipped) -> None:
        self.passed_over += 1
        if len(self.skipped) < 100:
            self.skipped.append(item)


def load(
    paths: Iterable[Path],
    on_progress: Callable[[int], object] | None = None,
    keep_reviews: Callable[[list[Review]], int] | None = None,
    renew_reviews: Callable[[list[Review]], int] | None = None,
) -> Report:
    """Add every document found under ``paths``; ``on_progress`` gets the number of documents of each batch.

    ``keep_reviews`` gets the reviews of claims among them and says how many are new; before it ``renew_reviews``, which
    says how many known ones have another rating or other reasons now.
    """
    report = Report()
    found = _counted(documents(paths), report)
    while batch := _next_batch(found):
        read = [item for item in batch if isinstance(item, Review)]
        if read:
            report.reviews += len(read)
            report.renewed += renew_reviews(read) if renew_reviews else 0
            report.new_reviews += keep_reviews(read) if keep_reviews else 0
        put = put_in(item for item in batch if not isinstance(item, Review))
        report.added += put.added
        report.changed += put.changed
        report.known = report.read - report.reviews - report.added
        if on_progress:
            on_progress(len(batch))
    return report


def _next_batch(found: Iterator[Document | Review]) -> list[Document | Review]:
    batch: list[Document | Review] = []
    size = 0
    for item in islice(found, BATCH):
        batch.append(item)
        size += len(item.body) if isinstance(item, Document) else 0
        if size >= BATCH_BYTES:
            break
    return batch


def documents(paths: Iterable[Path]) -> Iterator[Document | Review | Skipped]:
    """Every document and review under the paths, by name; Skipped for what cannot be read."""
    for path in paths:
        if path.is_dir():
            for folder, inner, names in os.walk(path):
                inner.sort()
                for path in (Path(folder) / name for name in sorted(names) if not name.startswith(".")):
                    if path.is_file():  # no pipe, which nobody may ever write to
                        yield from _file(path)
        else:
            yield from _file(path)


def _counted(found: Iterator[Document | Review | Skipped], report: Report) -> Iterator[Document | Review]:
    for item in found:
        if isinstance(item, Skipped):
            report.skip(item)
        else:
            report.read += 1
            yield item


def is_read(path: Path) -> bool:
    """Whether files named so are read at all, packed with gzip or not."""
    return _ending(path) in _KNOWN


def _ending(path: Path) -> str:
    return (path.with_suffix("") if path.suffix == ".gz" else path).suffix.lower()


def _file(path: Path) -> Iterator[Document | Review | Skipped]:
    ending = _ending(path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            if ending in _LINES:
                yield from _jsonl(path, stream)
            elif ending in _WARC:
                yield from _warc(path, stream)
            elif ending in _JSON:
                yield from _reviews(path, stream)
            elif ending in _TYPES:
                yield _page(path, stream.read(FILE_MAX_BYTES + 1), _TYPES[ending])
            else:
                yield Skipped(path.name, f"files ending in “{ending or path.name}” are not read")
    except (OSError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Skipped(path.name, f"could not be read: {reason}")


def _page(path: Path, body: bytes, content_type: str) -> Document | Skipped:
    if len(body) > FILE_MAX_BYTES:
        return Skipped(path.name, f"is larger than {FILE_MAX_BYTES // 1_000_000} MB")
    return _extracted(body, content_type, "", path.name, path.name, path.stem)


def _extracted(body: bytes, content_type: str, url: str, where: str, source: str, name: str) -> Document | Skipped:
    try:
        got = from_bytes(body, content_type=content_type, url=url)
    except ExtractionError as error:
        return Skipped(where, error.message.split(". ")[0].rstrip("."))  # what to do next is said to who hands it in
    if not got.text.strip():
        return Skipped(where, "holds no text")
    if not url and canonical_of(got.canonical_url):  # a saved page says itself where it stood
        url = got.canonical_url
    return Document(url, got.title or name, got.text, got.publisher or "", got.published_at, source, body, content_type)


def _warc(path: Path, stream: BinaryIO | gzip.GzipFile) -> Iterator[Document | Skipped]:
    try:
        for response in responses(stream):
            where = f"{path.name}, {response.url}"
            if response.status == 200 and response.content_type.partition(";")[0].strip().lower() in _OF_CRAWLS:
                read = _extracted(response.body, response.content_type, response.url, where, path.name, response.url)
                yield replace(read, captured_at=response.captured_at) if isinstance(read, Document) else read
    except WarcError as error:
        yield Skipped(path.name, str(error))


def _reviews(path: Path, stream: BinaryIO | gzip.GzipFile) -> Iterator[Review | Skipped]:
    number = 0
    try:
        for number, found in enumerate(reviews(stream, path.name), 1):
            yield found if isinstance(found, Review) else Skipped(f"{path.name}, item {number}", found)
    except FeedError as error:
        yield Skipped(path.name if not number else f"{path.name}, after item {number}", str(error))


def _jsonl(path: Path, stream: BinaryIO | gzip.GzipFile) -> Iterator[Document | Review | Skipped]:
    for number, line in enumerate(lines_within(stream), 1):
        where = f"{path.name}, line {number}"
        if line is None:
            yield Skipped(where, f"is longer than {longest_line() // 1000:,} kB")
        elif line.strip():
            try:
                row = orjson.loads(line.removeprefix(_MARK) if number == 1 else line)
            except orjson.JSONDecodeError as error:
                yield Skipped(where, _no_json(str(error)))
                continue
            if is_review(row):
                for found in from_object(row, path.name):
                    yield found if isinstance(found, Review) else Skipped(where, found)
            else:
                yield _from_row(row, where, path.name)


def _no_json(complaint: str) -> str:
    """What orjson complains about, in plain words."""
    if "not valid UTF-8" in complaint:
        return "is not written in UTF-8"
    if "surrogate" in complaint:
        return r"holds half a surrogate pair, as in \ud83d alone, which is no character"
    return "is too deeply nested" if "depth" in complaint else "is not JSON"


def _from_row(row: object, where: str, source: str) -> Document | Skipped:
    if not isinstance(row, dict):
        return Skipped(where, "is not a JSON object")
    wrong = next((k for k in ("url", "title", "text", "publisher") if not isinstance(row.get(k) or "", str)), "")
    if wrong:
        return Skipped(where, f"“{wrong}” is not text")
    text = (row.get("text") or "").strip()
    if not text:
        return Skipped(where, "has no “text”")
    url = (row.get("url") or "").strip()
    if url and not url.startswith(("http://", "https://")):
        return Skipped(where, "“url” is not an http or https address")
    published_at = None
    if row.get("published_at"):
        published_at = _moment(row["published_at"])
        if published_at is None:
            return Skipped(where, "“published_at” is not an ISO 8601 date")
    return Document(url, row.get("title") or "", text, row.get("publisher") or "", published_at, source)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
