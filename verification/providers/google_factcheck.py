"""Google Fact Check Tools: what other desks have already found. Secondary: a check, not evidence of its own."""

from __future__ import annotations

from typing import Any

from claims.errors import FetchError
from verification.providers.base import (
    Answer,
    Hit,
    Provider,
    ProviderError,
    Question,
    ask_json,
    is_web,
    moment,
    plain,
    setting,
    spent,
)

LABEL = "Google Fact Check"


class GoogleFactCheck(Provider):
    """ClaimReview entries of other publishers."""

    name = "google_factcheck"
    label = LABEL
    kind = "factchecks"
    needs_key = True

    def not_configured(self) -> str:
        if setting("GOOGLE_FACTCHECK_KEY"):
            return ""
        return (
            "Google Fact Check needs a key: set GOOGLE_FACTCHECK_KEY to one with the Fact Check Tools API switched on."
        )

    def search(self, question: Question, limit: int) -> Answer:
        """One hit a review; rating and claim as that publisher worded them are in ``extra``."""
        query = question.own_words.strip() or question.statement
        key = setting("GOOGLE_FACTCHECK_KEY")
        base = setting("GOOGLE_FACTCHECK_URL", "https://factchecktools.googleapis.com")
        params: dict[str, str | int] = {"query": query[:500], "pageSize": min(max(limit, 1), 50), "key": key}
        if question.language:
            params["languageCode"] = question.language
        answer, got = ask_json(LABEL, f"{base}/v1alpha1/claims:search", params, secrets=(key,), explain=_explain)
        claims = answer.get("claims")
        hits = [hit for claim in claims or [] if isinstance(claim, dict) for hit in _reviews(claim)]
        kept = tuple(hit for hit in hits if hit.url not in question.exclude_urls)
        return Answer(hits=kept[:limit], queries=(query,), raw=got.body)


def _explain(error: FetchError) -> ProviderError | None:
    """Google says 400 for a wrong key too, and 429 for a spent quota."""
    if error.status == 400 and (b"API_KEY_INVALID" in error.body or b"API key" in error.body):
        return ProviderError("Google does not know the key in GOOGLE_FACTCHECK_KEY.", kind="auth")
    if error.status == 403:
        return ProviderError(
            "Google refuses the key in GOOGLE_FACTCHECK_KEY: switch the Fact Check Tools API on for it.", kind="auth"
        )
    return spent(LABEL, error.retry_after) if error.status == 429 else None


def _reviews(claim: dict[str, Any]) -> list[Hit]:
    reviews = claim.get("claimReview")
    found = []
    for review in reviews if isinstance(reviews, list) else []:
        if not isinstance(review, dict) or not is_web(review.get("url")):
            continue
        publisher = review.get("publisher")
        publisher = publisher if isinstance(publisher, dict) else {}
        rating, text = plain(review.get("textualRating")), plain(claim.get("text"))
        found.append(
            Hit(
                url=review["url"],
                title=plain(review.get("title")) or text,
                publisher=plain(publisher.get("name")) or plain(publisher.get("site")),
                published_at=moment(review.get("reviewDate")),
                snippet=f"{rating}: {text}" if rating else text,
                language=plain(review.get("languageCode")),
                extra={
                    "rating": rating,
                    "claim": text,
                    "claimant": plain(claim.get("claimant")),
                    "claim_date": plain(claim.get("claimDate")),
                },
            )
        )
    return found
