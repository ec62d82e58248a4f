"""A reviewer splits and joins origins; the word holds when late evidence comes, and corroboration follows it."""

from __future__ import annotations

import pytest

from claims.errors import InvalidInput
from tests.verification import desk
from tests.verification.pages.browsing import login, page
from tests.verification.weighing import stories
from verification import reviewing
from verification.errors import Denied
from verification.gathering import regroup
from verification.models import AuditEntry, Document, Evidence, OriginChoice, Verification

pytestmark = pytest.mark.django_db


def found(texts: list[str]) -> tuple[Verification, list[Evidence]]:
    """A claim with one supporting passage a page, the pages holding ``texts``."""
    row = desk.check()
    pieces = [desk.evidence(row) for _ in texts]
    for piece, text in zip(pieces, texts, strict=True):
        site = f"site{piece.pk}.example"
        Document.objects.filter(pk=piece.document_id).update(
            text=text, site=site, publisher="", canonical_url=f"https://{site}/"
        )
    regroup(row.pk)
    return row, [Evidence.objects.get(pk=piece.pk) for piece in pieces]


def origins(row: Verification) -> int:
    row.refresh_from_db()
    return row.corroboration["supports"]["origins"]


def test_a_copy_that_is_none_is_split_off_and_stays_so():
    row, (_, copy) = found([stories.WIRE, stories.REORDERED])
    assert origins(row) == 1
    reviewing.split_origin(copy, actor=desk.person("reviewer"))
    assert origins(row) == 2
    regroup(row.pk)
    assert origins(row) == 2
    copy.refresh_from_db()
    assert copy.origin.reason == "A reviewer counts it as an origin of its own."
    assert AuditEntry.objects.filter(verb="origin_split").exists()


def test_all_pages_of_one_origin_are_joined_to_another():
    row, (first, copy, other) = found([stories.WIRE, stories.REORDERED, stories.OTHER_WIRE.replace("(Reuters) - ", "")])
    assert origins(row) == 2
    reviewing.join_origin(copy, other=other, actor=desk.person("reviewer"))
    assert origins(row) == 1
    first.refresh_from_db()
    other.refresh_from_db()
    assert first.origin_id == other.origin_id


def test_the_machine_s_grouping_can_be_taken_back():
    reviewer = desk.person("reviewer")
    row, (_, copy) = found([stories.WIRE, stories.REORDERED])
    reviewing.split_origin(copy, actor=reviewer)
    reviewing.release_origin(copy, actor=reviewer)
    assert origins(row) == 1
    assert not OriginChoice.objects.exists()


def test_what_says_nothing_is_refused():
    row, (first, copy) = found([stories.WIRE, stories.REORDERED])
    _, (stranger,) = found([stories.WIRE])
    for other in (first, stranger):
        with pytest.raises(InvalidInput):
            reviewing.join_origin(first, other=other, actor=desk.person("reviewer"))
    with pytest.raises(Denied):
        reviewing.split_origin(copy, actor=desk.person("submitter"))
    assert origins(row) == 1


def test_the_page_has_the_buttons_and_says_what_went_wrong():
    row, (first, other) = found([stories.WIRE, stories.OTHER_WIRE.replace("(Reuters) - ", "")])
    browser = login(desk.person("reviewer"))
    assert f"/evidence/{first.pk}/origin/" in page(browser.get(f"/claims/{row.claim_id}/"))
    assert browser.post(f"/evidence/{first.pk}/origin/", {"act": "join", "like": other.pk}).status_code == 302
    assert origins(row) == 1
    refused = browser.post(f"/evidence/{first.pk}/origin/", {"act": "join", "like": "x"})
    assert refused.status_code == 422
    assert "Choose the passage" in page(refused)
