"""Brave Search, web."""

from __future__ import annotations

from tests.stubs.pages import found
from tests.stubs.server import Reply, Request, Stub

KEY = "stub-brave-key"


def _failure(code: str, status: int, headers: dict[str, str] | None = None) -> Reply:
    return Reply(
        {"type": "ErrorResponse", "error": {"code": code, "detail": "…", "status": status}}, status, headers or {}
    )


class BraveStub(Stub):
    name = "brave"
    setting = "BRAVE_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        second = {"X-RateLimit-Limit": "1, 2000", "X-RateLimit-Remaining": "0, 812", "X-RateLimit-Reset": "1, 90000"}
        month = {"X-RateLimit-Limit": "1, 2000", "X-RateLimit-Remaining": "0, 0", "X-RateLimit-Reset": "1, 90000"}
        self.faults = {
            "429": lambda r: _failure("RATE_LIMITED", 429, second),
            "spent": lambda r: _failure("QUOTA_LIMITED", 429, month),
            "401": lambda r: _failure("SUBSCRIPTION_TOKEN_INVALID", 401),
            "422": lambda r: _failure("VALIDATION", 422),
            "no-web": lambda r: Reply(
                {"type": "search", "query": {"original": "x"}, "mixed": {"type": "mixed", "main": []}}
            ),
        }

    def answer(self, request: Request) -> Reply:
        if request.path != "/res/v1/web/search":
            return Reply("", 404)
        if request.headers.get("x-subscription-token") != KEY:
            return self.faults["401"](request)
        query = request.params.get("q", "")
        if not query or len(query) > 400 or len(query.split()) > 50 or int(request.params.get("count", "20")) > 20:
            return self.faults["422"](request)
        rows = [
            {
                "type": "search_result",
                "title": page.title,
                "url": f"https://web.example/{page.number}",
                "description": f"<strong>{page.title}</strong> {page.text[:60]}",
                "page_age": f"{page.date}T10:00:00",
                "language": "en",
                "profile": {"name": "Web Example", "url": "https://web.example"},
            }
            for page in found(query)
        ]
        return Reply({"type": "search", "query": {"original": query}, "web": {"type": "search", "results": rows}})
