"""A desk with any number of claims, written straight into a temporary SQLite file, for the benchmarks that need one.

    DATA_DIR=FOLDER python bench/desk_rows.py CLAIMS

Imported before anything else of ours, it sets Django up on that folder. Every claim has one verdict that cites two
pieces of evidence; ten claims share an article, and a thousand documents are shared by all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ |= {"DATABASE_URL": "", "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from claims.inserting import insert_rows  # noqa: E402
from claims.models import Article, Claim  # noqa: E402
from claims.roles import give_role  # noqa: E402
from verification.models import (  # noqa: E402
    Document,
    Evidence,
    Origin,
    Rating,
    Search,
    Snapshot,
    Verdict,
    VerdictEvidence,
    Verification,
)

BATCH = 5000
CHECKS = [{"kind": "quantity", "claim": "40 million", "source": "40 million", "agrees": True}]
KINDS = ["quantity", "event"]
REASONS = [{"feature": "has_number", "weight": 0.21}, {"feature": "past_tense", "weight": 0.11}]
ENTITIES = [{"text": "Elena Ruiz", "type": "PERSON", "start": 0, "end": 10}]
DOCUMENTS = 1000
COUNTS = {"documents": 2, "origins": 2, "sources_behind": 0}
NONE = {"documents": 0, "origins": 0, "sources_behind": 0}
CORROBORATION = {
    "supports": COUNTS,
    "refutes": NONE,
    "mentions": NONE,
    "searched": ["library", "wikipedia"],
    "not_searched": [{"provider": "gdelt", "why": "it did not answer in time"}],
}


def fill(claims: int) -> Any:
    """Writes the rows into an empty database; the reviewer who gave all the verdicts."""
    call_command("migrate", verbosity=0)

    person = User.objects.create_user("bench")
    give_role(person, "admin")
    Snapshot.objects.bulk_create(
        Snapshot(sha256=f"{number:064}", body=b"", size=100, content_type="text/html") for number in range(DOCUMENTS)
    )
    Document.objects.bulk_create(
        Document(
            id=number + 1,
            snapshot=snapshot,
            url=f"https://source.example/{number}",
            key=f"{number:064}",
            title=f"What the bridge cost, part {number}",
            publisher="The Source",
            text="The bridge cost 40 million euros.",
            fetched_at=timezone.now(),
        )
        for number, snapshot in enumerate(Snapshot.objects.all())
    )
    rating = Rating.objects.get(slug="true")
    for first in range(1, claims + 1, BATCH):
        _batch(range(first, min(first + BATCH, claims + 1)), person, rating)
    return User.objects.get(pk=person.pk)


def put(model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows, quickly; what they leave out has the model's defaults. Every row names the same columns."""
    if rows:
        insert_rows(model, list(rows[0]), [list(row.values()) for row in rows])


def _batch(numbers: range, person: Any, rating: Any) -> None:
    at, sides = timezone.now(), [(number, side) for number in numbers for side in (0, 1)]
    with transaction.atomic():
        put(Article, [_article(number) for number in numbers if number % 10 == 0 or number == numbers[0] == 1])
        put(Claim, [_claim(number) for number in numbers])
        put(Verification, [_verification(number) for number in numbers])
        put(
            Search,
            [
                {"id": number, "verification_id": number, "provider": "library", "state": "done", "found": 2}
                for number in numbers
            ],
        )
        put(
            Origin,
            [
                {"id": 2 * number + side, "verification_id": number, "number": side + 1, "reason": "alone"}
                for number, side in sides
            ],
        )
        put(Evidence, [_evidence(number, side) for number, side in sides])
        put(Verdict, [_verdict(number, person, rating, at) for number in numbers])
        put(
            VerdictEvidence,
            [{"verdict_id": number, "evidence_id": 2 * number + side, "position": side} for number, side in sides],
        )


def _article(number: int) -> dict[str, Any]:
    return {
        "id": number // 10 + 1,
        "state": "ready",
        "title": f"A bridge opens in town {number // 10}",
        "url": f"https://paper.example/{number // 10}",
    }


def _verification(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "claim_id": number,
        "state": "decided" if number % 3 else "open",
        "priority": number % 97 / 97,
        "corroboration": CORROBORATION,
    }


def _evidence(number: int, side: int) -> dict[str, Any]:
    return {
        "id": 2 * number + side,
        "verification_id": number,
        "search_id": number,
        "document_id": (number * 7 + side) % DOCUMENTS + 1,
        "origin_id": 2 * number + side,
        "provider": "library",
        "start": 0,
        "end": 33,
        "passage": "The bridge cost 40 million euros.",
        "stance": "supports",
        "score": 0.9 - side / 10,
        "checks": CHECKS,
    }


def _verdict(number: int, person: Any, rating: Any, at: Any) -> dict[str, Any]:
    return {
        "id": number,
        "verification_id": number,
        "version": 1,
        "rating_id": rating.pk,
        "rationale": "The final account of the city names the same sum, and the auditors signed it.",
        "reviewer_id": person.pk,
        "created_at": at,
    }


def _claim(number: int) -> dict[str, Any]:
    words = f"The bridge in town {number // 10} cost {number} million euros"
    return {
        "id": number,
        "article_id": number // 10 + 1,
        "key": f"{number:064}",
        "start": number % 10 * 90,
        "end": number % 10 * 90 + len(words),
        "quote": words,
        "statement": f"{words}.",
        "speaker": "Elena Ruiz",
        "attribution": "reported",
        "cue": "said",
        "kinds": KINDS,
        "checkworthiness": number % 89 / 89,
        "reasons": REASONS,
        "entities": ENTITIES,
    }


if __name__ == "__main__":
    fill(int(sys.argv[1]))
