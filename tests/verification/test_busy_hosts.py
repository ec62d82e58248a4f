"""A host of which too many pages are wanted at once: nobody asks it, and that is nobody's failure and no finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from claims import intake
from claims.errors import HostBusy
from claims.fetching import allowed_by_robots, fetch, robots
from claims.models import Article, ArticleState, Feed
from claims.turns import FOREVER, turns
from tests.stubs import Stub, running
from tests.stubs.wikipedia import WikipediaStub
from tests.verification import desk
from verification import gathering, revisiting, webhooks
from verification.gathering import pacing
from verification.models import (
    DeliveryState,
    Document,
    Evidence,
    Risk,
    Search,
    SearchState,
    Visit,
    WebhookDelivery,
)
from verification.providers import PROVIDERS, Answer, Hit, Provider, Question

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = ("127.0.0.1", "localhost")


@pytest.fixture(autouse=True)
def nobody_before_us() -> Iterator[None]:
    robots._known.clear()
    pacing.line.forget()
    yield
    robots._known.clear()
    pacing.line.forget()


@pytest.fixture
def crowd(settings: Settings, httpserver: HTTPServer) -> Callable[[], None]:
    """Takes more turns at this machine than anybody would wait for."""
    settings.FETCH_PER_HOST = 1.0
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}"]

    def come() -> None:
        for host in HOSTS:
            for _ in range(200):
                turns.take(f"host:{host}", 1.0, burst=5, most=FOREVER)

    return come


@pytest.fixture
def wikipedia(settings: Settings) -> Iterator[Stub]:
    with running(WikipediaStub()) as stub:
        settings.PROVIDERS = ["wikipedia"]
        settings.WIKIPEDIA_URL = stub.url
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        yield stub


def planned() -> int:
    claim, _ = intake.submit_tip(actor=None, statement="The ferry Marigold sank off Port Ellery, and 41 people died.")
    return gathering.plan([claim])[0].pk


def test_who_is_sent_away_gets_a_turn_of_his_own(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    crowd()
    told = []
    for _ in range(3):
        with pytest.raises(HostBusy) as caught:
            fetch(httpserver.url_for("/"))
        told.append(caught.value.retry_after or 0)
    assert told == pytest.approx([told[0], told[0] + 1, told[0] + 2], abs=0.3)
    assert httpserver.log == []


def test_who_waits_for_a_turn_keeps_time_for_the_page(settings: Settings, httpserver: HTTPServer) -> None:
    """A page asked for when its time was nearly over was blamed for our own politeness: "no answer in time"."""
    settings.FETCH_PER_HOST, settings.FETCH_ALLOW_PRIVATE = 1.0, [f"{httpserver.host}:{httpserver.port}"]
    for _ in range(8):
        turns.take(f"host:{httpserver.host}", 1.0, burst=5, most=FOREVER)
    with pytest.raises(HostBusy):  # its turn would come after about 4 of 5 seconds
        fetch(httpserver.url_for("/page"), timeout=5.0)


def test_a_question_that_was_not_sent_is_no_try_and_the_next_claims_ask_as_usual(
    crowd: Callable[[], None], wikipedia: Stub, settings: Settings
) -> None:
    crowd()
    verification = planned()
    gathering.gather(verification)
    search = Search.objects.get()
    assert (search.state, search.attempts) == (SearchState.WAITING, 0)
    assert "being fetched already" in search.error
    assert search.next_try_at is not None
    assert search.next_try_at > timezone.now() + timedelta(seconds=100)
    assert wikipedia.requests == []

    turns.forget()  # the crowd has gone
    settings.FETCH_PER_HOST = 1000.0
    Search.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    gathering.gather(verification)
    assert Search.objects.get().state == SearchState.DONE


def test_a_page_that_was_not_asked_for_is_read_later_and_not_left_out(
    crowd: Callable[[], None], httpserver: HTTPServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "The ferry Marigold sank off Port Ellery in March, and 41 people died, the harbour master said on Tuesday."
    pages = [httpserver.url_for(f"/{number}") for number in range(3)]

    class Pages(Provider):
        name, label, kind = "pages", "Pages", "web"

        def search(self, question: Question, limit: int) -> Answer:
            return Answer(tuple(Hit(url=url, title="Ferry sinks") for url in pages), (question.statement,))

    monkeypatch.setitem(PROVIDERS, "pages", Pages)
    settings.PROVIDERS = ["pages"]
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    for number in range(3):
        body = f"<html><body><article><h1>Ferry {number}</h1><p>{text}</p><p>{text}</p></article></body></html>"
        httpserver.expect_request(f"/{number}").respond_with_data(body, content_type="text/html")
    crowd()
    verification = planned()
    gathering.gather(verification)
    search = Search.objects.get()
    assert (search.state, search.attempts, search.unread) == (SearchState.WAITING, 0, [])
    assert not Evidence.objects.exists()

    turns.forget()
    Search.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    gathering.gather(verification)
    search.refresh_from_db()
    assert (search.state, search.unread) == (SearchState.DONE, [])
    assert set(Evidence.objects.values_list("document__url", flat=True)) == set(pages)


def test_an_article_waits_as_often_as_it_must(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    crowd()
    article = intake.submit(actor=None, url=httpserver.url_for("/story")).article
    for _ in range(8):
        Article.objects.update(next_try_at=None)
        intake.fetch_article(article.pk)
        article.refresh_from_db()
        assert (article.state, article.attempts) == (ArticleState.QUEUED, 0)
    assert "being fetched already" in article.error


def test_a_cited_page_that_was_not_asked_is_not_dead(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    check = desk.published()
    url = httpserver.url_for("/report")
    headers = {"content-type": "text/html"}
    Document.objects.filter(evidence__verdicts__verification=check).update(url=url, final_url=url, headers=headers)
    revisiting.plan()
    crowd()
    for _ in range(revisiting.UNREACHABLE_AFTER + 1):
        Visit.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
        revisiting.visit(Visit.objects.get().pk)
    visit = Visit.objects.get()
    assert (visit.failures, visit.visited_at) == (0, None)
    assert visit.next_try_at is not None
    assert visit.next_try_at > timezone.now()
    assert not Risk.objects.exists()


def test_rules_that_were_not_asked_for_forbid_nothing(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    crowd()
    with pytest.raises(HostBusy):
        allowed_by_robots(httpserver.url_for("/page"))
    turns.forget()
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nAllow: /\n")
    assert allowed_by_robots(httpserver.url_for("/page"))


def test_a_feed_of_a_busy_host_has_not_failed(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    crowd()
    feed, _ = intake.add_feed(actor=None, url=httpserver.url_for("/feed.xml"))
    intake.poll(feed.pk)
    told = Feed.objects.get()
    assert (told.failures, told.error, told.active) == (0, "", True)
    assert told.next_poll_at is not None
    assert told.next_poll_at > timezone.now() + timedelta(seconds=100)


def test_who_asked_to_be_told_is_told_at_once(crowd: Callable[[], None], httpserver: HTTPServer) -> None:
    crowd()
    httpserver.expect_request("/hook", method="POST").respond_with_data("thanks")
    webhooks.add_webhook(actor=desk.person("admin"), url=httpserver.url_for("/hook"))
    with transaction.atomic():
        webhooks.announce("claim.ready", {"claim": "7"})
    webhooks.deliver(WebhookDelivery.objects.get().pk)
    assert WebhookDelivery.objects.get().state == DeliveryState.DONE
