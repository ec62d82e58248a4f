"""Save Page Now of a Wayback Machine: order a capture, ask how far it is."""

from __future__ import annotations

from tests.stubs.server import Reply, Request, Stub


class WaybackStub(Stub):
    name = "wayback"
    setting = "WAYBACK_URL"

    def __init__(self, latency: float = 0.0) -> None:
        super().__init__(latency)
        self._ordered: dict[str, str] = {}

        def error(kind: str) -> Reply:
            return Reply({"status": "error", "status_ext": f"error:{kind}", "message": "No copy was made."})

        self.faults = {
            "overload": lambda r: Reply("<html><body>Too busy</body></html>", content_type="text/html"),
            "pending": lambda r: Reply({"status": "pending", "job_id": "spn2-1", "resources": []}),
            "daily": lambda r: error("too-many-daily-captures"),
            "blocked": lambda r: error("blocked-url"),
            "gateway": lambda r: error("bad-gateway"),
            "401": lambda r: Reply({"message": "You need to be logged in."}, 401),
            "429": lambda r: Reply("slow down", 429, {"Retry-After": "60"}, "text/plain"),
        }

    def answer(self, request: Request) -> Reply:
        if request.method == "POST" and request.path == "/save":
            job = f"spn2-{len(self._ordered) + 1}"
            self._ordered[job] = request.params.get("url", "")
            return Reply({"url": self._ordered[job], "job_id": job})
        job = request.path.removeprefix("/save/status/")
        if job in self._ordered:
            done = {"status": "success", "job_id": job, "original_url": self._ordered[job], "http_status": 200}
            return Reply({**done, "timestamp": "20260504120000", "duration_sec": 7.2})
        return Reply({"status": "error", "status_ext": "error:not-found", "message": "No such job."})
