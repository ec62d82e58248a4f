"""How many queries a page needs, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.verification import desk
from tests.verification.pages.browsing import client_for
from verification import reviewing
from verification.models import Verification

pytestmark = pytest.mark.django_db


def filled(claims: int) -> Verification:
    """An article with so many claims, each with evidence and a search, some held."""
    article = desk.article()
    rows = [desk.check(about=desk.claim(article, start=0, end=20 + number)) for number in range(claims)]
    for row in rows:
        for _ in range(claims):
            desk.evidence(row)
    reviewing.take(rows[0], reviewer=desk.person("reviewer"))
    return desk.fresh(rows[0])


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


BUDGETS = {"/": 14, "/articles/": 9, "/articles/{article}/": 10, "/queue/": 12, "/claims/{claim}/": 24, "/checks/": 6}


@pytest.mark.parametrize("address", BUDGETS)
def test_pages_keep_their_query_budget_however_much_there_is(address: str) -> None:
    client = client_for("editor")
    row = filled(2)
    places = {"article": row.claim.article_id, "claim": row.claim_id}
    client.get("/")
    few = queries(client, address.format(**places))
    row = filled(9)
    places = {"article": row.claim.article_id, "claim": row.claim_id}
    many = queries(client, address.format(**places))

    assert many <= few
    assert many <= BUDGETS[address]


def test_a_long_list_is_sent_packed() -> None:
    filled(12)
    answer = client_for("reviewer").get("/queue/?state=all", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 12_000
    assert "Accept-Encoding" in answer["Vary"]
