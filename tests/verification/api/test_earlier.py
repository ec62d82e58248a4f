"""Seen before, over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.verification import desk
from verification.api import shapes
from verification.library.claimreview import Review
from verification.matching import offer, remember_claims, remember_reviews
from verification.models import State, Verification

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def _check(statement: str, url: str) -> Verification:
    about = desk.claim(desk.article(url=url), statement=statement)
    remember_claims([about])
    return desk.check(about=about)


def test_earlier_checks_are_listed_and_answered(caller: Make) -> None:
    first = desk.published("false", of=_check("The Ellery bridge cost 40 million euros.", "https://a.example/1"))
    review = Review("The bridge at Ellery cost 40 million euros.", "https://checks.example/b", rating="Wrong")
    remember_reviews([review])
    again = _check("The bridge in Ellery cost 40 million euros.", "https://a.example/2")
    offer(again.pk)
    one = caller("reviewer")
    path = f"/claims/{again.claim_id}/seen-before"

    found = one.get(path).json()
    assert found["next"] is None
    rows = {row["claim"]: row for row in found["items"]}
    assert set(rows) == {None, str(first.claim_id)}
    assert rows[None]["rating"] == "Wrong"
    ours = rows[str(first.claim_id)]
    assert (ours["rating"], ours["state"], ours["url"].endswith(f"/checks/{first.slug}/")) == (
        "False",
        "published",
        True,
    )
    for row in found["items"]:
        shapes.SeenBeforeOut.model_validate(row)

    assert caller("submitter").send("PUT", f"{path}/{ours['id']}", {"answer": "accepted"}).status_code == 403
    assert one.send("PUT", f"{path}/{ours['id']}", {"answer": "perhaps"}).status_code == 422
    assert one.send("PUT", f"{path}/999999", {"answer": "accepted"}).status_code == 404
    assert one.send("PUT", f"{path}/{rows[None]['id']}", {"answer": "dismissed"}).json()["answer"] == "dismissed"
    assert one.send("PUT", f"{path}/{ours['id']}", {"answer": "accepted"}).json()["answer"] == "accepted"
    assert desk.fresh(again).state == State.DUPLICATE
    assert one.send("PUT", f"{path}/{ours['id']}", {"answer": "accepted"}).status_code == 409
    assert one.get(f"/claims/{again.claim_id}").json()["duplicate_of"] == str(first.claim_id)


def test_a_claim_that_repeats_nothing_has_an_empty_list(caller: Make) -> None:
    assert caller("submitter").get(f"/claims/{desk.check().claim_id}/seen-before").json() == {"items": [], "next": None}
