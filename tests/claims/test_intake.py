from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from pytest_httpserver import HTTPServer

from claims import intake
from claims.errors import Conflict, InvalidInput
from claims.models import Article, ArticleState, Claim

pytestmark = pytest.mark.django_db

STORY = """Harbour bridge reopens after repairs

The harbour bridge in Eastmoor reopened on Monday after repairs that cost 12 million crowns, the city council said.

"The bridge will carry 8,000 cars a day," said Mayor Irena Vasko.

The bridge had been closed since March 2025, when inspectors found cracks in two of its pillars.
"""


def split(article: Article) -> Article:
    intake.split_article(article.pk)
    article.refresh_from_db()
    return article


@pytest.fixture
def offline(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]


def test_a_pasted_text_becomes_an_article_with_anchored_claims(offline: None) -> None:
    article = split(intake.submit(actor=None, text=STORY).article)
    assert article.state == ArticleState.GATHERING
    version = article.current
    assert version is not None
    claims = list(article.claims.all())
    assert claims
    for claim in claims:
        assert version.text[claim.start : claim.end] == claim.quote
    assert "12 million crowns" in " ".join(claim.quote for claim in claims)


def test_the_same_text_again_is_the_same_row_whatever_its_blanks(offline: None) -> None:
    first = intake.submit(actor=None, text=STORY)
    again = intake.submit(actor=None, text="  " + STORY.replace("\n\n", "\r\n\r\n "))
    assert not first.duplicate
    assert again.duplicate
    assert again.article == first.article
    assert Article.objects.count() == 1


def test_the_same_address_in_another_spelling_is_the_same_row(offline: None) -> None:
    first = intake.submit(actor=None, text=STORY, url="https://news.example/story?id=1&utm_source=feed")
    again = intake.submit(actor=None, url="https://NEWS.example:443/story?id=1#comments")
    assert again.duplicate
    assert again.article == first.article


def test_another_text_at_a_known_address_is_a_new_version_and_the_old_text_stays(offline: None) -> None:
    url = "https://news.example/story"
    article = split(intake.submit(actor=None, text=STORY, url=url).article)
    old_text = article.versions.get(number=1).text
    old_claims = {claim.pk: claim.statement for claim in article.claims.all()}
    again = intake.submit(actor=None, text=STORY.replace("12 million", "19 million"), url=url)
    assert again.duplicate
    split(again.article)
    assert article.versions.get(number=1).text == old_text
    second = article.versions.get(number=2)
    assert "19 million" in second.text
    kept = [claim for claim in article.claims.filter(article_version=second) if claim.pk in old_claims]
    assert kept, "claims that still stand keep their rows"
    for claim in article.claims.filter(article_version=second):
        assert second.text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": "   \n "},
        {"text": "a", "html": "<p>b</p>"},
        {"url": "ftp://news.example/a"},
        {"url": "not an address"},
        {"url": "https://user:pw@news.example/"},
        {"url": "https://news.example/" + "a" * 2000},
        {"file": b"", "filename": "a.txt"},
    ],
)
def test_input_that_cannot_be_taken_is_one_clear_error_and_no_row(given: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        intake.submit(actor=None, **given)
    assert caught.value.message.endswith(".")
    assert caught.value.fields
    assert not Article.objects.exists()


def test_too_large_a_text_is_refused(settings: Settings) -> None:
    settings.ARTICLE_MAX_BYTES = 1000
    with pytest.raises(InvalidInput) as caught:
        intake.submit(actor=None, text="word " * 300)
    assert caught.value.code == "too_large"


def test_a_page_is_fetched_kept_and_split(offline: None, settings: Settings, httpserver: HTTPServer) -> None:
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}"]
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.split("\n\n")[1:])
    page = f"<html><head><title>Bridge</title></head><body><article><h1>Bridge</h1>{paragraphs}</article></body></html>"
    httpserver.expect_request("/story").respond_with_data(page, content_type="text/html; charset=utf-8")
    article = intake.submit(actor=None, url=httpserver.url_for("/story")).article
    intake.fetch_article(article.pk)
    article.refresh_from_db()
    assert article.state == ArticleState.SPLITTING
    assert article.inputs.get().kind == "page"
    assert split(article).claims.exists()


def test_a_page_that_is_gone_fails_with_its_reason_and_can_be_retried(
    settings: Settings, httpserver: HTTPServer, person: Callable[[str, str], User]
) -> None:
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}"]
    httpserver.expect_request("/gone").respond_with_data("gone", status=404)
    article = intake.submit(actor=None, url=httpserver.url_for("/gone")).article
    intake.fetch_article(article.pk)
    article.refresh_from_db()
    assert article.state == ArticleState.FAILED
    assert article.error_code == "http_status"
    assert "404" in article.error
    again = intake.retry(article, actor=person("sub", "submitter"))
    assert again.pk == article.pk
    assert again.state == ArticleState.QUEUED
    with pytest.raises(Conflict):
        intake.retry(again, actor=None)


def test_a_site_in_trouble_is_asked_again_before_the_article_fails(settings: Settings, httpserver: HTTPServer) -> None:
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}"]
    httpserver.expect_request("/busy").respond_with_data("busy", status=503)
    article = intake.submit(actor=None, url=httpserver.url_for("/busy")).article
    states = []
    for _ in range(5):
        intake.fetch_article(article.pk)
        article.refresh_from_db()
        states.append(str(article.state))
        Article.objects.filter(pk=article.pk).update(next_try_at=None)
    assert states == ["queued", "queued", "failed", "failed", "failed"]
    assert len(httpserver.log) == 3


def test_a_private_address_is_never_opened() -> None:
    article = intake.submit(actor=None, url="http://127.0.0.1:80/secret").article
    intake.fetch_article(article.pk)
    article.refresh_from_db()
    assert article.state == ArticleState.FAILED


def test_a_second_worker_leaves_a_held_article_alone_and_takes_over_a_lost_one(offline: None) -> None:
    article = intake.submit(actor=None, text=STORY).article
    held = timezone.now() + timedelta(minutes=1)
    Article.objects.filter(pk=article.pk).update(state="splitting", lease_token="other", lease_until=held)
    assert split(article).state == ArticleState.SPLITTING
    Article.objects.filter(pk=article.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert split(article).state == ArticleState.GATHERING


def test_an_article_that_keeps_killing_workers_is_put_aside_with_its_reason(offline: None) -> None:
    article = intake.submit(actor=None, text=STORY).article
    lost = timezone.now() - timedelta(seconds=1)
    Article.objects.filter(pk=article.pk).update(state="splitting", lease_token="dead", lease_until=lost, losses=3)
    assert intake.quarantine() == 1
    article.refresh_from_db()
    assert article.state == ArticleState.FAILED
    assert article.error_code == "quarantined"


def test_a_text_with_nothing_to_check_is_ready_and_says_why(offline: None) -> None:
    article = split(intake.submit(actor=None, text="Good morning! How are you?").article)
    assert article.state == ArticleState.READY
    assert not article.claims.exists()
    assert "add a claim by hand" in article.note


def test_the_same_text_from_another_address_points_to_the_first(offline: None) -> None:
    first = split(intake.submit(actor=None, text=STORY, url="https://one.example/a").article)
    html = (
        "<html><body><article>"
        + "".join(f"<p>{part}</p>" for part in first.current.text.split("\n"))
        + "</article></body></html>"
    )  # type: ignore[union-attr]
    copy = split(intake.submit(actor=None, html=html, url="https://two.example/b").article)
    if copy.current.text == first.current.text:  # type: ignore[union-attr]
        assert copy.duplicate_of == first
        assert copy.state == ArticleState.READY
        assert not copy.claims.exists()


def test_an_edit_keeps_what_stood_there_and_a_stale_one_is_refused(
    offline: None, person: Callable[[str, str], User]
) -> None:
    article = split(intake.submit(actor=None, text=STORY).article)
    claim = article.claims.first()
    assert claim is not None
    editor = person("rev", "reviewer")
    before = claim.statement
    edited = intake.edit_claim(claim, actor=editor, version=claim.version, statement="The repairs cost 12 million.")
    assert edited.version == 2
    assert edited.edits.get().before == {"statement": before}
    assert edited.proposal["statement"] == before
    with pytest.raises(Conflict):
        intake.edit_claim(edited, actor=editor, version=1, statement="Other words.")
    assert Claim.objects.get(pk=claim.pk).statement == "The repairs cost 12 million."


def test_the_same_tip_twice_is_one_claim(person: Callable[[str, str], User]) -> None:
    actor = person("sub", "submitter")
    claim, known = intake.submit_tip(actor=actor, statement="The moon is  made of cheese.")
    again, known_again = intake.submit_tip(actor=actor, statement="The Moon is made of cheese.")
    assert (known, known_again) == (False, True)
    assert claim == again


def test_rings_go_out_only_after_the_commit(
    offline: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        intake.submit(actor=None, text=STORY)
    assert len(callbacks) == 1


def saved_page(address: str, text: str = STORY) -> str:
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n\n"))
    link = f'<link rel="canonical" href="{address}">'
    return f"<html><head><title>Bridge</title>{link}</head><body><article>{lines}</article></body></html>"


def test_a_saved_page_is_known_by_the_address_that_it_names(offline: None) -> None:
    first = split(intake.submit(actor=None, html=saved_page("https://paper.example/bridge?utm_source=x")).article)
    assert first.url == "https://paper.example/bridge?utm_source=x"
    assert first.canonical_url == "https://paper.example/bridge"
    again = intake.submit(actor=None, url="https://paper.example/bridge")
    assert (again.article.pk, again.duplicate) == (first.pk, True)


def test_of_two_pages_that_name_one_address_the_first_is_known_by_it(offline: None) -> None:
    first = intake.submit(actor=None, url="https://paper.example/bridge").article
    other = split(intake.submit(actor=None, html=saved_page(first.url, STORY + "\n\nIt rained in Oxley.")).article)
    assert (other.url, other.canonical_url) == ("https://paper.example/bridge", None)


@pytest.mark.parametrize("address", ["https://paper.example/", "javascript:alert(1)", "file:///etc/passwd", "a" * 2001])
def test_what_is_no_address_of_a_page_is_not_taken_from_it(offline: None, address: str) -> None:
    article = split(intake.submit(actor=None, html=saved_page(address)).article)
    assert (article.url, article.canonical_url) == ("", None)
