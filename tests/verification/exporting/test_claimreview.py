from __future__ import annotations

import io
import os
import random
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from claims.clock import now
from tests.verification import desk
from verification import publishing
from verification.exporting.claimreview import (
    claim_review,
    claim_reviews,
    data_feed,
    dead_pages,
    inline,
    published,
    shortened,
)
from verification.exporting.lint import ADVICE, lint
from verification.models import Capture, CaptureState, Danger, EarlierClaim, Rating, Risk, VerdictEvidence

pytestmark = pytest.mark.django_db
LABELS = ["True", "False", "Half true"]


def review(**changes: Any) -> dict[str, Any]:
    document = claim_review(desk.published("false"))
    assert document is not None
    return {**document, **changes}


def test_a_published_check_has_all_that_readers_ask_for() -> None:
    document = review()
    assert document["@type"] == "ClaimReview"
    assert document["url"].startswith("http://127.0.0.1:8000/checks/")
    assert document["reviewRating"]["alternateName"] == "False"
    assert [document["reviewRating"][name] for name in ("worstRating", "ratingValue", "bestRating")] == [1, 1, 5]
    assert document["itemReviewed"]["author"] == {"@type": "Person", "name": "the mayor"}
    assert document["itemReviewed"]["appearance"]["url"] == "https://paper.example/bridge"
    assert len(document["citation"]) == 1
    assert lint(document, LABELS) == []


def test_a_rating_outside_the_scale_has_no_number() -> None:
    document = claim_review(desk.published("unproven"))
    assert document is not None
    assert set(document["reviewRating"]) == {"@type", "alternateName", "ratingExplanation"}


def test_a_correction_is_told_and_a_retraction_ends_it() -> None:
    check, editor = desk.published("true"), desk.person("editor")
    publishing.correct(check, actor=editor, note="The year was wrong.", rating="false")
    document = claim_review(desk.fresh(check))
    assert document is not None
    assert [item["text"] for item in document["correction"]] == ["The year was wrong."]
    assert document["dateModified"] >= document["datePublished"]
    publishing.retract(check, actor=editor, note="Forged.")
    assert claim_review(desk.fresh(check)) is None


def test_the_feed_is_public_and_whole() -> None:
    checks = [desk.published() for _ in range(3)]
    desk.check("decided")
    feed = orjson.loads(b"".join(data_feed()))
    urls = [item["item"][0]["url"] for item in feed["dataFeedElement"]]
    assert urls == [publishing.public_url(check) for check in checks]
    served = Client().get("/api/v1/exports/claimreview")
    assert orjson.loads(served.getvalue()) == feed
    assert served["Content-Type"] == "application/ld+json"


def test_an_empty_feed_is_json_too() -> None:
    assert orjson.loads(b"".join(data_feed()))["dataFeedElement"] == []


def test_nothing_gets_out_of_its_script_element() -> None:
    evil = "</script><script>alert(1)</script> & \u2028 <!--"
    text = inline({"claimReviewed": evil})
    assert not re.search("[<>&\u2028\u2029]", text)
    assert orjson.loads(text) == {"claimReviewed": evil}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"claimReviewed": ""}, "claim_missing"),
        ({"claimReviewed": "x" * 75}, "claim_long"),
        ({"claimReviewed": "It is half true that it rained."}, "claim_holds_verdict"),
        ({"url": "/checks/1/"}, "url_not_absolute"),
        ({"url": "https://elsewhere.example/1"}, "url_elsewhere"),
        ({"datePublished": "yesterday"}, "date_wrong"),
        ({"reviewRating": {}}, "rating_unnamed"),
        ({"reviewRating": {"alternateName": "False", "ratingValue": "1"}}, "rating_not_whole"),
        (
            {"reviewRating": {"alternateName": "False", "ratingValue": 9, "worstRating": 1, "bestRating": 6}},
            "rating_off_scale",
        ),
        ({"itemReviewed": {"author": {"name": ""}, "appearance": {"url": "https://a.example"}}}, "speaker_empty"),
        ({"itemReviewed": {}}, "appearance_missing"),
        ({"itemReviewed": {"appearance": {"url": "http://127.0.0.1:8000/x"}}}, "appearance_own"),
        ({"citation": [{"name": "A letter"}]}, "citation_without_url"),
    ],
)
def test_the_linter_names_every_fault(changes: dict[str, Any], code: str) -> None:
    assert [finding.code for finding in lint(review(**changes), LABELS)] == [code]


def test_a_dead_citation_is_told_unless_an_archive_has_it() -> None:
    check = desk.published()
    document = VerdictEvidence.objects.get(verdict__verification=check).evidence.document
    risk = Risk.objects.create(verification=check, document=document, danger=Danger.PAGE_DEAD)
    told = claim_review(check)
    assert told is not None
    assert [finding.code for finding in lint(told, LABELS, dead_pages([told]))] == ["citation_dead"]
    written = io.StringIO()
    with pytest.raises(CommandError, match="1 findings"):
        call_command("export", "claimreview", "--lint", stdout=written)
    assert "citation_dead" in written.getvalue()
    capture = Capture.objects.create(document=document, state=CaptureState.DONE, url="https://archive.example/1")
    kept = claim_review(check)
    assert kept is not None
    assert kept["citation"][0]["archivedAt"] == capture.url
    assert lint(kept, LABELS, dead_pages([kept])) == []
    capture.delete()
    Risk.objects.filter(pk=risk.pk).update(ended_at=now())
    assert lint(told, LABELS, dead_pages([told])) == []


def google(document: dict[str, Any], page: str) -> list[str]:
    """Google's rules and schema.org's types, written from their pages and not from our linter."""
    rating, item = document["reviewRating"], document["itemReviewed"]
    numbers = [rating.get(name) for name in ("worstRating", "ratingValue", "bestRating")]
    rules = {
        "types": (document["@type"], item["@type"], rating["@type"]) == ("ClaimReview", "Claim", "Rating"),
        "claim": 0 < len(document["claimReviewed"]) < 75,
        "no verdict in the claim": rating["alternateName"].casefold() not in document["claimReviewed"].casefold(),
        "url": document["url"].startswith("http://127.0.0.1:8000/checks/"),
        "author": bool(document["author"]["name"] and document["author"]["url"]),
        "label": bool(rating["alternateName"]) and rating["alternateName"] in page,
        "scale": numbers == [None] * 3
        or (
            all(isinstance(number, int) for number in numbers)
            and 1 <= numbers[0] <= numbers[1] <= numbers[2] > numbers[0]
        ),
        "speaker": "author" not in item or bool(item["author"]["name"]),
        "appearance": "appearance" not in item or item["appearance"]["url"].startswith("https://"),
        "dates": all(datetime.fromisoformat(document[name]) for name in ("datePublished", "dateModified")),
        "language": bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", document["inLanguage"])),
        "one on the page": page.count("application/ld+json") == 1,
    }
    return [rule for rule, kept in rules.items() if not kept]


def test_made_up_checks_break_no_rule_of_google_or_schema_org() -> None:
    chance = random.Random(4)
    words = ["prices", "rents", "the harbour", "council", "fell", "rose", "by", "per cent", "since 2019", "in Łódź"]
    words += ["São Paulo", "–", "40 million €", "“new”", "bridges"]
    ratings, reviewer = list(Rating.objects.all()), desk.person("reviewer")
    for number in range(int(os.environ.get("CLAIMREVIEWS", "60"))):
        statement = " ".join(chance.choices(words, k=chance.randint(2, 30))).capitalize() + "."
        about = desk.claim(
            desk.article(language=chance.choice(["en", "de", ""]), title=chance.choice(["", "A bridge"])),
            statement=statement,
            speaker=chance.choice(["", "Mayor O’Neill", "张伟"]),
            published_at=chance.choice([None, now()]),
        )
        check = desk.check("published", about, slug=f"check-{number}", published_at=now(), published_version=1)
        check.verdicts.create(version=1, rating=chance.choice(ratings), rationale="Counted.", reviewer=reviewer)
    reviews = list(claim_reviews(published()))
    assert len(reviews) >= 60
    for document in reviews:
        page = Client().get(document["url"].removeprefix("http://127.0.0.1:8000")).content.decode()
        assert google(document, page) == [], document
        assert {finding.code for finding in lint(document, LABELS)} <= ADVICE


def test_a_long_claim_is_cut_at_a_word_and_stands_whole_beside() -> None:
    statement = "The city council of Northport voted on Monday to close two of its five libraries next year."
    check = desk.check(about=desk.claim(desk.article(), statement=statement))
    document = claim_review(desk.published("false", check))
    assert document is not None
    assert document["claimReviewed"] == "The city council of Northport voted on Monday to close two of its five…"
    assert document["itemReviewed"]["text"] == statement
    assert [finding.code for finding in lint(document, LABELS)] == ["claim_long"]
    assert [len(shortened("x" * size)) for size in (74, 75, 500)] == [74, 74, 74]


def test_the_library_of_another_desk_reads_what_the_feed_writes(tmp_path: Path, settings: Any) -> None:
    long = desk.claim(desk.article(), statement="The council voted to close two of its five libraries, and more, " * 3)
    checks = [desk.published("false"), desk.published("true", desk.check(about=long))]
    path = tmp_path / "claimreview.jsonld"
    call_command("export", "claimreview", "--out", str(path))
    urls = [str(publishing.public_url(check)) for check in checks]
    settings.SITE_URL = "https://another.example"  # its own checks a desk knows already
    call_command("library", "add", str(path), stdout=io.StringIO())
    read = {row.url: row for row in EarlierClaim.objects.all()}
    assert set(read) == set(urls)
    for check, url in zip(checks, urls, strict=True):
        row = read[url]
        assert (row.statement, row.speaker) == (check.claim.statement.strip(), check.claim.speaker)
