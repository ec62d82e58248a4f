"""Crossref: scholarly works by their bibliographic record, with the abstract where the publisher deposits it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from verification.providers.base import Answer, Hit, Provider, Question, ask_json, is_web, plain, setting
from verification.querying import keywords

LABEL = "Crossref"
WORDS = 12
_FIELDS = "DOI,URL,title,container-title,publisher,type,author,issued,created,abstract,update-to"


class Crossref(Provider):
    """Papers; a retracted one says so in its title."""

    name = "crossref"
    label = LABEL
    kind = "scholar"

    def search(self, question: Question, limit: int) -> Answer:
        """Works for the claim's words. Where the record has an abstract, that is the text."""
        query = keywords(question, WORDS)
        params: dict[str, str | int] = {
            "query.bibliographic": query,
            "rows": min(max(limit * 2, 5), 100),
            "sort": "score",
            "order": "desc",
            "select": _FIELDS,
        }
        contact = setting("USER_AGENT_CONTACT").removeprefix("mailto:")
        if "@" in contact:
            params["mailto"] = contact
        answer, got = ask_json(LABEL, f"{setting('CROSSREF_URL', 'https://api.crossref.org')}/works", params)
        message = answer.get("message")
        items = message.get("items") if isinstance(message, dict) else None
        works = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        withdrawn = {doi for work in works for doi in _withdraws(work)}
        hits = [hit for work in works if (hit := _hit(work, withdrawn)) and hit.url not in question.exclude_urls]
        return Answer(hits=tuple(hits[:limit]), queries=(query,), raw=got.body)


def _withdraws(work: dict[str, Any]) -> list[str]:
    """DOIs that this record takes back."""
    updates = work.get("update-to")
    return [
        str(update["DOI"]).lower()
        for update in (updates if isinstance(updates, list) else [])
        if isinstance(update, dict) and update.get("DOI") and update.get("type") in ("retraction", "withdrawal")
    ]


def _hit(work: dict[str, Any], withdrawn: set[str]) -> Hit | None:
    doi, title = str(work.get("DOI") or ""), _first(work.get("title"))
    url = work.get("URL") or (f"https://doi.org/{doi}" if doi else "")
    if not title or not is_web(url):
        return None
    retracted = doi.lower() in withdrawn or title.lower().startswith(("retracted", "withdrawn"))
    abstract = plain(work.get("abstract")).removeprefix("Abstract").strip()
    return Hit(
        url=str(url),
        title=f"RETRACTED: {title}" if retracted and not title.lower().startswith("retracted") else title,
        publisher=_first(work.get("container-title")) or plain(work.get("publisher")),
        published_at=_date(work.get("issued")) or _date(work.get("created")),
        snippet=abstract[:300],
        text=f"{title}\n\n{abstract}" if abstract else None,
        extra={"doi": doi, "type": plain(work.get("type")), "retracted": retracted},
    )


def _first(value: object) -> str:
    """Crossref gives titles as lists, which may be empty."""
    if isinstance(value, list):
        return plain(value[0]) if value else ""
    return plain(value)


def _date(value: object) -> datetime | None:
    """``{"date-parts": [[2024, 2]]}``; parts may be missing or null, the first of the rest is taken as 1."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [part for part in first if isinstance(part, int)]
    if not numbers:
        return None
    year, month, day, *_ = [*numbers, 1, 1]
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
