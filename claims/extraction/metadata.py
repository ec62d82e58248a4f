"""What a page says about itself: JSON-LD first, then meta tags, then microdata and <time>; dates with their zone."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from claims.extraction.bylines import names_in, stamp_in
from claims.extraction.dates import parse_machine_date

_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Review|NewsItem|LiveBlogPosting|CreativeWork|WebPage|Posting)$")
_MAX_JSON = 1_000_000
_MAX_NODES = 5_000

_PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish-date", "publish_date", "pubdate",
    "article_date_original", "originalpublicationdate", "dc.date.issued", "dcterms.created", "dc.date", "date",
    "bt:pubdate", "dcterms.issued", "ptime", "pdate", "og:pubdate", "rnews:datepublished", "datecreated",
    "citation_publication_date", "shareaholic:article_published_time",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "article:updated_time", "utime", "revised",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "cxenseparse:author",
           "article:author_name", "dcterms.creator", "citation_author", "article.author", "og:author")  # fmt: skip
_PUBLISHER = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "publisher",
    "twitter:app:name:iphone",
    "cre",
    "copyright",
)
_NOBODY = frozenset(
    {"admin", "administrator", "null", "none", "unknown", "no author", "staff", "guest", "author", "editor"}
)
_BYLINE = 100  # characters
_BLOCKS = frozenset(["div", "p", "li", "br", "h2", "h3", "h4", "h5", "h6", "section"])
_BETWEEN = re.compile(r"\s*[|·•–—]\s+")  # "By Ann Lee | 3 February 2021"
_AUTHOR_NAMES = re.compile(r"(?:^|[\s_-])(?:author|by-?line|writer|contributor)s?(?:-?name|link)?(?:$|[\s_-])", re.I)
_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date(?:line|time)?|pub(?:lish(?:ed)?)?(?:-?date)?|time-?stamp|posted(?:-?on)?|entry-meta"
    r"|post-meta|updated)(?:$|[\s_-])",
    re.I,
)
_TITLE = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "title", "headline")


@dataclass(frozen=True, slots=True)
class About:
    """Everything found; empty where the page says nothing."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    headings: tuple[str, ...] = ()  # every wording of the headline on the page


def read_about(tree: HtmlElement, *, url: str = "") -> About:
    """Collect metadata from a parsed page; ``url`` is where it was fetched."""
    metas = _metas(tree)
    ld = _from_json_ld(tree)
    meta = _from_metas(metas)
    page = _from_markup(tree)
    canonical = _canonical(tree, metas, url)
    publisher = ld.publisher or meta.publisher
    found = About(
        title=ld.title or meta.title or page.title,
        authors=ld.authors or meta.authors or page.authors,
        publisher=publisher,
        published_at=_finest(ld.published_at, meta.published_at, page.published_at) or _url_day(canonical or url),
        modified_at=_finest(ld.modified_at, meta.modified_at, page.modified_at),
        language=(ld.language or str(tree.get("lang") or "") or metas.get("og:locale", ""))[:2].lower(),
        canonical_url=canonical,
        headings=tuple(
            filter(None, (ld.title, meta.title, *page.headings, _plain(str(tree.findtext(".//title") or ""))))
        ),
    )
    authors = tuple(name for name in found.authors if name.casefold() != publisher.casefold())
    return replace(found, title=_without_site(found.title, publisher), authors=authors)


def _url_day(url: str) -> datetime | None:
    """The day that many news sites write into the path."""
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)", url)
    return parse_machine_date("-".join(found.groups())) if found else None


def _finest(*candidates: datetime | None) -> datetime | None:
    """The first one; a mere day gives way to the same day with a time."""
    known = [at for at in candidates if at is not None]
    for at in known:
        if (at.hour, at.minute) != (0, 0) and abs((at - known[0]).total_seconds()) < 36 * 3600:
            return at
    return known[0] if known else None


def _metas(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        content = node.get("content")
        if content and content.strip():
            for key in (node.get("property"), node.get("name"), node.get("itemprop"), node.get("http-equiv")):
                if key:
                    found.setdefault(key.strip().lower(), _plain(content))
    return found


def _from_metas(metas: dict[str, str]) -> About:
    authors: tuple[str, ...] = ()
    for key in _AUTHOR:
        if not authors and key in metas:
            authors = _people(metas[key])
    return About(
        title=next((metas[key] for key in _TITLE if key in metas), ""),
        authors=authors,
        publisher=next((metas[key] for key in _PUBLISHER if key in metas and len(metas[key]) <= 60), ""),
        published_at=next((at for key in _PUBLISHED if (at := parse_machine_date(metas.get(key, "")))), None),
        modified_at=next((at for key in _MODIFIED if (at := parse_machine_date(metas.get(key, "")))), None),
    )


def _from_markup(tree: HtmlElement) -> About:
    times = [
        node
        for node in tree.xpath('//*[@itemprop="datePublished"] | //time[@datetime] | //*[@pubdate]')[:20]
        if not _within_list(node)
    ]
    published = next((at for node in times if (at := _time_of(node))), None)
    modified = next((at for node in tree.xpath('//*[@itemprop="dateModified"]')[:3] if (at := _time_of(node))), None)
    dated = [] if published else [_plain(node.text_content()) for node in _named_like(tree, _DATE_NAMES)]
    bylines = [] if published else [_plain(node.text_content()) for node in _named_like(tree, _AUTHOR_NAMES)]
    behind = [part for byline in bylines for part in _BETWEEN.split(byline)[1:]]
    for line in (*dated, *behind):
        stamp = stamp_in(line)
        if stamp is not None:
            published, modified = (published, modified or stamp[0]) if stamp[1] else (published or stamp[0], modified)
    heads = [_plain(node.text_content()) for node in tree.xpath("//h1")[:3]]
    title = next((head for head in heads if len(head) > 8), "") or _plain(str(tree.findtext(".//title") or ""))
    return About(
        title=title, authors=_bylines(tree), published_at=published, modified_at=modified, headings=tuple(heads)
    )


def _bylines(tree: HtmlElement) -> tuple[str, ...]:
    """Names from elements marked as the author, else from those that are called so."""
    marked = tree.xpath('//*[@itemprop="author" or @rel="author"]')[:8]
    for sure, nodes in ((True, marked), (False, _named_like(tree, _AUTHOR_NAMES))):
        found: list[str] = []
        for node in nodes:
            lines = _lines(node)
            text = " ".join(lines)
            short = [line for line in (*lines, text) if len(line) < _BYLINE]
            names = _people(text) if sure else next(filter(None, map(names_in, short)), ())
            found.extend(name for name in names if name not in found)
            if found and not sure:
                break
        if found:
            return tuple(found[:6])
    return ()


def _lines(node: HtmlElement) -> list[str]:
    """The element's text by the blocks in it, which stand below each other: a name, and whom it writes for."""
    found = [""]
    for event, part in etree.iterwalk(node, events=("start", "end")):
        if part is not node and part.tag in _BLOCKS:
            found.append("")
        if event == "start" and isinstance(part.tag, str):
            found[-1] += part.text or ""
        elif event == "end" and part is not node:
            found[-1] += part.tail or ""
    return [line for line in map(_plain, found) if line]


_CALLED = (
    "descendant-or-self::*[(@class or @id) and (self::span or self::div or self::p or self::a or self::time"
    " or self::li or self::address or self::small or self::strong or self::em or self::h4 or self::h5 or self::h6"
    " or self::section)]"
)


def _named_like(tree: HtmlElement, names: re.Pattern[str]) -> list[HtmlElement]:
    """The first short elements whose class or id says what they hold, outside lists of other stories."""
    found = []
    for node in tree.xpath(_CALLED):
        if names.search(f"{node.get('class') or ''} {node.get('id') or ''}") and not _within_list(node):
            if 4 <= len(str(node.text_content()).strip()) <= 150:
                found.append(node)
            if len(found) >= 12:
                break
    return found


def _within_list(node: HtmlElement) -> bool:
    """A time among links to other stories is theirs."""
    return any(up.tag in ("li", "aside", "nav", "footer") for up in node.iterancestors())


def _time_of(node: HtmlElement) -> datetime | None:
    return parse_machine_date(str(node.get("content") or node.get("datetime") or node.text_content() or ""))


def _canonical(tree: HtmlElement, metas: dict[str, str], url: str) -> str:
    for node in tree.iter("link"):
        if (node.get("rel") or "").lower() == "canonical" and node.get("href"):
            return _absolute(str(node.get("href")), url)
    return _absolute(metas.get("og:url", ""), url)


def _absolute(address: str, base: str) -> str:
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
    except ValueError:
        return ""
    # A site that calls its front page canonical means nothing by it.
    if parts.scheme not in ("http", "https") or not parts.hostname or (parts.path in ("", "/") and not parts.query):
        return ""
    return joined


def _from_json_ld(tree: HtmlElement) -> About:
    nodes = list(_json_ld_nodes(tree))
    articles = sorted(
        (node for node in nodes if _ARTICLES.search(_kind(node))),
        key=lambda node: (_kind(node) in ("WebPage", "CreativeWork", "CollectionPage"), "articleBody" not in node),
    )
    found = About()
    for node in articles:
        found = About(
            title=found.title or _plain(node.get("headline") or node.get("name") or ""),
            authors=found.authors or _named(node.get("author") or node.get("creator"), nodes),
            publisher=found.publisher or next(iter(_names_of(node.get("publisher"), nodes)), ""),
            published_at=found.published_at or _date(node.get("datePublished") or node.get("dateCreated")),
            modified_at=found.modified_at or _date(node.get("dateModified")),
            language=found.language or _text(node.get("inLanguage")),
        )
    return found


def _json_ld_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of every JSON-LD block, nested ones included, as far as the block can be read at all."""
    seen = 0
    for script in tree.xpath('//script[contains(@type, "ld+json")]')[:30]:
        waiting = [_load(str(script.text or ""))]
        while waiting and seen < _MAX_NODES:
            item = waiting.pop(0)
            seen += 1
            if isinstance(item, list):
                waiting[:0] = item[:200]
            elif isinstance(item, dict):
                yield item
                waiting.extend(value for value in item.values() if isinstance(value, dict | list))


def _load(text: str) -> object:
    """JSON as pages have it: in comments or CDATA, with raw newlines inside strings."""
    text = (
        re.sub(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?://)?\s*(?:\]\]>|-->)\s*$", "", text.strip()).strip().rstrip(";")
    )
    if not text or len(text) > _MAX_JSON:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(re.sub(r",\s*([}\]])", r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    if isinstance(kind, list):
        kind = next((entry for entry in kind if isinstance(entry, str) and _ARTICLES.search(entry)), "")
    return kind if isinstance(kind, str) else ""


def _named(value: object, nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    found: list[str] = []
    for name in _names_of(value, nodes):
        found.extend(person for person in _people(name) if person not in found)
    return tuple(found[:10])


def _names_of(value: object, nodes: list[dict[str, Any]], depth: int = 0) -> list[str]:
    """Names out of a string, an object, a list of either, or a reference to another node."""
    if isinstance(value, str):
        return [] if "://" in value else [_plain(value)]
    if isinstance(value, list):
        return [name for entry in value[:10] for name in _names_of(entry, nodes, depth + 1)] if depth < 3 else []
    if isinstance(value, dict):
        name = value.get("name")
        if name is None and value.get("@id") and depth < 3:
            same = [node for node in nodes if node.get("@id") == value["@id"] and node.get("name")]
            name = same[0]["name"] if same else None
        return _names_of(name, nodes, depth + 1) if name is not None and depth < 3 else []
    return []


def _people(value: str) -> tuple[str, ...]:
    """Author names as a tag holds them: "By A and B", "A, B", an address, or the name of a newsroom."""
    value = value.strip()
    if not value or "://" in value or "@" in value or len(value) > 200 or value.lower() in _NOBODY:
        return ()
    return names_in(value, sure=True)


def _date(value: object) -> datetime | None:
    value = value[0] if isinstance(value, list) and value else value
    return parse_machine_date(value) if isinstance(value, str) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _plain(value: object) -> str:
    return " ".join(html.unescape(html.unescape(value)).split())[:1000] if isinstance(value, str) else ""


def _without_site(title: str, publisher: str) -> str:
    """ "Headline | The Daily Example" without the site's name at the end."""
    for mark in (" | ", " - ", " – ", " — ", " · ", " :: ", " » "):
        front, found, back = title.rpartition(mark)
        if found and len(front) > 15 and len(back) <= 40:
            name, site = (re.sub(r"\W|^the ", "", part.lower()) for part in (back, publisher))
            if site and (name in site or site in name):
                return front.strip()
    return title
