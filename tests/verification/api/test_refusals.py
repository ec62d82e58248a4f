"""What an outside program got away with, or what fell over, before somebody tried it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.verification import desk
from verification import reviewing
from verification.models import Assignment, State, Verification, Webhook

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
UNSEEN = ["\u200b\u00a0", "\u202e", "\u200d \u2060"]


@pytest.mark.parametrize("role", ["reviewer", "editor"])
def test_what_is_public_is_reworded_by_a_correction_only(caller: Make, role: str) -> None:
    row = desk.published()
    person = caller(role)
    words = {"statement": "The bridge cost nothing.", "version": row.claim.version}
    answer = person.send("PATCH", f"/claims/{row.claim_id}", words)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")

    Verification.objects.filter(pk=row.pk).update(state=State.CORRECTING)
    assert person.send("PATCH", f"/claims/{row.claim_id}", words).status_code == (200 if role == "editor" else 403)


@pytest.mark.parametrize("state", [State.SECOND_REVIEW, State.DECIDED])
def test_what_was_rated_keeps_its_words(caller: Make, state: State) -> None:
    row = desk.check()
    desk.verdict(row, desk.person("reviewer"))
    Verification.objects.filter(pk=row.pk).update(state=state)
    words = {"statement": "The bridge cost nothing.", "version": desk.fresh(row).claim.version}
    answer = caller("editor").send("PATCH", f"/claims/{row.claim_id}", words)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert desk.fresh(row).claim.statement != "The bridge cost nothing."


def test_the_words_before_an_edit_stay_in_the_history(caller: Make) -> None:
    row, person = desk.check(), caller("reviewer")
    before = row.claim.statement
    words = {"statement": "The new bridge cost 40 million euros.", "version": row.claim.version}
    assert person.send("PATCH", f"/claims/{row.claim_id}", words).status_code == 200
    assert before in person.get(f"/claims/{row.claim_id}/history").content.decode()


def test_a_correction_under_way_shows_nobody_its_new_words_yet(caller: Make, client: Any) -> None:
    row, editor = desk.published(), caller("editor")
    old, new = row.claim.statement, "The bridge cost nothing at all."
    path = f"/claims/{row.claim_id}"
    assert editor.post(f"{path}/correct", {"note": "The claim was misquoted."}).status_code == 200
    version = desk.fresh(row).claim.version
    assert editor.send("PATCH", path, {"statement": new, "speaker": "A Mayor", "version": version}).status_code == 200
    public = (f"/checks/{row.slug}/", f"/checks/{row.slug}/card.svg", "/checks/", "/checks/feed.atom")
    feeds = "/api/v1/exports/claimreview"

    def told(address: str) -> str:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return " ".join(body.decode().split())

    for address in (*public, feeds):
        assert "nothing at all" not in told(address), address
        assert "A Mayor" not in told(address), address
    assert editor.post(f"{path}/publish").status_code == 200
    for address in (public[0], public[2], public[3], feeds):
        assert new in told(address), address
    assert "The claim was worded before:" in told(public[0])
    assert old in told(public[0])


@pytest.mark.parametrize("path", ["/claims", "/claims/1", "/exports/claims", "/exports/claimreview"])
def test_too_many_parameters_are_malformed(caller: Make, path: str) -> None:
    answer = caller("reviewer").get(path + "?" + "a=1&" * 2000)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("key", ["two words", "é", "k" * 201, ""])
def test_a_key_that_cannot_be_one_is_refused_with_a_code(caller: Make, key: str) -> None:
    answer = caller("reviewer").send("POST", "/claims", {"statement": "The bridge is open."}, Idempotency_Key=key)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert problem["errors"][0]["field"] == "Idempotency-Key"


def test_a_webhook_for_no_event_is_refused_and_told_what_there_is(caller: Make) -> None:
    admin, url = caller("admin"), "https://hooks.example/a"
    answer = admin.post("/webhooks", {"url": url, "events": []})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "invalid")
    assert problem["errors"][0]["field"] == "events"
    assert "claim.ready" in problem["errors"][0]["message"]
    assert not Webhook.objects.exists()
    assert admin.post("/webhooks", {"url": url}).json()["events"] == []
    assert admin.post("/webhooks", {"url": url, "events": ["claim.ready"]}).json()["events"] == ["claim.ready"]


@pytest.mark.parametrize("unseen", UNSEEN)
def test_text_in_which_nothing_can_be_seen_is_no_text(caller: Make, unseen: str) -> None:
    claim = desk.check().claim_id
    person = caller("editor")
    for path, body in (
        ("/claims", {"statement": unseen}),
        (f"/claims/{claim}/set-aside", {"reason": unseen}),
        (f"/claims/{claim}/notes", {"text": unseen}),
        (f"/claims/{claim}/contacts", {"whom": unseen}),
    ):
        assert person.post(path, body).status_code == 422, path


@pytest.mark.parametrize("share", ["٠.٥", "0_1", "nan", "1e400", "-0.1", "0x1"])
def test_a_share_is_a_plain_number(caller: Make, share: str) -> None:
    assert caller("reviewer").get(f"/claims?min_checkworthiness={share}").status_code == 422
    assert caller("reviewer").get("/claims?min_checkworthiness=0.50").status_code == 200


def test_no_rating_and_an_unknown_one_are_told_apart(caller: Make) -> None:
    person = caller("reviewer")
    row = desk.check()
    cited, held = desk.evidence(row), reviewing.take(row, reviewer=person.person)
    given = {"rationale": "So.", "evidence": [str(cited.pk)], "assignment": str(held.pk), "version": row.claim.version}
    for rating in ("", " "):
        answer = person.post(f"/claims/{row.claim_id}/verdicts", {**given, "rating": rating})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": "rating", "message": "No rating was chosen."}]
    unknown = person.post(f"/claims/{row.claim_id}/verdicts", {**given, "rating": "so-so"}).json()
    assert "There is no such rating" in unknown["detail"]
    assert "mostly-true" in unknown["errors"][0]["message"]


@pytest.mark.parametrize("host", ["elsewhere.example", "a b", "elsewhere.example:x"])
def test_a_wrong_host_is_a_problem_and_one_line_in_the_log(
    caller: Make, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = caller("reviewer").get("/claims", headers={"Host": host})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "host"
    (line,) = caplog.records
    assert line.exc_info is None
    assert host in line.getMessage()
    page = caller("reviewer").client.get("/checks/", headers={"Host": host})
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")


def test_a_packed_body_is_a_media_type_that_is_not_taken(caller: Make) -> None:
    person = caller("reviewer")
    packed = gzip.compress(b'{"statement": "The bridge is open."}')
    for path, kind in (("/claims", "application/json"), ("/articles/batch", "application/x-ndjson")):
        for coding in ("gzip", "br", "identity, gzip"):
            answer = person.client.generic(
                "POST", f"/api/v1{path}", packed, content_type=kind, headers={"Content-Encoding": coding}
            )
            assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")
            assert answer.json()["code"] == "content_encoding"
    assert person.post("/claims", {"statement": "The bridge is open."}, Content_Encoding="identity").status_code == 202


def test_null_is_no_body_and_takes_no_claim(caller: Make) -> None:
    person = caller("reviewer")
    desk.check()
    answer = person.client.post("/api/v1/queue/next", b"null", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert not Assignment.objects.exists()
    assert person.post("/queue/next").status_code == 200


def test_no_body_where_one_is_needed_is_malformed(caller: Make) -> None:
    claim = desk.check().claim_id
    person = caller("editor")
    for path in ("/articles", "/claims", f"/claims/{claim}/notes", f"/claims/{claim}/verdicts"):
        answer = person.post(path)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), path


def test_a_contact_takes_the_contracts_words_too(caller: Make) -> None:
    claim = desk.check().claim_id
    asked = {"whom": "The mayor", "how": "e-mail", "when": "2026-10-01T09:00:00Z", "answer": "None yet."}
    answer = caller("reviewer").post(f"/claims/{claim}/contacts", asked)
    assert answer.status_code == 201
    assert (answer.json()["way"], answer.json()["asked_at"][:16]) == ("e-mail", "2026-10-01T09:00")
