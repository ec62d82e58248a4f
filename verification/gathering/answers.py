"""Answers kept for some hours: the same question to the same provider costs no second outside call.

The key is everything that the provider was told: its name and address, the question and how many hits were wanted.
Failures are never kept, and neither is what the local library says, which costs nothing and changes at once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings

from claims.clock import now
from verification.models import Document, KeptAnswer
from verification.providers import Answer, Hit, Provider, Question

PAGE = "page"  # the "provider" of what an address led to


def kept(provider: Provider, question: Question, limit: int) -> Answer | None:
    """The answer of the last ``ANSWERS_KEPT_HOURS`` to this very question; None where it must be asked."""
    if not _keeps(provider):
        return None
    since = now() - timedelta(hours=settings.ANSWERS_KEPT_HOURS)
    row = KeptAnswer.objects.filter(key=key_of(provider, question, limit), asked_at__gt=since).first()
    if row is None:
        return None
    told = orjson.loads(zlib.decompress(bytes(row.answer)))
    raw = zlib.decompress(bytes(row.raw)) if row.raw else b""
    return Answer(tuple(map(_hit, told["hits"])), tuple(told["queries"]), raw, told["incomplete"])


def keep(provider: Provider, question: Question, limit: int, answer: Answer) -> None:
    """Keeps an answer in place of an older one."""
    if not _keeps(provider):
        return
    told = asdict(replace(answer, raw=b""))
    del told["raw"]
    _put(
        [
            KeptAnswer(
                key=key_of(provider, question, limit),
                provider=provider.name,
                answer=zlib.compress(orjson.dumps(told)),
                raw=zlib.compress(answer.raw) if answer.raw else b"",
                raw_sha256=hashlib.sha256(answer.raw).hexdigest() if answer.raw else "",
                asked_at=now(),
            )
        ]
    )


def kept_pages(urls: Iterable[str]) -> dict[str, Document]:
    """By address: the documents that were fetched there in the last ``ANSWERS_KEPT_HOURS``."""
    since = now() - timedelta(hours=settings.ANSWERS_KEPT_HOURS)
    keys = {_page_key(url): url for url in urls}
    rows = KeptAnswer.objects.filter(key__in=keys, asked_at__gt=since).values_list("key", "answer") if keys else ()
    numbers = {keys[key]: int(zlib.decompress(bytes(answer))) for key, answer in rows}
    documents = Document.objects.in_bulk(numbers.values()) if numbers else {}
    return {url: documents[number] for url, number in numbers.items() if number in documents}


def keep_pages(documents: Mapping[str, Document]) -> None:
    """Notes which document each address led to just now."""
    if settings.ANSWERS_KEPT_HOURS <= 0:
        return
    asked_at = now()
    _put(
        KeptAnswer(
            key=_page_key(url), provider=PAGE, answer=zlib.compress(str(document.pk).encode()), asked_at=asked_at
        )
        for url, document in documents.items()
    )


def _put(rows: Iterable[KeptAnswer]) -> None:
    """Writes the rows, in one statement, in place of older ones with their keys."""
    columns = ["provider", "answer", "raw", "raw_sha256", "asked_at"]
    ordered = sorted(rows, key=lambda row: row.key)  # so that two workers never wait for each other in a circle
    KeptAnswer.objects.bulk_create(ordered, update_conflicts=True, unique_fields=["key"], update_fields=columns)


def _page_key(url: str) -> str:
    return hashlib.sha256(f"{PAGE}\n{url}".encode()).hexdigest()


def forget_old(at_most: int = 1000) -> int:
    """Takes away answers that are too old to be given again; the number of them."""
    since = now() - timedelta(hours=settings.ANSWERS_KEPT_HOURS)
    old = list(KeptAnswer.objects.filter(asked_at__lte=since).values_list("pk", flat=True)[:at_most])
    KeptAnswer.objects.filter(pk__in=old).delete()
    return len(old)


def key_of(provider: Provider, question: Question, limit: int) -> str:
    """SHA-256 of all that decides the answer but the provider's own state of mind."""
    address = str(getattr(settings, f"{provider.name.upper()}_URL", ""))
    asked = orjson.dumps([provider.name, address, limit, asdict(question)], default=str)
    return hashlib.sha256(asked).hexdigest()


def _keeps(provider: Provider) -> bool:
    return provider.kind != "library" and settings.ANSWERS_KEPT_HOURS > 0


_HIT_FIELDS = frozenset(field.name for field in fields(Hit))


def _hit(told: dict[str, Any]) -> Hit:
    known = {name: value for name, value in told.items() if name in _HIT_FIELDS}
    if known.get("published_at"):
        known["published_at"] = datetime.fromisoformat(known["published_at"])
    return Hit(**known)
