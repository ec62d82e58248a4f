"""Feeds: RSS and Atom polled in turn; each new entry comes in as an article by its address.

A feed is due when ``next_poll_at`` is past; whoever moves that on by compare-and-set polls it. An entry is one row for
good, so that neither a second poll nor a second process takes it twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.etree
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from claims.cleaning import clean_text, clean_words
from claims.clock import now
from claims.doorbell import FEED, ring_on_commit
from claims.errors import ExtractionError, FetchError, HostBusy, InvalidInput, UserError
from claims.fetching import canonical_url, fetch
from claims.intake.submitting import MAX_URL, submit
from claims.leases import backoff, from_now
from claims.models import Feed, FeedEntry
from claims.roles import Actor

MOST_ENTRIES = 100
TAKEN_AT_FIRST = 20
MOST_BYTES = 5_000_000
GIVE_UP_AFTER = 20
LEAST_MINUTES = 5
ATOM = "{http://www.w3.org/2005/Atom}"
RSS1 = "{http://purl.org/rss/1.0/}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the feed has it: its own id (else its address), address and title."""

    key: str
    url: str
    title: str


def add_feed(*, actor: Actor, url: str, title: str = "", every_minutes: int = 15) -> tuple[Feed, bool]:
    """A feed to be polled from now on; the same address again is the same row (second value True), active again."""
    url = clean_text(url).strip()
    if not url or len(url) > MAX_URL:
        raise InvalidInput("Give the address of the feed.", fields={"url": "The address is missing or too long."})
    try:
        canonical_url(url)
    except FetchError as error:
        raise InvalidInput(error.message, fields={"url": error.message}) from error
    with transaction.atomic():
        feed, made = Feed.objects.get_or_create(
            url=url,
            defaults={
                "title": clean_words(title, max_length=300).strip(),
                "every_minutes": max(every_minutes, LEAST_MINUTES),
                "added_by": actor if isinstance(actor, User) else None,
                "next_poll_at": now(),
            },
        )
        if not made:
            Feed.objects.filter(pk=feed.pk).update(active=True, failures=0, next_poll_at=now())
        ring_on_commit(FEED, feed.pk)
    return feed, not made


def due_feeds() -> QuerySet[Feed]:
    """Feeds whose time has come."""
    return Feed.objects.filter(active=True).filter(Q(next_poll_at__isnull=True) | Q(next_poll_at__lte=Now()))


def poll(feed_id: int) -> int:
    """Polls one feed that is due, if nobody else just does; returns how many entries were new.

    A feed that fails is tried again ever later and paused after twenty failures in a row.
    """
    if not due_feeds().filter(pk=feed_id).update(next_poll_at=from_now(LEAST_MINUTES * 60)):
        return 0
    feed = Feed.objects.select_related("added_by").get(pk=feed_id)
    try:
        answer = fetch(feed.url, max_bytes=MOST_BYTES)
        title, entries = read(answer.body, base=answer.final_url)
    except HostBusy as busy:
        Feed.objects.filter(pk=feed_id).update(next_poll_at=from_now(busy.retry_after or 0.0))
        return 0
    except (FetchError, ExtractionError) as problem:
        failures = feed.failures + 1
        Feed.objects.filter(pk=feed_id).update(
            polled_at=Now(),
            error=problem.message,
            failures=F("failures") + 1,
            active=failures < GIVE_UP_AFTER,
            next_poll_at=from_now(max(backoff(failures), feed.every_minutes * 60)),
        )
        return 0
    known = set(feed.entries.filter(key__in=[entry.key for entry in entries]).values_list("key", flat=True))
    fresh = [entry for entry in reversed(entries) if entry.key not in known]
    # What a new feed has had for long is history: only its newest come in, the others can be fetched by hand.
    old = len(fresh) - TAKEN_AT_FIRST if feed.polled_at is None else 0
    for place, entry in enumerate(fresh):
        _take_in(feed, entry, why_not="It was in the feed before the feed was added." if place < old else "")
    Feed.objects.filter(pk=feed_id).update(
        polled_at=Now(),
        error="",
        failures=0,
        title=feed.title or title,
        next_poll_at=from_now(feed.every_minutes * 60),
    )
    return len(fresh)


def retry_entry(entry: FeedEntry, *, actor: Actor) -> FeedEntry:
    """An entry that was refused, once more."""
    if entry.article_id is None:
        _submit(entry, actor)
    return entry


def read(body: bytes, *, base: str = "") -> tuple[str, list[Entry]]:
    """The feed's title and its newest entries, in the order of the feed. Raises ExtractionError when it is no feed."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = lxml.etree.fromstring(body, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ExtractionError("The address holds no RSS or Atom feed.", code="no_feed") from error
    if root is None or not isinstance(root.tag, str):
        raise ExtractionError("The address holds no RSS or Atom feed.", code="no_feed")
    if root.tag == f"{ATOM}feed":
        title, found = root.findtext(f"{ATOM}title"), [_atom(item, base) for item in root.iterfind(f"{ATOM}entry")]
    elif lxml.etree.QName(root).localname in ("rss", "RDF"):
        title = root.findtext("channel/title") or root.findtext(f"{RSS1}channel/{RSS1}title")
        items = [*root.iterfind("channel/item"), *root.iterfind(f"{RSS1}item")]
        found = [_rss(item, base) for item in items]
    else:
        raise ExtractionError(
            "The address holds XML, but no RSS or Atom feed. Look for the feed’s own address on the site.",
            code="no_feed",
        )
    entries = {entry.key: entry for entry in reversed([entry for entry in found if entry is not None][:MOST_ENTRIES])}
    return clean_words(title or "", max_length=300).strip(), list(reversed(entries.values()))


def _atom(item: lxml.etree._Element, base: str) -> Entry | None:
    links = {link.get("rel", "alternate"): link.get("href", "") for link in reversed(item.findall(f"{ATOM}link"))}
    return _entry(item.findtext(f"{ATOM}id"), links.get("alternate"), _words(item.find(f"{ATOM}title")), base)


def _rss(item: lxml.etree._Element, base: str) -> Entry | None:
    guid = item.find("guid")
    own = guid.text if guid is not None else None
    link = item.findtext("link") or item.findtext(f"{RSS1}link")
    if not (link or "").strip() and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = own
    title = item.find("title")
    return _entry(own, link, _words(title if title is not None else item.find(f"{RSS1}title")), base)


def _entry(own: str | None, link: str | None, title: str, base: str) -> Entry | None:
    link = clean_text(link or "").strip()
    url = urljoin(base, link) if link else ""
    if not url.startswith(("http://", "https://")) or len(url) > MAX_URL:
        return None
    key = hashlib.sha256((own or url).strip().encode()).hexdigest()
    return Entry(key, url, clean_words(title, max_length=500).strip())


def _words(element: lxml.etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(str(part) for part in element.itertext()).split())


def _take_in(feed: Feed, entry: Entry, *, why_not: str) -> None:
    try:
        with transaction.atomic():
            row = FeedEntry.objects.create(feed=feed, key=entry.key, url=entry.url, title=entry.title, error=why_not)
    except IntegrityError:
        return  # another process took it a moment ago
    if not why_not:
        _submit(row, feed.added_by)


def _submit(row: FeedEntry, actor: Actor) -> None:
    try:
        submitted = submit(actor=actor, url=row.url)
    except UserError as problem:
        row.error = problem.message
    else:
        row.article, row.duplicate, row.error = submitted.article, submitted.duplicate, ""
    row.save(update_fields=["article", "duplicate", "error"])
