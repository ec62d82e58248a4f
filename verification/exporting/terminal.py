"""An article's claims as a terminal shows them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from claims.models import Article, Claim
from verification.models import Verification

WIDTH = 100


def article_result(article: Article) -> dict[str, Any]:
    """The article and its claims with corroboration, as one JSON-ready object."""
    return {
        "id": str(article.pk),
        "state": article.state,
        "title": article.title,
        "authors": article.authors,
        "publisher": article.publisher,
        "published_at": article.published_at,
        "note": article.note,
        "claims": [
            {
                "id": str(verification.claim.pk),
                "state": verification.state,
                "start": verification.claim.start,
                "end": verification.claim.end,
                "quote": verification.claim.quote,
                "statement": verification.claim.statement,
                "speaker": verification.claim.speaker,
                "attribution": verification.claim.attribution,
                "kinds": verification.claim.kinds,
                "checkworthiness": verification.claim.checkworthiness,
                "ambiguous": verification.claim.ambiguous,
                "corroboration": verification.corroboration,
            }
            for verification in _verifications(article)
        ],
    }


def claim_lines(article: Article) -> Iterator[str]:
    """Lines for people: the article, then each claim with speaker, check-worthiness and corroboration."""
    shown = article.duplicate_of or article
    about = " · ".join(part for part in (", ".join(shown.authors), shown.publisher, _day(shown)) if part)
    yield shown.title or shown.url or f"Article {shown.pk}"
    if about:
        yield about
    yield ""
    if article.note:
        yield article.note
    not_searched: dict[str, str] = {}
    count = 0
    for count, verification in enumerate(_verifications(shown), start=1):
        yield from _claim(count, verification)
        for gap in verification.corroboration.get("not_searched", []):
            not_searched[gap["provider"]] = gap["why"]
    yield f"{count} claim{'' if count == 1 else 's'}. The machine proposes; verdicts are given in the review queue."
    for provider, why in not_searched.items():
        yield f"Not asked for every claim: {provider}: {why}"


def _claim(number: int, verification: Verification) -> Iterator[str]:
    claim = verification.claim
    yield from textwrap.wrap(
        claim.statement, WIDTH, initial_indent=f"{number:3}. ", subsequent_indent="     ", break_long_words=False
    )
    yield f"     {_speaker(claim)} · worth checking {claim.checkworthiness:.2f}" + (
        " · ambiguous: " + "; ".join(claim.open_questions) if claim.ambiguous else ""
    )
    yield f"     {corroboration_words(verification.corroboration)}"
    yield ""


def corroboration_words(counts: dict[str, Any]) -> str:
    """“likely supports: 2 origins of 3 documents · …”, or that nothing was found."""
    parts = []
    for stance in ("supports", "refutes", "mentions"):
        count = counts.get(stance, {"documents": 0, "origins": 0})
        if count["documents"]:
            origins, documents = count["origins"], count["documents"]
            label = stance if stance == "mentions" else f"likely {stance}"
            parts.append(
                f"{label}: {origins} origin{'' if origins == 1 else 's'} of "
                f"{documents} document{'' if documents == 1 else 's'}"
            )
    if parts:
        return " · ".join(parts)
    return "nothing found" if counts.get("searched") else "nobody could be asked yet"


def _speaker(claim: Claim) -> str:
    if not claim.speaker:
        return "said by the article"
    return f"said by {claim.speaker} ({claim.attribution})"


def _day(article: Article) -> str:
    return f"{article.published_at:%Y-%m-%d}" if article.published_at else ""


def _verifications(article: Article) -> list[Verification]:
    return list(
        Verification.objects.filter(claim__article=article, is_current=True)
        .select_related("claim")
        .order_by("claim__start", "claim__pk")
    )
