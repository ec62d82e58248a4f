"""Many articles at once, as the API's batch brings them: the rows that ``submit`` makes, in few statements.

What is not simply new or simply known (other content under a known address) goes through ``submit`` itself.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.cleaning import clean_words
from claims.clock import now
from claims.doorbell import FETCH, SPLIT, ring_on_commit
from claims.errors import UserError
from claims.inserting import insert_rows, reserve_ids
from claims.intake.submitting import Content, content_of, submit, web_address
from claims.models import Article, RawInput
from claims.roles import Actor
from claims.signals import articles_submitted

RUNG_AT_ONCE = 16  # a message each would cost more than the rows; the sweep rings for the others within seconds
ARTICLE = ("id", "url", "canonical_url", "content_sha256", "title", "published_at", "submitted_by_id", "rung_at")
RAW = ("article_id", "body", "sha256", "kind", "url", "title", "published_at", "cleaned")

Handed = Mapping[str, Any]  # the keywords of ``submit``, but the actor


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one: its article's key, and whether that was there before; or why there is none."""

    article_id: int = 0
    duplicate: bool = False
    error: UserError | None = None


@dataclass(slots=True)
class _Waiting:
    place: int
    content: Content | None
    url: str
    canonical: str
    title: str
    handed: Handed


def submit_many(handed: Sequence[Handed], *, actor: Actor) -> list[Came]:
    """Takes in articles, in order; one that is refused stops no other. All that are new are one transaction."""
    found: dict[int, Came] = {}
    waiting = []
    for place, item in enumerate(handed):
        try:
            waiting.append(_prepared(place, item))
        except UserError as error:
            found[place] = Came(error=error)
    try:
        with transaction.atomic():
            special = _write(waiting, found, actor)
    except IntegrityError:  # somebody handed in one of them a moment ago
        found = {place: came for place, came in found.items() if came.error}
        special = waiting
    for left in special:
        found[left.place] = _alone(left, actor)
    return [found[place] for place in range(len(handed))]


def _prepared(place: int, item: Handed) -> _Waiting:
    content = content_of(item.get("text") or "", item.get("html") or "", None, "", clean=item["clean"])
    url, canonical = web_address(item.get("url") or "", content)
    return _Waiting(place, content, url, canonical, clean_words(item.get("title") or "", max_length=500).strip(), item)


def _write(waiting: Sequence[_Waiting], found: dict[int, Came], actor: Actor) -> list[_Waiting]:
    """Writes those that are new, notes those that are known; returns those that are neither."""
    by_address, by_content = _known(waiting)
    keys = iter(reserve_ids(Article, len(waiting)))
    new: list[tuple[int, _Waiting]] = []
    special = []
    for item in waiting:
        known = by_address.get(item.canonical) if item.canonical else None
        if known is None and item.content is not None:
            known = by_content.get(item.content.sha256)
        if known is None:
            key = next(keys)
            new.append((key, item))
            found[item.place] = Came(key)
            if item.canonical:
                by_address[item.canonical] = key
            if item.content is not None:
                by_content[item.content.sha256] = key
        elif item.content is None or by_content.get(item.content.sha256) == known:
            found[item.place] = Came(known, duplicate=True)
        else:
            special.append(item)
    _insert(new, actor)
    return special


def _known(waiting: Sequence[_Waiting]) -> tuple[dict[str, int], dict[str, int]]:
    addresses = [item.canonical for item in waiting if item.canonical]
    contents = [item.content.sha256 for item in waiting if item.content is not None]
    by_address = Article.objects.filter(canonical_url__in=addresses).values_list("canonical_url", "pk")
    by_content = Article.objects.filter(content_sha256__in=contents).values_list("content_sha256", "pk")
    return dict(by_address) if addresses else {}, dict(by_content) if contents else {}  # type: ignore[arg-type]


def _insert(new: Sequence[tuple[int, _Waiting]], actor: Actor) -> None:
    if not new:
        return
    at, owner = now(), actor.pk if isinstance(actor, User) else None
    articles, inputs, owed = [], [], []
    for number, (key, item) in enumerate(new):
        content, published = item.content, item.handed.get("published_at")
        rung = number < RUNG_AT_ONCE
        sha256 = content.sha256 if content else None
        articles.append(
            (key, item.url, item.canonical or None, sha256, item.title, published, owner, at if rung else None)
        )
        if content is not None:
            digest = hashlib.sha256(content.body).hexdigest()
            body, clean = zlib.compress(content.body), item.handed["clean"]
            inputs.append((key, body, digest, content.kind, item.url, item.title, published, clean))
        if rung:
            owed.append((SPLIT if content else FETCH, key))
    insert_rows(Article, ARTICLE, articles)
    insert_rows(RawInput, RAW, inputs)
    articles_submitted.send(sender=Article, keys=[key for key, _ in new], actor=actor)
    for task, key in owed:
        ring_on_commit(task, key)


def _alone(item: _Waiting, actor: Actor) -> Came:
    try:
        with transaction.atomic():
            done = submit(actor=actor, **item.handed)
    except UserError as error:
        return Came(error=error)
    return Came(done.article.pk, duplicate=done.duplicate)
