"""schema.org ClaimReview of published checks, as Google's Fact Check Explorer, feeds and the public page read it.

Shapes: schema.org/ClaimReview with Google's "Fact Check (ClaimReview) structured data" rules. A rating outside the
scale (unproven) has a label and no number. A retracted check is in no feed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.db.models import F, Max, Min, QuerySet

from verification.exporting.addresses import public_url
from verification.models import Danger, Rating, Risk, State, Verdict, VerdictEvidence, Verification

CONTEXT = "https://schema.org"
IN_THE_FEED = (State.PUBLISHED, State.CORRECTING)
CHUNK = 500
LONGEST_CLAIM = 75
# Escapes that keep JSON from ending the script tag it stands in, or the line it stands on.
_INLINE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def published() -> QuerySet[Verification]:
    """Every check that stands in public, oldest row first."""
    return Verification.objects.filter(state__in=IN_THE_FEED, published_version__isnull=False).order_by("pk")


def claim_review(verification: Verification) -> dict[str, Any] | None:
    """The ClaimReview of one published check; None when nothing of it is public."""
    return next(claim_reviews([verification]), None)


def claim_reviews(verifications: Iterable[Verification]) -> Iterator[dict[str, Any]]:
    """The ClaimReviews of these checks, in order; what is not published is left out. A few queries for all of them."""
    wanted = {row.pk: row for row in verifications}
    shown = _shown(wanted)
    corrections = _corrections(shown)
    cited = _cited([verdict.pk for verdict in shown.values()])
    worst, best = _scale()
    for pk, verdict in shown.items():
        yield _document(verdict, corrections.get(pk, []), cited.get(verdict.pk, []), worst, best)


def data_feed() -> Iterator[bytes]:
    """The DataFeed of all published checks, as pieces of one JSON document; memory does not grow with their number."""
    latest = published().aggregate(latest=Max("updated_at"))["latest"]
    head = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "name": f"{settings.DESK_NAME}: published fact checks",
        "url": f"{settings.SITE_URL}/checks/",
        "dateModified": _moment(latest) if latest else None,
    }
    yield orjson.dumps({name: value for name, value in head.items() if value})[:-1] + b',"dataFeedElement":['
    first, after = True, 0
    while chunk := list(published().filter(pk__gt=after)[:CHUNK]):
        for review in claim_reviews(chunk):
            item = {
                "@type": "DataFeedItem",
                "dateCreated": review["datePublished"],
                "dateModified": review["dateModified"],
                "url": review["url"],
                "item": [review],
            }
            yield (b"" if first else b",") + orjson.dumps(item)
            first = False
        after = chunk[-1].pk
    yield b"]}"


def inline(document: dict[str, Any]) -> str:
    """The document as JSON that is safe inside a script element."""
    text = orjson.dumps(document).decode()
    for character, escape in _INLINE.items():
        text = text.replace(character, escape)
    return text


def _shown(wanted: dict[int, Verification]) -> dict[int, Verdict]:
    """The verdict that each public page shows, with all that its ClaimReview tells."""
    related = ("rating", "verification__claim__article")
    shown = Verdict.objects.filter(
        verification__in=wanted, verification__state__in=IN_THE_FEED, version=F("verification__published_version")
    )
    by_check = {verdict.verification_id: verdict for verdict in shown.select_related(*related)}
    return {pk: by_check[pk] for pk in wanted if pk in by_check}


def _corrections(shown: dict[int, Verdict]) -> dict[int, list[tuple[datetime, str]]]:
    notes: dict[int, list[tuple[datetime, str]]] = {}
    rows = Verdict.objects.filter(verification__in=shown, kind="correction").exclude(note="").order_by("version")
    for pk, version, made, note in rows.values_list("verification_id", "version", "created_at", "note"):
        if version <= shown[pk].version:
            notes.setdefault(pk, []).append((made, note))
    return notes


def _cited(verdicts: list[int]) -> dict[int, list[tuple[str, str, str]]]:
    """Address, title and public archived copy ("" without one) of what each verdict cites."""
    cited: dict[int, list[tuple[str, str, str]]] = {}
    rows = VerdictEvidence.objects.filter(verdict__in=verdicts).order_by("verdict", "position")
    columns = ("url", "title", "capture__url")
    for pk, url, title, copy in rows.values_list("verdict_id", *(f"evidence__document__{name}" for name in columns)):
        if (url, title, copy or "") not in cited.setdefault(pk, []):
            cited[pk].append((url, title, copy or ""))
    return cited


def _citation(url: str, title: str, copy: str) -> dict[str, str]:
    given = {"@type": "CreativeWork", "name": title, "url": url, "archivedAt": copy}
    return {name: value for name, value in given.items() if value}


def dead_pages(documents: Iterable[dict[str, Any]]) -> set[str]:
    """The cited addresses of these ClaimReviews of which the desk's last visits found that they cannot be opened."""
    cited = {item["url"] for document in documents for item in document.get("citation", ()) if item.get("url")}
    if not cited:
        return set()
    dead = Risk.objects.filter(danger=Danger.PAGE_DEAD, ended_at__isnull=True, document__url__in=cited)
    return set(dead.values_list("document__url", flat=True))


def _scale() -> tuple[int, int]:
    ends = Rating.objects.filter(active=True).aggregate(worst=Min("value"), best=Max("value"))
    return ends["worst"] or 1, ends["best"] or 1


def _document(
    verdict: Verdict, corrections: list[tuple[datetime, str]], cited: list[tuple[str, str, str]], worst: int, best: int
) -> dict[str, Any]:
    check = verdict.verification
    claim = check.claim
    published_at = check.published_at or verdict.created_at
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": public_url(check.state, check.slug),
        "datePublished": _moment(published_at),
        "dateModified": _moment(max(published_at, verdict.created_at)),
        "inLanguage": (claim.article.language if claim.article else "") or "en",
        "claimReviewed": shortened(verdict.rated_words[0]),
        "author": {"@type": "Organization", "name": settings.DESK_NAME, "url": f"{settings.SITE_URL}/"},
        "itemReviewed": _claim(verdict),
        "reviewRating": _rating(verdict, worst, best),
    }
    if verdict.rationale:
        document["reviewBody"] = verdict.rationale
    if cited:
        document["citation"] = [_citation(*source) for source in cited]
    if corrections:
        document["correction"] = [
            {"@type": "CorrectionComment", "datePublished": _moment(made), "text": note} for made, note in corrections
        ]
    return document


def _claim(verdict: Verdict) -> dict[str, Any]:
    claim = verdict.verification.claim
    statement, speaker = verdict.rated_words
    item: dict[str, Any] = {"@type": "Claim", "text": statement}
    if speaker:
        item["author"] = {"@type": "Person", "name": speaker}
    said_at = claim.published_at or (claim.article.published_at if claim.article else None)
    if said_at:
        item["datePublished"] = _moment(said_at)
    url = (claim.article.url if claim.article else "") or claim.url
    if url:
        kind = "NewsArticle" if claim.article else "CreativeWork"
        title = {"headline": claim.article.title} if claim.article and claim.article.title else {}
        item["appearance"] = {"@type": kind, "url": url, **title}
    return item


def _rating(verdict: Verdict, worst: int, best: int) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.rating.label}
    if verdict.rating.value is not None:
        rating |= {"ratingValue": verdict.rating.value, "worstRating": worst, "bestRating": best}
    if verdict.rating.explanation:
        rating["ratingExplanation"] = verdict.rating.explanation
    return rating


def shortened(statement: str) -> str:
    """The statement, cut at a word where it is longer than readers of ClaimReview show; all of it stands in the item.

    Google's rule: under 75 characters.
    """
    if len(statement) < LONGEST_CLAIM:
        return statement
    words = " ".join(statement.split())
    if len(words) < LONGEST_CLAIM:
        return words
    cut = words[: LONGEST_CLAIM - 2]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:–—-") + "…"


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="seconds")
