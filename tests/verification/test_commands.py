from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from claims.errors import InvalidInput
from claims.roles import role_of
from tests.verification import desk
from verification.models import ApiToken, AuditEntry
from verification.tokens import find_token

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_person_is_made_and_sets_a_password_by_a_link_that_works_once() -> None:
    link = run("user", "add", "ada", "--role", "editor", "--email", "ada@example.org").strip()
    person = User.objects.get(username="ada")
    assert (role_of(person), person.email, person.has_usable_password()) == ("editor", "ada@example.org", False)
    browser = Client()
    path = link.removeprefix("http://127.0.0.1:8000")
    form = browser.get(path, follow=True).redirect_chain[-1][0]
    words = {"new_password1": "a long pass phrase", "new_password2": "a long pass phrase"}
    assert browser.post(form, words).status_code == 302
    assert User.objects.get(username="ada").check_password("a long pass phrase")
    assert not Client().get(path, follow=True).redirect_chain


def test_a_person_changes_role_and_keeps_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long pass phrase\n"))
    run("user", "add", "ada", "--role", "reviewer", "--password-stdin")
    run("user", "add", "ada", "--role", "admin")
    person = User.objects.get(username="ada")
    assert (role_of(person), person.check_password("a long pass phrase")) == ("admin", True)


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "a b", "--role", "editor"),
        ("user", "add", "ada", "--role", "editor", "--email", "nowhere"),
        ("token", "create", "nobody", "--scope", "read"),
        ("export", "claims", "--filter", "state"),
        ("export", "audit", "--filter", "state=open"),
        ("token", "revoke", "pd_nothing"),
    ],
)
def test_a_mistake_is_exit_code_2(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("user", "add", "", "--role", "reviewer"), "NAME: "),
        (("user", "add", "ada", "--role", "reviewer", "--email", "nowhere"), "--email: "),
        (("export", "claims", "--out", "{}/missing/claims.ndjson"), "There is no folder {}/missing"),
        (("export", "everything", "--out", "{}/missing/desk.zip"), "There is no folder {}/missing"),
        (("backup", "{}/missing/desk.zip"), "There is no folder {}/missing"),
        (("library", "add", "{}/shadow"), "{}/shadow: not a kind of file that is read."),
    ],
)
def test_a_mistake_is_one_line_that_names_what_is_wrong(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    (tmp_path / "shadow").write_text("root:*:19000:0:99999:7:::")
    with pytest.raises(CommandError) as caught:
        run(*(word.format(tmp_path) for word in words))
    assert caught.value.returncode == 2
    assert str(caught.value).startswith(told.format(tmp_path))
    assert "\n" not in str(caught.value)


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    with pytest.raises(CommandError):
        run("user", "add", "ada", "--role", "reviewer", "--password-stdin")
    assert not User.objects.exists()


def test_a_token_is_shown_once_and_kept_as_a_hash() -> None:
    desk.person("reviewer", "ada")
    secret = run("token", "create", "ada", "--scope", "read,review", "--expires", "30").strip()
    token = ApiToken.objects.get()
    assert secret.startswith("pd_")
    assert secret not in str(ApiToken.objects.values())
    assert find_token(secret) == token
    assert run("token", "list").startswith(token.prefix)
    run("token", "revoke", token.prefix)
    assert find_token(secret) is None


@pytest.mark.parametrize("scope", ["publish", "read,admin", "everything", ""])
def test_a_scope_beyond_the_role_is_refused(scope: str) -> None:
    desk.person("reviewer", "ada")
    with pytest.raises(InvalidInput):
        run("token", "create", "ada", "--scope", scope)
    assert not ApiToken.objects.exists()


def test_the_trail_is_walked_and_a_change_is_named() -> None:
    desk.published()
    assert "The trail holds" in run("audit", "verify")
    last = AuditEntry.objects.order_by("-seq").first()
    assert last is not None
    AuditEntry.objects.create(
        seq=last.seq + 1,
        at=last.at,
        actor="machine",
        verb="forged",
        object_type="claim",
        object_id=1,
        prev_hash=last.hash,
        hash="0" * 64,
    )
    with pytest.raises(CommandError, match=f"row {last.seq + 1}") as caught:
        run("audit", "verify")
    assert caught.value.returncode == 1


def test_the_export_is_the_same_as_over_http(tmp_path: Any) -> None:
    check = desk.published()
    desk.check()
    browser = Client()
    browser.force_login(desk.person("submitter"))
    for kind, form in (("claims", "ndjson"), ("claims", "csv"), ("claims", "json"), ("evidence", "csv")):
        run("export", kind, "--format", form, "--out", str(tmp_path / "out"))
        served = browser.get(f"/api/v1/exports/{kind}", {"format": form})
        assert served.status_code == 200
        assert (tmp_path / "out").read_bytes() == served.getvalue()
    some = run("export", "claims", "--filter", "state=published")
    assert [orjson.loads(line)["id"] for line in some.splitlines()] == [str(check.claim_id)]
    assert orjson.loads(run("export", "claimreview"))["@type"] == "DataFeed"
    assert len(run("export", "audit").splitlines()) == AuditEntry.objects.count()


@pytest.mark.parametrize("kind", ["fetch", "split", "gather"])
def test_work_on_what_is_not_there_is_a_mistake(kind: str) -> None:
    with pytest.raises(CommandError, match="with the number 99999") as caught:
        run("work", kind, "99999")
    assert caught.value.returncode == 2
