"""The contract's calls in the order in which a desk makes them, through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from claims.models import Article
from tests.verification import desk
from verification import audit
from verification.models import Draft, Verification

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def test_from_the_queue_to_the_public_feed(caller: Make) -> None:
    first, second, editor = caller("reviewer"), caller("reviewer"), caller("editor")
    check = desk.check()
    cited = desk.evidence(check)

    taken = first.post("/queue/next", {})
    assert taken.status_code == 200
    claim, held = taken.json()["claim"], taken.json()["assignment"]
    assert (claim["id"], claim["state"], claim["assignee"]) == (str(check.claim_id), "in_review", first.person.username)
    assert second.post("/queue/next").status_code == 204

    evidence = first.get(f"/claims/{claim['id']}/evidence").json()["items"]
    assert [item["id"] for item in evidence] == [str(cited.pk)]
    verdict = {
        "rating": "mostly-false",
        "rationale": "The report gives another figure.",
        "evidence": [evidence[0]["id"]],
        "assignment": held["id"],
        "version": claim["version"],
    }
    given = first.post(f"/claims/{claim['id']}/verdicts", verdict)
    assert given.status_code == 201
    assert given.json()["evidence"] == [str(cited.pk)]

    assert first.post(f"/claims/{claim['id']}/approve", {}).status_code == 403
    approved = second.post(f"/claims/{claim['id']}/approve", {"rationale": "So do I read it."})
    assert approved.json()["state"] == "decided"
    assert approved.json()["verdict"]["second"] == {
        "reviewer": second.person.username,
        "rating": "mostly-false",
        "agreed": True,
        "rejected": False,
    }

    assert second.post(f"/claims/{claim['id']}/publish").status_code == 403
    published = editor.post(f"/claims/{claim['id']}/publish").json()
    assert published["state"] == "published"
    assert published["public_url"].startswith("http://127.0.0.1:8000/checks/")
    assert isinstance(published["warnings"], list)

    feed = first.client.get("/api/v1/exports/claimreview").getvalue()
    assert b'"alternateName":"Mostly false"' in feed
    history = first.get(f"/claims/{claim['id']}/history").json()["items"]
    assert [item.get("verb", "verdict") for item in history] == [
        "taken",
        "verdict_given",
        "verdict",
        "approved",
        "published",
    ]
    assert audit.verify().broken_seq is None


def test_a_correction_and_a_retraction_are_public(caller: Make) -> None:
    editor, check = caller("editor"), desk.published("true")
    path = f"/claims/{check.claim_id}"
    assert editor.post(f"{path}/correct", {"rating": "false"}).status_code == 422
    corrected = editor.post(f"{path}/correct", {"note": "The year was wrong.", "rating": "half-true"}).json()
    assert (corrected["state"], corrected["verdict"]["version"], corrected["verdict"]["kind"]) == (
        "published",
        2,
        "correction",
    )
    assert corrected["verdict"]["note"] == "The year was wrong."
    begun = editor.post(f"{path}/correct", {"note": "More to come."}).json()
    assert begun["state"] == "correcting"
    assert begun["public_url"]
    cited = corrected["verdict"]["evidence"]
    again = {"rating": "false", "rationale": "New.", "evidence": cited, "assignment": None, "version": begun["version"]}
    assert editor.post(f"{path}/verdicts", again).status_code == 201
    feed = editor.client.get("/api/v1/exports/claimreview").getvalue()
    assert b'"alternateName":"Half true"' in feed
    assert b"More to come." not in feed
    shown = editor.post(f"{path}/publish").json()
    assert (shown["verdict"]["version"], shown["verdict"]["note"]) == (3, "More to come.")
    assert editor.post(f"{path}/retract", {"note": " "}).status_code == 422
    assert editor.post(f"{path}/retract", {"note": "The source was forged."}).json()["state"] == "retracted"
    assert b"ClaimReview" not in editor.client.get("/api/v1/exports/claimreview").getvalue()


def test_a_note_alone_is_published_as_a_version_of_its_own(caller: Make) -> None:
    editor, check = caller("editor"), desk.published("true")
    editor.post(f"/claims/{check.claim_id}/correct", {"note": "A name was misspelt."})
    shown = editor.post(f"/claims/{check.claim_id}/publish").json()["verdict"]
    assert (shown["version"], shown["rating"], shown["note"]) == (2, "true", "A name was misspelt.")


def test_conflicts_overwrite_nothing(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    cited = desk.evidence(check)
    taken = one.post("/queue/next").json()
    path = f"/claims/{check.claim_id}"
    assert one.send("PATCH", path, {"statement": "The bridge cost less.", "version": 1}).json()["version"] == 2
    stale = one.send("PATCH", path, {"statement": "The bridge cost more.", "version": 1})
    assert (stale.status_code, stale["Content-Type"]) == (409, "application/problem+json")
    verdict = {
        "rating": "true",
        "rationale": "Kept words.",
        "evidence": [str(cited.pk)],
        "assignment": taken["assignment"]["id"],
        "version": 1,
    }
    assert one.post(f"{path}/verdicts", verdict).status_code == 409
    assert Draft.objects.get().data["rationale"] == "Kept words."
    incomplete = one.post(f"{path}/verdicts", {**verdict, "version": 2, "rationale": "", "evidence": []})
    assert incomplete.status_code == 422
    assert {item["field"] for item in incomplete.json()["errors"]} == {"rationale", "evidence"}
    assert one.send("DELETE", f"/assignments/{taken['assignment']['id']}").status_code == 204
    assert one.post(f"{path}/verdicts", {**verdict, "version": 2}).status_code == 409


def test_two_who_differ_are_settled_by_an_editor(caller: Make) -> None:
    second, editor, check = caller("editor"), caller("editor"), desk.check()
    verdict = desk.verdict(check, desk.person("reviewer"))
    path = f"/claims/{check.claim_id}"
    differing = second.post(f"{path}/approve", {"rating": "false"}).json()
    assert (differing["state"], differing["disputed"]) == ("second_review", True)
    cited = [str(pk) for pk in verdict.citations.values_list("evidence_id", flat=True)]
    settled = {"rating": "half-true", "rationale": "Each is half right.", "evidence": cited}
    assert second.post(f"{path}/adjudicate", settled).status_code == 403
    assert editor.post(f"{path}/adjudicate", settled).json()["state"] == "decided"


def test_blind_second_review_hides_the_first(caller: Make, settings: Any) -> None:
    settings.BLIND_SECOND_REVIEW = True
    first, second, check = caller("reviewer"), caller("reviewer"), desk.check()
    piece = desk.evidence(check)
    path = f"/claims/{check.claim_id}"
    assert first.send("PUT", f"/evidence/{piece.pk}/mark", {"mark": "refutes"}).json()["mark"] == "refutes"
    assert second.get(path).json()["corroboration"]["refutes"]["documents"] == 1
    desk.verdict(check, first.person)
    assert first.get(path).json()["verdict"]["rating"] == "true"
    assert second.get(path).json()["verdict"] is None
    assert second.get("/claims", rating="true").json()["items"] == []
    assert "The report says so." not in second.get(f"{path}/history").content.decode()
    assert "The report says so." not in second.get("/exports/claims").getvalue().decode()
    for read in (f"{path}/evidence", "/exports/evidence", f"{path}/history"):
        shown = b"".join(second.get(read)).decode()
        assert "refutes" not in shown, read
        assert "refutes" in b"".join(first.get(read)).decode(), read
    assert second.get(path).json()["corroboration"]["refutes"]["documents"] == 0
    assert second.post(f"{path}/approve", {}).status_code == 422
    assert second.post(f"{path}/approve", {"rating": "true"}).json()["state"] == "decided"
    assert second.get(path).json()["verdict"]["rating"] == "true"
    assert second.get(path).json()["corroboration"]["refutes"]["documents"] == 1
    assert "refutes" in second.get(f"{path}/history").content.decode()


def test_what_is_handed_in_is_there_and_once(caller: Make) -> None:
    one = caller("submitter")
    new = one.post("/articles", {"text": "The tower is 300 metres high. It was built in 1889.", "title": "A tower"})
    assert (new.status_code, new.json()["duplicate"], new.json()["state"]) == (202, False, "queued")
    assert new["Location"] == f"/api/v1/articles/{new.json()['id']}"
    again = one.post("/articles", {"text": "The tower is 300 metres high. It was built in 1889."})
    assert (again.status_code, again.json()["duplicate"], again.json()["id"]) == (200, True, new.json()["id"])
    assert one.get(f"/articles/{new.json()['id']}").json()["progress"]["searches"] == {
        "total": 0,
        "done": 0,
        "failed": 0,
    }
    assert one.post(f"/articles/{new.json()['id']}/retry").status_code == 409
    tip = one.post("/claims", {"statement": "The tower is 300 metres high.", "speaker": "A guide"})
    assert tip.status_code == 202
    assert tip.json()["state"] == "gathering"
    assert tip.json()["corroboration"]["supports"] == {"documents": 0, "origins": 0, "sources_behind": 0}
    assert one.post("/claims", {"statement": "the tower is 300 metres high.", "speaker": "A guide"}).status_code == 200


def test_a_batch_answers_line_by_line(caller: Make) -> None:
    one = caller("submitter")
    lines = b'{"id": 1, "text": "A hundred came."}\n{"id": 2}\nnot json\n\n{"id": "4", "text": "Two.", "x": 1}\n'
    answer = one.client.generic("POST", "/api/v1/articles/batch", lines, content_type="application/x-ndjson")
    rows = [orjson.loads(line) for line in answer.getvalue().splitlines()]
    assert [(row["ref"], row["status"]) for row in rows] == [(1, 202), (2, 422), (None, 400), ("4", 422)]
    assert Article.objects.count() == 1
    assert rows[3]["errors"][0]["field"] == "x"
    keyed = one.client.generic(
        "POST", "/api/v1/articles/batch", lines, content_type="application/x-ndjson", headers={"Idempotency-Key": "k"}
    )
    again = [orjson.loads(line) for line in keyed.getvalue().splitlines()]
    assert [(row["ref"], row["status"]) for row in again] == [(1, 200), (2, 422), (None, 400), ("4", 422)]
    assert again[0]["duplicate"]
    assert again[0]["id"] == rows[0]["id"]


def test_a_batch_of_a_person_who_lost_the_role_is_refused_line_by_line(caller: Make) -> None:
    one = caller("submitter")
    answer = one.client.generic(
        "POST", "/api/v1/articles/batch", b'{"text": "A."}\n', content_type="application/x-ndjson"
    )
    one.person.groups.clear()
    rows = [orjson.loads(line) for line in answer.getvalue().splitlines()]
    assert [row["status"] for row in rows] == [403]
    assert not Article.objects.exists()


def test_a_claim_by_hand_and_asking_again(caller: Make) -> None:
    one, article = caller("reviewer"), desk.article()
    made = one.post(f"/articles/{article.pk}/claims", {"start": 49, "end": 82, "speaker": "the mayor"})
    assert made.status_code == 201
    assert made.json()["quote"] == desk.TEXT[49:82]
    path = f"/claims/{made.json()['id']}"
    assert one.post(f"/articles/{article.pk}/claims", {"start": 82, "end": 49}).status_code == 422
    searches = one.get(f"{path}/searches").json()["items"]
    assert {item["state"] for item in searches} == {"queued"}
    again = one.post(f"{path}/gather", {"providers": ["library"]})
    assert again.status_code == 202
    assert {item["provider"]: item["generation"] for item in again.json()["items"]}["library"] == 2
    assert one.post(f"{path}/gather", {"providers": ["astrology"]}).status_code == 422


def test_notes_contacts_marks_and_documents(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    piece = desk.evidence(check)
    path = f"/claims/{check.claim_id}"
    assert one.post(f"{path}/notes", {"text": "Ask the archive."}).json()["author"] == one.person.username
    asked = {"whom": "The mayor's office", "way": "phone", "asked_at": "2026-05-01T10:00:00Z", "question": "Why?"}
    assert one.post(f"{path}/contacts", asked).json()["asked_at"] == "2026-05-01T10:00:00+00:00"
    assert [note["text"] for note in one.get(f"{path}/notes").json()["items"]] == ["Ask the archive."]
    assert len(one.get(f"{path}/contacts").json()["items"]) == 1
    marked = one.send("PUT", f"/evidence/{piece.pk}/mark", {"mark": "refutes"})
    assert marked.json()["mark"] == "refutes"
    for nothing in ("null", None):
        assert one.send("PUT", f"/evidence/{piece.pk}/mark", {"mark": nothing}).json()["mark"] is None
        assert one.send("PUT", f"/evidence/{piece.pk}/mark", {"mark": "refutes"}).json()["mark"] == "refutes"
    assert one.get(path).json()["corroboration"]["refutes"]["documents"] == 1
    document = one.get(f"/documents/{piece.document_id}").json()
    assert document["text"] == piece.document.text
    stored = one.client.get(document["snapshot"])
    assert stored.content == b"<p>The bridge cost 40 million euros, says report %s.</p>" % (
        document["title"].removeprefix("Report ").encode()
    )
    assert stored["Content-Disposition"].startswith("attachment")
    assert "sandbox" in stored["Content-Security-Policy"]


def test_out_of_the_queue_and_back(caller: Make) -> None:
    one, check, other = caller("reviewer"), desk.check(), desk.check()
    path = f"/claims/{check.claim_id}"
    assert one.post(f"{path}/set-aside", {}).status_code == 422
    assert one.post(f"{path}/set-aside", {"reason": "An opinion."}).json()["state"] == "set_aside"
    assert one.post(f"{path}/reopen", {"reason": "It has a figure."}).json()["state"] == "open"
    merged = one.post(f"{path}/merge", {"into": str(other.claim_id), "reason": "The same."}).json()
    assert (merged["state"], merged["duplicate_of"]) == ("duplicate", str(other.claim_id))
    assert one.post(f"{path}/merge", {"into": "nobody", "reason": "?"}).status_code == 422
    assert Verification.objects.get(pk=other.pk).state == "open"
