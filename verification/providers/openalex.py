"""OpenAlex: scholarly works with abstract, retraction mark and references. A free key is needed since February 2026."""

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
    seconds,
    setting,
    spent,
)
from verification.querying import keywords

LABEL = "OpenAlex"
WORDS = 10
_FIELDS = (
    "id,doi,display_name,publication_date,language,type,is_retracted,primary_location,open_access,"
    "abstract_inverted_index,referenced_works"
)


class OpenAlex(Provider):
    """Papers; a retracted one says so in its title."""

    name = "openalex"
    label = LABEL
    kind = "scholar"
    needs_key = True
    price = 0.001

    def not_configured(self) -> str:
        if setting("OPENALEX_KEY"):
            return ""
        return "OpenAlex needs a free key: make one at openalex.org and set OPENALEX_KEY."

    def search(self, question: Question, limit: int) -> Answer:
        """Works for the claim's words, by relevance. Where there is an abstract, that is the text."""
        query = keywords(question, WORDS)
        key = setting("OPENALEX_KEY")
        params: dict[str, str | int] = {
            "search": query,
            "per-page": min(max(limit, 1), 100),
            "select": _FIELDS,
            "api_key": key,
        }
        base = setting("OPENALEX_URL", "https://api.openalex.org")
        answer, got = ask_json(LABEL, f"{base}/works", params, secrets=(key,), explain=_explain)
        rows = answer.get("results")
        works = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        hits = [hit for work in works if (hit := _hit(work)) and hit.url not in question.exclude_urls]
        return Answer(hits=tuple(hits[:limit]), queries=(query,), raw=got.body)


def _explain(error: FetchError) -> ProviderError | None:
    """429 is a short pause while credit remains, and a spent day otherwise."""
    if error.status == 429 and error.headers.get("x-ratelimit-remaining", "").strip() in ("0", "0.0"):
        return spent(LABEL, error.retry_after or seconds(error.headers.get("x-ratelimit-reset", "")))
    return None


def _hit(work: dict[str, Any]) -> Hit | None:
    title = plain(work.get("display_name")) or plain(work.get("title"))
    place = work.get("primary_location")
    place = place if isinstance(place, dict) else {}
    source = place.get("source")
    source = source if isinstance(source, dict) else {}
    url = next((u for u in (work.get("doi"), place.get("landing_page_url"), work.get("id")) if is_web(u)), "")
    if not title or not url:
        return None
    retracted = work.get("is_retracted") is True
    abstract = _abstract(work.get("abstract_inverted_index"))
    references = work.get("referenced_works")
    return Hit(
        url=str(url),
        title=f"RETRACTED: {title}" if retracted and not title.lower().startswith("retracted") else title,
        publisher=plain(source.get("display_name")),
        published_at=moment(work.get("publication_date")),
        snippet=abstract[:300],
        text=f"{title}\n\n{abstract}" if abstract else None,
        language=plain(work.get("language")),
        extra={
            "openalex": plain(work.get("id")),
            "retracted": retracted,
            "references": references[:200] if isinstance(references, list) else [],
        },
    )


def _abstract(index: object) -> str:
    """The abstract from its inverted index: each word with the places where it stands."""
    if not isinstance(index, dict):
        return ""
    placed = [
        (place, word)
        for word, places in index.items()
        if isinstance(places, list)
        for place in places
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(placed))
