"""Answers kept for some hours: the same question to the same provider costs no second outside call.

The key is everything that the provider was told: its name and address, the question and how many hits were wanted.
Failures are never kept, and neither is what the local library says, which costs nothing and changes at once.
"""

from __future__ import annotations

import hashlib
import zlib
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
        KeptAnswer(
            key=key_of(provider, question, limit),
            provider=provider.name,
            answer=zlib.compress(orjson.dumps(told)),
            raw=zlib.compress(answer.raw) if answer.raw else b"",
            raw_sha256=hashlib.sha256(answer.raw).hexdigest() if answer.raw else "",
            asked_at=now(),
        )
    )


def kept_page(url: str) -> Document | None:
    """The document that was fetched at this address in the last ``ANSWERS_KEPT_HOURS``."""
    since = now() - timedelta(hours=settings.ANSWERS_KEPT_HOURS)
    row = KeptAnswer.objects.filter(key=_page_key(url), asked_at__gt=since).first()
    if row is None:
        return None
    return Document.objects.filter(pk=int(zlib.decompress(bytes(row.answer)))).first()


def keep_page(url: str, document: Document) -> None:
    """Notes which document an address led to just now."""
    if settings.ANSWERS_KEPT_HOURS <= 0:
        return
    number = zlib.compress(str(document.pk).encode())
    _put(KeptAnswer(key=_page_key(url), provider=PAGE, answer=number, asked_at=now()))


def _put(row: KeptAnswer) -> None:
    """Writes the row, in one statement, in place of an older one with its key."""
    columns = ["provider", "answer", "raw", "raw_sha256", "asked_at"]
    KeptAnswer.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=columns)


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
