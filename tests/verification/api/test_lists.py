"""Pages by keyset, and requests that are wrong in all the ways that requests are wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client

from claims.models import Article
from tests.verification import desk
from verification.api.reading import NDJSON
from verification.models import IdempotencyKey, Note, Verification

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def all_pages(one: Any, path: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = one.get(path, **query, **({"cursor": cursor} if cursor else {})).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


@pytest.mark.parametrize("order", ["priority", "newest", "updated"])
def test_every_row_comes_once_in_order_even_with_equal_keys(caller: Make, order: str) -> None:
    one = caller("submitter")
    for number in range(11):
        desk.check(priority=(number % 3) / 3)
    rows = all_pages(one, "/claims", limit=2, order=order)
    assert len({row["id"] for row in rows}) == len(rows) == 11
    key: Callable[[dict[str, Any]], Any] = {
        "priority": lambda row: -row["priority"],
        "newest": lambda row: -int(row["id"]),
        "updated": lambda row: [-ord(letter) for letter in row["updated_at"]],
    }[order]
    assert [key(row) for row in rows] == sorted(key(row) for row in rows)


def test_a_page_is_not_moved_by_what_comes_in_meanwhile(caller: Make) -> None:
    one = caller("submitter")
    old = [str(desk.check(priority=0.5).claim_id) for _ in range(4)]
    first = one.get("/claims", limit=2).json()
    for priority in (0.9, 0.1):
        desk.check(priority=priority)
    second = one.get("/claims", limit=10, cursor=first["next"]).json()
    assert [row["id"] for row in first["items"] + second["items"]][:4] == old


def test_an_increment_is_read_oldest_change_first(caller: Make) -> None:
    one, checks = caller("submitter"), [desk.check() for _ in range(3)]
    rows = one.get("/claims", order="updated", updated_since="2020-01-01").json()["items"]
    assert [row["id"] for row in rows] == [str(check.claim_id) for check in checks]
    last = rows[-1]["updated_at"]
    assert [row["id"] for row in one.get("/claims", order="updated", updated_since=last).json()["items"]] == [
        rows[-1]["id"]
    ]


def test_short_lists_have_pages_too(caller: Make) -> None:
    one, check = caller("reviewer"), desk.published()
    path = f"/claims/{check.claim_id}/history"
    assert all_pages(one, path, limit=1) == one.get(path).json()["items"]
    for score in (0.5, 0.5, 0.7):
        desk.evidence(check, score=score)
    scores = [row["score"] for row in all_pages(one, f"/claims/{check.claim_id}/evidence", limit=1)]
    assert scores == [0.9, 0.7, 0.5, 0.5]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=",
        "limit=1&limit=2",
        "cursor=garbage",
        "cursor=",
        "cursor=k-0000000000000001",
        "cursor=p-" + "f" * 40,
        "page=2",
        "state=happy",
        "order=random",
        "kind=opinion",
        "rating=fine",
        "min_checkworthiness=2",
        "min_checkworthiness=nan",
        "updated_since=soon",
        "q=%00",
        "q=%ff",
        "speaker=%ed%a0%80",
        "q=" + "x" * 300,
    ],
)
def test_a_wrong_query_is_422_and_names_the_field(caller: Make, query: str) -> None:
    response = caller("submitter").client.get(f"/api/v1/claims?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["field"] in (query.split("=")[0], "query")


def test_any_place_is_a_place_and_no_error(caller: Make) -> None:
    one = caller("submitter")
    for letter in "pnui":
        for digits in ("0" * 16, "f" * 16, "7ff0000000000000", "7fffffffffffffff"):
            assert one.get("/claims", cursor=f"{letter}-{digits}-{digits}").status_code == 200
    assert one.get("/articles", cursor="k-" + "f" * 16).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"text": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"text": "a\\u0000b"}', "application/json", 422),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b'{"text": 5}', "application/json", 422),
        (b'{"text": "x", "owner": 1}', "application/json", 422),
        (b'{"published_at": "soon", "text": "x"}', "application/json", 422),
        (b'{"published_at": "0001-01-01T00:00:00+05:00", "text": "x"}', "application/json", 422),
        (b'{"url": "javascript:alert(1)"}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b"", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"text": "x"}', "text/plain", 415),
        (b'{"text": "x"}', "application/json; charset=latin-1", 415),
        (b'{"text": "x"}', "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_wrong_body_is_one_clear_problem(caller: Make, body: bytes, kind: str, status: int) -> None:
    response = caller("submitter").client.generic("POST", "/api/v1/articles", body, content_type=kind)
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert set(response.json()) >= {"title", "status", "detail"}
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"text": 5}, "text", "It must be text."),
        ({"text": "x", "owner": 1}, "owner", "There is no such field."),
        ({"text": "x", "clean": "no"}, "clean", "It must be true or false."),
        ({"text": "x", "title": "y" * 501}, "title", "It may have at most 500 characters."),
        ({"text": "x", "published_at": "soon"}, "published_at", "It must be a moment such as 2026-05-01T12:00:00Z."),
        ([], "body", "It must be a JSON object."),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_a_sentence(caller: Make, body: Any, field: str, message: str) -> None:
    errors = caller("submitter").post("/articles", body).json()["errors"]
    assert {"field": field, "message": message} in errors


def test_a_choice_names_all_that_can_be_chosen(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    wrong = one.send("PATCH", f"/claims/{check.claim_id}", {"kinds": ["opinion"], "version": 1}).json()["errors"][0]
    kinds = "quantity, event, quote, comparison, cause, law, prediction"
    assert wrong == {"field": "kinds.0", "message": f"It must be one of {kinds}."}


def test_an_answer_without_a_body_has_no_type(caller: Make) -> None:
    one = caller("reviewer")
    for response in (one.post("/queue/next"), one.send("OPTIONS", "/claims")):
        assert (response.status_code, response.content) == (204, b"")
        assert not response.has_header("Content-Type")


def in_chunks(one: Any, path: str, body: bytes, kind: str) -> Any:
    """As gunicorn gives a body that came without its length."""
    coded = {"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    return one.client.generic("POST", f"/api/v1{path}", b"", CONTENT_TYPE=kind, CONTENT_LENGTH="", **coded)


def test_a_body_may_come_in_chunks(caller: Make, settings: Any) -> None:
    one = caller("submitter")
    lines = b'{"id": 1, "text": "Rents rose by 4 per cent."}\n{"id": 2, "text": "Rents fell\\u0000."}'
    answers = [orjson.loads(line) for line in in_chunks(one, "/articles/batch", lines, NDJSON).getvalue().splitlines()]
    assert [(line["ref"], line["status"]) for line in answers] == [(1, 202), (2, 422)]
    single = b'{"text": "Fares rose by 9 per cent."}'
    assert in_chunks(one, "/articles", single, "application/json").status_code == 202
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    assert in_chunks(one, "/articles", single, "application/json").status_code == 413


def test_a_body_that_is_too_large_is_413(caller: Make, settings: Any) -> None:
    one = caller("submitter")
    settings.ARTICLE_MAX_BYTES = 1000
    assert one.post("/articles", {"text": "word " * 300}).status_code == 413
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert one.post("/articles", {"text": "word " * 300}).status_code == 413


@pytest.mark.parametrize("name", ["0", "-1", "x", "1.0", "99999999999999999999", "%00", "１", "007"])
def test_a_malformed_id_is_as_unknown_as_a_wrong_one(caller: Make, name: str) -> None:
    one = caller("admin")
    for path in ("claims", "articles", "documents"):
        assert one.get(f"/{path}/{name}").status_code == 404


def test_addresses_that_are_none_and_methods_that_are_not(caller: Make) -> None:
    one = caller("submitter")
    for path in ("/", "/nothing", "/claims/", "/claims/1/nothing", "/openapi.yaml"):
        response = Client().get(f"/api/v1{path}")
        assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    refused = one.send("DELETE", "/articles")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert Client().options("/api/v1/articles")["Allow"] == refused["Allow"]
    head = one.client.head("/api/v1/claims")
    assert (head.status_code, head.content) == (200, b"")


def test_an_object_that_is_known_is_not_sent_again(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    path = f"/claims/{check.claim_id}"
    tag = one.get(path)["ETag"]
    assert one.get(path, headers={"If-None-Match": f'"other", {tag}'}).status_code == 304
    one.post("/queue/next")
    assert one.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_replay_says_where_the_object_is_like_the_first_answer(caller: Make) -> None:
    one, body = caller("submitter"), {"title": "A bridge", "text": "The bridge cost 40 million euros."}
    first = one.post("/articles", body, Idempotency_Key="k1")
    again = one.post("/articles", body, Idempotency_Key="k1")
    assert again["Idempotent-Replayed"] == "true"
    assert (again["Location"], again.content) == (first["Location"], first.content)
    assert first["Location"] == f"/api/v1/articles/{first.json()['id']}"


def test_a_post_with_a_key_happens_once(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    path = f"/claims/{check.claim_id}/notes"
    first = one.post(path, {"text": "Once."}, Idempotency_Key="k1")
    again = one.post(path, {"text": "Once."}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert Note.objects.count() == 1
    assert one.post(path, {"text": "Other."}, Idempotency_Key="k1").status_code == 422
    assert one.post(path, {"text": "Other."}, Idempotency_Key="white space").status_code == 422
    assert caller("reviewer").post(path, {"text": "Theirs."}, Idempotency_Key="k1").status_code == 201
    IdempotencyKey.objects.create(owner=one.person, key="k2", request_sha256="0" * 64)
    assert one.post(path, {"text": "Once."}, Idempotency_Key="k2").status_code == 422


def test_a_key_whose_work_still_runs_is_409_until_it_is_given_up(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    path = f"/claims/{check.claim_id}/notes"
    one.post(path, {"text": "Once."}, Idempotency_Key="k1")
    IdempotencyKey.objects.update(status=0)
    running = one.post(path, {"text": "Once."}, Idempotency_Key="k1")
    assert (running.status_code, running["Retry-After"]) == (409, "2")
    IdempotencyKey.objects.update(created_at="2020-01-01T00:00:00Z")
    assert one.post(path, {"text": "Once."}, Idempotency_Key="k1").status_code == 201


def test_after_an_error_the_same_key_tries_again(caller: Make) -> None:
    one, check = caller("reviewer"), desk.check()
    path = f"/claims/{check.claim_id}/set-aside"
    assert one.post(path, {"reason": " "}, Idempotency_Key="k1").status_code == 422
    desk.put(check, "decided")  # type: ignore[arg-type]
    assert one.post(path, {"reason": "No."}, Idempotency_Key="k1").status_code == 409
    desk.put(check, "open")  # type: ignore[arg-type]
    assert one.post(path, {"reason": "No."}, Idempotency_Key="k1").status_code == 200
    assert Verification.objects.get(pk=check.pk).state == "set_aside"


def test_a_token_has_its_rate(caller: Make, settings: Any) -> None:
    settings.API_PER_MINUTE = 3
    one = caller("submitter")
    answers = [one.get("/claims") for _ in range(8)]
    assert 429 in [answer.status_code for answer in answers]
    assert int(answers[-1]["Retry-After"]) >= 1


def test_people_can_read_the_document_without_scripts() -> None:
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    assert b"/api/v1/claims/{claim_id}/verdicts" in page.content
    assert b"Content-Security-Policy" in str(page.headers).encode()
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert NDJSON in document["paths"]["/api/v1/articles/batch"]["post"]["requestBody"]["content"]
