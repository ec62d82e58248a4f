"""SearXNG's JSON search."""

from __future__ import annotations

from typing import Any

from tests.stubs.pages import found
from tests.stubs.server import Reply, Request, Stub

SUSPENDED = [["google", "Suspended: CAPTCHA"], ["brave", "timeout"]]


def results(query: str, rows: list[dict[str, Any]], silent: list[list[str]] | None = None) -> Reply:
    return Reply(
        {
            "query": query,
            "results": rows,
            "answers": [],
            "corrections": [],
            "infoboxes": [],
            "suggestions": [],
            "unresponsive_engines": silent or [],
        }
    )


class SearxngStub(Stub):
    name = "searxng"
    setting = "SEARXNG_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        self.faults = {
            "403": lambda r: Reply("<h1>Forbidden</h1>", 403, content_type="text/html"),
            "unresponsive": lambda r: results(r.params.get("q", ""), [], SUSPENDED),
            "half": lambda r: results(r.params.get("q", ""), self.rows(r), SUSPENDED[:1]),
            "429": lambda r: Reply("Too Many Requests", 429, content_type="text/plain"),
            "error": lambda r: Reply({"error": "No query"}),
        }

    def rows(self, request: Request) -> list[dict[str, Any]]:
        return [
            {
                "url": f"https://web.example/{page.number}",
                "title": page.title,
                "content": page.text[:80],
                "engine": "duckduckgo",
                "engines": ["duckduckgo"],
                "publishedDate": f"{page.date}T09:00:00",
                "score": 1.5,
                "category": "general",
            }
            for page in found(request.params.get("q", ""))
        ]

    def answer(self, request: Request) -> Reply:
        if request.path != "/search":
            return Reply("", 308, {"Location": "/search"})
        if request.params.get("format") != "json":
            return Reply("<html></html>", content_type="text/html")
        if not request.params.get("q"):
            return self.faults["error"](request)
        return results(request.params["q"], self.rows(request))
