"""Text made to break what stores or reads it, through every way in: taken or refused in a sentence, never a 500.

Run on both databases (`make test-services` is the other): they differ in what they take, the desk does not.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from claims import intake
from claims.errors import InvalidInput
from claims.models import Article, Claim, RawInput
from tests.verification import desk
from tests.verification.api.conftest import caller  # noqa: F401
from verification.models import AuditEntry, Contact, EarlierClaim, LibraryDocument, Note, Verification

pytestmark = pytest.mark.django_db

WORDS = "The council of Kelmouth voted by 11 to 6 on Monday to close the swing bridge for 14 months of repairs."
GOOD = "Ferries to Northshore carried 3,400 passengers on Sunday, the harbour office of Tideline said in May."
TEXTS = {
    "NUL": WORDS + "\x00",
    "half a surrogate pair": WORDS + "\ud800",
    "the other half": "\udfff" + WORDS,
    "control characters": WORDS + "\x01\x08\x1b[31m\x7f",
    "no character": WORDS + "\ufffe\uffff\U0010ffff",
    "byte order mark": "\ufeff" + WORDS,
    "writing turned round": "\u202e" + WORDS + "\u202c",
    "a letter with a thousand marks": WORDS + " e" + "\u0301" * 1000,
    "only marks": "\u0301" * 500,
    "only blanks": "\u2003\u00a0\u200b" * 100,
    "one word of 300,000 letters": "a" * 300_000,
    "punctuation without words": ".?! " * 20_000,
    "a wall of quotation marks": "“" * 20_000,
    "markup": "<script>alert(1)</script>" * 100 + WORDS,
    "a formula": '=HYPERLINK("http://evil.example")' + WORDS,
    "a template": "{{ 7 * 7 }} {% load x %} ${7*7} #{7*7}" + WORDS,
    "wild cards": "%_\\" * 1000 + WORDS,
    "SQL": "'; DROP TABLE claims_article; --" + WORDS,
    "astral letters": "\U0001d54f" * 2000 + WORDS,
}
FINE = (200, 201, 202, 302, 409)
REFUSED = (400, 413, 415, 422)
NEVER_STORED = {"NUL", "half a surrogate pair", "the other half"}


@pytest.mark.parametrize("name", TEXTS)
def test_the_api_takes_it_or_refuses_it_in_a_sentence(caller: Callable[..., Any], name: str) -> None:  # noqa: F811
    one = caller("admin")
    row = desk.check()
    body = json.dumps(TEXTS[name])  # json, unlike orjson, writes half a pair
    short = json.dumps(TEXTS[name][:200])
    calls = [
        ("/articles", f'{{"text": {body}}}'),
        ("/articles", f'{{"html": {body}}}'),
        ("/articles", f'{{"text": "{WORDS}", "title": {short}}}'),
        ("/claims", f'{{"statement": {short}, "speaker": {short}}}'),
        (f"/claims/{row.claim_id}/notes", f'{{"text": {short}}}'),
        (f"/claims/{row.claim_id}/contacts", f'{{"whom": {short}, "asked_at": "2026-05-01T12:00:00Z"}}'),
        (f"/claims/{row.claim_id}/set-aside", f'{{"reason": {short}}}'),
        ("/queue/next", f'{{"q": {short}}}'),
    ]
    for path, sent in calls:
        answer = one.client.generic("POST", f"/api/v1{path}", sent.encode(), content_type="application/json")
        assert answer.status_code in (*FINE, 204, *REFUSED), (path, answer.status_code, answer.content[:300])
        if answer.status_code in REFUSED:
            assert answer.json()["detail"]
        if name in NEVER_STORED and path != "/queue/next":
            assert answer.status_code == 422, path


TURNED = "\u202eThe bridge\u202c \u2066cost\u2069 40 million euros.\u200f"
READ = "The bridge cost 40 million euros.\u200f"


def test_no_entry_keeps_what_turns_words_round(caller: Callable[..., Any], tmp_path: Path) -> None:  # noqa: F811
    """Statements, names, titles and notes are shown as they are stored, whichever way they came in."""
    one, row, client = caller("admin"), desk.check(), Client()
    client.force_login(desk.person("admin"))
    json_type = "application/json"

    def sent(method: str, path: str, body: Any, kind: str = json_type) -> Any:
        answer = one.client.generic(method, f"/api/v1{path}", json.dumps(body).encode(), content_type=kind)
        assert answer.status_code < 300, answer.content
        return answer

    tip = {"statement": f"By API. {TURNED}", "speaker": TURNED}
    sent("POST", "/claims", tip)
    version = row.claim.version
    sent("PATCH", f"/claims/{row.claim_id}", {"statement": TURNED, "speaker": TURNED, "version": version})
    sent("POST", f"/claims/{row.claim_id}/notes", {"text": TURNED})
    contact = {"whom": TURNED, "question": TURNED, "answer": TURNED, "asked_at": "2026-05-01T12:00:00Z"}
    sent("POST", f"/claims/{row.claim_id}/contacts", contact)
    sent("POST", "/articles", {"text": WORDS, "title": TURNED})
    sent("POST", "/articles/batch", {"text": f"{WORDS} {GOOD}", "title": TURNED}, "application/x-ndjson")
    client.post("/articles/new/", {"text": GOOD, "title": TURNED})
    client.post("/articles/new/", {"table": SimpleUploadedFile("t.csv", f"text,title\n{GOOD * 2},{TURNED}\n".encode())})
    article = desk.article()
    start = article.current.text.index("It opened")
    by_hand = {"start": start, "end": start + 17, "statement": TURNED, "speaker": TURNED}
    client.post(f"/articles/{article.pk}/claims/", by_hand)
    client.post(f"/claims/{row.claim_id}/set-aside/", {"reason": TURNED})
    as_it_is = intake.submit(actor=desk.person("submitter"), text=f"{TURNED} {WORDS}", clean=False).article
    intake.split_article(as_it_is.pk)
    review = {
        "@type": "ClaimReview",
        "url": "https://checks.example/1",
        "claimReviewed": TURNED,
        "headline": TURNED,
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": TURNED}},
        "author": {"name": TURNED},
        "reviewRating": {"alternateName": TURNED},
    }
    page = {"url": "https://paper.example/1", "title": TURNED, "text": WORDS, "publisher": TURNED}
    (tmp_path / "library.jsonl").write_text(f"{json.dumps(review)}\n{json.dumps(page)}\n")
    call_command("library", "add", str(tmp_path / "library.jsonl"), stdout=io.StringIO())

    found, exact = 0, {(Claim, "quote"), (LibraryDocument, "text")}  # an article that was taken as it is
    for model in (Article, Claim, RawInput, Note, Contact, Verification, AuditEntry, EarlierClaim, LibraryDocument):
        for kept in model._base_manager.values():
            for name, value in kept.items():
                if isinstance(value, str) and (model, name) not in exact:
                    assert not set(value) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), (model, name)
                    found += READ in value
    assert Note.objects.get().text == READ
    assert found >= 20
    for claim in Claim.objects.filter(article=as_it_is).select_related("article_version"):
        assert claim.article_version is not None
        assert claim.article_version.text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize("name", TEXTS)
def test_the_pages_take_it_or_refuse_it(name: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(desk.person("admin"))
    row = desk.check()
    text = TEXTS[name].encode("utf-8", "surrogatepass")
    form = {"text": text, "title": text[:200], "reason": text[:200], "statement": text[:200], "whom": text[:200]}
    for page in ("/articles/new/", f"/claims/{row.claim_id}/notes/", f"/claims/{row.claim_id}/set-aside/"):
        status = client.post(page, form).status_code
        assert status in (*FINE, *REFUSED), (page, status)
    upload = {"file": SimpleUploadedFile("story.txt", text, content_type="text/plain")}
    assert client.post("/articles/new/", upload).status_code in (*FINE, *REFUSED)
    for page in ("/queue/", "/articles/", "/checks/"):
        assert client.get(page, {"q": text[:200]}).status_code in (200, 400, 422), page


@pytest.mark.parametrize("name", TEXTS)
def test_a_worker_reads_it_to_an_end(name: str) -> None:
    """Whatever was taken in is split, or ends with a reason; one hostile article is no other one's trouble."""
    clean = TEXTS[name].encode("utf-8", "replace").decode().replace("\x00", "")
    try:
        article = intake.submit(actor=desk.person("submitter"), text=clean[:60_000]).article
    except InvalidInput:
        return  # in a sentence, as the tests above hold
    intake.split_article(article.pk)
    article = Article.objects.get(pk=article.pk)
    assert article.state in ("ready", "gathering", "failed")
    assert article.state != "failed" or article.error


@pytest.mark.parametrize("name", TEXTS)
def test_the_command_line_and_the_library_take_it_or_say_why(name: str, tmp_path: Path) -> None:
    document = {"url": "https://source.example/1", "title": TEXTS[name][:200], "text": TEXTS[name][:60_000]}
    lines = tmp_path / "documents.jsonl"
    lines.write_text(
        json.dumps(document) + "\n" + json.dumps({"url": "https://source.example/2", "title": "Ferries", "text": GOOD})
    )
    plain = tmp_path / "story.txt"
    plain.write_bytes(TEXTS[name][:60_000].encode("utf-8", "surrogatepass"))
    for path in (lines, plain):
        try:
            call_command("library", "add", str(path), stdout=io.StringIO(), stderr=io.StringIO())
        except CommandError as told:
            assert str(told)  # noqa: PT017
    out = io.StringIO()
    call_command("library", "search", "ferries passengers Northshore", stdout=out)
    assert "source.example/2" in out.getvalue(), "the good document beside it is there"


NOT_JSON = {
    "a number of 5,000 digits": b'{"text": ' + b"9" * 5000 + b"}",
    "200,000 nested lists": b"[" * 200_000 + b"]" * 200_000,
    "no number": b'{"text": NaN}',
    "infinity": b'{"text": 1e999}',
    "half a character": b'{"text": "\xc3"}',
    "another encoding": '{"text": "x"}'.encode("utf-16"),
    "a key twice": b'{"text": "a", "text": "b"}',
    "a key that is no field": b'{"text": "a", "submitted_by": 1, "state": "ready"}',
    "a list": b"[1, 2]",
    "nothing": b"",
}


@pytest.mark.parametrize("name", NOT_JSON)
def test_a_body_that_is_hardly_json(caller: Callable[..., Any], name: str) -> None:  # noqa: F811
    one = caller("submitter")
    answer = one.client.generic("POST", "/api/v1/articles", NOT_JSON[name], content_type="application/json")
    assert answer.status_code in (202, 400, 422), answer.content[:300]
    if name == "a key that is no field":
        assert answer.status_code == 422, "nobody sets what is not asked for"
