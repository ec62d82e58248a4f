"""GDELT DOC 2.0: titles only, and faults that arrive as HTTP 200."""

from __future__ import annotations

import re

from tests.stubs.pages import found
from tests.stubs.server import Reply, Request, Stub

SLOW_DOWN = "Please limit requests to one every 5 seconds or contact us for larger queries."
BROKEN = (
    b'{"articles": [{"url": "https://news.example/a", "title": "The \\d\\ferry\\x and its \x0b\x09 owner", '
    b'"seendate": "20260302T181500Z", "domain": "news.example", "language": "English"}]}'
)


class GdeltStub(Stub):
    name = "gdelt"
    setting = "GDELT_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        self.faults = {
            "sentence": lambda r: Reply("Your query was too short or too long.", content_type="text/html"),
            "escapes": lambda r: Reply(BROKEN),
            "429": lambda r: Reply(SLOW_DOWN, 429, content_type="text/html"),
            "slow-down-200": lambda r: Reply(SLOW_DOWN, content_type="text/html"),
            "empty": lambda r: Reply({}),
            "cut-off": lambda r: Reply(b'{"articles": [{"url": "https://news.ex'),
        }

    def answer(self, request: Request) -> Reply:
        if request.path != "/api/v2/doc/doc":
            return Reply("not found", 404, content_type="text/plain")
        query = request.params.get("query", "")
        asked = " ".join(word for word in query.split() if ":" not in word)
        if any(len(word) < 3 for word in re.findall(r"\w+", asked)) or not asked:
            return self.faults["sentence"](request)
        rows = [
            {
                "url": f"https://news.example/{page.number}",
                "url_mobile": "",
                "title": page.title,
                "seendate": page.date.replace("-", "") + "T181500Z",
                "socialimage": "",
                "domain": "news.example",
                "language": "English",
                "sourcecountry": "United States",
            }
            for page in found(asked)
        ]
        return Reply({"articles": rows[: int(request.params.get("maxrecords", "75"))]} if rows else {})
