"""Sorting the queue by keyboard: rows act in place, several at once, and everything is taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

LIST = "/queue/?state=open&q=bridge"


def opened(desk: Desk) -> tuple[Page, list[str]]:
    """The list, with a mark in the page that a reload would wipe out; the addresses of its claims."""
    page = desk.page("editor")
    page.goto(LIST)
    page.evaluate("window.sameDocument = true")
    return page, page.locator("[data-rows] .what > a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")


def test_x_sets_rows_aside_in_place_and_u_brings_the_last_one_back(desk: Desk) -> None:
    page, claims = opened(desk)
    assert len(claims) >= 3
    rows = page.locator("[data-rows] > li")
    page.keyboard.press("j")
    for number in range(2):
        expect(rows.nth(number)).to_have_class(re.compile("here"))
        page.keyboard.press("x")
        expect(rows.nth(number)).to_have_class(re.compile("gone"))
    expect(rows.nth(2)).to_have_class(re.compile("here"))
    assert page.evaluate("window.sameDocument"), "the page was never loaded again"

    for left in (1, 0):
        page.keyboard.press("u")
        expect(page.get_by_text("1 claim is as it was.")).to_be_visible()
        page.goto("/queue/?state=set_aside&q=bridge")
        expect(page.locator("[data-rows] > li")).to_have_count(left)
        page.goto(LIST)
    page.keyboard.press("u")
    expect(page.get_by_role("alert")).to_contain_text("nothing to undo")
    desk.troubles[:] = [trouble for trouble in desk.troubles if "status of 409" not in trouble]


def test_p_puts_a_row_first_and_again_back(desk: Desk) -> None:
    page, claims = opened(desk)
    page.locator(f"[data-rows] .what > a[href='{claims[-1]}']").focus()
    for _ in claims:
        page.keyboard.press("j")
    last = page.locator("[data-rows] > li").last
    for pressed in ("true", "false", "true"):
        page.keyboard.press("p")
        expect(last.locator("[data-urgent]")).to_have_attribute("aria-pressed", pressed)
    page.goto(LIST)
    expect(page.locator("[data-rows] .what > a").first).to_have_attribute("href", claims[-1])
    page.locator("[data-urgent]").first.click()
    expect(page.locator("[data-urgent]").first).to_have_attribute("aria-pressed", "false")


def test_rows_are_chosen_given_to_somebody_and_taken_back(desk: Desk) -> None:
    page, _claims = opened(desk)
    acts = page.locator(".bulk-acts")
    expect(acts).to_be_hidden()
    for key in ("j", "v", "j", "v"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_contain_text("2 chosen")
    expect(acts).to_be_visible()
    page.get_by_label("Assign to").select_option("second")
    page.get_by_label("Deadline").fill("2031-05-01T12:00")
    page.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("2 claims have a new assignee.")).to_be_visible()
    theirs = desk.page("second")
    theirs.goto("/me/")
    expect(theirs.get_by_text("due").first).to_be_visible()
    page.get_by_role("button", name="Undo u").click()
    expect(page.get_by_text("2 claims are as they were.")).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_text("Nothing was given to you.")).to_be_visible()


def test_a_view_is_kept_and_opened_again(desk: Desk) -> None:
    page, _claims = opened(desk)
    page.get_by_text("Keep this view").click()
    page.get_by_label("Name of the view").fill("The bridge")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.goto("/queue/")
    page.get_by_role("link", name="The bridge", exact=True).click()
    expect(page.locator("#q")).to_have_value("bridge")
    page.get_by_text("Keep this view").click()
    page.get_by_role("button", name="Remove “The bridge”").click()
    expect(page.get_by_role("link", name="The bridge", exact=True)).to_have_count(0)


def test_a_list_is_sorted_without_scripts_as_well(desk: Desk) -> None:
    page = desk.page("editor", java_script_enabled=False)
    page.goto(LIST)
    row = page.locator("[data-rows] > li").first
    words = row.locator(".what > a").inner_text()
    row.hover()
    row.get_by_role("button", name="Set aside").click()
    expect(page.get_by_text("1 claim is set aside.")).to_be_visible()
    page.get_by_role("button", name="Undo u").click()
    expect(page.get_by_text("1 claim is as it was.")).to_be_visible()
    expect(page.get_by_role("link", name=words, exact=True).first).to_be_visible()


def test_a_claim_is_moved_to_other_words_by_selecting_them(desk: Desk) -> None:
    page = desk.page("editor")
    page.goto("/queue/?q=bearings")
    page.locator("[data-rows] .what > a").first.click()
    page.get_by_text("Edit wording, speaker, kinds").click()
    before = page.locator("#edit [name=start]").input_value()
    marked = page.locator("[data-article] .strong").first
    marked.scroll_into_view_if_needed()
    box = marked.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 9, steps=5)
    page.mouse.up()
    expect(page.locator("#edit [name=start]")).not_to_have_value(before)
    start, end = (int(page.locator(f"#edit [name={name}]").input_value()) for name in ("start", "end"))
    assert end > start
    picked = page.locator("[data-picked-words]").inner_text().strip("“” \n")
    assert picked
    assert abs((end - start) - len(picked)) <= 2


def test_a_reason_stands_in_for_a_standard_that_is_not_met(desk: Desk) -> None:
    page = desk.page("editor")
    page.goto("/queue/?state=open&q=ferry")
    page.locator("[data-rows] .what > a").first.click()
    page.get_by_role("button", name="Take it").first.click()
    need = page.locator("[data-need=contact]")
    expect(need).not_to_have_class(re.compile("met"))
    need.get_by_text("or why not").click()
    need.get_by_role("textbox").fill("The ferry company is no more.")
    expect(need).to_have_class(re.compile("met"))
    expect(page.locator("#draft-state")).to_contain_text("draft saved")
    page.reload()
    expect(need.get_by_role("textbox")).to_have_value("The ferry company is no more.")
    page.get_by_role("button", name="give back").click()
    expect(page.get_by_text("The claim is back in the queue.")).to_be_visible()
