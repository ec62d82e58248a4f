"""What the public sees: the check, its ClaimReview, corrections, withdrawals."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from claims.models import Article, Claim, Feed, FeedEntry
from tests.verification import desk
from tests.verification.pages.browsing import client_for, login, page
from verification import publishing, reviewing
from verification.models import Capture, Document

pytestmark = pytest.mark.django_db


def json_ld(text: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_the_public_page_carries_its_claimreview() -> None:
    row = desk.published("mostly-true")
    text = page(Client().get(f"/checks/{row.slug}/"))
    (review,) = json_ld(text)
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == row.claim.statement
    assert review["reviewRating"]["alternateName"] == "Mostly true"
    assert "The report says so." in text
    assert '<link rel="canonical" href="http' in text
    assert re.search(r'og:title" content="Mostly true: The bridge cost', text)


def test_the_page_links_what_proves_the_check() -> None:
    row = desk.published()
    page = Client().get(f"/checks/{row.slug}/").content.decode()
    pack = f"/api/v1/exports/packs/{row.slug}"
    assert f'href="{pack}"' in page
    answer = Client().get(pack)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def test_a_source_names_its_copy_in_a_public_archive_where_there_is_one() -> None:
    row = desk.published()
    text = page(Client().get(f"/checks/{row.slug}/"))
    assert "copy in a public archive" not in text
    archived = "https://archive.example/web/2026/https://source.example"
    Capture.objects.create(document=row.evidence.get().document, state="done", url=archived)
    assert f'href="{archived}"' in page(Client().get(f"/checks/{row.slug}/"))


def test_the_card_says_what_the_page_says_now() -> None:
    words = "The bridge <b>cost</b> & took " + "very " * 120 + "long."
    row = desk.published("true", desk.check(about=desk.claim(desk.article(), statement=words)))
    card = f"/checks/{row.slug}/card.svg"
    assert card in page(Client().get(f"/checks/{row.slug}/"))
    drawn = Client().get(card)
    assert drawn["Content-Type"].startswith("image/svg+xml")
    picture = ElementTree.fromstring(drawn.content)
    texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "True" in texts
    assert any("<b>cost</b> &" in text for text in texts)
    assert any(text.endswith("…") for text in texts), "a claim that is too long is cut, not squeezed"
    publishing.retract(desk.fresh(row), actor=desk.person("editor"), note="It rested on a forgery.")
    assert b"Withdrawn" in Client().get(card).content
    assert Client().get("/checks/nothing-of-the-kind/card.svg").status_code == 404


def test_a_claim_cannot_break_out_of_the_json_on_the_page() -> None:
    statement = "It said </script><script>alert(1)</script> & \u2028 more."
    row = desk.published("true", desk.check(about=desk.claim(desk.article(), statement=statement)))
    text = page(Client().get(f"/checks/{row.slug}/"))
    (review,) = json_ld(text)
    assert review["claimReviewed"] == statement
    assert "<script>alert" not in text
    assert "\u2028" not in re.findall(r'ld\+json">(.*?)</script>', text, re.S)[0]


def test_a_correction_is_said_on_the_page_and_in_the_feed() -> None:
    row = desk.published("true")
    editor = desk.person("editor")
    login(editor).post(
        f"/claims/{row.claim_id}/correct/",
        {
            "note": "The sum was in pounds.",
            "rating": "mostly-true",
            "rationale": "The ledger counts pounds.",
            "evidence": [row.evidence.get().pk],
        },
    )
    text = page(Client().get(f"/checks/{row.slug}/"))
    assert "The sum was in pounds." in text
    assert json_ld(text)[0]["reviewRating"]["alternateName"] == "Mostly true"
    assert "The sum was in pounds." in page(Client().get("/checks/feed.atom"))


def test_a_correction_tells_what_the_rating_was_and_passes_over_what_was_never_public() -> None:
    row, editor = desk.published("true"), desk.person("editor")
    publishing.correct(row, actor=editor, note="A missing zero.", rating="mostly-true")
    publishing.correct(desk.fresh(row), actor=editor, note="A better source.", rationale="The ledger.")
    publishing.correct(desk.fresh(row), actor=editor, note="Other years.")
    for rating in ("false", "half-true"):
        given = {"rating": rating, "rationale": "It is so.", "evidence": [row.evidence.get().pk], "assignment": None}
        version = Claim.objects.get(pk=row.claim_id).version
        reviewing.submit_verdict(desk.fresh(row), reviewer=editor, version=version, **given)
    assert "was True" in page(Client().get(f"/checks/{row.slug}/"))
    publishing.publish(desk.fresh(row), actor=editor)
    told = re.findall(r"</time>: ([^<]*)</p>", page(Client().get(f"/checks/{row.slug}/")))
    assert told == [
        "now rated Half true, was Mostly true",
        "still rated Mostly true",
        "now rated Mostly true, was True",
    ]
    german = page(Client().get(f"/checks/{row.slug}/", headers={"Accept-Language": "de"}))
    assert re.search("jetzt bewertet als [^,]+, zuvor als [^,]+</p>", german)


def test_what_people_wrote_is_words_and_not_html_to_a_feed_reader() -> None:
    row, typed = desk.published("true"), "Cost < 2 & <script>alert(1)</script>."
    publishing.correct(row, actor=desk.person("editor"), note=f"Note: {typed}", rationale=f"Why: {typed}")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(Client().get("/checks/feed.atom").content)
    summary = feed.find(f"{atom}entry/{atom}summary")
    assert summary is not None
    assert summary.text is not None
    assert summary.get("type") == "html"
    assert "<" not in summary.text
    assert html.unescape(summary.text) == f"Note: {typed} Why: {typed}"
    title = feed.find(f"{atom}entry/{atom}title")
    assert title is not None
    assert title.get("type", "text") == "text"


def test_the_feed_says_when_a_check_is_being_corrected_and_updates_nothing_before_it_is_there() -> None:
    row = desk.published("true")
    atom = "{http://www.w3.org/2005/Atom}"

    def entry(name: str) -> str:
        feed = ElementTree.fromstring(Client().get("/checks/feed.atom").content)
        return str(feed.findtext(f"{atom}entry/{atom}{name}"))

    assert entry("title").startswith("True: ")
    assert entry("updated") >= entry("published")
    publishing.correct(row, actor=desk.person("editor"), note="The sum was in pounds.")
    assert "corrected" in entry("title")
    assert entry("updated") >= entry("published")


def test_a_withdrawn_check_keeps_its_page_says_so_and_has_no_claimreview() -> None:
    row = desk.published("true")
    publishing.retract(row, actor=desk.person("editor"), note="The ledger was forged.")
    answer = Client().get(f"/checks/{row.slug}/")
    assert answer.status_code == 200
    assert "has been withdrawn" in page(answer)
    assert "The ledger was forged." in page(answer)
    assert json_ld(page(answer)) == []
    assert "withdrawn" in page(Client().get("/checks/"))


def test_an_address_that_is_not_of_the_web_is_never_a_link() -> None:
    bad = "JavaScript:alert(1)//https://paper.example/"
    row = desk.published("true", desk.check(about=desk.claim(desk.article(url="https://paper.example/1"))))
    tip = desk.check(about=desk.claim(article=None, article_version=None, url="https://paper.example/2"))
    document = row.evidence.get().document
    Capture.objects.create(document=document, state="done", url="https://archive.example/1")
    feed = Feed.objects.create(url="https://paper.example/feed", title="The paper")
    FeedEntry.objects.create(feed=feed, key="1", url="https://paper.example/3", title="One")
    client = client_for("editor")

    def links() -> dict[str, list[str]]:
        pages = (
            f"/articles/{row.claim.article_id}/",
            f"/claims/{row.claim_id}/",
            f"/claims/{tip.claim_id}/",
            f"/documents/{document.pk}/",
            f"/checks/{row.slug}/",
            "/articles/feeds/",
        )
        outward = re.compile('href="([a-z]+:[^"]*(?:paper|source|archive)\\.example[^"]*)"', re.IGNORECASE)
        return {name: outward.findall(page(client.get(name))) for name in pages}

    assert all(links().values()), "each of these pages links outwards"
    for model in (Article, Claim, Document, Feed, FeedEntry):
        model.objects.update(url=bad)
    Capture.objects.update(url=bad)
    assert not any(links().values())


def test_nothing_undecided_is_public() -> None:
    row = desk.check()
    desk.verdict(row, desk.person("reviewer"))
    assert "bridge cost" not in page(Client().get("/checks/"))


def test_checks_are_found_by_speaker_kind_and_year() -> None:
    ours = desk.published("true", desk.check(about=desk.claim(desk.article(), speaker="The pilot", kinds=["quote"])))
    other = desk.published("false")
    for query in ("speaker=pilot", "kind=quote", "q=pilot", "rating=true"):
        text = page(Client().get(f"/checks/?{query}"))
        assert f"/checks/{ours.slug}/" in text, query
        assert f"/checks/{other.slug}/" not in text, query
    assert f"/checks/{ours.slug}/" in page(Client().get(f"/checks/?year={ours.published_at.year}"))
    assert "No published check fits" in page(Client().get("/checks/?year=1999"))
    assert Client().get("/checks/?year=0000&kind=x&page=9").status_code == 200


def test_the_sitemap_lists_what_is_public_and_nothing_else() -> None:
    row, hidden = desk.published(), desk.check("decided")
    answer = Client().get("/sitemap.xml")
    text = b"".join(answer.streaming_content).decode()
    assert f"/checks/{row.slug}/</loc><lastmod>" in text
    assert text.count("<url>") == 2
    assert str(hidden.claim_id) not in re.findall(r"/checks/[^<]*?(\d+)/</loc>", text)
    robots = page(Client().get("/robots.txt"))
    assert "Disallow: /" in robots
    assert "sitemap.xml" in robots


def test_tips_are_off_by_default_and_become_claims_when_they_are_on(settings: Settings) -> None:
    cache.clear()
    assert Client().get("/checks/tip/").status_code == 404
    settings.PUBLIC_TIPS = True
    browser = Client()
    form = {"statement": "The pier is 300 metres long.", "speaker": "A poster", "url": "https://paper.example/pier"}
    answer = browser.post("/checks/tip/", form, follow=True)
    assert "Thank you" in page(answer)
    claim = Claim.objects.get(statement=form["statement"])
    assert claim.verifications.get().state == "gathering"
    assert claim.made_by is None

    browser.post("/checks/tip/", {**form, "statement": "A robot was here.", "website": "https://spam.example"})
    assert not Claim.objects.filter(statement="A robot was here.").exists()
    for wrong in ({"statement": " "}, {"statement": "It is so.", "url": "nowhere"}):
        assert browser.post("/checks/tip/", wrong).status_code == 422
    for number in range(5):
        last = browser.post("/checks/tip/", {"statement": f"Number {number} is true."})
    assert last.status_code == 422
    assert "Try again later" in page(last)
    assert "Number 4 is true." in page(last), "what was typed is still there"
    cache.clear()
