"""The article page and the queue."""

from __future__ import annotations

import re

import pytest

from claims.models import ArticleVersion, Claim
from tests.verification import desk
from tests.verification.pages.browsing import client_for, page
from verification.models import Search

pytestmark = pytest.mark.django_db


def test_claims_are_marked_in_place_even_where_they_overlap() -> None:
    article = desk.article()
    outer = desk.check(about=desk.claim(article, start=0, end=48))
    inner = desk.check("decided", about=desk.claim(article, start=15, end=25))

    text = page(client_for("reviewer").get(f"/articles/{article.pk}/"))

    assert f'id="c{outer.claim_id}"' in text
    assert f'id="c{inner.claim_id}"' in text
    assert "m-decided under" in text
    marked = re.findall(r'data-start="(\d+)"[^>]*>([^<]*)<', text)
    assert all(desk.TEXT[int(start) : int(start) + len(words)] == words for start, words in marked)
    assert "".join(words for _start, words in marked) == desk.TEXT


def test_text_from_outside_is_never_markup() -> None:
    article = desk.article(title="<script>alert(1)</script>")
    ArticleVersion.objects.update(text="<img src=x onerror=alert(1)> said so.")
    row = desk.check(about=desk.claim(article, start=0, end=10, statement="<b>bold</b>", speaker="<i>x</i>"))
    desk.evidence(row, passage="<script>alert(2)</script>")
    for address in (f"/articles/{article.pk}/", f"/claims/{row.claim_id}/", "/queue/", "/articles/"):
        text = page(client_for("editor").get(address))
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>bold" not in text


def test_progress_is_counted_and_stops_asking_when_done() -> None:
    article = desk.article(state="gathering")
    row = desk.check("gathering", about=desk.claim(article))
    Search.objects.create(verification=row, provider="library", state="done")
    Search.objects.create(verification=row, provider="wikipedia", state="queued")
    client = client_for("submitter")

    text = page(client.get(f"/articles/{article.pk}/progress/"))
    assert '<progress max="2" value="1"' in text
    assert "every 1s" in text

    stamp = re.search(r"stamp=(\w+)", text)
    assert stamp
    again = page(client.get(f"/articles/{article.pk}/progress/?stamp={stamp[1]}"))
    assert "article-body" not in again, "an unchanged text is not sent again"

    type(article).objects.update(state="ready")
    assert "every 1s" not in page(client.get(f"/articles/{article.pk}/progress/"))


def test_a_claim_is_added_by_its_words() -> None:
    article = desk.article()
    client = client_for("reviewer")
    answer = client.post(f"/articles/{article.pk}/claims/", {"words": "It opened in 2019", "speaker": "the mayor"})

    assert answer.status_code == 302
    made = Claim.objects.get()
    assert made.quote == "It opened in 2019"
    assert made.verifications.get().searches.exists()


def test_words_that_are_not_in_the_text_stay_in_the_form() -> None:
    article = desk.article()
    answer = client_for("reviewer").post(f"/articles/{article.pk}/claims/", {"words": "It closed in 2020"})

    assert answer.status_code == 422
    assert "It closed in 2020" in page(answer)
    assert "do not stand in the text" in page(answer)


def test_the_queue_filters_by_its_address() -> None:
    bridge = desk.check(about=desk.claim(desk.article(), statement="The bridge is shut.", speaker="Ada"))
    desk.check(about=desk.claim(desk.article(url="https://b.example"), statement="The ferry runs.", speaker="Ben"))
    client = client_for("reviewer")

    text = page(client.get("/queue/?speaker=Ada"))
    assert "The bridge is shut." in text
    assert "The ferry runs." not in text
    assert f"/claims/{bridge.claim_id}/" in text


def test_a_filter_that_cannot_be_read_is_said_and_the_queue_still_shows() -> None:
    desk.check(about=desk.claim(desk.article(), statement="The bridge is shut."))
    answer = client_for("reviewer").get("/queue/?min_checkworthiness=lots")
    assert answer.status_code == 422
    assert "must be a number" in page(answer)
    assert "The bridge is shut." in page(answer)


def test_next_claim_takes_the_first_and_opens_it() -> None:
    low, high = desk.check(priority=0.1), desk.check(about=desk.claim(), priority=0.9)
    client = client_for("reviewer")

    assert client.post("/queue/next/")["Location"] == f"/claims/{high.claim_id}/"
    assert client.post("/queue/next/")["Location"] == f"/claims/{low.claim_id}/"
    assert "No open claim is left" in page(client.post("/queue/next/", follow=True))
