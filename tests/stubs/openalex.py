"""OpenAlex, ``/works``."""

from __future__ import annotations

from typing import Any

from tests.stubs.server import Reply, Request, Stub

KEY = "stub-openalex-key"
WORKS: list[dict[str, Any]] = [
    {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.5555/vitd",
        "display_name": "Vitamin D and winter colds",
        "publication_date": "2025-11-20",
        "language": "en",
        "type": "article",
        "is_retracted": False,
        "primary_location": {
            "landing_page_url": "https://plain.example/vitd",
            "source": {"display_name": "Plain Medicine"},
        },
        "abstract_inverted_index": {"A": [0], "daily": [1, 5], "dose": [2], "changed": [3], "nothing": [4]},
        "referenced_works": ["https://openalex.org/W2"],
    },
    {
        "id": "https://openalex.org/W2",
        "doi": None,
        "display_name": "Vitamin D prevents colds",
        "publication_date": "2019-05-07",
        "is_retracted": True,
        "primary_location": None,
        "abstract_inverted_index": None,
    },
]


def works(rows: list[dict[str, Any]]) -> Reply:
    return Reply({"meta": {"count": len(rows), "page": 1, "per_page": 25}, "results": rows, "group_by": []})


def _failure(status: int, message: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply({"error": "Invalid query parameters error.", "message": message}, status, headers or {})


class OpenAlexStub(Stub):
    name = "openalex"
    setting = "OPENALEX_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        spent = {"X-RateLimit-Limit": "10000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "3600"}
        left = {"X-RateLimit-Limit": "10000", "X-RateLimit-Remaining": "812", "Retry-After": "2"}
        self.faults = {
            "spent": lambda r: _failure(429, "Daily limit reached.", spent),
            "429": lambda r: _failure(429, "Too many requests.", left),
            "403": lambda r: _failure(403, "An API key is needed."),
            "400": lambda r: _failure(400, "search is not valid."),
            "moved": lambda r: Reply(
                "", 301, {"Location": f"{self.url}/works?" + "&".join(f"{k}={v}" for k, v in r.params.items())}
            ),
            "nulls": lambda r: works([{"id": None, "display_name": None}, WORKS[1]]),
        }

    def answer(self, request: Request) -> Reply:
        if request.params.get("api_key") != KEY:
            return self.faults["403"](request)
        if request.path != "/works":
            return Reply("Not found", 404)
        words = {word for word in request.params.get("search", "").lower().split() if len(word) > 3}
        return works([row for row in WORKS if words & set(row["display_name"].lower().split())])
