"""People who work at a running service through the API, each with a token of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import requests

from tests.running.service import ROOT, Service, eventually

DEMO = ROOT / "verification" / "demo"
SCOPES = {
    "submitter": "read,submit",
    "reviewer": "read,submit,review",
    "editor": "read,submit,review,publish",
}


class Person:
    """One account, made by command, and its calls."""

    def __init__(self, service: Service, name: str, role: str) -> None:
        service.manage("user", "add", name, "--role", role, "--password-stdin", given="correct horse battery staple\n")
        self.token = service.manage("token", "create", name, "--scope", SCOPES[role]).strip()
        self.service = service

    def call(self, method: str, path: str, body: object = None, status: int = 200) -> Any:
        """The answer's JSON (or None); fails unless the answer has this status."""
        answer = requests.request(
            method,
            f"{self.service.address}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=30,
        )
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def every(self, path: str) -> Iterator[dict[str, Any]]:
        """All items of a list, page by page."""
        cursor = ""
        while True:
            page = self.call("GET", f"{path}{'&' if '?' in path else '?'}limit=50{cursor}")
            yield from page["items"]
            if not page["next"]:
                return
            cursor = f"&cursor={page['next']}"

    def wait_for_article(self, article: str, seconds: float) -> dict[str, Any]:
        """Until all its claims are open."""
        seen: dict[str, Any] = {}

        def is_ready() -> bool:
            seen.update(self.call("GET", f"/articles/{article}"))
            assert seen["state"] != "failed", seen["error"]
            return seen["state"] == "ready"

        try:
            eventually(is_ready, seconds, "the article's claims open")
        except AssertionError as late:
            raise AssertionError(f"{late}\n{json.dumps(seen)[:600]}\n{self.service.logs()}") from late
        return seen


def demo_article(name: str) -> dict[str, str]:
    """The body that submits one of the demo desk's articles."""
    text = (DEMO / "articles" / name).read_text(encoding="utf-8")
    kind = "html" if name.endswith(".html") else "text"
    return {kind: text, "url": f"https://news.example/{name}"}
