"""What a worker does with an article that is owed: fetch its page, read it, split it.

Two steps, each with its own lease, so that the page is asked for in the I/O worker and parsed in the one that may
be killed. Both may run twice: the second run finds the lease taken, the fence closed or the rows already there.
"""

from __future__ import annotations

import logging
import zlib
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from claims import leases
from claims.clock import now
from claims.doorbell import FETCH, SPLIT, ring_on_commit
from claims.errors import Conflict, ExtractionError, FetchError, HostBusy
from claims.extraction import Extracted, from_bytes, from_html, from_text
from claims.fetching import fetch
from claims.heartbeat import LEASE_SECONDS, heartbeat
from claims.intake.moving import move_article
from claims.intake.poison import swallow
from claims.intake.submitting import keep_input, unread_input
from claims.intake.versions import write_version
from claims.intake.weights import own_weights
from claims.models import Article, ArticleState, RawInput
from claims.proposing import propose_claims
from claims.signals import article_moved
from claims.splitting import Split, split

log = logging.getLogger(__name__)

TRY_AGAIN_AFTER = (3.0, 15.0)  # seconds: somebody waits for this page, so it fails visibly after three tries

# The one article that this process splits, and its lease: whoever stops it in the middle may end no other's.
_in_hand: dict[int, str] = {}

WAITING = Q(state=ArticleState.QUEUED) | Q(state=ArticleState.SPLITTING, lease_token="")
RUNNING = Q(state__in=[ArticleState.FETCHING, ArticleState.SPLITTING]) & ~Q(lease_token="")


def due_articles() -> QuerySet[Article]:
    """Articles that some worker owes a step."""
    return Article.objects.filter(leases.is_due(WAITING, RUNNING))


def next_task(article: Article) -> str:
    """Which task takes the article's next step."""
    return SPLIT if unread_input(article) else FETCH


def suspect_articles() -> QuerySet[Article]:
    """Those of them that have cost workers and are worked in a process of their own."""
    return due_articles().filter(leases.lost(RUNNING, leases.SUSPECT_AFTER))


def fetch_article(article_id: int, *, alone: bool = False) -> None:
    """Fetches the page of an article that has only an address, in three steps.

    1. Take the lease (queued → fetching); another worker's is left alone.
    2. Fetch, with no transaction open.
    3. Keep the bytes and hand on to splitting, if the lease still is ours.
    """
    article = Article.objects.get(pk=article_id)
    if unread_input(article):
        split_article(article_id, alone=alone)
        return
    token = _take(article, ArticleState.FETCHING, alone=alone)
    if token is None:
        return
    try:
        with heartbeat.holding(article, token):
            page = fetch(article.url)
    except FetchError as error:
        _step_back(article, token, error)
        return
    with transaction.atomic():
        if not leases.finish(_mine(article), token, attempts=0):
            return
        keep_input(
            article,
            page.body,
            "page",
            content_type=page.content_type,
            charset=page.charset or "",
            url=page.final_url,
            title=article.title,
            published_at=article.published_at,
        )
        move_article(article, ArticleState.SPLITTING)
        ring_on_commit(SPLIT, article.pk)


def split_article(article_id: int, *, alone: bool = False) -> None:
    """Reads and splits what came in, in three steps.

    1. Take the lease (→ splitting).
    2. Extract the text and split it into claims, with no transaction open.
    3. Write version and claims, if the lease still is ours, and tell who plans the gathering.
    """
    article = Article.objects.get(pk=article_id)
    raw = unread_input(article)
    if raw is None:
        return
    token = _take(article, ArticleState.SPLITTING, alone=alone)
    if token is None:
        return
    _in_hand.clear()
    _in_hand[article_id] = token
    try:
        with heartbeat.holding(article, token):
            extracted = read(raw)
            swallow(extracted.text)
            parts, told = propose_claims(extracted.text, extracted.title, _split(extracted, article))
    except ExtractionError as error:
        _fail(article, token, error.code, error.message, raw)
        return
    except (MemoryError, RecursionError):
        _fail(article, token, "too_complex", "The text is too large or too deeply nested to be read. Cut it down.", raw)
        return
    with transaction.atomic():
        if leases.finish(_mine(article), token, attempts=0, losses=0):
            write_version(article, raw, extracted, parts, proposing=told)


def give_up_splitting(article_id: int) -> None:
    """Ends the splitting of an article that took too long, if this very process has it in hand."""
    token = _in_hand.pop(article_id, None)
    if token is not None:
        article = Article.objects.get(pk=article_id)
        _fail(article, token, "timeout", "Reading this article took too long. Cut it into parts.")


def read(raw: RawInput) -> Extracted:
    """The text and metadata of what came in. Raises ExtractionError."""
    body = zlib.decompress(raw.body)
    if raw.kind == "text":
        return from_text(body.decode("utf-8"), title=raw.title, clean=raw.cleaned)
    if raw.kind == "html":
        return from_html(body.decode("utf-8"), url=raw.url, max_bytes=settings.ARTICLE_MAX_BYTES)
    return from_bytes(
        body,
        content_type=raw.content_type,
        filename=raw.filename,
        url=raw.url,
        charset=raw.charset,
        max_bytes=settings.ARTICLE_MAX_BYTES,
    )


def _split(extracted: Extracted, article: Article) -> Split:
    return split(
        extracted.text,
        title=article.title or extracted.title,
        authors=extracted.authors,
        publisher=extracted.publisher,
        published_at=article.published_at or extracted.published_at,
        weights=own_weights(),
    )


def _take(article: Article, to: ArticleState, *, alone: bool) -> str | None:
    """The lease; None when another has it, when the row is one for a process of its own, or is put aside for good."""
    old = ArticleState(article.state)
    rows = Article.objects.filter(pk=article.pk, state=old)
    due = leases.is_due(WAITING, RUNNING)
    if not alone:
        due &= ~leases.lost(RUNNING, leases.SUSPECT_AFTER)
    with transaction.atomic():
        token = leases.take(rows, due, RUNNING, seconds=LEASE_SECONDS, state=to, updated_at=now())
        if token is None:
            return None
        article.refresh_from_db()
        if old != to:
            article_moved.send(sender=Article, article=article, old=old, new=to, actor=None)
    return token


def _mine(article: Article) -> QuerySet[Article]:
    return Article.objects.filter(pk=article.pk)


def _step_back(article: Article, token: str, error: FetchError) -> None:
    """A fetch that failed goes back to the queue before it is tried again, or ends here."""
    busy = isinstance(error, HostBusy)  # nothing was asked, so it was no try
    tries = article.attempts
    if not error.retryable or (tries > len(TRY_AGAIN_AFTER) and not busy):
        _fail(article, token, error.code, error.message)
        return
    wait = error.retry_after if error.retry_after is not None else TRY_AGAIN_AFTER[tries - 1]
    with transaction.atomic():
        if leases.finish(_mine(article), token, attempts=tries - 1 if busy else tries):
            move_article(
                article,
                ArticleState.QUEUED,
                error=error.message,
                error_code=error.code,
                next_try_at=leases.from_now(min(wait, 600.0)),
                rung_at=None,
            )


def _fail(article: Article, token: str, code: str, message: str, raw: RawInput | None = None) -> None:
    with transaction.atomic():
        if leases.finish(_mine(article), token):
            if raw is not None:
                RawInput.objects.filter(pk=raw.pk).update(unreadable=True)
            move_article(article, ArticleState.FAILED, error=message, error_code=code)


def let_go_of_article(article_id: int) -> None:
    """Ends the lease of a process that is known to be dead: nobody need wait for it to run out."""
    Article.objects.filter(RUNNING, pk=article_id).update(lease_until=leases.from_now(-1))


def quarantine() -> int:
    """Puts aside the articles whose reading has cost too many workers their life; returns how many."""
    lost = leases.QUARANTINED_AFTER
    condemned = list(due_articles().filter(leases.lost(RUNNING, lost)))
    for article in condemned:
        with suppress(Conflict):  # another sweep was first
            _put_aside(article, lost)
    return len(condemned)


def _put_aside(article: Article, lost: int) -> None:
    move_article(
        article,
        ArticleState.FAILED,
        error_code="quarantined",
        error=f"Reading this article ended {lost} workers, the last {lost - leases.SUSPECT_AFTER} with nothing else in "
        "hand, so it was put aside. Retry it, or paste the text without its formatting.",
        lease_token="",
        lease_until=None,
        losses=lost,
    )
    log.error("article %s quarantined after %s lost workers", article.pk, lost)
