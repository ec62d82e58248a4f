"""From an article to a published check, in a browser: what a new user does on the first day."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk

ARTICLE = """Kelmouth loses its bridge for more than a year

By Nora Whitfield

The swing bridge at Kelmouth will close for 14 months of repairs, the town council decided on Monday. \
The work will cost £18.4 million. The bridge has carried a weight limit of 7.5 tonnes since May.

"Nine thousand vehicles cross this bridge every day," said Helen Strand, the mayor.
"""
RATIONALE = "The council's minutes and the roads authority give the same figure, independently of each other."
Keep = Callable[[Page, str], None]


def test_an_article_becomes_a_published_check(desk: Desk, keep: Keep) -> None:
    address = hand_in(desk, keep)
    claim = review(desk, keep, address)
    approve(desk, keep, claim)
    public = publish(desk, keep, claim)
    read_in_public(desk, keep, public)
    export(desk)


def hand_in(desk: Desk, keep: Keep) -> str:
    """Logs in, pastes, watches the progress until the claims stand in the text; returns the article's address."""
    page = desk.page()
    desk.log_in(page, "submitter")
    keep(page, "journey-1-today")
    page.get_by_label("Its text or its address").fill(ARTICLE)
    page.get_by_role("button", name="Find its claims").click()

    progress = page.locator("#progress")
    expect(progress.locator(".steps .past")).to_have_count(4, timeout=60_000)
    expect(progress).to_contain_text(re.compile(r"\d+ of \d+ searches done"))
    bar = progress.locator("progress")
    assert bar.get_attribute("value") == bar.get_attribute("max")
    expect(page.locator(".said.m-open").first).to_be_visible()
    assert page.get_by_text("Nine thousand vehicles", exact=False).count() >= 1
    keep(page, "journey-2-article")
    return page.url


def review(desk: Desk, keep: Keep, article: str) -> str:
    """Opens the queue of this article, takes the next claim with evidence, gives a verdict; returns its address."""
    page = desk.page("reviewer")
    page.goto("/queue/?article=" + article.rstrip("/").rsplit("/", 1)[1] + "&state=open")
    keep(page, "journey-3-queue")
    page.get_by_role("link", name="18.4 million").first.click()
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("yours until")).to_be_visible()

    cites = page.get_by_role("checkbox", name="Cite")
    assert cites.count() >= 1, "the demo library speaks of this"
    page.get_by_label("Mostly true").check()
    page.get_by_role("button", name="Submit verdict").click()
    expect(page.get_by_role("alert")).to_contain_text("needs a rationale and cited evidence")
    assert page.get_by_label("Mostly true").is_checked()

    cites.first.check()
    page.get_by_label("Rationale").fill(RATIONALE)
    expect(page.locator("#draft-state")).to_contain_text("draft saved")
    page.reload()
    expect(page.get_by_label("Rationale")).to_have_value(RATIONALE)
    assert cites.first.is_checked()
    keep(page, "journey-4-review")
    page.get_by_role("button", name="Submit verdict").click()
    expect(page.get_by_text("Your verdict waits for a second person.")).to_be_visible()
    return re.sub(r"(/claims/\d+/).*", r"\1", page.url)


def approve(desk: Desk, keep: Keep, claim: str) -> None:
    page = desk.page("second")
    page.goto("/")
    expect(page.get_by_role("heading", name="Waiting for your second pair of eyes")).to_be_visible()
    page.goto(claim)
    expect(page.get_by_text(RATIONALE).first).to_be_visible()
    keep(page, "journey-5-second")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Your review is given.")).to_be_visible()


def publish(desk: Desk, keep: Keep, claim: str) -> str:
    page = desk.page("editor")
    page.goto(claim)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The check is public.")).to_be_visible()
    keep(page, "journey-6-published")
    link = page.get_by_role("link", name="Open the public page").get_attribute("href")
    assert link
    return link


def read_in_public(desk: Desk, keep: Keep, address: str) -> None:
    page = desk.page()
    page.goto(address)
    expect(page.get_by_text("Mostly true").first).to_be_visible()
    expect(page.get_by_text(RATIONALE)).to_be_visible()
    keep(page, "journey-7-public")
    review = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"]["alternateName"] == "Mostly true"
    assert "18.4 million" in review["claimReviewed"]
    assert review["url"].endswith(address)


def export(desk: Desk) -> None:
    page = desk.page("editor")
    page.goto("/queue/?state=published")
    for name, first in (("CSV", '"id",'), ("NDJSON", "{")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name, exact=True).click()
        text = waiting.value.path().read_text()
        assert text.lstrip("\ufeff").startswith(first)
        assert "18.4 million" in text
        assert RATIONALE in text
