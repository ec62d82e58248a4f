"""HTML pages: the text, what the page says about itself, odd encodings, and pages made to hurt."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from claims.errors import ExtractionError
from claims.extraction import from_bytes, from_html

ARTICLES = Path(__file__).parents[4] / "shared" / "articles"

BODY = [
    "The harbour authority said on Tuesday that it will close the northern pier for eleven weeks from March.",
    "“We looked at every other way of doing this and found none,” said its director, Marta Lindqvist, at the port.",
    "About 4,200 passengers a day use the pier, most of them on the ferry to the islands, a report showed.",
    "The council had set aside 3.1 million euros for repairs in its budget of last year, the report added.",
]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Northern pier to close | The Example Post</title>
<link rel="canonical" href="/news/pier">
<meta property="og:site_name" content="The Example Post">
<meta property="article:published_time" content="2023-03-14">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",
"headline":"Northern pier to close","author":[{{"@type":"Person","name":"Ada Roe"}},{{"@id":"#tom"}}],
"publisher":{{"@type":"Organization","name":"The Example Post"}},
"datePublished":"2023-03-14T09:05:00+01:00","dateModified":"2023-03-14T11:00:00Z",}},
{{"@type":"Person","@id":"#tom","name":"Tom Poe"}}]}}</script></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Northern pier to close</h1><p class="byline">By Ada Roe and Tom Poe</p>
<figure><img src="x.jpg"><figcaption>A ferry leaves the pier (AFP/Getty Images)</figcaption></figure>
<p>{}</p><p>{}</p><div class="newsletter-signup"><p>Get the news in your inbox every single morning.</p></div>
<p><a href="/x">Islanders: what the closure means for us</a></p>
<p>{}</p><p style="display:none">Hidden text that nobody who opens this page will ever see.</p><p>{}</p>
<p><em>Follow Ada Roe on Twitter</em></p></article>
<section class="comments"><p>I think this is a scandal and somebody should resign over it.</p></section>
<footer><p>© 2023 The Example Post. All rights reserved.</p></footer></body></html>""".format(*BODY)


def test_only_the_article_is_left() -> None:
    assert from_html(PAGE).text.split("\n\n") == BODY


def test_a_page_says_who_when_and_where() -> None:
    read = from_html(PAGE, url="https://post.example/news/pier?utm_source=x")
    assert read.title == "Northern pier to close"
    assert read.authors == ("Ada Roe", "Tom Poe")
    assert read.publisher == "The Example Post"
    assert read.published_at == datetime(2023, 3, 14, 9, 5, tzinfo=timezone(timedelta(hours=1)))
    assert read.modified_at == datetime(2023, 3, 14, 11, tzinfo=UTC)
    assert read.language == "en"
    assert read.canonical_url == "https://post.example/news/pier"


def test_raw_text_and_left_out_fit_together() -> None:
    read = from_html(PAGE)
    kept = read.raw_text
    for part in reversed(read.left_out):
        kept = kept[: part.start] + kept[part.end :]
    assert kept.split() == read.text.split()


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 5000,
        '{"@type":',
        "null",
        '"text"',
        '[{"@type":["x",1]}]',
        '{"@type":"Article","author":{"name":{"name":[]}}}',
    ],
)
def test_broken_json_ld_harms_nothing(script: str) -> None:
    page = PAGE.replace("</head>", f'<script type="application/ld+json">{script}</script></head>')
    assert from_html(page).title == "Northern pier to close"


@pytest.mark.parametrize(
    ("encoding", "declared", "meta"),
    [
        ("utf-8", "", ""),
        ("utf-8", "iso-8859-1", "windows-1252"),
        ("utf-8-sig", "", "iso-8859-1"),
        ("cp1252", "", "iso-8859-1"),
        ("cp1252", "utf-8", "utf-8"),
        ("cp1252", "", ""),
        ("utf-16", "", ""),
        ("utf-16-le", "utf-8", ""),
    ],
)
def test_text_is_read_whatever_the_charset_claims(encoding: str, declared: str, meta: str) -> None:
    page = PAGE.replace("4,200 passengers", "4,200 café‑goers – “naïve” ones –".replace("‑", "-"))
    page = page.replace('<meta charset="utf-8">', f'<meta charset="{meta}">' if meta else "")
    read = from_html(page.encode(encoding, "xmlcharrefreplace"), charset=declared)
    assert "café-goers – “naïve” ones –" in read.text


def test_other_scripts_are_read_by_their_declaration() -> None:
    body = "".join(
        f"<p>Портовое управление сообщило во вторник, что закроет северный пирс на {n} недель.</p>" for n in range(9)
    )
    read = from_html(f"<html><body><article>{body}</article></body></html>".encode("cp1251"), charset="windows-1251")
    assert "Портовое управление" in read.text
    assert read.language == "ru"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("", "no_text"),
        ("<html></html>", "no_text"),
        ("<html><body><script>" + "x=1;" * 5000 + "</script></body></html>", "no_text"),
        ("<div>" * 100_000 + "text", "too_complex"),
        ("<b>" * 500_000 + "text", "too_complex"),
        ("<p>word" * 200_000, "too_complex"),
        ("<!--" * 500_000, "no_text"),
        ("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">", "no_text"),
        ("x" * 5_000_001, "too_large"),
    ],
)
def test_pages_that_cannot_be_read_fail_visibly_and_soon(page: str, code: str) -> None:
    began = time.process_time()
    with pytest.raises(ExtractionError) as caught:
        from_html(page)
    assert caught.value.code == code
    assert time.process_time() - began < 15


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "<span>some text here </span>" * 50_000,
        "<div class=comments>" * 200 + "<p>Some text in it.</p>" * 10_000,
        "<p>" + "a" * 2_000_000 + "</p>",
        "<p>" + ".,;" * 700_000 + "</p>",
        "<" * 2_000_000,
    ],
)
def test_heavy_pages_end(page: str) -> None:
    began = time.process_time()
    with contextlib.suppress(ExtractionError):
        from_html(page)
    assert time.process_time() - began < 25


@pytest.mark.parametrize("name", sorted(path.name for path in ARTICLES.glob("*.html")) or ["away"])
def test_real_pages_give_a_text_a_title_and_a_date(name: str) -> None:
    if name == "away":
        pytest.skip("the shared articles are away")
    read = from_bytes((ARTICLES / name).read_bytes(), filename=name)
    assert len(read.text) > 1000
    assert read.title
    assert read.published_at is not None
    assert read.published_at.year == 2019
    assert read.language == "en"
    assert not any(
        line.lower().startswith(("share", "sign up", "read more", "advert", "comment"))
        for line in read.text.split("\n")
    )


def test_whom_an_author_writes_for_is_no_part_of_the_name() -> None:
    byline = '<div class="byline"><div>By ADA ROE and TOM POE</div><div>Harbour Press Agency</div></div>'
    page = (
        f"<html><body><h1>Northern pier to close</h1>{byline}"
        + "".join(f"<p>{line}</p>" for line in BODY)
        + "</body></html>"
    )
    assert from_html(page).authors == ("Ada Roe", "Tom Poe")


def test_a_date_behind_the_name_in_a_byline_is_the_day_of_the_article() -> None:
    page = (
        "<html><body><article><h1>Fire in Oxley kills three</h1><p class='byline'>By Zoë Brontë | 3 February 2021</p>"
    )
    page += "<p>A fire in Oxley killed three people and injured 14 on Sunday, the county said in a long statement.</p>"
    found = from_html(page.encode())
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == "2021-02-03"
    assert found.authors == ("Zoë Brontë",)
