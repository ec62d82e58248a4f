"""SearXNG, a metasearch that a desk runs itself.

Its engines are often suspended. An empty list with silent engines means "not searched", never "nothing exists".
"""

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
)
from verification.querying import exact_quote, keywords

LABEL = "SearXNG"
WORDS = 10
# Engines come back after 180 s at the earliest.
PAUSE = 180.0


class Searxng(Provider):
    """Web pages through the desk's own SearXNG."""

    name = "searxng"
    label = LABEL
    kind = "web"

    def not_configured(self) -> str:
        if setting("SEARXNG_URL"):
            return ""
        return "SearXNG has no address: set SEARXNG_URL to your own instance."

    def search(self, question: Question, limit: int) -> Answer:
        """Pages for the claim's words, then for its exact quotation where the first found too little."""
        queries: list[str] = []
        raw: list[bytes] = []
        found: dict[str, Hit] = {}
        silent: dict[str, str] = {}
        quote = exact_quote(question)
        wanted = (keywords(question, WORDS), "" if question.own_words or not quote else f'"{quote}"')
        for query in wanted:
            if not query or len(found) >= limit:
                continue
            answer, body = _ask(query, question.language)
            queries.append(query)
            raw.append(body)
            silent |= _silent(answer)
            for hit in _hits(answer):
                if hit.url not in question.exclude_urls:
                    found.setdefault(hit.url, hit)
        why = ", ".join(f"{engine} ({reason})" for engine, reason in silent.items())
        if silent and not found:
            raise ProviderError(
                f"{LABEL} could not search: no engine answered or found anything, and these were silent: {why}.",
                kind="transient",
                retry_after=PAUSE,
            )
        return Answer(
            hits=tuple(found.values())[:limit],
            queries=tuple(queries),
            raw=b"\n".join(raw),
            incomplete=f"These engines did not answer: {why}." if silent else "",
        )


def _ask(query: str, language: str) -> tuple[dict[str, Any], bytes]:
    params: dict[str, str | int] = {"q": query, "format": "json", "categories": "general,news"}
    if language:
        params["language"] = language
    answer, got = ask_json(LABEL, f"{setting('SEARXNG_URL')}/search", params, explain=_explain)
    if "error" in answer:
        raise ProviderError(f"{LABEL} did not accept the question: {plain(answer['error'])}.", kind="bad_request")
    return answer, got.body


def _explain(error: FetchError) -> ProviderError | None:
    if error.status == 403:
        return ProviderError(
            "SearXNG refuses JSON: add “json” to search.formats in the settings of your instance.", kind="auth"
        )
    return None


def _silent(answer: dict[str, Any]) -> dict[str, str]:
    rows = answer.get("unresponsive_engines")
    return {
        str(row[0]): plain(str(row[1])) if len(row) > 1 else "no reason given"
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, list) and row
    }


def _hits(answer: dict[str, Any]) -> list[Hit]:
    rows = answer.get("results")
    return [
        Hit(
            url=row["url"],
            title=plain(row.get("title")),
            published_at=moment(row.get("publishedDate")),
            snippet=plain(row.get("content")),
            extra={"engines": row["engines"]} if isinstance(row.get("engines"), list) else {},
        )
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and is_web(row.get("url"))
    ]
