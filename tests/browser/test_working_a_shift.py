"""A long sitting: many rows of one list acted on by keyboard, without a reload and without the tab growing; and two
reviewers who differ, with the editor who settles it, by keyboard alone.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

ROWS = 30
GROWTH = 1.3


def heap(page: Page) -> float:
    """Bytes of the page's living script objects, after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"])


def move_rows(page: Page, pressed: str, *, back: bool) -> None:
    """``p`` on each of the first rows, the cursor going down, or up again."""
    rows = page.locator("[data-rows] > li")
    for place in reversed(range(ROWS)) if back else range(ROWS):
        expect(rows.nth(place)).to_have_class(re.compile("here"))
        page.keyboard.press("p")
        expect(rows.nth(place).locator("[data-urgent]")).to_have_attribute("aria-pressed", pressed)
        if place != (0 if back else ROWS - 1):
            page.keyboard.press("k" if back else "j")


def test_a_sitting_needs_no_reload_and_the_tab_does_not_grow(desk: Desk) -> None:
    page = desk.page("admin")
    page.goto("/queue/?state=open")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.keyboard.press("j")
    move_rows(page, "true", back=False)
    move_rows(page, "false", back=True)
    before = heap(page)
    move_rows(page, "true", back=False)
    move_rows(page, "false", back=True)
    assert loads == [], "four times thirty acts, and the page stays"
    assert heap(page) <= before * GROWTH


def test_two_who_differ_and_an_editor_settle_a_claim_by_keyboard(desk: Desk) -> None:
    first = desk.page("reviewer")
    first.goto("/queue/?q=six+minutes")
    first.keyboard.press("j")
    first.keyboard.press("Enter")
    first.locator("h1.statement").wait_for()
    for key in ("e",):
        first.keyboard.press(key)
    expect(first.get_by_text("yours until")).to_be_visible()
    for key in ("5", "j", "c", "r"):
        first.keyboard.press(key)
    first.keyboard.type("The ambulance service gives another figure.")
    first.keyboard.press("Control+Enter")
    expect(first.get_by_text("waits for a second person")).to_be_visible()

    second = desk.page("second")
    second.goto(re.sub(r"(/claims/\d+/).*", r"\1", first.url))
    second.keyboard.press("3")
    second.get_by_label(re.compile("Comment|reasons")).focus()
    second.keyboard.type("It gives the same one, for calls by night.")
    second.keyboard.press("Escape")
    second.keyboard.press("a")
    expect(second.get_by_text("Your review is given.")).to_be_visible()

    editor = desk.page("editor")
    editor.goto(second.url)
    expect(editor.get_by_role("heading", name="Adjudicate")).to_be_visible()
    for key in ("3", "j", "c", "r"):
        editor.keyboard.press(key)
    editor.keyboard.type("By night only, as both documents say.")
    editor.keyboard.press("Control+Enter")
    expect(editor.get_by_text("The claim is decided.")).to_be_visible()
