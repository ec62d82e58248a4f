"""GDELT DOC 2.0: news pages of the world's media of the last three months, by title and first-seen time only.

Its faults are its own: a bad query is answered with HTTP 200 and one plain sentence, titles may hold broken JSON
escapes, and one question every five seconds is all it allows.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import orjson

from claims.clock import now
from verification.providers.base import (
    Answer,
    Hit,
    Provider,
    ProviderError,
    Question,
    ask,
    is_web,
    moment,
    plain,
    setting,
)
from verification.querying import keywords

LABEL = "GDELT"
REACH = timedelta(days=90)
BEFORE, AFTER = timedelta(days=7), timedelta(days=14)
PAUSE = 6.0
WORDS = 5
_CONTROL = re.compile(rb"[\x00-\x1f]")
_STRAY_BACKSLASH = re.compile(rb'\\(?!["\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})')


class Gdelt(Provider):
    """News pages; each is fetched to be read."""

    name = "gdelt"
    seconds_between = 5.0
    label = LABEL
    kind = "news"

    def search(self, question: Question, limit: int) -> Answer:
        """News pages around the claim's date, where that lies within GDELT's three months."""
        query = keywords(question, WORDS) if question.own_words else _query(keywords(question, WORDS))
        params: dict[str, str | int] = {
            "query": query,
            "mode": "artlist",
            "format": "json",
            "maxrecords": min(max(limit * 3, 10), 250),
            "sort": "hybridrel",
        }
        window = _window(question.published_at)
        if window:
            params["startdatetime"], params["enddatetime"] = (f"{at:%Y%m%d%H%M%S}" for at in window)
        got = ask(LABEL, f"{setting('GDELT_URL', 'https://api.gdeltproject.org')}/api/v2/doc/doc", params)
        rows = _read(got.body).get("articles")
        hits = _hits(rows if isinstance(rows, list) else [], question.exclude_urls)
        old = question.published_at is not None and window is None
        return Answer(
            hits=hits[:limit],
            queries=(query,),
            raw=got.body,
            incomplete="GDELT reaches back three months only, and the claim is older." if old else "",
        )


def _query(words: str) -> str:
    """Words of one or two letters are refused, and the rest must be letters and digits."""
    kept = [word for word in re.findall(r"[\w'-]+", words) if len(word) > 2]
    return " ".join([*kept, "sourcelang:english"])


def _window(published_at: datetime | None) -> tuple[datetime, datetime] | None:
    if published_at is None or published_at < now() - REACH + BEFORE:
        return None
    return published_at - BEFORE, min(published_at + AFTER, now())


def _read(body: bytes) -> dict[str, Any]:
    text = _STRAY_BACKSLASH.sub(rb"\\\\", _CONTROL.sub(b" ", body)).strip()
    try:
        answer = orjson.loads(text or b"{}")
    except orjson.JSONDecodeError:
        answer = None
    if isinstance(answer, dict):
        return answer
    sentence = plain(text[:300].decode("utf-8", "replace"))
    if "limit requests" in sentence.lower() or not sentence:
        raise ProviderError(
            f"{LABEL} asks us to slow down. It is asked again later.", kind="transient", retry_after=PAUSE
        )
    if text.startswith(b"{"):
        raise ProviderError(f"{LABEL} sent an answer that is not JSON. It is asked again later.", kind="transient")
    raise ProviderError(f"{LABEL} did not accept the question: {sentence.rstrip('.')}.", kind="bad_request")


def _hits(rows: list[Any], exclude_urls: tuple[str, ...]) -> tuple[Hit, ...]:
    found: dict[str, Hit] = {}
    for row in rows:
        if not isinstance(row, dict) or not is_web(row.get("url")) or row["url"] in exclude_urls:
            continue
        found.setdefault(
            row["url"],
            Hit(
                url=row["url"],
                title=plain(row.get("title")),
                publisher=plain(row.get("domain")),
                language=plain(row.get("language")),
                # First seen, not published: kept apart so that nobody takes it for the page's date.
                extra={"seen_at": seen.isoformat()} if (seen := moment(row.get("seendate"))) else {},
            ),
        )
    return tuple(found.values())
