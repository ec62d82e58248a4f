"""An article split with a model service: what the page and the trail tell of it."""

from __future__ import annotations

import pytest

from claims import intake
from claims.models import Article
from tests.claims.proposing.conftest import service  # noqa: F401 - the fixture
from tests.verification.pages.browsing import client_for, page
from verification.models import AuditEntry

TEXT = "The harbour bridge in Port Ellery cost 40 million euros. The council approved the plan in 2014."

pytestmark = pytest.mark.django_db(transaction=True)


def _split() -> Article:
    article = intake.submit(actor=None, text=TEXT).article
    intake.split_article(article.pk)
    return Article.objects.get(pk=article.pk)


def test_a_proposed_splitting_is_said_on_the_page_and_in_the_trail(service):  # noqa: F811
    service.play("lie")
    article = _split()
    assert article.state == "gathering"
    for claim in article.claims.select_related("article_version"):
        assert claim.article_version.text[claim.start : claim.end] == claim.quote
    entry = AuditEntry.objects.get(verb="splitting_proposed")
    assert (entry.data["proposed"], entry.data["not_in_article"], entry.data["invented"]) == (4, 1, 2)
    shown = page(client_for("reviewer").get(f"/articles/{article.pk}/"))
    assert "1 of 4 claims stand in the article" in shown
    assert "1 were dropped because their words do not stand in it" in shown


def test_a_failure_is_said_too_and_the_article_is_split_all_the_same(service):  # noqa: F811
    service.play("429")
    article = _split()
    assert article.claims.count() >= 2
    entry = AuditEntry.objects.get(verb="splitting_proposal_failed")
    assert entry.data["code"] == "busy"
    assert "429" in entry.note
    assert "asks us to slow down" in page(client_for("reviewer").get(f"/articles/{article.pk}/"))


def test_without_a_service_nothing_is_said(settings):
    settings.LLM_BASE_URL = ""
    article = _split()
    assert not AuditEntry.objects.filter(verb__startswith="splitting").exists()
    assert "model service" not in page(client_for("reviewer").get(f"/articles/{article.pk}/"))
