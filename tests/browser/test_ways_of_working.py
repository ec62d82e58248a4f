"""The same work by keyboard alone, and with scripts off."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Desk

WHY = "Two separate bodies give the same limit."


def test_a_decided_case_takes_six_keys_besides_the_words(desk: Desk) -> None:
    """From an open claim to a marked verdict with evidence cited."""
    page = desk.page("reviewer")
    page.goto("/queue/?q=14+months")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("h1.statement").wait_for()

    keys = ["e", "1", "j", "c", "r"]
    page.keyboard.press("e")
    expect(page.get_by_text("yours until")).to_be_visible()
    for key in keys[1:]:
        page.keyboard.press(key)
    page.keyboard.type(WHY)
    expect(page.locator("[data-cited] .nr")).to_have_count(1)
    expect(page.locator("[data-need=evidence]")).to_have_class(re.compile("met"))
    page.keyboard.press("Control+Enter")
    keys.append("Control+Enter")

    expect(page.get_by_text("waits for a second person")).to_be_visible()
    assert len(keys) <= 6


def test_keys_move_search_and_explain_themselves(desk: Desk) -> None:
    page = desk.page("reviewer")
    page.goto("/queue/")
    rows = page.locator("[data-rows] > li")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(at)).to_have_class(re.compile("here"))
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("mayor?")
    expect(page.locator("#q")).to_have_value("mayor?")
    expect(page.locator("#keys")).to_be_hidden()


def test_the_main_path_works_without_scripts(desk: Desk) -> None:
    page = desk.page("reviewer", java_script_enabled=False)
    page.goto("/queue/")
    page.get_by_role("button", name="Next claim").click()
    expect(page.get_by_text("yours until")).to_be_visible()
    page.get_by_label("Unproven").check()
    page.get_by_label("Rationale").fill("Nothing speaks to it either way.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_label("Rationale")).to_have_value("Nothing speaks to it either way.")
    page.get_by_role("button", name="Submit verdict").click()
    expect(page.get_by_text("Your verdict is given.")).to_be_visible()


def test_the_verdict_stays_within_reach_on_a_phone(desk: Desk) -> None:
    page = desk.page("second", viewport=PHONE)
    page.goto("/queue/?state=open&q=vehicles")
    page.locator("[data-rows] .what > a").first.click()
    bar = page.locator(".bar")
    expect(bar).to_be_in_viewport()
    bar.get_by_role("button", name="Take it").click()
    expect(bar.get_by_role("link", name="Verdict")).to_be_in_viewport()
    top = "(part) => document.querySelector(part).getBoundingClientRect().top"
    order = [page.evaluate(top, part) for part in (".r-claim", ".r-verdict", ".r-article")]
    assert order == sorted(order)


def test_a_claim_is_added_from_selected_words(desk: Desk) -> None:
    page = desk.page("reviewer")
    page.goto("/articles/1/")
    line = page.locator("[data-text] p").nth(3)
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 250, box["y"] + 12, steps=5)
    page.mouse.up()
    picked = page.locator("[data-select-into] [name=words]").input_value()
    assert picked
    start = int(page.locator("[name=start]").input_value())
    end = int(page.locator("[name=end]").input_value())
    assert end - start >= len(picked.strip())
    page.get_by_role("button", name="Add the claim").click()
    expect(page.get_by_text("The claim is added")).to_be_visible()


def test_marking_evidence_moves_nothing(desk: Desk) -> None:
    page = desk.page("editor")
    page.goto("/queue/?q=weight+limit&state=all")
    page.get_by_role("link", name="7.5 tonnes").first.click()
    marks = page.locator(".marks").last
    marks.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    marks.get_by_role("button", name="irrelevant").click()
    expect(marks.get_by_role("button", name="irrelevant")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("scrollY") == before
    marks.get_by_role("button", name="irrelevant").click()
    expect(marks.get_by_role("button", name="irrelevant")).to_have_attribute("aria-pressed", "false")


def test_a_note_survives_a_reload_and_is_gone_once_it_is_kept(desk: Desk) -> None:
    page = desk.page("reviewer")
    page.goto("/queue/?q=vehicles&state=all")
    page.locator("[data-rows] .what > a").first.click()
    page.get_by_text("internal note").first.click()
    page.locator("#note").fill("Ask the county for its count.")
    page.reload()
    expect(page.locator("#note")).to_have_value("Ask the county for its count.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#remarks .log")).to_contain_text(["Ask the county for its count."])
    expect(page.locator("#note")).to_have_value("")
