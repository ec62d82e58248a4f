"""Five hundred claims triaged in one sitting, by keyboard, in one tab of a real browser on a real service.

    bench/sitting.py [--claims 500]

Each claim is set aside with ``x``; after fifty the list is asked for again. Prints how long the server took for an act
and for a list (median and slowest, as the browser saw it), and the tab's living script memory at the beginning, in the
middle and at the end. 1 when a list took more than 200 ms or the memory grew by more than a third.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser.conftest import ARGUMENTS, CHROMIUM, WIDE  # noqa: E402
from tests.running.service import Service  # noqa: E402

PASSWORD = "a-password-for-one-sitting"
A_PAGE = 50
SLOWEST_MS, GROWTH = 200, 4 / 3
TIMES = """() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
  .filter((one) => one.name.includes("/queue/")).map((one) => one.responseStart - one.requestStart)"""


def heap(page: Page) -> float:
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def sit(page: Page, claims: int) -> tuple[list[float], list[float], list[float]]:
    acts: list[float] = []
    lists: list[float] = []
    memory: list[float] = []
    for begun in range(0, claims, A_PAGE):
        page.goto("/queue/?state=open")
        lists += page.evaluate(TIMES)[-1:]
        page.evaluate("performance.clearResourceTimings()")
        page.keyboard.press("j")
        for done in range(1, min(A_PAGE, claims - begun) + 1):
            page.keyboard.press("x")
            page.wait_for_function("(n) => document.querySelectorAll('[data-rows] > .gone').length >= n", arg=done)
        acts += page.evaluate(TIMES)[:-1]
        memory.append(heap(page))
    return acts, lists, memory


def told(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    print(f"{name:<28} {len(ordered):>4}   median {ordered[len(ordered) // 2]:6.1f} ms   slowest {ordered[-1]:6.1f} ms")


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--claims", type=int, default=500)
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory(prefix="proofdesk-sitting-") as folder:
        rows = [sys.executable, str(ROOT / "bench" / "desk_rows.py"), str(4 * asked.claims)]
        subprocess.run(rows, check=True, env={**os.environ, "DATA_DIR": folder})
        service = Service(Path(folder))
        try:
            service.wait_ready()
            service.manage("user", "add", "sitter", "--role", "editor", "--password-stdin", given=PASSWORD)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
                page = browser.new_context(base_url=service.address, viewport=WIDE).new_page()  # type: ignore[arg-type]
                page.goto("/accounts/login/")
                page.get_by_label("Username").fill("sitter")
                page.get_by_label("Password").fill(PASSWORD)
                page.get_by_role("button", name="Log in").click()
                page.get_by_role("heading", name="Today").wait_for()
                acts, lists, memory = sit(page, asked.claims)
                browser.close()
        finally:
            service.end()
    told("acts on one row", acts)
    told("lists asked for", lists)
    first, middle, last = memory[0], memory[len(memory) // 2], memory[-1]
    print(f"memory of the tab            first {first:.1f} MB   middle {middle:.1f} MB   last {last:.1f} MB")
    return 1 if max(lists) > SLOWEST_MS or last > first * GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
