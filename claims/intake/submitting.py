"""What people and programs hand in becomes one row, or is recognised as one that is already there."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.cleaning import clean_text, clean_words, exact_text
from claims.clock import now
from claims.doorbell import FETCH, SPLIT, ring_on_commit
from claims.errors import Conflict, FetchError, InvalidInput
from claims.fetching import canonical_url
from claims.intake.moving import move_article
from claims.models import Article, ArticleState, RawInput
from claims.roles import Actor
from claims.signals import articles_submitted

MAX_URL = 2000


@dataclass(frozen=True, slots=True)
class Submitted:
    """The article's row, and whether it was there before."""

    article: Article
    duplicate: bool


@dataclass(frozen=True)
class Content:
    """What came in with the request itself."""

    kind: str
    body: bytes
    filename: str = ""

    @cached_property
    def sha256(self) -> str:
        """Of the words for text (blanks do not count), of the bytes for everything else."""
        body = self.body
        if self.kind == "text":
            body = " ".join(clean_text(body.decode("utf-8")).split()).encode()
        return hashlib.sha256(body).hexdigest()


def submit(
    *,
    actor: Actor,
    text: str = "",
    html: str = "",
    url: str = "",
    title: str = "",
    published_at: datetime | None = None,
    file: bytes | None = None,
    filename: str = "",
    clean: bool = True,
) -> Submitted:
    """Takes in an article: its ``text``, ``html`` or ``file``, or else the page at ``url``.

    The same canonical address or the same content gives the first row again; a known address with other content
    gives that row a new version. Raises InvalidInput, with the fields at fault, and then writes nothing.
    """
    content = content_of(text, html, file, filename, clean=clean)
    url, canonical = web_address(url, content)
    known = _known(canonical, content)
    if known is not None:
        return _again(known, content, actor=actor, url=url, title=title, published_at=published_at, clean=clean)
    try:
        with transaction.atomic():
            article = _new(
                content, actor, url=url, canonical=canonical, title=title, published_at=published_at, clean=clean
            )
    except IntegrityError:  # somebody handed in the same a moment ago
        known = _known(canonical, content)
        if known is None:
            raise
        return Submitted(known, duplicate=True)
    return Submitted(article, duplicate=False)


def retry(article: Article, *, actor: Actor) -> Article:
    """A failed article again, from the start, same row. Raises Conflict unless it has failed."""
    if article.state != ArticleState.FAILED:
        raise Conflict(f"Only a failed article can be tried again; this one is {article.state}.", code="illegal_move")
    with transaction.atomic():
        move_article(
            article,
            ArticleState.QUEUED,
            actor=actor,
            error="",
            error_code="",
            attempts=0,
            losses=0,
            next_try_at=None,
            lease_token="",
            rung_at=now(),
        )
        ring_on_commit(SPLIT if unread_input(article) else FETCH, article.pk)
    return article


def unread_input(article: Article) -> RawInput | None:
    """The newest input that waits to be read, or None: then the page is still to be fetched (again)."""
    waiting = article.inputs.filter(versions__isnull=True).exclude(kind="page", unreadable=True)
    return waiting.order_by("-id").first()


def keep_input(
    article: Article,
    body: bytes,
    kind: str,
    *,
    content_type: str = "",
    charset: str = "",
    filename: str = "",
    url: str = "",
    title: str = "",
    published_at: datetime | None = None,
    clean: bool = True,
) -> RawInput:
    """Keeps what came in, byte for byte."""
    return RawInput.objects.create(
        article=article,
        body=zlib.compress(body),
        sha256=hashlib.sha256(body).hexdigest(),
        kind=kind,
        content_type=content_type[:120],
        charset=charset[:60],
        filename=filename[:300],
        url=url[:MAX_URL],
        title=title,
        published_at=published_at,
        cleaned=clean,
    )


def web_address(url: str, content: Content | None) -> tuple[str, str]:
    """The address as it was given and in its canonical form; InvalidInput when there is neither it nor a content."""
    url = clean_text(url).strip()
    canonical = _canonical(url)
    if content is None and not canonical:
        raise InvalidInput(
            "There is nothing to check yet. Paste a text, name an address or choose a file.",
            fields={"text": "Give a text, html, a file or a url."},
        )
    return url, canonical


def content_of(text: str, html: str, file: bytes | None, filename: str, *, clean: bool = True) -> Content | None:
    """What came in, ready to be kept; None when it is only an address. ``clean`` False leaves a text as it is."""
    given = [name for name, value in (("text", text), ("html", html), ("file", file is not None)) if value]
    if len(given) > 1:
        raise InvalidInput(
            f"Give only one of text, html and a file; here are {' and '.join(given)}.",
            fields=dict.fromkeys(given, "Only one of text, html and a file."),
        )
    if file is not None:
        content = Content("file", file, clean_words(filename).strip())
    elif html:
        content = Content("html", clean_text(html).encode())
    elif text:
        kept = clean_text(text) if clean else exact_text(text).replace("\r\n", "\n").replace("\r", "\n")
        content = Content("text", kept.encode())
    else:
        return None
    field = content.kind
    if not content.body.strip():
        raise InvalidInput("The text is empty. Paste the words of the article.", fields={field: "It is empty."})
    if len(content.body) > settings.ARTICLE_MAX_BYTES:
        limit = settings.ARTICLE_MAX_BYTES // 1000
        raise InvalidInput(
            f"The article is larger than {limit} kB. Cut it down, or raise ARTICLE_MAX_BYTES.",
            code="too_large",
            fields={field: f"At most {limit} kB."},
        )
    return content


def _canonical(url: str) -> str:
    if not url:
        return ""
    if len(url) > MAX_URL:
        raise InvalidInput("The address is too long.", fields={"url": f"At most {MAX_URL} characters."})
    try:
        return canonical_url(url)
    except FetchError as error:
        raise InvalidInput(error.message, fields={"url": error.message}) from error


def _known(canonical: str, content: Content | None) -> Article | None:
    known = Article.objects.filter(canonical_url=canonical).first() if canonical else None
    if known is None and content is not None:
        known = Article.objects.filter(content_sha256=content.sha256).first()
    return known


def _new(
    content: Content | None,
    actor: Actor,
    *,
    url: str,
    canonical: str,
    title: str,
    published_at: datetime | None,
    clean: bool,
) -> Article:
    title = clean_words(title, max_length=500).strip()
    article = Article.objects.create(
        url=url,
        canonical_url=canonical or None,
        content_sha256=content.sha256 if content else None,
        title=title,
        published_at=published_at,
        submitted_by=actor if isinstance(actor, User) else None,
        rung_at=now(),
    )
    if content is not None:
        keep_input(
            article,
            content.body,
            content.kind,
            filename=content.filename,
            url=url,
            title=title,
            published_at=published_at,
            clean=clean,
        )
    articles_submitted.send(sender=Article, keys=[article.pk], actor=actor)
    ring_on_commit(SPLIT if content is not None else FETCH, article.pk)
    return article


def _again(
    article: Article,
    content: Content | None,
    *,
    actor: Actor,
    url: str,
    title: str,
    published_at: datetime | None,
    clean: bool,
) -> Submitted:
    """A known article: other content under its address becomes a new version, all else changes nothing."""
    if content is None:
        return Submitted(article, duplicate=True)
    sha256 = hashlib.sha256(content.body).hexdigest()
    if article.content_sha256 == content.sha256 or article.inputs.filter(sha256=sha256).exists():
        return Submitted(article, duplicate=True)
    if article.state not in (ArticleState.READY, ArticleState.GATHERING, ArticleState.FAILED):
        raise Conflict(
            "The article with this address is still being read. Hand in its new text when it is ready.", code="busy"
        )
    with transaction.atomic():
        keep_input(
            article,
            content.body,
            content.kind,
            filename=content.filename,
            url=url,
            title=clean_words(title, max_length=500).strip(),
            published_at=published_at,
            clean=clean,
        )
        move_article(
            article,
            ArticleState.QUEUED,
            actor=actor,
            error="",
            error_code="",
            attempts=0,
            losses=0,
            next_try_at=None,
            rung_at=now(),
        )
        ring_on_commit(SPLIT, article.pk)
    return Submitted(article, duplicate=True)
