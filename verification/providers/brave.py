"""Brave Search: web and news pages. Every question costs money, so that a desk sets its key on purpose."""

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
from verification.querying import keywords

LABEL = "Brave Search"
WORDS = 12
MOST_WORDS, MOST_CHARACTERS = 50, 400


class Brave(Provider):
    """Web pages; each is fetched to be read."""

    name = "brave"
    label = LABEL
    kind = "web"
    needs_key = True
    price = 0.005

    def not_configured(self) -> str:
        return "" if setting("BRAVE_KEY") else "Brave Search needs a key: set BRAVE_KEY to your subscription token."

    def search(self, question: Question, limit: int) -> Answer:
        """Web results and news results, as Brave mixes them."""
        query = " ".join(keywords(question, WORDS).split()[:MOST_WORDS])[:MOST_CHARACTERS]
        key = setting("BRAVE_KEY")
        params: dict[str, str | int] = {"q": query, "count": min(max(limit, 1), 20), "text_decorations": 0}
        if question.language:
            params["search_lang"] = question.language
        base = setting("BRAVE_URL", "https://api.search.brave.com")
        answer, got = ask_json(
            LABEL,
            f"{base}/res/v1/web/search",
            params,
            headers={"X-Subscription-Token": key},
            secrets=(key,),
            explain=_explain,
        )
        found: dict[str, Hit] = {}
        for block in ("web", "news"):
            for hit in _hits(answer.get(block)):
                if hit.url not in question.exclude_urls:
                    found.setdefault(hit.url, hit)
        return Answer(hits=tuple(found.values())[:limit], queries=(query,), raw=got.body)


def _explain(error: FetchError) -> ProviderError | None:
    """The limits are a comma list, the month last: 0 left there is a spent quota, else only the second is."""
    if error.status == 422:
        return ProviderError(f"{LABEL} did not accept the question or the key (HTTP 422).", kind="bad_request")
    if error.status == 429:
        left = error.headers.get("x-ratelimit-remaining", "").split(",")
        resets = error.headers.get("x-ratelimit-reset", "").split(",")
        if left[-1].strip() == "0" and len(left) > 1:
            reset = resets[-1].strip()
            return spent(LABEL, float(reset) if reset.isdecimal() else error.retry_after)
    return None


def _hits(block: object) -> list[Hit]:
    rows: Any = block.get("results") if isinstance(block, dict) else None
    found = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or not is_web(row.get("url")):
            continue
        profile = row.get("profile")
        found.append(
            Hit(
                url=row["url"],
                title=plain(row.get("title")),
                publisher=plain(profile.get("name")) if isinstance(profile, dict) else "",
                published_at=moment(row.get("page_age")),
                snippet=plain(row.get("description")),
                language=plain(row.get("language")),
            )
        )
    return found
