"""The second person, blind or not, and the editor between two."""

from __future__ import annotations

from typing import Any

import pytest

from tests.verification import desk
from tests.verification.pages.browsing import client_for, held, login, page
from verification.models import State

pytestmark = pytest.mark.django_db


def test_one_does_not_review_oneself_but_another_person_does() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    client = login(reviewer)
    client.post(f"/claims/{row.claim_id}/verdict/", form)

    assert "waits for a second person" in page(client.get(f"/claims/{row.claim_id}/"))
    refused = client.post(f"/claims/{row.claim_id}/approve/")
    assert refused.status_code == 403
    assert "your own verdict" in page(refused)

    second = client_for("reviewer")
    assert "ledger has the sum" in page(second.get(f"/claims/{row.claim_id}/"))
    assert second.post(f"/claims/{row.claim_id}/approve/").status_code == 302
    assert desk.fresh(row).state == State.DECIDED


def test_sending_back_needs_a_comment() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    login(reviewer).post(f"/claims/{row.claim_id}/verdict/", form)
    second = client_for("reviewer")

    assert second.post(f"/claims/{row.claim_id}/reject/").status_code == 422
    assert second.post(f"/claims/{row.claim_id}/reject/", {"rationale": "The ledger is of 2018."}).status_code == 302
    assert desk.fresh(row).state == State.OPEN


def test_blind_review_hides_rating_and_rationale_everywhere_on_the_page(settings: Any) -> None:
    settings.BLIND_SECOND_REVIEW = True
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    form["rating"] = "mostly-false"
    login(reviewer).post(f"/claims/{row.claim_id}/verdict/", form)
    second = client_for("reviewer")

    text = page(second.get(f"/claims/{row.claim_id}/"))
    assert "ledger has the sum" not in text
    assert "(mostly-false)" not in text
    assert "Blind" in text
    assert second.post(f"/claims/{row.claim_id}/approve/").status_code == 422
    assert second.post(f"/claims/{row.claim_id}/approve/", {"rating": "true"}).status_code == 302
    assert desk.fresh(row).disputed

    third = client_for("editor")
    text = page(third.get(f"/claims/{row.claim_id}/"))
    assert "Adjudicate" in text
    assert "ledger has the sum" in text
