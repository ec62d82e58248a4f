"""A real service, a real browser: Debian's Chromium driven by Playwright.

Screenshots go to ``SCREENSHOTS`` (default: var/screenshots); bench/screens.py makes those of the docs.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running.service import ROOT, Service, eventually

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 30_000
SETTLED_SECONDS = 120


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


class Desk:
    """The running service with its demo desk, and browsers of its people."""

    def __init__(self, service: Service, browser: Browser, sessions: dict[str, object]) -> None:
        self.site = service.address
        self.browser = browser
        self.passwords: dict[str, str] = json.loads((service.data / "demo-logins.json").read_text())
        self.sessions = sessions
        self.troubles: list[str] = []

    def context(self, **options: object) -> BrowserContext:
        context = self.browser.new_context(base_url=self.site, **{"viewport": WIDE, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        return context

    def page(self, name: str = "", **options: object) -> Page:
        """A page of this person, logged in ("" is a visitor). What its console complains of is in ``troubles``."""
        if name and name not in self.sessions:
            with self.context() as first:
                self.log_in(first.new_page(), name)
                self.sessions[name] = first.storage_state()
        if name:
            options["storage_state"] = self.sessions[name]
        page = self.context(**options).new_page()
        page.on("console", lambda line: self._note(page, line.type, line.text))
        page.on("pageerror", lambda error: self._note(page, "error", str(error)))
        return page

    def log_in(self, page: Page, name: str) -> None:
        page.goto("/accounts/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(self.passwords[name])
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("heading", name="Today").wait_for()

    def _note(self, page: Page, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(f"{page.url}: {text}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not there ({CHROMIUM}): install Debian's chromium to run the browser tests.")
    # Playwright's loop runs in this thread to the end of the session; Django would take the tests after these for
    # coroutines and refuse them the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


def is_settled(service: Service) -> bool:
    """Whether every article of the demo desk is ready."""
    database = sqlite3.connect(f"file:{service.data / 'proofdesk.sqlite3'}?mode=ro", uri=True)
    with closing(database):
        states = [row[0] for row in database.execute("SELECT state FROM claims_article")]
    return bool(states) and set(states) == {"ready"}


@pytest.fixture(scope="session")
def service(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    running = Service(tmp_path_factory.mktemp("desk"), "--demo")
    running.wait_ready()
    # The demo's claims open one by one after that; a test must not find a queue that is still filling.
    eventually(lambda: is_settled(running), SETTLED_SECONDS, f"the demo desk is settled\n{running.logs()}")
    yield running
    running.end()


@pytest.fixture(scope="session")
def sessions() -> dict[str, object]:
    """Who is logged in already: logging in is slow on purpose."""
    return {}


@pytest.fixture
def desk(service: Service, chromium: Browser, sessions: dict[str, object]) -> Iterator[Desk]:
    """The desk; no page that the test opened may have complained, but of answers that refuse on purpose."""
    made = Desk(service, chromium, sessions)
    yield made
    for context in chromium.contexts:
        context.close()
    assert [trouble for trouble in made.troubles if "status of 422" not in trouble] == []


@pytest.fixture(scope="session")
def keep() -> Callable[[Page, str], None]:
    """Keeps a screenshot under a name."""
    folder = ROOT / os.environ.get("SCREENSHOTS", "var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)

    def shot(page: Page, name: str) -> None:
        page.screenshot(path=str(folder / f"{name}.png"), animations="disabled")

    return shot
