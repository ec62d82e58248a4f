"""Who may open which page and do which act; what is not there; what every page keeps to."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.verification import desk
from tests.verification.pages.browsing import ROLES, client_for, page
from verification.models import Document

pytestmark = pytest.mark.django_db

LOGIN, REFUSED, OPEN = 302, 403, 200
FOR_ANYBODY = (OPEN,) * 6
FOR_ROLES = (LOGIN, REFUSED, OPEN, OPEN, OPEN, OPEN)

PAGES = {
    "/": FOR_ROLES,
    "/articles/": FOR_ROLES,
    "/articles/new/": FOR_ROLES,
    "/articles/{article}/": FOR_ROLES,
    "/articles/{article}/progress/": FOR_ROLES,
    "/articles/lines/": (LOGIN, REFUSED, 286, 286, 286, 286),
    "/articles/feeds/": FOR_ROLES,
    "/queue/": FOR_ROLES,
    "/claims/{claim}/": FOR_ROLES,
    "/claims/{claim}/searches/": FOR_ROLES,
    "/documents/{document}/": FOR_ROLES,
    "/documents/{document}/page/": FOR_ROLES,
    "/documents/{document}/snapshot/": FOR_ROLES,
    "/me/": FOR_ROLES,
    "/people/": (LOGIN, REFUSED, REFUSED, REFUSED, REFUSED, OPEN),
    "/sitemap.xml": FOR_ANYBODY,
    "/robots.txt": FOR_ANYBODY,
    "/reports/": FOR_ROLES,
    "/reports/states.csv": FOR_ROLES,
    "/checks/": FOR_ANYBODY,
    "/checks/{slug}/": FOR_ANYBODY,
    "/checks/{slug}/card.svg": FOR_ANYBODY,
    "/checks/feed.atom": FOR_ANYBODY,
    "/metrics": FOR_ANYBODY,
    "/accounts/login/": FOR_ANYBODY,
    "/accounts/password_change/": (LOGIN, OPEN, OPEN, OPEN, OPEN, OPEN),
}


@pytest.mark.parametrize("address", PAGES)
def test_who_may_open_a_page(address: str) -> None:
    row = desk.published()
    places = {
        "article": row.claim.article_id,
        "claim": row.claim_id,
        "document": Document.objects.values_list("pk", flat=True)[0],
        "slug": row.slug,
    }
    seen = {role: client_for(role).get(address.format(**places)).status_code for role in ROLES}
    assert seen == dict(zip(ROLES, PAGES[address], strict=True))


REVIEWERS = (LOGIN, REFUSED, REFUSED, True, True, True)
EDITORS = (LOGIN, REFUSED, REFUSED, REFUSED, True, True)
ACTS = {
    "/queue/next/": REVIEWERS,
    "/queue/acts/": REVIEWERS,
    "/claims/{claim}/take/": REVIEWERS,
    "/claims/{claim}/draft/": REVIEWERS,
    "/claims/{claim}/verdict/": REVIEWERS,
    "/claims/{claim}/approve/": REVIEWERS,
    "/claims/{claim}/reject/": REVIEWERS,
    "/claims/{claim}/edit/": REVIEWERS,
    "/claims/{claim}/topic/": REVIEWERS,
    "/claims/{claim}/divide/": REVIEWERS,
    "/claims/{claim}/gather/": REVIEWERS,
    "/claims/{claim}/notes/": REVIEWERS,
    "/claims/{claim}/contacts/": REVIEWERS,
    "/claims/{claim}/set-aside/": REVIEWERS,
    "/claims/{claim}/reopen/": REVIEWERS,
    "/claims/{claim}/merge/": REVIEWERS,
    "/articles/{article}/claims/": REVIEWERS,
    "/evidence/{evidence}/mark/": REVIEWERS,
    "/claims/{claim}/adjudicate/": EDITORS,
    "/claims/{claim}/publish/": EDITORS,
    "/claims/{claim}/correct/": EDITORS,
    "/claims/{claim}/retract/": EDITORS,
}


@pytest.mark.parametrize("address", ACTS)
def test_who_may_do_an_act(address: str) -> None:
    """Whoever may is not refused; whether the act makes sense in this state is the verbs' own matter."""
    for role, wanted in zip(ROLES, ACTS[address], strict=True):
        row = desk.check()
        places = {"claim": row.claim_id, "article": row.claim.article_id, "evidence": desk.evidence(row).pk}
        status = client_for(role).post(address.format(**places)).status_code
        if wanted is True:
            assert status in (302, 409, 422), (role, status)
        else:
            assert status == wanted, role


LESSER = ["/assignments/{hold}/renew/", "/assignments/{hold}/give-back/", "/undo/", "/queue/seen/", "/queue/views/"]


@pytest.mark.parametrize("address", [*ACTS, *LESSER])
def test_acts_are_not_done_by_following_a_link(address: str) -> None:
    row = desk.check()
    places = {"claim": row.claim_id, "article": row.claim.article_id, "evidence": 1, "hold": 1}
    assert client_for("admin").get(address.format(**places)).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/claims/999/",
        "/articles/999/",
        "/documents/999/",
        "/checks/none/",
        "/reports/none.csv",
        "/claims/9999999999999999999999/",
    ],
)
def test_what_is_not_there_is_a_designed_404(address: str) -> None:
    answer = client_for("editor").get(address)
    assert answer.status_code == 404
    assert "Start page" in page(answer)


def test_pages_hold_no_inline_script_or_style() -> None:
    """The policy of the settings would drop them, and with them whatever they do."""
    row = desk.published()
    client = client_for("admin")
    addresses = ["/", "/articles/", "/articles/new/", "/queue/?state=all", "/reports/", "/checks/"]
    addresses += [f"/articles/{row.claim.article_id}/", f"/claims/{row.claim_id}/", f"/checks/{row.slug}/"]
    for address in addresses:
        answer = client.get(address)
        text = page(answer)
        assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text), address
        assert not re.search(r"<script(?![^>]*(\ssrc=|application/ld\+json))", text), address
        assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_metrics_count_the_rows() -> None:
    desk.check()
    text = page(Client().get("/metrics"))
    assert 'proofdesk_claims{state="open"} 1.0' in text
    assert "proofdesk_oldest_open_claim_seconds" in text


def test_reports_are_tables_and_downloads() -> None:
    desk.published()
    client = client_for("submitter")
    assert "Verdicts by rating" in page(client.get("/reports/"))
    csv = page(client.get("/reports/ratings.csv")).splitlines()
    assert csv[0] == "rating,latest verdicts,of these public"
    assert "True,1,1" in csv
