"""A screenshot of every page, at desk and phone width, light and dark, from a demo desk that has been worked on.

    bench/screens.py [--out docs/img] [--only NAME …] [--png]

Starts services of its own (the demo desk; the same with a blind second review; an empty desk), works claims into every
state through the product's own verbs, and opens each page as the person whose page it is. Pictures are WebP that
Chromium itself makes (``--png`` for PNG). Prints each page's bytes, requests and largest contentful paint, at 1440 px
and light; 1 when one is over the budget of issue 6 (150 kB, 8 requests).
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="proofdesk-screens-"))
DATA = FOLDER / "desk"
os.environ |= {
    "DATA_DIR": str(DATA),
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "PROVIDERS": "library",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser.conftest import ARGUMENTS, CHROMIUM, PHONE, SETTLED_SECONDS, WIDE, Desk, is_settled  # noqa: E402
from tests.running.service import Service, eventually  # noqa: E402

MOST_BYTES, MOST_REQUESTS = 150_000, 8
SIZES = {1440: WIDE, 390: PHONE}
# The browser's own encoder: the picture goes in as PNG and comes out as WebP, a wide one at three quarters of its size.
ENCODE = """async (data) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const scale = picture.width > 1000 ? 0.75 : 1;
  const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({type: "image/webp", quality: 0.25})).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}"""
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
  setTimeout(() => done(-1), 2000);
})"""


@dataclass(frozen=True)
class Shot:
    """One page: who opens it, where, and what is clicked or pressed before it is kept."""

    name: str
    person: str
    address: str
    acts: tuple[str, ...] = ()
    answer: tuple[int, str] | None = None
    media: str = "screen"
    fields: dict[str, str] = field(default_factory=dict)


def pages(at: dict[str, str]) -> Iterator[Shot]:
    """The pages of the demo desk; ``at`` are the addresses of the claims that ``work`` put into each state."""
    yield from of_the_desk(at)
    yield from of_the_public(at)
    yield from of_the_house(at)


def of_the_desk(at: dict[str, str]) -> Iterator[Shot]:
    yield Shot("today", "editor", "/")
    yield Shot("queue", "reviewer", "/queue/")
    yield Shot("queue-new", "reviewer", "/queue/?state=open&new=1")
    yield Shot("queue-chosen", "editor", "/queue/?state=open", ("key:j", "key:v", "key:j", "key:v"))
    yield Shot("queue-nothing-fits", "reviewer", "/queue/?q=zeppelin")
    yield Shot("keys", "reviewer", "/queue/", ("key:?",))
    for name in ("open", "ambiguous", "held", "second", "adjudicate", "decided", "published", "aside"):
        yield Shot(f"claim-{name}", "editor" if name in ("adjudicate", "decided", "published") else "second", at[name])
    yield Shot("claim-reviewing", "reviewer", at["held"])
    yield Shot("claim-edit", "reviewer", at["held"], ("open:#edit", "open:#divide"))
    yield Shot("claim-contacts", "reviewer", at["held"], ("open:#remarks details",))
    yield Shot("claim-refused", "reviewer", at["conflict"], ("key:1", "click:Submit verdict"))
    yield Shot("claim-conflict", "reviewer", at["conflict"], ("conflict", "click:Save the claim"))
    yield Shot("stored-copy", "reviewer", at["copy"])
    yield Shot("articles", "submitter", "/articles/")
    yield Shot("article", "reviewer", "/articles/1/")
    yield Shot("article-add", "reviewer", "/articles/1/", ("open:#add details", "scroll:#add"))
    yield Shot("article-new-version", "reviewer", at["changed"], ("scroll:#changes",))
    yield Shot("article-failed", "submitter", at["failed"])
    yield Shot("article-working", "submitter", at["working"])
    yield Shot("hand-in", "submitter", "/articles/new/", ("open:form details",))
    yield Shot("hand-in-many", "submitter", "/articles/new/", ("files",))
    yield Shot("feeds", "submitter", "/articles/feeds/")
    yield Shot("reports", "editor", "/reports/")
    yield Shot("my-desk", "second", "/me/")


def of_the_public(at: dict[str, str]) -> Iterator[Shot]:
    yield Shot("checks", "", "/checks/")
    yield Shot("checks-nothing-fits", "", "/checks/?q=zeppelin")
    yield Shot("check", "", at["check"])
    yield Shot("check-corrected", "", at["check-corrected"])
    yield Shot("check-withdrawn", "", at["check-withdrawn"])
    yield Shot("check-printed", "", at["check-corrected"], media="print")
    yield Shot("tip", "", "/checks/tip/")
    yield Shot("log-in", "", "/accounts/login/")
    yield Shot("log-in-wrong", "", "/accounts/login/", ("fill:Username=editor", "fill:Password=no", "click:Log in"))


def of_the_house(at: dict[str, str]) -> Iterator[Shot]:
    yield Shot("people", "admin", "/people/")
    yield Shot("password", "editor", "/accounts/password_change/")
    yield Shot("second-factor", "editor", "/accounts/second-factor/")
    yield Shot("api-docs", "", "/api/v1/docs")
    yield Shot("admin", "admin", "/admin/")
    for name, table in (
        ("claims", "claims/claim"),
        ("verifications", "verification/verification"),
        ("searches", "verification/search"),
        ("ratings", "verification/rating"),
        ("standards", "verification/standard"),
        ("rank", "verification/rankweight"),
        ("topics", "verification/topic"),
        ("weights", "claims/featureweight"),
        ("audit", "verification/auditentry"),
    ):
        yield Shot(f"admin-{name}", "admin", f"/admin/{table}/")
    yield Shot("not-found", "reviewer", "/claims/999999/")
    yield Shot("not-for-your-role", "submitter", "/people/")
    yield Shot("broken", "", "/broken/", answer=(500, at["broken"]))
    yield Shot("away", "", "/away/", answer=(503, at["away"]))
    yield Shot("full", "", "/full/", answer=(507, at["full"]))


def blind_pages(at: dict[str, str]) -> Iterator[Shot]:
    yield Shot("claim-second-blind", "second", at["second"])


def empty_pages(_: dict[str, str]) -> Iterator[Shot]:
    for name, address in (
        ("today", "/"),
        ("queue", "/queue/"),
        ("articles", "/articles/"),
        ("reports", "/reports/"),
        ("checks", "/checks/"),
    ):
        yield Shot(f"empty-{name}", "editor", address)


# --- a desk that has been worked on ---------------------------------------------------------------------------------


def work() -> dict[str, str]:
    """Puts claims of the demo desk into every state, beside the service that runs; the addresses to look at."""
    command = [sys.executable, str(ROOT / "bench" / "screens_desk.py")]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, str] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


# --- pictures -------------------------------------------------------------------------------------------------------


def act(page: Page, what: str) -> None:
    """One step before the picture: key:K, click:BUTTON, fill:LABEL=WORDS, open:SELECTOR, scroll:SELECTOR, two more."""
    verb, _, rest = what.partition(":")
    if verb == "key":
        page.keyboard.press(rest)
    elif verb == "click":
        page.get_by_role("button", name=rest, exact=True).first.click()
        page.wait_for_load_state()
    elif verb == "fill":
        label, _, words = rest.partition("=")
        page.get_by_label(label).fill(words)
    elif verb == "open":
        page.locator(rest).evaluate_all("all => all.forEach((one) => { one.open = true; })")
        page.locator(rest).first.scroll_into_view_if_needed()
    elif verb == "scroll":
        page.locator(rest).first.evaluate("(one) => one.scrollIntoView()")
    elif verb == "conflict":
        page.locator("#edit").evaluate("(one) => { one.open = true; }")
        page.locator("#edit textarea").first.fill("The repairs will take fourteen months.")
        page.locator("#edit [name=version]").evaluate("(one) => { one.value = '0'; }")
    elif verb == "files":
        hand_in_many(page)


def hand_in_many(page: Page) -> None:
    short = b"The bridge over the Kel was painted in 2019, the harbour office said. It cost 1.2 million pounds."
    page.locator("input[type=file]").first.set_input_files(
        [
            {"name": "paint.txt", "mimeType": "text/plain", "buffer": short},
            {"name": "paint-again.txt", "mimeType": "text/plain", "buffer": short},
            {"name": "picture.pdf", "mimeType": "application/pdf", "buffer": b"\x00\x01 no article"},
        ]
    )
    page.get_by_role("button", name="Find its claims").click()
    page.wait_for_load_state()


def shoot(desk: Desk, shots: list[Shot], out: Path, encoder: Page | None) -> int:
    over = 0
    for shot in shots:
        for scheme in ("light", "dark"):
            for width, size in SIZES.items():
                page = desk.page(shot.person, color_scheme=scheme, viewport=size)
                told = opened(page, shot)
                for step in shot.acts:
                    act(page, step)
                page.emulate_media(media=shot.media, color_scheme=scheme)
                page.wait_for_timeout(60)
                picture = page.screenshot(animations="disabled")
                keep(picture, out / f"{shot.name}-{width}-{scheme}", encoder)
                if (width, scheme) == (1440, "light"):
                    print(
                        f"{shot.name:<22} {told[0]:>4} requests {told[1] / 1000:7.1f} kB   LCP {told[2]:5.0f} ms",
                        flush=True,
                    )
                    over += told[0] > MOST_REQUESTS or told[1] > MOST_BYTES
                page.context.close()
    return over


def opened(page: Page, shot: Shot) -> tuple[int, int, float]:
    """Opens the page with a cold cache; requests, bytes over the wire, largest contentful paint."""
    requests: list[int] = []
    page.on("requestfinished", lambda request: requests.append(request.sizes()["responseBodySize"]))
    if shot.answer:
        status, body = shot.answer
        page.route(f"**{shot.address}", lambda route: route.fulfill(status=status, body=body, content_type="text/html"))
    page.goto(shot.address)
    page.wait_for_load_state("load")
    page.wait_for_timeout(200)  # the last answers' events
    return len(requests), sum(requests), page.evaluate(PAINTED)


def keep(picture: bytes, path: Path, encoder: Page | None) -> None:
    if encoder is None:
        path.with_suffix(".png").write_bytes(picture)
        return
    coded = encoder.evaluate(ENCODE, base64.b64encode(picture).decode())
    path.with_suffix(".webp").write_bytes(base64.b64decode(coded))


def served(browser: Browser, data: Path, *arguments: str, **settings: str) -> tuple[Service, Desk]:
    """A running service, and browsers of its people; a desk without the demo gets one editor."""
    service = Service(data, *arguments, **settings)
    service.wait_ready()
    if "--demo" not in arguments:
        password = "a-password-for-the-empty-desk"
        service.manage("user", "add", "editor", "--role", "editor", "--password-stdin", given=password)
        (data / "demo-logins.json").write_text(json.dumps({"editor": password}))
    return service, Desk(service, browser, {})


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--out", type=Path, default=ROOT / "docs" / "img")
    reader.add_argument("--only", nargs="*", default=[])
    reader.add_argument("--png", action="store_true")
    asked = reader.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)

    def wanted(shots: Iterator[Shot]) -> list[Shot]:
        return [shot for shot in shots if not asked.only or any(shot.name.startswith(one) for one in asked.only)]

    demo = ("--demo",)
    desks = (
        (DATA, demo, {"PUBLIC_TIPS": "1"}, pages),
        (DATA, demo, {"BLIND_SECOND_REVIEW": "1"}, blind_pages),
        (FOLDER / "empty", (), {}, empty_pages),
    )
    if asked.only and all(name.startswith("empty") for name in asked.only):
        desks = desks[2:]
    over, at = 0, {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        encoder = None if asked.png else browser.new_page()
        for data, arguments, settings, of in desks:
            service, desk = served(browser, data, *arguments, **settings)
            try:
                if arguments and not at:
                    eventually(partial(is_settled, service), SETTLED_SECONDS, "the demo desk is settled")
                    at = work()
                over += shoot(desk, wanted(of(at)), asked.out, encoder)
            finally:
                service.end()
        browser.close()
    shutil.rmtree(FOLDER, ignore_errors=True)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
