"""Wikipedia, or any MediaWiki with the extension CirrusSearch, through its Action API.

CirrusSearch wants every word of a query on the page, so a whole claim finds nothing: the strongest words go first, and
the names alone where that finds too little. Text comes with the id of the revision it was read from.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from claims.fetching import Fetched
from verification.providers.base import (
    Answer,
    Hit,
    Provider,
    ProviderError,
    Question,
    ask,
    header,
    moment,
    parse_object,
    plain,
    seconds,
    setting,
)
from verification.querying import keywords, names

LABEL = "Wikipedia"
NARROW_WORDS = 6
# A text is a call of its own, and Wikipedia asks for restraint.
PAGES = 3
# Error codes under which the same question may succeed later; all others mean that we asked wrongly.
_BUSY = frozenset({"maxlag", "ratelimited", "readonly", "timeout", "internal_api_error", "cirrussearch-backend-error"})


class Wikipedia(Provider):
    """Encyclopedia articles: a secondary source that names its own sources."""

    name = "wikipedia"
    label = LABEL
    kind = "encyclopedia"

    def search(self, question: Question, limit: int) -> Answer:
        """At most ``PAGES`` pages for the strongest words, then for the names; with their text where it can be had."""
        limit = min(limit, PAGES)
        queries: list[str] = []
        found: dict[int, dict[str, Any]] = {}
        raw: list[bytes] = []
        for query in dict.fromkeys((keywords(question, NARROW_WORDS), keywords(question, 3), names(question))):
            if not query or len(found) >= limit or (question.own_words and queries):
                continue
            answer, got = _call({"list": "search", "srsearch": query, "srlimit": limit, "srprop": "snippet|timestamp"})
            queries.append(query)
            raw.append(got.body)
            for row in _rows(answer, "search"):
                if isinstance(row.get("pageid"), int) and row.get("title"):
                    found.setdefault(row["pageid"], row)
        excluded = set(question.exclude_urls)
        kept = [row for row in found.values() if page_url(row["title"]) not in excluded][:limit]
        hits, texts, incomplete = _with_texts(kept)
        return Answer(hits=hits, queries=tuple(queries), raw=b"\n".join(raw + texts), incomplete=incomplete)


def page_url(title: str) -> str:
    """The address of the page for people."""
    return f"{setting('WIKIPEDIA_URL', 'https://en.wikipedia.org')}/wiki/{quote(title.replace(' ', '_'), safe='/:(),')}"


def _with_texts(rows: list[dict[str, Any]]) -> tuple[tuple[Hit, ...], list[bytes], str]:
    """A text is one call a page; where it fails the hit stays and the page itself will be fetched."""
    hits: list[Hit] = []
    raw: list[bytes] = []
    trouble: ProviderError | None = None
    for row in rows:
        page: dict[str, Any] = {}
        if trouble is None:
            try:
                page, got = _page(row["pageid"])
                raw.append(got.body)
            except ProviderError as error:
                trouble = error
        hits.append(_hit(row, page))
    incomplete = f"Not every page's text could be read from the API: {trouble.message}" if trouble else ""
    return tuple(hits), raw, incomplete


def _hit(row: dict[str, Any], page: dict[str, Any]) -> Hit:
    revisions = page.get("revisions")
    revision = revisions[0] if isinstance(revisions, list) and revisions and isinstance(revisions[0], dict) else {}
    extract = page.get("extract")
    extra = {"pageid": row["pageid"]} | ({"revision": revision["revid"]} if "revid" in revision else {})
    return Hit(
        url=page_url(row["title"]),
        title=row["title"],
        publisher=LABEL,
        published_at=moment(revision.get("timestamp")) or moment(row.get("timestamp")),
        snippet=plain(row.get("snippet")),
        text=extract if isinstance(extract, str) and extract.strip() else None,
        extra=extra,
    )


def _page(pageid: int) -> tuple[dict[str, Any], Fetched]:
    answer, got = _call({"prop": "extracts|revisions", "pageids": pageid, "explaintext": 1, "rvprop": "ids|timestamp"})
    pages = _rows(answer, "pages")
    return (pages[0] if pages else {}), got


def _call(params: dict[str, str | int]) -> tuple[dict[str, Any], Fetched]:
    """One Action API call. Its errors come with HTTP 200, in the body."""
    url = f"{setting('WIKIPEDIA_URL', 'https://en.wikipedia.org')}/w/api.php"
    got = ask(LABEL, url, {"action": "query", "format": "json", "formatversion": 2, "maxlag": 5, **params})
    answer = parse_object(LABEL, got.body)
    error = answer.get("error")
    if not isinstance(error, dict):
        return answer, got
    code = str(error.get("code", ""))
    if code in _BUSY or code.startswith("internal_api_error"):
        raise ProviderError(
            f"{LABEL} is busy ({code}). It is asked again later.",
            kind="transient",
            retry_after=seconds(header(got.headers, "retry-after")),
        )
    raise ProviderError(f"{LABEL} did not accept the question: {plain(error.get('info')) or code}", kind="bad_request")


def _rows(answer: dict[str, Any], key: str) -> list[dict[str, Any]]:
    query = answer.get("query")
    rows = query.get(key) if isinstance(query, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
