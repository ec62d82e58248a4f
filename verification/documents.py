"""Stored sources: the bytes once under their hash, the text read from them, and where and when they were got."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction

from claims.cleaning import clean_words
from claims.clock import now
from claims.errors import ExtractionError, FetchError
from claims.extraction import from_bytes
from claims.fetching import Fetched, allowed_by_robots, canonical_url, fetch, site_of
from claims.models import Article, ArticleVersion
from verification.errors import CopyDamaged
from verification.models import Document, LibraryCopy, LibraryDocument, Snapshot
from verification.providers import Hit

KEPT_HEADERS = ("content-type", "last-modified", "etag", "date", "server", "content-language")


def page_at(url: str) -> Fetched:
    """The page at an address, if its site lets robots in. Raises FetchError."""
    if not allowed_by_robots(url):
        raise FetchError("The site asks robots to stay away from this page. Open it yourself.", code="robots")
    return fetch(url)


def from_texts(hits: Sequence[Hit]) -> list[Document]:
    """The stored documents behind hits that brought their own text, in order; one question for those that are known.

    What the library has the bytes of is stored as these. A document that was stored as its text before they were there
    stays the one: else it would come twice.
    """
    copies = _copies(hits)
    keys = [(_text_key(hit), _copy_key(hit, copies.get(hit.library_id))) for hit in hits]
    asked = [key for pair in keys for key in pair if key]
    known = {document.key: document for document in Document.objects.filter(key__in=asked)} if asked else {}
    return [
        known.get(plain) or known.get(copied) or _from_text(hit, copies.get(hit.library_id))
        for (plain, copied), hit in zip(keys, hits, strict=True)
    ]


def _copies(hits: Sequence[Hit]) -> dict[int | None, LibraryCopy]:
    """By number in the library: the bytes that its document was read from."""
    numbers = [hit.library_id for hit in hits if hit.library_id is not None]
    rows = LibraryCopy.objects.filter(document__in=numbers).select_related("snapshot").defer("snapshot__body")
    return {row.document_id: row for row in rows} if numbers else {}


def _text_key(hit: Hit) -> str:
    return _key(hashlib.sha256((hit.text or "").encode()).hexdigest(), address_of(hit.url), hit.title)


def _copy_key(hit: Hit, copy: LibraryCopy | None) -> str:
    return _key(copy.snapshot.sha256, address_of(hit.url), hit.title) if copy else ""


def _from_text(hit: Hit, copy: LibraryCopy | None) -> Document:
    about: About = {
        "text": hit.text or "",
        "url": hit.url,
        "title": hit.title,
        "publisher": hit.publisher,
        "published_at": hit.published_at,
        "language": hit.language,
        "headers": {name: str(value) for name, value in hit.extra.items()},
    }
    if copy is None:
        return keep((hit.text or "").encode(), content_type="text/plain", charset="utf-8", **about)
    read = _columns({**about, "fetched_at": copy.captured_at or copy.snapshot.stored_at})
    return Document.objects.get_or_create(key=_copy_key(hit, copy), defaults={"snapshot": copy.snapshot, **read})[0]


def read_page(page: Fetched, hit: Hit) -> Unstored:
    """What a fetched page says, to be stored. Raises ExtractionError when it holds no text."""
    read = from_bytes(page.body, content_type=page.content_type, url=page.final_url, charset=page.charset or "")
    if not read.text.strip():
        raise ExtractionError("The page holds no text that could be read.")
    return _unstored(
        page.body,
        page.content_type,
        page.charset or "",
        {
            "text": read.text,
            "url": hit.url,
            "final_url": page.final_url,
            "title": read.title or hit.title,
            "publisher": read.publisher or hit.publisher,
            "published_at": read.published_at or hit.published_at,
            "authors": list(read.authors),
            "language": read.language,
            "headers": {name: value for name, value in page.headers.items() if name.lower() in KEPT_HEADERS},
            "fetched_at": page.fetched_at,
        },
    )


class About(TypedDict, total=False):
    """What was read from the bytes of a source, and from where they came."""

    text: Required[str]
    url: Required[str]
    final_url: str
    title: str
    publisher: str
    published_at: datetime | None
    authors: list[str]
    language: str
    headers: Mapping[str, str]
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Unstored:
    """A source as its rows will hold it: the bytes packed under their hash, and the columns of its document."""

    sha256: str
    key: str
    snapshot: dict[str, Any]
    document: dict[str, Any]


def keep(body: bytes, *, content_type: str = "", charset: str = "", **about: Unpack[About]) -> Document:
    """Stores bytes and text, each once: the same bytes at the same address are the same document."""
    return store([_unstored(body, content_type, charset, about)])[0]


def store(sources: Iterable[Unstored]) -> list[Document]:
    """The documents of these sources, in order: new rows where there are none yet.

    Four statements in one transaction, however many sources there are: nearly all of them are new, and to look for
    each of them first costs more than all of them.
    """
    wanted = list(sources)
    ordered = sorted({source.key: source for source in wanted}.values(), key=lambda one: (one.sha256, one.key))
    bytes_kept = {source.sha256: Snapshot(sha256=source.sha256, **source.snapshot) for source in ordered}
    with transaction.atomic():
        # In one order everywhere: two workers that store the same ones wait for each other, and never in a circle.
        Snapshot.objects.bulk_create(bytes_kept.values(), ignore_conflicts=True)
        snapshots = dict(Snapshot.objects.filter(sha256__in=bytes_kept).values_list("sha256", "pk"))
        rows = [Document(key=one.key, snapshot_id=snapshots[one.sha256], **one.document) for one in ordered]
        Document.objects.bulk_create(rows, ignore_conflicts=True)
        stored = {document.key: document for document in Document.objects.filter(key__in=[row.key for row in rows])}
    return [stored[source.key] for source in wanted]


def _unstored(body: bytes, content_type: str, charset: str, about: About) -> Unstored:
    sha256 = hashlib.sha256(body).hexdigest()
    return Unstored(
        sha256,
        _key(sha256, address_of(about.get("final_url") or about["url"]), about.get("title", "")),
        {
            "body": zlib.compress(body),
            "size": len(body),
            "content_type": content_type[:120],
            "charset": charset[:60],
        },
        _columns(about),
    )


def _columns(about: About) -> dict[str, Any]:
    """The same as a document's columns hold it."""
    final = about.get("final_url") or about["url"]
    canonical = address_of(final)
    return {
        "url": about["url"][:2000],
        "final_url": final[:2000],
        "canonical_url": canonical[:2000],
        "site": site_of(canonical)[:255] if canonical else "",
        "title": clean_words(about.get("title", ""), max_length=500),
        "publisher": clean_words(about.get("publisher", ""), max_length=300),
        "authors": about.get("authors", []),
        "published_at": about.get("published_at"),
        "text": about["text"],
        "headers": dict(about.get("headers", {})),
        "language": about.get("language", "")[:12],
        "fetched_at": about.get("fetched_at") or now(),
    }


def _key(sha256: str, canonical: str, title: str) -> str:
    return hashlib.sha256(f"{canonical or title}\n{sha256}".encode()).hexdigest()


def remember(article: Article, version: ArticleVersion) -> None:
    """Puts an article that came in into the library too, so that later articles on its subject find it."""
    sha256 = hashlib.sha256(f"{article.title}\n{version.text}".encode()).hexdigest()
    LibraryDocument.objects.bulk_create(
        [
            LibraryDocument(
                url=article.url,
                canonical_url=article.canonical_url,
                title=article.title,
                text=version.text,
                publisher=article.publisher,
                published_at=article.published_at,
                sha256=sha256,
                source=f"article {article.pk}",
            )
        ],
        ignore_conflicts=True,
    )


def stored_bytes(snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot. Raises CopyDamaged if they no longer match their hash."""
    try:
        body = zlib.decompress(bytes(snapshot.body))
    except zlib.error:
        body = None
    if body is None or hashlib.sha256(body).hexdigest() != snapshot.sha256:
        raise CopyDamaged(
            f"The stored copy {snapshot.sha256[:12]}… is damaged: its bytes do not match its hash. Restore a back-up."
        )
    return body


@lru_cache(maxsize=4096)
def address_of(url: str) -> str:
    """The canonical address, or "" for none and for what is not one."""
    if not url:
        return ""
    try:
        return canonical_url(url)
    except FetchError:
        return ""
