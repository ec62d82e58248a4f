"""An archive holds everything, loads whole or not at all, and what it loads is the same desk."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from claims.errors import InvalidInput
from claims.models import Article, RawInput
from claims.roles import role_of
from tests.conftest import _Editor
from tests.verification import desk
from verification import audit, guard, publishing
from verification.backups import load_archive, write_archive
from verification.backups.tables import tables
from verification.exporting.claimreview import data_feed
from verification.exporting.streams import open_export
from verification.models import ApiToken, Rating, Search, Verification
from verification.tokens import create_token

pytestmark = pytest.mark.django_db(transaction=True)


def fill() -> None:
    """A desk with something of most kinds in it."""
    check = desk.published("false")
    publishing.correct(check, actor=desk.person("editor"), note="The year was wrong.", rating="true")
    desk.evidence(desk.check("open"))
    RawInput.objects.create(article=Article.objects.earliest("pk"), body=b"\x00\xff\x1f", sha256="0" * 64, kind="page")
    Search.objects.update(raw=b"\x78\x9c\x00", queries=["q", {"a": 1}])
    Rating.objects.filter(slug="true").update(label="So it is")
    create_token(desk.person("reviewer", "ada", password="a long pass phrase"), scopes=["read"])


def everything() -> dict[str, Any]:
    exports = {kind: b"".join(open_export(kind, "ndjson").pieces) for kind in ("claims", "evidence", "audit")}
    columns = {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in tables(secrets=True)
        if model is not User
    }
    return {**exports, "feed": b"".join(data_feed()), **columns}


def emptied() -> None:
    """The database of a new desk."""
    if connection.vendor == "sqlite":
        guard.backwards(None, _Editor())
    call_command("flush", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        guard.forwards(None, _Editor())


def archive(path: Path, *, secrets: bool) -> Path:
    with path.open("wb") as file:
        assert write_archive(file, secrets=secrets) > 40
    return path


def test_a_backup_becomes_the_same_desk(tmp_path: Path) -> None:
    fill()
    before = everything()
    path = tmp_path / "desk.zip"
    call_command("backup", str(path), stdout=io.StringIO())
    assert path.stat().st_mode & 0o077 == 0
    emptied()
    assert not Verification.objects.exists()
    call_command("restore", str(path), stdout=io.StringIO())
    assert everything() == before
    ada = User.objects.get(username="ada")
    assert (role_of(ada), ada.check_password("a long pass phrase")) == ("reviewer", True)
    assert ApiToken.objects.count() == 1
    assert audit.verify().broken_seq is None
    assert desk.check().pk > max(row["id"] for row in before["verification.Verification"])  # new rows find new numbers


def test_an_export_of_everything_loses_only_what_opens_doors(tmp_path: Path) -> None:
    fill()
    before = everything()
    path = tmp_path / "desk.zip"
    call_command("export", "everything", "--out", str(path))
    for name in zipfile.ZipFile(path).namelist():
        assert b"pbkdf2" not in zipfile.ZipFile(path).read(name)
    emptied()
    with pytest.raises(InvalidInput, match="import"):
        load_archive(path, with_secrets=True)
    call_command("import", str(path), stdout=io.StringIO())
    after = everything()
    assert {name for name in before if before[name] != after[name]} == {"verification.ApiToken"}
    assert not User.objects.get(username="ada").has_usable_password()
    with pytest.raises(InvalidInput, match="not empty"):
        load_archive(path, with_secrets=False)


def changed(path: Path, change: Any) -> Path:
    """The archive with each of its files put through ``change``."""
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            if (body := change(name, old.read(name))) is not None:
                new.writestr(name, body)
    return other


@pytest.mark.parametrize("label", ["claims.Article", "verification.Document"])
@pytest.mark.parametrize("address", ["javascript:alert(1)//https://paper.example/", "\tjavascript:alert(1)", "data:,x"])
def test_an_address_that_is_not_of_the_web_is_not_loaded(tmp_path: Path, label: str, address: str) -> None:
    fill()
    Article.objects.update(url="")
    Article.objects.filter(pk=Article.objects.earliest("pk").pk).update(url="https://paper.example/1")
    path = archive(tmp_path / "desk.zip", secrets=False)
    emptied()
    files: dict[str, str] = {}

    def forged(name: str, body: bytes) -> bytes:
        if name == f"{label}.ndjson":
            rows = [orjson.loads(line) for line in body.splitlines()]
            rows[0]["url"] = address
            body = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
            files[label] = hashlib.sha256(body).hexdigest()
        return body

    def mended(name: str, body: bytes) -> bytes:
        if name != "manifest.json":
            return body
        manifest = orjson.loads(body)
        manifest["tables"][label]["sha256"] = files[label]
        return orjson.dumps(manifest)

    once = changed(path, forged)
    bad = changed(once.rename(tmp_path / "once.zip"), mended)
    with pytest.raises(InvalidInput, match=rf"{label} .* is not http or https: url is “"):
        load_archive(bad, with_secrets=False)
    assert not Article.objects.exists()
    load_archive(path, with_secrets=False)
    assert Article.objects.earliest("pk").url == "https://paper.example/1"


def test_what_is_no_whole_archive_changes_nothing(tmp_path: Path) -> None:
    fill()
    path = archive(tmp_path / "desk.zip", secrets=True)
    emptied()
    (tmp_path / "text.zip").write_text("no archive")

    def newer(name: str, body: bytes) -> bytes:
        manifest = {**orjson.loads(body), "proofdesk_archive": 99} if name == "manifest.json" else None
        return orjson.dumps(manifest) if manifest else body

    wrong = [
        tmp_path / "text.zip",
        changed(path, lambda name, body: body.replace(b"The report says so.", b"The report denies it.")),
    ]
    for bad in wrong:
        with pytest.raises(InvalidInput):
            load_archive(bad, with_secrets=True)
    for change in (
        lambda name, body: None if name == "claims.Claim.ndjson" else body,
        lambda name, body: None if name == "manifest.json" else body,
        newer,
    ):
        with pytest.raises(InvalidInput):
            load_archive(changed(path, change), with_secrets=True)
    assert not User.objects.exists()
    assert not Verification.objects.exists()
    assert Rating.objects.exists()


def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "there.zip"
    path.write_text("mine")
    for words in (("backup", str(path)), ("export", "everything", "--out", str(path)), ("export", "everything")):
        with pytest.raises(CommandError) as caught:
            call_command(*words)
        assert caught.value.returncode == 2
    assert path.read_text() == "mine"
