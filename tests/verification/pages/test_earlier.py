"""Earlier checks first on the review page; changed texts on the review page, the dashboard and the article's page."""

from __future__ import annotations

import hashlib

import pytest

from claims.models import ArticleVersion
from tests.verification import desk
from tests.verification.pages.browsing import client_for, page
from verification.library.claimreview import Review
from verification.matching import offer, remember_claims, remember_reviews
from verification.models import Answered, SeenBefore, State, TextChange, Verification

pytestmark = pytest.mark.django_db

BRIDGE = "The harbour bridge at Ellery cost 40 million euros."


def _check(statement: str, url: str) -> Verification:
    about = desk.claim(desk.article(url=url), statement=statement)
    remember_claims([about])
    return desk.check(about=about)


def _offered() -> tuple[Verification, Verification]:
    first = desk.published("false", of=_check(BRIDGE, "https://paper.example/1"))
    review = Review(
        claim="The bridge in Ellery's harbour cost 40 million euros.",
        url="https://checks.example/bridge",
        rating="Mostly <false>",
        publisher="Ellery Checks",
    )
    remember_reviews([review])
    second = _check("Building the bridge in Ellery's harbour cost 40 million euros.", "https://paper.example/2")
    assert offer(second.pk) == 2
    return first, second


def test_earlier_checks_stand_above_the_evidence_with_their_rating_and_are_marked_as_secondary() -> None:
    first, second = _offered()
    desk.evidence(second)
    text = page(client_for("reviewer").get(f"/claims/{second.claim_id}/"))
    assert text.index('id="earlier"') < text.index('id="g-supports"')
    block = text[text.index('id="earlier"') : text.index('id="g-supports"')]
    assert "secondary" in block
    assert f"/claims/{first.claim_id}/" in block
    assert f"/checks/{first.slug}/" in block
    assert "<b>False</b>" in block
    assert "Mostly &lt;false&gt;" in block
    assert "Ellery Checks" in block


def test_fact_checks_among_the_evidence_are_named_first_and_marked_too() -> None:
    row = desk.check()
    found = desk.evidence(row, provider="google_factcheck")
    desk.evidence(row)
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    assert f'href="#e{found.pk}"' in text[text.index('id="earlier"') : text.index('id="g-supports"')]
    assert text[text.index('id="g-supports"') :].count(">secondary<") == 1


def test_an_offer_is_accepted_or_dismissed_by_those_who_may_merge() -> None:
    first, second = _offered()
    ours = second.seen_before.get(earlier__claim=first.claim_id)
    theirs = second.seen_before.get(earlier__claim=None)
    base = f"/claims/{second.claim_id}/earlier"
    assert client_for("submitter").post(f"{base}/{ours.pk}/accept/").status_code == 403
    assert client_for("reviewer").get(f"{base}/{ours.pk}/accept/").status_code == 405
    reviewer = client_for("reviewer")
    assert reviewer.post(f"{base}/{theirs.pk}/dismiss/").status_code == 302
    assert "Not the same" in page(reviewer.get(f"/claims/{second.claim_id}/"))
    assert reviewer.post(f"{base}/{ours.pk}/accept/").status_code == 302
    second = desk.fresh(second)
    assert (second.state, second.duplicate_of_id) == (State.DUPLICATE, first.claim_id)
    again = reviewer.post(f"{base}/{ours.pk}/accept/")
    assert again.status_code == 409
    assert 'role="alert"' in page(again)
    assert set(SeenBefore.objects.values_list("answer", flat=True)) == {Answered.ACCEPTED, Answered.DISMISSED}


def test_a_blind_verdict_is_not_told_by_the_back_door(settings) -> None:
    settings.BLIND_SECOND_REVIEW = True
    first = _check(BRIDGE, "https://paper.example/1")
    desk.verdict(first, desk.person("reviewer"), "false")
    second = _check(BRIDGE + " ", "https://paper.example/2")
    offer(second.pk)
    text = page(client_for("reviewer").get(f"/claims/{second.claim_id}/"))
    block = text[text.index('id="earlier"') :][:1500]
    assert "no verdict yet" in block
    assert "<b>False</b>" not in block


def test_a_changed_text_is_seen_on_the_review_page_the_dashboard_and_the_article() -> None:
    row = desk.published()
    article = row.claim.article
    assert article is not None
    text = desk.TEXT.replace("40 million", "90 million")
    version = ArticleVersion.objects.create(
        article=article,
        number=2,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        changes=[{"claim": row.claim_id, "before": desk.TEXT[:48], "after": text[:48], "gone": False}],
    )
    change = TextChange.objects.create(verification=row, version=version, before=desk.TEXT[:48], after=text[:48])
    reviewer = client_for("reviewer")
    shown = page(reviewer.get(f"/claims/{row.claim_id}/"))
    assert "<del>40</del><ins>90</ins>" in shown
    assert "these words stood in version 1" in shown
    assert "Their article has changed" in page(reviewer.get("/"))
    shown = page(reviewer.get(f"/articles/{article.pk}/"))
    assert "<del>40</del><ins>90</ins>" in shown
    assert "1 claim stood in a sentence that changed or is gone" in shown
    assert "no longer in the article" in shown
    for odd in ("1", "2", "99", "x", "-1", "9" * 30):
        assert reviewer.get(f"/articles/{article.pk}/", {"compare": odd}).status_code == 200
    assert reviewer.post(f"/claims/{row.claim_id}/changes/{change.pk}/seen/").status_code == 302
    assert "Their article has changed" not in page(reviewer.get("/"))
