"""Rows for tests: people, an article with claims, evidence. Plain functions, real models, our own words."""

from __future__ import annotations

import hashlib
import itertools
import zlib
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from claims.clock import now
from claims.models import Article, ArticleVersion, Claim
from claims.roles import give_role
from verification import audit, publishing, reviewing
from verification.models import Document, Evidence, Origin, Search, Snapshot, State, Verdict, Verification

TEXT = "The mayor said the bridge cost 40 million euros. It opened in 2019, two years late."
_numbers = itertools.count(1)


def person(role: str, name: str = "", password: str | None = None) -> User:
    made = User.objects.create_user(name or f"{role}{next(_numbers)}", password=password)
    give_role(made, role)
    return User.objects.get(pk=made.pk)


def article(**fields: Any) -> Article:
    made = Article.objects.create(
        **{
            "state": "ready",
            "title": "A bridge opens",
            "language": "en",
            "url": "https://paper.example/bridge",
            **fields,
        }
    )
    ArticleVersion.objects.create(
        article=made, number=1, text=TEXT, text_sha256=hashlib.sha256(TEXT.encode()).hexdigest()
    )
    return made


def claim(about: Article | None = None, **fields: Any) -> Claim:
    number = next(_numbers)
    version = about.current if about else None
    return Claim.objects.create(
        **{
            "article": about,
            "article_version": version,
            "key": f"{number:064}",
            "start": 0,
            "end": 48,
            "quote": TEXT[:48],
            "statement": f"The bridge cost {number} million euros.",
            "speaker": "the mayor",
            "attribution": "reported",
            "kinds": ["quantity"],
            "checkworthiness": 0.8,
            **fields,
        }
    )


def check(state: str = "open", about: Claim | None = None, **fields: Any) -> Verification:
    about = about or claim(article())
    return Verification.objects.create(claim=about, state=state, **{"priority": 0.5, **fields})


def evidence(of: Verification, **fields: Any) -> Evidence:
    number = next(_numbers)
    body = f"<p>The bridge cost 40 million euros, says report {number}.</p>".encode()
    snapshot = Snapshot.objects.create(
        sha256=hashlib.sha256(body).hexdigest(), body=zlib.compress(body), size=len(body), content_type="text/html"
    )
    document = Document.objects.create(
        snapshot=snapshot,
        url=f"https://source.example/{number}",
        key=f"{number:064}",
        title=f"Report {number}",
        publisher="Source",
        text="The bridge cost 40 million euros.",
        fetched_at=now(),
    )
    search, _ = Search.objects.get_or_create(verification=of, provider="library", defaults={"state": "done"})
    origin = Origin.objects.create(verification=of, number=number, reason="alone")
    return Evidence.objects.create(
        **{
            "verification": of,
            "search": search,
            "document": document,
            "origin": origin,
            "provider": "library",
            "start": 0,
            "end": 33,
            "passage": "The bridge cost 40 million euros.",
            "stance": "supports",
            "score": 0.9,
            **fields,
        }
    )


def verdict(of: Verification, reviewer: User, rating: str = "true", **fields: Any) -> Verdict:
    """A verdict by the book: the claim taken, evidence cited."""
    held = reviewing.take(of, reviewer=reviewer)
    cited = evidence(of)
    return reviewing.submit_verdict(
        of,
        reviewer=reviewer,
        **{
            "rating": rating,
            "rationale": "The report says so.",
            "evidence": [cited.pk],
            "assignment": held.pk,
            "version": Claim.objects.get(pk=of.claim_id).version,
            **fields,
        },
    )


def published(rating: str = "true", of: Verification | None = None) -> Verification:
    of = of or check()
    verdict(of, person("reviewer"), rating)
    if rating != "unproven":
        reviewing.approve(of, reviewer=person("reviewer"))
    return publishing.publish(fresh(of), actor=person("editor")).verification


def fresh(row: Verification) -> Verification:
    return Verification.objects.get(pk=row.pk)


def put(row: Verification, state: State) -> Verification:
    """Sets a state past the lifecycle, for tables of states."""
    with transaction.atomic():
        Verification.objects.filter(pk=row.pk).update(state=state)
    return fresh(row)


def trail(of: Verification) -> list[str]:
    return [entry.verb for entry in audit.history(of.claim_id)]
