"""What a reader of a ClaimReview (Google's Fact Check Explorer, feeds, archives) would stumble over.

Rules: Google's fact-check structured data page and schema.org. Each finding says what to do; none stops publishing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from verification.exporting.claimreview import LONGEST_CLAIM

# What a person could word better, though readers take it as it is.
ADVICE = frozenset(("claim_long",))


@dataclass(frozen=True, slots=True)
class Warning:
    """One finding: a stable code, the field it is about, and a sentence."""

    code: str
    field: str
    message: str


def lint(document: dict[str, Any], ratings: Iterable[str] = (), dead: Collection[str] = ()) -> list[Warning]:
    """Everything wrong with one ClaimReview.

    ``ratings`` are the labels that must not stand in the claim, ``dead`` the addresses that cannot be opened any more.
    """
    found = [*_claim(document, ratings), *_address(document), *_rating(document), *_dates(document), *_item(document)]
    found += _citations(document, dead)
    return [Warning(code, field, message) for code, field, message in found]


Found = Iterable[tuple[str, str, str]]


def _claim(document: dict[str, Any], ratings: Iterable[str]) -> Found:
    claim = document.get("claimReviewed") or ""
    if not claim:
        yield "claim_missing", "claimReviewed", "The claim has no words. Edit its statement."
    whole = max(claim, (document.get("itemReviewed") or {}).get("text") or "", key=len)
    if len(whole) >= LONGEST_CLAIM:
        yield (
            "claim_long",
            "claimReviewed",
            f"The claim has {len(whole)} characters; searches show fewer than {LONGEST_CLAIM}, and it was cut for "
            "them. Shorten its statement.",
        )
    label = (document.get("reviewRating") or {}).get("alternateName") or ""
    for word in sorted({label, *ratings}, key=len, reverse=True):
        if word and re.search(rf"\b{re.escape(word)}\b", claim, re.IGNORECASE):
            yield (
                "claim_holds_verdict",
                "claimReviewed",
                f"The claim contains “{word}”, which is a rating. Word it without.",
            )
            return


def _address(document: dict[str, Any]) -> Found:
    url = document.get("url") or ""
    parts, own = urlsplit(url), urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield "url_not_absolute", "url", "The address of the check is not absolute. Set SITE_URL."
    elif parts.hostname != own.hostname and not parts.hostname.endswith(f".{own.hostname}"):
        yield "url_elsewhere", "url", "The address of the check is on another domain than this site. Set SITE_URL."


def _rating(document: dict[str, Any]) -> Found:
    rating = document.get("reviewRating") or {}
    if not rating.get("alternateName"):
        yield "rating_unnamed", "reviewRating", "The rating has no label. Give it one."
    numbers = [rating.get(name) for name in ("worstRating", "ratingValue", "bestRating")]
    if numbers == [None, None, None]:
        return
    if not all(isinstance(number, int) for number in numbers):
        yield "rating_not_whole", "reviewRating", "The numbers of the rating scale must be whole. Mend the scale."
        return
    worst, value, best = (int(number or 0) for number in numbers)
    if not (1 <= worst < best and worst <= value <= best):
        yield "rating_off_scale", "reviewRating", "The rating is outside its scale. Mend the scale: 1 ≤ worst < best."


def _dates(document: dict[str, Any]) -> Found:
    for field in ("datePublished", "dateModified"):
        try:
            datetime.fromisoformat(document.get(field) or "")
        except ValueError:
            yield "date_wrong", field, "The date is not in the form of ISO 8601."


def _item(document: dict[str, Any]) -> Found:
    item = document.get("itemReviewed") or {}
    author = item.get("author")
    if author is not None and not author.get("name"):
        yield "speaker_empty", "itemReviewed", "The speaker has no name. Name the speaker, or leave the field empty."
    appearance = (item.get("appearance") or {}).get("url") or ""
    if not appearance:
        yield (
            "appearance_missing",
            "itemReviewed",
            "Nothing says where the claim appeared. Give the article an address.",
        )
    elif urlsplit(appearance).hostname == urlsplit(settings.SITE_URL).hostname:
        yield (
            "appearance_own",
            "itemReviewed",
            "The claim’s appearance is on this very site. Give the original one.",
        )


def _citations(document: dict[str, Any], dead: Collection[str]) -> Found:
    for cited in document.get("citation") or []:
        url = cited.get("url")
        if not url:
            yield "citation_without_url", "citation", f"The cited source “{cited.get('name', '')}” has no address."
        elif url in dead and not cited.get("archivedAt"):
            yield (
                "citation_dead",
                "citation",
                f"The cited page {url} can no longer be opened, and no public archive holds a copy. Cite another one.",
            )
