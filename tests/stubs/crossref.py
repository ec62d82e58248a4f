"""Crossref's REST API, ``/works``."""

from __future__ import annotations

from typing import Any

from tests.stubs.server import Reply, Request, Stub

WORKS: list[dict[str, Any]] = [
    {
        "DOI": "10.5555/vitd",
        "URL": "https://doi.org/10.5555/vitd",
        "title": ["Vitamin D and winter colds: a trial with 5,200 adults"],
        "container-title": ["Journal of Plain Medicine"],
        "publisher": "Plain Press",
        "type": "journal-article",
        "issued": {"date-parts": [[2025, 11]]},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>A daily dose did not reduce colds &amp; flu.</jats:p>",
        "score": 31.2,
    },
    {
        "DOI": "10.5555/old",
        "URL": "https://doi.org/10.5555/old",
        "title": ["Vitamin D prevents colds"],
        "container-title": [],
        "publisher": "Quick Press",
        "type": "journal-article",
        "issued": {"date-parts": [[None]]},
        "created": {"date-parts": [[2019, 5, 7]]},
        "score": 20.0,
    },
    {
        "DOI": "10.5555/notice",
        "URL": "https://doi.org/10.5555/notice",
        "title": ["Retraction notice: Vitamin D prevents colds"],
        "type": "journal-article",
        "issued": {"date-parts": [[2020, 1, 1]]},
        "update-to": [{"DOI": "10.5555/OLD", "type": "retraction", "label": "Retraction"}],
        "score": 10.0,
    },
]


def work_list(items: list[dict[str, Any]]) -> Reply:
    message = {"facets": {}, "total-results": len(items), "items-per-page": 20, "items": items}
    return Reply({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


class CrossrefStub(Stub):
    name = "crossref"
    setting = "CROSSREF_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        failure = {
            "status": "failed",
            "message-type": "validation-failure",
            "message": [{"type": "filter-not-available"}],
        }
        self.faults = {
            "404": lambda r: Reply("Resource not found.", 404, content_type="text/plain"),
            "400": lambda r: Reply(failure, 400),
            "nulls": lambda r: work_list([{"DOI": "10.5555/x", "title": [], "issued": {"date-parts": [[None]]}}, {}]),
            "429": lambda r: Reply("Too many", 429, {"X-Rate-Limit-Limit": "50", "X-Rate-Limit-Interval": "1s"}),
            "504": lambda r: Reply("<html>Gateway</html>", 504, content_type="text/html"),
        }

    def answer(self, request: Request) -> Reply:
        if request.path != "/works":
            return self.faults["404"](request)
        doi = request.params.get("filter", "").removeprefix("updates:")
        if doi:
            updates = [work for work in WORKS if any(u["DOI"].lower() == doi for u in work.get("update-to", []))]
            return work_list(updates)
        words = {word for word in request.params.get("query.bibliographic", "").lower().split() if len(word) > 3}
        return work_list([work for work in WORKS if words & set(" ".join(work["title"]).lower().split())])
