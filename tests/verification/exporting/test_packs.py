"""A pack holds all that a check rests on, and says so when something in it was changed."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from claims.errors import Conflict, InvalidInput
from tests.verification import desk
from verification import reviewing
from verification.exporting.pack_checks import check_pack
from verification.exporting.packs import open_pack
from verification.models import Search, Verification

pytestmark = pytest.mark.django_db
ANSWER = b'{"hits": ["https://source.example/1"]}'


def published() -> Verification:
    about = desk.claim(desk.article(), quote=desk.TEXT[:48])
    check = desk.published("true", desk.check(about=about))
    digest = hashlib.sha256(ANSWER).hexdigest()
    Search.objects.update(raw=zlib.compress(ANSWER), raw_sha256=digest, queries=["bridge cost"])
    return check


def saved(path: Path, check: Verification, **options: Any) -> Path:
    path.write_bytes(b"".join(open_pack(check, desk.person("reviewer"), **options)))
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes | None], *, mend: bool = False) -> Path:
    """The pack with its files put through ``change``; ``mend`` writes the manifest anew, as a forger would."""
    bodies = {}
    with zipfile.ZipFile(path) as old:
        for name in old.namelist():
            if (body := change(name, old.read(name))) is not None:
                bodies[name] = body
    if mend:
        manifest = orjson.loads(bodies["manifest.json"])
        manifest["files"] = {
            name: hashlib.sha256(body).hexdigest() for name, body in bodies.items() if name != "manifest.json"
        }
        bodies["manifest.json"] = orjson.dumps(manifest)
    other = path.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as new:
        for name, body in bodies.items():
            new.writestr(name, body)
    return other


def test_a_pack_holds_what_the_check_rests_on_and_proves_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "pack.zip", published())
    found = check_pack(path)
    assert found.faults == []
    assert found.rows >= 4
    with zipfile.ZipFile(path) as pack:
        names = pack.namelist()
        assert pack.read("answers/library-1.bin") == ANSWER
        page = pack.read("index.html").decode()
        assert "The bridge cost 40 million euros." in page
        assert "bridge cost" in page
        assert len([name for name in names if name.startswith("sources/")]) == 1
        assert orjson.loads(pack.read("verdicts.json"))[0]["rating"] == "true"
    out = io.StringIO()
    call_command("audit", "verify", str(path), stdout=out)
    assert out.getvalue().startswith("The pack holds: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("audit.ndjson", b'"verb":"published"', b'"verb":"whitewash"', "row"),
        ("article.json", b"40 million", b"90 million", "article.json"),
        ("evidence.json", b"40 million", b"41 million", "evidence.json"),
        ("answers/library-1.bin", b"hits", b"lies", "answers/library-1.bin"),
        ("verdicts.json", b"The report says so.", b"We think so.", "verdicts.json"),
    ],
)
def test_what_was_changed_is_named(tmp_path: Path, name: str, old: bytes, new: bytes, fault: str) -> None:
    path = saved(tmp_path / "pack.zip", published())

    def change(entry: str, body: bytes) -> bytes:
        assert entry != name or old in body
        return body.replace(old, new) if entry == name else body

    assert any(name in found for found in check_pack(changed(path, change)).faults)
    if name != "verdicts.json":  # whoever mends the manifest too is found out by what it says itself
        assert any(fault in found for found in check_pack(changed(path, change, mend=True)).faults)
    with pytest.raises(CommandError) as caught:
        call_command("audit", "verify", str(changed(path, change)), stderr=io.StringIO())
    assert caught.value.returncode == 1


def test_what_was_taken_out_or_put_in_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "pack.zip", published())
    missing = changed(path, lambda name, body: None if name.startswith("sources/") else body)
    assert any("is missing" in fault for fault in check_pack(missing).faults)
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr("sources/extra.html", b"<p>Trust me.</p>")
    assert any("was put in" in fault for fault in check_pack(path).faults)
    (tmp_path / "text.zip").write_text("no zip")
    for bad in (tmp_path / "text.zip", tmp_path / "nothing.zip"):
        with pytest.raises(InvalidInput):
            check_pack(bad)


def test_the_public_pack_holds_without_names_and_others_works(tmp_path: Path) -> None:
    check = published()
    path = tmp_path / "public.zip"
    answer = Client().get(f"/api/v1/exports/packs/{check.slug}")
    assert answer["Content-Type"] == "application/zip"
    path.write_bytes(answer.getvalue())
    assert check_pack(path).faults == []
    reviewer = check.verdicts.get().reviewer.get_username().encode()
    with zipfile.ZipFile(path) as pack:
        for name in pack.namelist():
            assert reviewer not in pack.read(name)
            assert not name.startswith(("sources/", "answers/"))
        assert orjson.loads(pack.read("documents.json"))[0]["text"] is None
    assert Client().get("/api/v1/exports/packs/nothing").status_code == 404


def test_the_pack_at_the_desk_needs_a_reader_and_waits_for_blind_review(settings: Any) -> None:
    settings.BLIND_SECOND_REVIEW = True
    check, reviewer = desk.check(), desk.person("reviewer")
    desk.verdict(check, reviewer)
    assert Client().get(f"/api/v1/claims/{check.claim_id}/pack").status_code == 401
    with pytest.raises(Conflict):
        open_pack(desk.fresh(check), desk.person("reviewer"))
    assert b"".join(open_pack(desk.fresh(check), reviewer))
    reviewing.approve(desk.fresh(check), reviewer=desk.person("reviewer"), rating="true")
    assert b"".join(open_pack(desk.fresh(check), desk.person("reviewer")))
