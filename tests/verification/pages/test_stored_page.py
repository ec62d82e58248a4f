"""The stored page as a page: nothing of it runs or loads, and its passage is marked."""

from __future__ import annotations

import re
import time
import zlib

import pytest
from django.test import Client

from tests.verification import desk
from verification.documents import keep
from verification.models import Snapshot
from verification.views.stored_page import stored_page
from verification.wording import words_of

PASSAGE = "The bridge cost 40 million euros. It opened in 2019."
HOSTILE = """<html><head><title>x</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=//evil">
<script>alert(1)</script><style>@import "//evil.example/x.css"</style></head>
<body onload="alert(2)" style="background:url(//evil.example/b.png)"><nav>The bridge</nav>
<h1 class="a" id="passage">A <a href="javascript:alert(3)" onclick="alert(4)">bridge</a> opens</h1>
<img src="//evil.example/pixel.gif" alt="The opened bridge" onerror="alert(5)"><iframe src="//evil.example"></iframe>
<svg onload="alert(6)"><script>alert(7)</script></svg>
<form action="//evil.example"><input name="password"><p>In a form.</p></form>
<!--[if IE]><script>alert(8)</script><![endif]--><mark>Theirs.</mark>
<table><tr><td colspan="2">A cell</td></tr></table><object data="//evil.example/o"></object>
<x-evil onfoo="1">An unknown one</x-evil>
<p>The br&shy;idge cost <b>40</b> <b>million</b>\u00a0euros.
 It <i>opened</i> <!-- then -->in 2019. More of it.</p></body></html>"""


def test_nothing_of_the_page_runs_loads_or_leads_anywhere() -> None:
    shown, marked = stored_page(HOSTILE, PASSAGE)
    assert marked
    for bad in (
        "evil",
        "alert",
        "javascript",
        "onload",
        "onclick",
        "onerror",
        "onfoo",
        "password",
        "refresh",
        "import",
    ):
        assert bad not in shown, bad
    tags = set(re.findall(r"<([a-z0-9-]+)", shown))
    assert tags <= set(words_of("meta style html body nav h1 span table tr td p b i mark tbody"))
    for words in ("opens", "[The opened bridge]", "In a form.", "A cell", "An unknown one", "Theirs.", "More of it."):
        assert words in shown
    assert 'colspan="2"' in shown


def test_the_passage_is_marked_across_elements_and_its_words_stay() -> None:
    shown, marked = stored_page(HOSTILE, PASSAGE)
    assert marked
    assert shown.count('id="passage"') == 1
    pieces = re.findall(r"<mark[^>]*>([^<]*)</mark>", shown)
    assert "".join("".join(pieces).replace("\u00ad", "").split()) == PASSAGE.replace(" ", "")
    plain = re.sub("<[^>]+>", "", shown)
    assert "".join(plain.split()).count("More") == 1


@pytest.mark.parametrize("ends", ["one", "two"])
def test_of_two_places_with_the_same_words_the_one_after_the_same_words_is_marked(ends: str) -> None:
    page = "<p>Part one: it rose by 4 percent.</p><p>Part two: it rose by 4 percent.</p>"
    shown, _ = stored_page(page, "it rose by 4 percent.", f"Part {ends}:")
    assert f'Part {ends}: <mark id="passage">it rose by 4 percent.</mark>' in shown
    assert shown.count("<mark") == 1


def test_lines_of_the_text_that_are_elements_of_their_own_are_marked_each() -> None:
    page = "<ul><li>Costs rose.</li></ul><div>An advertisement</div><p>Rents fell.</p>"
    shown, marked = stored_page(page, "Costs rose.\n\nRents fell.")
    assert marked
    assert '<mark id="passage">Costs rose.</mark>' in shown
    assert "<mark>Rents fell.</mark>" in shown
    table = "<table><tr><td>Kyle</td><td>5040</td></tr></table>"
    assert stored_page(table, "| Kyle | 5040 |")[0].count("<mark") == 2
    assert "<li><mark" in stored_page(page, "- Costs rose.")[0]
    assert stored_page(page, "Nothing of the kind.")[1] is False
    assert "Costs rose." in stored_page(page, "")[0]


@pytest.mark.parametrize(
    "page", ["", " ", "<", "<!-- -->", "\x00", "<p>" * 20_000, "<b>x</b>" * 100_000, "a" * 3_000_000]
)
def test_whatever_was_stored_is_shown_soon(page: str) -> None:
    began = time.process_time()
    shown, _ = stored_page(page, "x" if "x" in page else "Nothing.")
    assert shown.startswith("<!doctype html>")
    assert time.process_time() - began < 10


@pytest.mark.django_db
def test_the_page_of_a_document_leads_there_and_the_browser_is_told_to_run_nothing() -> None:
    body = f"<html><body>{HOSTILE}</body></html>".encode()
    document = keep(body, text=PASSAGE, url="https://post.example/1", content_type="text/html; charset=utf-8")
    plain = keep(b"Plain words.", text="Plain words.", url="https://post.example/2", content_type="text/plain")
    client = Client()
    client.force_login(desk.person("reviewer"))
    about = client.get(f"/documents/{document.pk}/?start=0&end={len(PASSAGE)}").content.decode()
    link = re.search(r'href="(/documents/\d+/page/[^"]*)"', about)
    assert link is not None
    shown = client.get(link[1].replace("&amp;", "&").partition("#")[0])
    assert '<mark id="passage">' in shown.content.decode()
    policy = shown["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow" not in policy
    assert client.get(f"/documents/{plain.pk}/page/").status_code == 302
    assert "/page/" not in client.get(f"/documents/{plain.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/documents/{}/page/", "/documents/{}/snapshot/", "/api/v1/documents/{}/snapshot"])
@pytest.mark.parametrize("body", [b"not packed at all", zlib.compress(b"<p>Other words.</p>")])
def test_a_damaged_copy_is_said_and_not_shown(path: str, body: bytes) -> None:
    document = keep(b"<p>The words.</p>", text="The words.", url="https://post.example/3", content_type="text/html")
    Snapshot.objects.filter(pk=document.snapshot_id).update(body=body)
    client = Client()
    client.force_login(desk.person("reviewer"))
    refused = client.get(path.format(document.pk))
    assert refused.status_code == 409
    assert b"damaged" in refused.content
    assert b"Other words" not in refused.content
