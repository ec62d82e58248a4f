"""Reviews of claims as other fact-checkers publish them: schema.org ClaimReview, alone, in lists and in feeds.

Understands one ClaimReview, a list or ``@graph`` of them, and the DataFeed that Google's Fact Check Tools, Data Commons
and our own ``export claimreview`` write. A feed is read item by item, so that it may be larger than memory.
"""

from __future__ import annotations

import gzip
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from claims.cleaning import clean_words

WHOLE_MAX_CHARACTERS = 50_000_000
ITEM_MAX_CHARACTERS = 4_000_000
LONGEST_CLAIM = 2_000
LONGEST_EXPLANATION = 5_000
_CHUNK = 256 * 1024
_ELEMENTS = re.compile(r'"dataFeedElement"\s*:\s*\[')
_TAG = re.compile(r"<[^<>]*>")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class FeedError(Exception):
    """The file is no JSON, or breaks off; its message says so in plain words."""


@dataclass(frozen=True, slots=True)
class Review:
    """One published review of one claim, as its publisher words it. ``source`` is the file that it came from."""

    claim: str
    url: str
    title: str = ""
    rating: str = ""
    explanation: str = ""
    publisher: str = ""
    published_at: datetime | None = None
    speaker: str = ""
    said_at: datetime | None = None
    language: str = ""
    source: str = ""


def reviews(stream: BinaryIO | gzip.GzipFile, source: str) -> Iterator[Review | str]:
    """Every review of a JSON file, in order; for an item that is none, why, in a few words. Raises FeedError."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace")
    head = text.read(_CHUNK)
    feed = _ELEMENTS.search(head)
    items = _elements(head[feed.end() :], text) if feed else iter([_whole(head, text)])
    for item in items:
        for found in _inside(item):
            yield replace(found, source=source) if isinstance(found, Review) else found


def is_review(row: object) -> bool:
    """Whether a JSON object is a ClaimReview, or the item of a feed that holds one."""
    return isinstance(row, dict) and not _types(row).isdisjoint({"ClaimReview", "DataFeedItem"})


def from_object(row: object, source: str) -> list[Review | str]:
    """The reviews in one JSON object, as ``reviews`` gives them."""
    return [replace(found, source=source) if isinstance(found, Review) else found for found in _inside(row)]


def _whole(head: str, rest: io.TextIOWrapper) -> object:
    text = head + rest.read(WHOLE_MAX_CHARACTERS)
    if rest.read(1):
        raise FeedError(f"is larger than {WHOLE_MAX_CHARACTERS // 1_000_000} MB and no DataFeed")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise FeedError("is too deeply nested") from error
    except ValueError as error:
        raise FeedError("is not JSON") from error


def _elements(text: str, rest: io.TextIOWrapper) -> Iterator[object]:
    """The items of a JSON array whose opening bracket has been read, one after the other."""
    decoder = json.JSONDecoder()
    wanted = _CHUNK
    while True:
        text = text.lstrip(" \t\r\n,")
        if text.startswith("]"):
            return
        try:
            item, end = decoder.raw_decode(text)
        except (ValueError, RecursionError) as error:
            more = rest.read(wanted)
            if not more or len(text) > ITEM_MAX_CHARACTERS:
                raise FeedError("breaks off, or is not JSON, in the middle of the feed") from error
            text += more
            wanted = min(wanted * 2, ITEM_MAX_CHARACTERS)  # doubled, so that a long item is not parsed too often
            continue
        yield item
        text, wanted = text[end:], _CHUNK


def _inside(item: object) -> Iterator[Review | str]:
    """Looks through lists, graphs and feed items for the reviews themselves."""
    if isinstance(item, list):
        for one in item:
            yield from _inside(one)
    elif not isinstance(item, dict):
        yield "is not a JSON object"
    elif "ClaimReview" in _types(item):
        yield _review(item)
    elif inner := [item[name] for name in ("item", "@graph", "dataFeedElement") if item.get(name)]:
        yield from _inside(inner)
    else:
        yield "is no ClaimReview"


def _types(row: dict[str, Any]) -> set[str]:
    given = row.get("@type")
    return {str(one).rpartition("/")[2] for one in (given if isinstance(given, list) else [given]) if one}


def _review(row: dict[str, Any]) -> Review | str:
    reviewed, rating, author = (
        _first(row.get("itemReviewed")),
        _first(row.get("reviewRating")),
        _first(row.get("author")),
    )
    whole = _text(reviewed.get("text")) or _text(reviewed.get("name"))
    claim = _text(row.get("claimReviewed")) or whole
    if claim.endswith("…") and whole.startswith(claim[:-1]):  # cut to what searches show; the item has all of it
        claim = whole
    url = str(row.get("url") or "").strip()
    if not claim:
        return "says no claim that was reviewed"
    if not url.startswith(("http://", "https://")):
        return "has no address of the review"
    said_by = _first(reviewed.get("author"))
    publisher = _text(author.get("name")) or _text(_first(row.get("publisher")).get("name"))
    return Review(
        claim=claim[:LONGEST_CLAIM],
        url=url,
        title=_text(row.get("headline")) or _text(row.get("name")),
        rating=_rating(rating),
        explanation=(_text(rating.get("ratingExplanation")) or _text(row.get("reviewBody")))[:LONGEST_EXPLANATION],
        publisher=publisher or (urlsplit(url).hostname or "").removeprefix("www."),
        published_at=_moment(row.get("datePublished")),
        speaker=_text(said_by.get("name")),
        said_at=_moment(reviewed.get("datePublished")),
        language=_text(row.get("inLanguage")),
    )


def _rating(rating: dict[str, Any]) -> str:
    """The rating in its giver's words; where there are only numbers, "2 of 5"."""
    label = _text(rating.get("alternateName")) or _text(rating.get("name"))
    if label:
        return label
    value, best = rating.get("ratingValue"), rating.get("bestRating")
    return f"{value} of {best}" if value is not None and best is not None else ""


def _first(value: object) -> dict[str, Any]:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, str):
        return {"name": value}
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Plain words: tags and entities resolved, white space collapsed."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    return " ".join(clean_words(html.unescape(_TAG.sub(" ", value))).split())


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    for form in (value.strip(), (_DATE.match(value.strip()) or [""])[0]):
        try:
            parsed = datetime.fromisoformat(form)
        except ValueError:
            continue
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return None
