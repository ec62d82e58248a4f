"""Feeds over a real connection: what is new comes in once, and what fails says so and is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from claims import intake
from claims.clock import now
from claims.errors import ExtractionError, InvalidInput
from claims.intake.feeds import read
from claims.models import Article, Feed, FeedEntry

pytestmark = pytest.mark.django_db
Person = Callable[[str, str], User]

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kelmouth Courier</title>
<item><title>The pier &amp; the <b>harbour</b></title><link>/news/pier</link><guid isPermaLink="false">n-2</guid></item>
<item><title>A permalink</title><guid>https://paper.example/perma</guid></item>
<item><title>No address</title></item>
<item><title>Elsewhere</title><link>ftp://paper.example/x</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><id>tag:1</id><title>One</title>
<link rel="replies" href="https://paper.example/replies"/><link href="https://paper.example/one"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Old style</title></channel><item><title>Two</title><link>https://paper.example/two</link></item></rdf:RDF>"""


def test_the_three_kinds_of_feed_are_read() -> None:
    title, entries = read(RSS.encode(), base="https://paper.example/feed.xml")
    assert title == "Kelmouth Courier"
    assert [(entry.url, entry.title) for entry in entries] == [
        ("https://paper.example/news/pier", "The pier & the harbour"),
        ("https://paper.example/perma", "A permalink"),
    ]
    assert [entry.url for entry in read(ATOM.encode())[1]] == ["https://paper.example/one"]
    assert [entry.url for entry in read(RDF.encode())[1]] == ["https://paper.example/two"]


@pytest.mark.parametrize("body", [b"", b"no feed", b"<html><body>hello</body></html>", b"<?xml version='1.0'?><a/>"])
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(ExtractionError, match="feed"):
        read(body)


def test_entities_of_a_hostile_feed_are_not_followed() -> None:
    body = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/hostname">]>
    <rss><channel><title>&f;</title><item><link>https://paper.example/&f;</link></item></channel></rss>"""
    title, entries = read(body.encode())
    assert title == ""
    assert [entry.url for entry in entries] in ([], ["https://paper.example/"])


@pytest.fixture
def feed(httpserver: HTTPServer, settings: Settings, person: Person) -> Feed:
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}", "127.0.0.1", "localhost"]
    made, known = intake.add_feed(actor=person("ada", "submitter"), url=httpserver.url_for("/feed.xml"))
    assert not known
    return made


def due(feed: Feed) -> None:
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=now() - timedelta(seconds=1))


def test_new_entries_come_in_once_and_known_articles_are_named(feed: Feed, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed.xml").respond_with_data(RSS, content_type="application/rss+xml")
    old = intake.submit(actor=None, url="https://paper.example/perma").article
    assert intake.poll(feed.pk) == 2
    assert intake.poll(feed.pk) == 0, "not due again yet"
    due(feed)
    assert intake.poll(feed.pk) == 0, "nothing new"

    assert Article.objects.count() == 2
    assert FeedEntry.objects.get(url="https://paper.example/perma").article == old
    assert FeedEntry.objects.get(url="https://paper.example/perma").duplicate
    came = Article.objects.exclude(pk=old.pk).get()
    assert came.submitted_by is not None
    assert came.submitted_by.username == "ada"
    feed.refresh_from_db()
    assert (feed.title, feed.error, feed.failures) == ("Kelmouth Courier", "", 0)
    assert feed.next_poll_at is not None
    assert feed.next_poll_at > now() + timedelta(minutes=10)


def test_of_a_new_feed_only_the_newest_come_in_and_the_rest_can_be_fetched(feed: Feed, httpserver: HTTPServer) -> None:
    items = "".join(f"<item><link>https://paper.example/{number}</link></item>" for number in range(30))
    httpserver.expect_request("/feed.xml").respond_with_data(f"<rss><channel>{items}</channel></rss>")
    intake.poll(feed.pk)
    assert set(Article.objects.values_list("url", flat=True)) == {f"https://paper.example/{n}" for n in range(20)}
    left = FeedEntry.objects.get(url="https://paper.example/29")
    assert "before the feed was added" in left.error
    assert intake.retry_entry(left, actor=None).article is not None


def test_a_feed_that_fails_says_why_waits_longer_and_is_paused_in_the_end(feed: Feed, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed.xml").respond_with_data("gone", status=500)
    intake.poll(feed.pk)
    feed.refresh_from_db()
    assert "500" in feed.error
    assert feed.active
    Feed.objects.filter(pk=feed.pk).update(failures=19)
    due(feed)
    intake.poll(feed.pk)
    feed.refresh_from_db()
    assert not feed.active
    intake.add_feed(actor=None, url=feed.url)
    feed.refresh_from_db()
    assert (feed.active, feed.failures) == (True, 0)


@pytest.mark.parametrize("url", ["", "not an address", "file:///etc/passwd", "https://" + "a" * 2001])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        intake.add_feed(actor=None, url=url)
    assert not Feed.objects.exists()


def test_the_page_adds_pauses_and_asks_again(person: Person) -> None:
    client = Client()
    client.force_login(person("ada", "submitter"))
    wrong = client.post("/articles/feeds/add/", {"url": "nonsense"})
    assert wrong.status_code == 422
    client.post("/articles/feeds/add/", {"url": "https://paper.example/feed.xml"})
    feed = Feed.objects.get()
    assert feed.every_minutes == 15
    client.post(f"/articles/feeds/{feed.pk}/switch/")
    feed.refresh_from_db()
    assert not feed.active
    client.post(f"/articles/feeds/{feed.pk}/switch/", {"again": "1"})
    feed.refresh_from_db()
    assert feed.active
    entry = FeedEntry.objects.create(feed=feed, key="0" * 64, url="https://paper.example/late", error="It was full.")
    text = client.get("/articles/feeds/").content.decode()
    assert "It was full." in text
    assert "javascript:location.href=" in text
    client.post(f"/articles/feeds/entries/{entry.pk}/retry/")
    entry.refresh_from_db()
    assert entry.article is not None
