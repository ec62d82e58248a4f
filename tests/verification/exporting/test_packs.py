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
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from tests.verification import desk
from verification import people, publishing, reviewing
from verification.exporting.pack_checks import check_pack
from verification.exporting.packs import open_pack
from verification.models import Search, Snapshot, Verification

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
    # Whoever mends the manifest too is found out by what the pack says itself.
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


def second_reviewed() -> Verification:
    check = desk.check()
    desk.verdict(check, desk.person("reviewer"), "true")
    reviewing.approve(desk.fresh(check), reviewer=desk.person("reviewer"), rating="true", rationale="So it is.")
    return desk.fresh(check)


def sent_back() -> Verification:
    check = desk.check()
    desk.verdict(check, desk.person("reviewer"), "true")
    reviewing.reject(desk.fresh(check), reviewer=desk.person("reviewer"), comment="Read the report again.")
    desk.verdict(desk.fresh(check), desk.person("reviewer"), "false")
    return desk.fresh(check)


def disputed() -> Verification:
    check = desk.check()
    desk.verdict(check, desk.person("reviewer"), "true")
    reviewing.approve(desk.fresh(check), reviewer=desk.person("reviewer"), rating="false", rationale="It is not so.")
    return desk.fresh(check)


def adjudicated() -> Verification:
    check = disputed()
    cited = [check.evidence.get().pk]
    reviewing.adjudicate(check, editor=desk.person("editor"), rating="half-true", rationale="Half.", evidence=cited)
    return desk.fresh(check)


def corrected() -> Verification:
    check = published()
    publishing.correct(check, actor=desk.person("editor"), note="In pounds.", rating="mostly-true", rationale="Pounds.")
    return desk.fresh(check)


def corrected_by_a_note() -> Verification:
    check = published()
    publishing.correct(check, actor=desk.person("editor"), note="A name was misspelt.")
    return publishing.publish(desk.fresh(check), actor=desk.person("editor")).verification


def correcting() -> Verification:
    check, editor = published(), desk.person("editor")
    publishing.correct(check, actor=editor, note="It is being looked at again.")
    cited, version = [check.evidence.get().pk], Claim.objects.get(pk=check.claim_id).version
    reviewing.submit_verdict(
        desk.fresh(check), reviewer=editor, rating="false", rationale="No.", evidence=cited, version=version
    )
    return desk.fresh(check)


def retracted() -> Verification:
    check = published()
    return publishing.retract(check, actor=desk.person("editor"), note="The report was forged.")


def of_an_erased_person() -> Verification:
    check = adjudicated()
    gone = User.objects.get(pk=check.verdicts.earliest("version").reviewer_id)
    people.remove(gone, actor=desk.person("admin"))
    people.erase(User.objects.get(pk=gone.pk), actor=desk.person("admin"))
    return desk.fresh(check)


def of_a_renamed_person() -> Verification:
    check = second_reviewed()
    User.objects.filter(pk=check.verdicts.get().reviewer_id).update(username="married")
    User.objects.filter(pk=check.verdicts.get().second.reviewer_id).update(username="married-too")
    return check


KINDS = [
    desk.check, published, second_reviewed, sent_back, disputed, adjudicated, corrected, corrected_by_a_note,
    correcting, retracted, of_an_erased_person, of_a_renamed_person,
]  # fmt: skip


@pytest.mark.parametrize("made", KINDS)
def test_the_verdicts_of_every_kind_of_check_are_those_of_its_trail(
    tmp_path: Path, made: Callable[[], Verification]
) -> None:
    check = made()
    assert check_pack(saved(tmp_path / "pack.zip", check)).faults == []
    if check.slug:
        assert check_pack(saved(tmp_path / "public.zip", check, public=True)).faults == []


def _of(name: str, value: object) -> Callable[[Any], None]:
    def set_it(verdict: Any) -> None:
        assert verdict[name] != value
        verdict[name] = value

    return set_it


def _of_second(name: str, value: object) -> Callable[[Any], None]:
    return lambda verdict: _of(name, value)(verdict["second"])


FORGED = [
    (published, _of("rating", "false"), "rating: “false” here, “true” in row"),
    (published, _of("version", 3), "version: “3” here, “1” in row"),
    (published, _of("kind", "adjudication"), "kind: “adjudication” here, “first” in row"),
    (published, _of("reviewer", "somebody else"), "reviewer: “somebody else” here"),
    (published, _of("rationale", "We just think so."), "rationale: not the words of row"),
    (published, _of("note", "It was corrected."), "note: not the words of row"),
    (published, _of("evidence", ["999999"]), "evidence: 999999 here"),
    (published, _of("id", "999999"), "no row of the trail tells that it was given"),
    (published, _of("second", None), "second: none here, “approved” in row"),
    (second_reviewed, _of_second("agreed", False), "second agreed: “False” here, “True” in row"),
    (second_reviewed, _of_second("rating", "false"), "second rating: “false” here, “true” in row"),
    (second_reviewed, _of_second("reviewer", "nobody"), "second reviewer: “nobody” here"),
    (sent_back, _of("rating", "true"), "rating: “true” here, “false” in row"),
    (adjudicated, _of("rating", "true"), "rating: “true” here, “half-true” in row"),
    (adjudicated, _of("kind", "first"), "kind: “first” here, “adjudication” in row"),
    (corrected, _of("evidence", []), "evidence: none here"),
    (corrected, _of("note", ""), "note: not the words of row"),
    (retracted, _of("rating", "false"), "rating: “false” here, “true” in row"),
    (of_an_erased_person, _of("rating", "true"), "rating: “true” here, “half-true” in row"),
]


@pytest.mark.parametrize(("made", "forge", "fault"), FORGED)
def test_a_forged_verdict_is_named_though_the_manifest_was_mended(
    tmp_path: Path, made: Callable[[], Verification], forge: Callable[[Any], None], fault: str
) -> None:
    path = saved(tmp_path / "pack.zip", made())

    def change(name: str, body: bytes) -> bytes:
        """The latest verdict, wherever the pack tells of it."""
        data = orjson.loads(body) if name in ("verdicts.json", "claim.json", "history.json") else None
        if name == "verdicts.json":
            forge(data[-1])
        elif name == "claim.json":
            forge(data["verdict"])
        elif name == "history.json":
            forge([item for item in data if item["type"] == "verdict"][-1])
        return body if data is None else orjson.dumps(data)

    assert any(fault in found for found in check_pack(changed(path, change, mend=True)).faults)


def test_what_a_pack_says_of_a_verdict_beside_verdicts_json_must_agree_with_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "pack.zip", corrected())

    def forged(entry: str, change: Callable[[Any], Any]) -> list[str]:
        def one(name: str, body: bytes) -> bytes:
            return orjson.dumps(change(orjson.loads(body))) if name == entry else body

        return check_pack(changed(path, one, mend=True)).faults

    assert forged("claim.json", lambda data: data | {"verdict": data["verdict"] | {"rating": "false"}}) == [
        "claim.json: its verdict is not the latest of verdicts.json (rating)."
    ]
    (fault,) = forged("claim.json", lambda data: data | {"state": "retracted"})
    assert "the state is “retracted”, “published” in row" in fault
    assert any("is not there, of which row" in fault for fault in forged("verdicts.json", lambda data: data[1:]))
    assert any("is not there, of which row" in fault for fault in forged("verdicts.json", lambda data: []))

    def whitewashed(data: Any) -> Any:
        data[0]["verb"] = "whitewash"
        return data

    (fault,) = forged("history.json", whitewashed)
    assert "is not as it stands in the trail" in fault


@pytest.mark.parametrize("manifest", [b"[]", b"7", b"null", b'"pack"', b'{"proofdesk_pack": 1}', b"{"])
def test_a_manifest_that_is_none_is_said_in_one_clear_line(tmp_path: Path, manifest: bytes) -> None:
    path = saved(tmp_path / "pack.zip", published())
    other = changed(path, lambda name, body: manifest if name == "manifest.json" else body)
    with pytest.raises(InvalidInput, match=r"^changed\.zip is no pack that .*\.$") as caught:
        check_pack(other)
    assert "object" not in caught.value.message
    assert "attribute" not in caught.value.message


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


def test_a_pack_with_a_damaged_copy_of_a_source_is_not_made(tmp_path: Path) -> None:
    check = published()
    piece = check.evidence.select_related("document").first()
    assert piece is not None
    Snapshot.objects.filter(pk=piece.document.snapshot_id).update(body=b"damaged")
    with pytest.raises(Conflict, match="damaged: its bytes do not match its hash"):
        saved(tmp_path / "pack.zip", check)


def _emptied(data: Any) -> Any:
    return []


def _with(path: list[str], value: object) -> Callable[[Any], Any]:
    """A change of the one thing at ``path``, in the first of a list."""

    def change(data: Any) -> Any:
        here = data[0] if isinstance(data, list) else data
        for name in path[:-1]:
            here = here[name]
        assert here[path[-1]] != value
        here[path[-1]] = value
        return data

    return change


GROUNDS = [
    ("claim.json", _with(["statement"], "The bridge cost nothing."), "claim.json: its words"),
    ("claim.json", _with(["speaker"], "The Pope"), "claim.json: its words"),
    ("evidence.json", _emptied, "which a verdict cites"),
    ("evidence.json", _with(["document", "sha256"], "0" * 64), "is not the one that was cited"),
    ("evidence.json", _with(["document", "url"], "https://other.example/"), "is not what evidence.json says"),
    ("documents.json", _emptied, "is not what evidence.json says"),
    ("documents.json", _with(["publisher"], "The Times"), "is not what evidence.json says"),
]


@pytest.mark.parametrize(("name", "forge", "fault"), GROUNDS)
def test_what_a_verdict_rests_on_cannot_be_exchanged(
    tmp_path: Path, name: str, forge: Callable[[Any], Any], fault: str
) -> None:
    path = saved(tmp_path / "pack.zip", published())

    def change(entry: str, body: bytes) -> bytes:
        return orjson.dumps(forge(orjson.loads(body))) if entry == name else body

    assert any(fault in found for found in check_pack(changed(path, change, mend=True)).faults)


def test_a_passage_exchanged_together_with_its_source_is_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "pack.zip", published())
    old, new = b"40 million", b"90 million"

    def change(entry: str, body: bytes) -> bytes | None:
        return body.replace(old, new) if entry in ("evidence.json", "documents.json") else body

    assert any(
        "is not the one that was cited" in fault for fault in check_pack(changed(path, change, mend=True)).faults
    )


def test_the_reasons_of_a_correction_stand_in_the_trail(tmp_path: Path) -> None:
    path = saved(tmp_path / "pack.zip", corrected())

    def change(entry: str, body: bytes) -> bytes:
        return body.replace(b"Pounds.", b"Euros..") if entry in ("verdicts.json", "claim.json") else body

    assert any(
        "rationale: not the words of row" in fault for fault in check_pack(changed(path, change, mend=True)).faults
    )


def test_an_edit_after_the_verdict_is_no_fault(tmp_path: Path) -> None:
    check = published()
    publishing.correct(check, actor=desk.person("editor"), note="A name was misspelt.")
    version = Claim.objects.get(pk=check.claim_id).version
    words = "The new bridge cost 40 million euros."
    reviewing.edit_claim(desk.fresh(check), actor=desk.person("editor"), version=version, statement=words)
    assert check_pack(saved(tmp_path / "pack.zip", desk.fresh(check))).faults == []
