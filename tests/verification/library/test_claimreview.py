"""Reviews of claims read from files: alone, in lists, in feeds, and back from our own export."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from tests.verification import desk
from verification.exporting.claimreview import data_feed
from verification.library.claimreview import FeedError, Review, reviews
from verification.library.loading import load
from verification.matching import remember_reviews
from verification.models import EarlierClaim, LibraryDocument

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/bridge",
    "claimReviewed": "The bridge cost <b>40&nbsp;million</b> euros.",
    "headline": "The bridge cost half of that",
    "datePublished": "2026-03-05",
    "author": {"@type": "Organization", "name": "Ellery Checks"},
    "itemReviewed": {"@type": "Claim", "author": {"name": "The mayor"}, "datePublished": "2026-03-01T10:00:00Z"},
    "reviewRating": {"@type": "Rating", "alternateName": "Mostly false", "ratingValue": 2, "bestRating": 5},
}


def _read(data) -> list:
    return list(reviews(io.BytesIO(data if isinstance(data, bytes) else json.dumps(data).encode()), "f.json"))


def test_one_review_alone_tells_who_said_what_and_when():
    assert _read(REVIEW) == [
        Review(
            claim="The bridge cost 40 million euros.",
            url="https://checks.example/bridge",
            title="The bridge cost half of that",
            rating="Mostly false",
            publisher="Ellery Checks",
            published_at=datetime(2026, 3, 5, tzinfo=UTC),
            speaker="The mayor",
            said_at=datetime(2026, 3, 1, 10, tzinfo=UTC),
            source="f.json",
        )
    ]


@pytest.mark.parametrize(
    "shape",
    [
        lambda r: [r, r],
        lambda r: {"@graph": [{"@type": "WebPage"}, r, r]},
        lambda r: {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [r]}, {"item": r}]},
        lambda r: {"dataFeedElement": [], "more": 1} | {"dataFeedElement": [{"@type": "DataFeedItem", "item": [r, r]}]},
    ],
)
def test_lists_graphs_and_feeds_hold_the_same_reviews(shape):
    assert [found.url for found in _read(shape(REVIEW)) if isinstance(found, Review)] == [REVIEW["url"]] * 2


def test_what_is_missing_or_odd_is_named_and_the_rest_goes_on():
    odd = [
        REVIEW | {"claimReviewed": ""},
        REVIEW | {"url": "javascript:alert(1)"},
        {"@type": "Article"},
        7,
        REVIEW | {"reviewRating": {"ratingValue": 2, "bestRating": 5}, "author": ["Somebody"], "datePublished": "soon"},
        REVIEW | {"reviewRating": "False", "author": None, "itemReviewed": None, "@type": ["ClaimReview"]},
    ]
    found = _read({"dataFeedElement": odd})
    assert [type(one) for one in found] == [str, str, str, str, Review, Review]
    assert (found[4].rating, found[4].publisher, found[4].published_at) == ("2 of 5", "Somebody", None)
    assert (found[5].rating, found[5].publisher) == ("False", "checks.example")


def test_a_feed_is_read_item_by_item_and_a_broken_end_costs_only_the_end():
    whole = json.dumps({"dataFeedElement": [REVIEW | {"url": f"https://c.example/{n}"} for n in range(2500)]}).encode()
    assert len(_read(whole)) == 2500
    got: list[object] = []
    with pytest.raises(FeedError):
        got.extend(reviews(io.BytesIO(whole[:-700]), "f.json"))
    assert 2490 < len(got) < 2500


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"\xff\xfe nonsense", b'{"dataFeedElement": [{"a": '])
def test_what_is_no_json_is_said_so(data):
    with pytest.raises(FeedError):
        _read(data)


@pytest.mark.django_db
@pytest.mark.usefixtures("library")
def test_reviews_in_files_are_kept_beside_the_documents(tmp_path):
    with gzip.open(tmp_path / "feed.json.gz", "wt") as out:
        json.dump({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, 3]}, out)
    other = REVIEW | {"url": "https://checks.example/other"}
    lines = [
        json.dumps(other),
        json.dumps({"url": "https://news.example/a", "title": "T", "text": "A plain document."}),
    ]
    (tmp_path / "mixed.jsonl").write_text("\n".join(lines))
    report = load([tmp_path], keep_reviews=remember_reviews)
    assert (report.added, report.known, report.reviews, report.new_reviews, report.passed_over) == (1, 0, 2, 2, 1)
    assert report.skipped[0].where == "feed.json.gz, item 2"
    assert LibraryDocument.objects.count() == 1
    assert set(EarlierClaim.objects.values_list("source", flat=True)) == {"feed.json.gz", "mixed.jsonl"}
    assert load([tmp_path], keep_reviews=remember_reviews).new_reviews == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("library")
def test_what_one_desk_exports_another_reads_back(tmp_path, settings, capsys):
    settings.SITE_URL = "https://first.example"
    about = desk.claim(desk.article(), statement="The bridge at Ellery cost 40 million euros.", speaker="Ada Brook")
    desk.published("false", of=desk.check(about=about))
    path = tmp_path / "feed.jsonld"
    path.write_bytes(b"".join(data_feed()))
    call_command("library", "add", str(path))
    assert "0 reviews of claims added, 1 known" in capsys.readouterr().out, "it is this desk's own"
    settings.SITE_URL = "https://second.example"
    waiting = desk.check(about=desk.claim(desk.article(url="https://b.example/"), statement=about.statement + " "))
    EarlierClaim.objects.all().delete()
    call_command("library", "add", str(path))
    assert "1 review of claims added, 0 known already; 1 of the claims that wait" in capsys.readouterr().out
    assert waiting.seen_before.get().earlier.claim_id is None
    kept = EarlierClaim.objects.get(claim__isnull=True)
    assert kept.statement == about.statement
    assert kept.rating == "False"
    assert kept.speaker == "Ada Brook"
    assert kept.url.startswith("https://first.example/checks/")
    call_command("library", "stats")
    assert "1 reviews of claims by 1 publishers" in capsys.readouterr().out
