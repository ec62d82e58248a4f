"""MediaWiki's Action API: search and page texts. Errors come with HTTP 200; a client without a name gets 403."""

from __future__ import annotations

from urllib.parse import quote, unquote

from tests.stubs.pages import PAGES, Page, found
from tests.stubs.server import Reply, Request, Stub

REVISIONS = {page.number: 900_000 + page.number for page in PAGES}


class WikipediaStub(Stub):
    name = "wikipedia"
    setting = "WIKIPEDIA_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        self.faults = {
            "error": lambda r: _error("srsearch-error", "The search could not be done as asked."),
            "maxlag": lambda r: _error("maxlag", "Waiting for a database: 7 seconds lagged.", {"Retry-After": "7"}),
            "overload": lambda r: Reply("<html>Our servers are busy</html>", 200, content_type="text/html"),
            "503": lambda r: Reply("upstream connect error", 503, {"Retry-After": "30"}, "text/plain"),
            "403": lambda r: Reply("Please set a user-agent and respect our robot policy.", 403, {}, "text/plain"),
            "429": lambda r: Reply("Too many requests", 429, {"Retry-After": "12"}, "text/plain"),
            "odd": lambda r: Reply({"batchcomplete": True, "query": {"search": [{"ns": 0}, None, {"title": "X"}]}}),
        }

    def answer(self, request: Request) -> Reply:
        if "@" not in request.headers.get("user-agent", "") and "http" not in request.headers.get("user-agent", ""):
            return self.faults["403"](request)
        if request.path.startswith("/wiki/"):
            return _page(unquote(request.path.removeprefix("/wiki/")).replace("_", " "))
        if request.path != "/w/api.php":
            return Reply("not found", 404, content_type="text/plain")
        if request.params.get("action") != "query" or request.params.get("format") != "json":
            return _error("missingparam", 'The "action" parameter must be set.')
        if request.params.get("list") == "search":
            return _search(request)
        if request.params.get("pageids"):
            return _texts(request)
        return _error("missingparam", "One of the parameters is required.")


def _error(code: str, info: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply({"error": {"code": code, "info": info}}, 200, {"MediaWiki-API-Error": code, **(headers or {})})


def _search(request: Request) -> Reply:
    query = request.params.get("srsearch", "")
    if not query:
        return _error("missingparam", 'The "srsearch" parameter must be set.')
    hits = found(query, every_word=True)
    limit = int(request.params.get("srlimit", "10"))
    rows = [
        {
            "ns": 0,
            "title": page.title,
            "pageid": page.number,
            "size": len(page.text),
            "wordcount": len(page.text.split()),
            "snippet": _snippet(page, query),
            "timestamp": "2026-04-01T12:00:00Z",
        }
        for page in hits[:limit]
    ]
    return Reply({"batchcomplete": True, "query": {"searchinfo": {"totalhits": len(hits)}, "search": rows}})


def _snippet(page: Page, query: str) -> str:
    first = query.split()[0]
    return page.text[:90].replace(first, f'<span class="searchmatch">{first}</span>') + " &amp; more"


def _texts(request: Request) -> Reply:
    wanted = {int(number) for number in request.params["pageids"].split("|") if number.isdigit()}
    pages = [
        {
            "pageid": page.number,
            "ns": 0,
            "title": page.title,
            "extract": page.text,
            "revisions": [{"revid": REVISIONS[page.number], "parentid": 1, "timestamp": "2026-04-01T12:00:00Z"}],
        }
        for page in PAGES
        if page.number in wanted
    ]
    return Reply({"batchcomplete": True, "query": {"pages": pages}})


def _page(title: str) -> Reply:
    page = next((page for page in PAGES if page.title == title), None)
    if page is None:
        return Reply("<h1>No article</h1>", 404, content_type="text/html; charset=utf-8")
    html = (
        f'<!doctype html><html lang="en"><head><title>{page.title}</title>'
        f'<link rel="canonical" href="/wiki/{quote(page.title)}"></head>'
        f"<body><main><article><h1>{page.title}</h1><p>{page.text}</p></article></main></body></html>"
    )
    return Reply(html, content_type="text/html; charset=utf-8")
