"""Google Fact Check Tools, ``claims:search``."""

from __future__ import annotations

from tests.stubs.server import Reply, Request, Stub

KEY = "stub-google-key"
CLAIMS = [
    {
        "text": "The ferry Marigold sank with no survivors",
        "claimant": "A viral post",
        "claimDate": "2026-03-02T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "Ellery Checks", "site": "checks.example"},
                "url": "https://checks.example/marigold",
                "title": "Most people aboard the Marigold survived",
                "reviewDate": "2026-03-05T00:00:00Z",
                "textualRating": "False",
                "languageCode": "en",
            },
            {"publisher": {"site": "facts.example"}, "url": "https://facts.example/m", "textualRating": "Wrong"},
        ],
    }
]


def _error(code: int, status: str, message: str) -> Reply:
    return Reply({"error": {"code": code, "message": message, "status": status, "details": []}}, code)


class GoogleFactCheckStub(Stub):
    name = "google_factcheck"
    setting = "GOOGLE_FACTCHECK_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        self.faults = {
            "empty": lambda r: Reply({}),
            "fields": lambda r: Reply(
                {"claims": [{"claimReview": [{"url": "https://x.example/1"}]}, {}, {"text": "y"}]}
            ),
            "400": lambda r: _error(400, "INVALID_ARGUMENT", "Request contains an invalid argument."),
            "key": lambda r: _error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."),
            "403": lambda r: _error(403, "PERMISSION_DENIED", "Fact Check Tools API has not been used before."),
            "429": lambda r: _error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Queries'."),
            "503": lambda r: _error(503, "UNAVAILABLE", "The service is currently unavailable."),
        }

    def answer(self, request: Request) -> Reply:
        if request.params.get("key") != KEY:
            return self.faults["key" if request.params.get("key") else "403"](request)
        if request.path != "/v1alpha1/claims:search":
            return _error(404, "NOT_FOUND", "Not found.")
        if not request.params.get("query"):
            return self.faults["400"](request)
        words = set(request.params["query"].lower().split())
        rows = [claim for claim in CLAIMS if words & set(str(claim["text"]).lower().split()) - {"the", "with", "no"}]
        return Reply({"claims": rows, "nextPageToken": "CAo"} if rows else {})
