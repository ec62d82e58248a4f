"""A file made in the background is the same bytes as the stream, whatever happened to its worker on the way."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import orjson
import pytest
from pyarrow import parquet

from claims import leases
from claims.clock import now
from claims.errors import Conflict, InvalidInput
from tests.verification import desk
from verification import filtering, people, sweeping, tending
from verification.exporting import background, streams
from verification.exporting.background import file_of, start, work
from verification.exporting.streams import Export, open_export
from verification.models import ExportJob, ExportState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("FIRST_PAGE", 1), ("CHUNK", 2), ("CLAIMS_WITH_EVIDENCE", 2)):
        monkeypatch.setattr(streams, name, size)
    monkeypatch.setattr(background, "NOTED_EVERY", 0.0)


def filled() -> None:
    desk.check("open", desk.claim())
    for _ in range(6):
        check = desk.check("open")
        desk.evidence(check)
        desk.evidence(check)


def whole(kind: str, file_format: str, **filters: str) -> bytes:
    return b"".join(open_export(kind, file_format, filtering.parse(filters)).pieces)


@pytest.mark.parametrize("file_format", ["ndjson", "csv", "json"])
@pytest.mark.parametrize("kind", ["claims", "evidence"])
def test_a_stopped_export_is_taken_up_where_it_was(
    kind: str, file_format: str, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled()
    job = start(owner=desk.person("reviewer"), kind=kind, file_format=file_format, filters={"state": "open"})
    opened: list[int] = []

    def dying(*given: Any, place: Any, **more: Any) -> Export:
        """The real export, whose worker ends after the first piece of each life."""
        opened.append(place.after)
        export = open_export(*given, place=place, **more)

        def pieces() -> Any:
            for number, piece in enumerate(export.pieces):
                if number == 1 and len(opened) < 3:
                    raise KeyboardInterrupt
                yield piece

        return Export(export.content_type, export.filename, pieces())

    monkeypatch.setattr(background, "open_export", dying)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            work(job.pk)
        with file_of(job).open("ab") as file:
            file.write(b"what had been written but not noted")
        ExportJob.objects.filter(pk=job.pk).update(lease_until=now() - timedelta(hours=1))
        assert background.due_exports().get() == job
    work(job.pk)
    job.refresh_from_db()
    assert opened == sorted(set(opened))
    assert len(opened) == 3
    assert file_of(job).read_bytes() == whole(kind, file_format, state="open")
    assert (job.state, job.losses, job.size) == (ExportState.DONE, 2, file_of(job).stat().st_size)
    assert job.rows == job.total == (12 if kind == "evidence" else 7)


def test_parquet_begins_again(small_pages: None) -> None:
    filled()
    job = start(owner=desk.person("reviewer"), kind="claims", file_format="parquet", filters={})
    ExportJob.objects.filter(pk=job.pk).update(size=5, rows=2, after=3)
    file_of(job).parent.mkdir()
    file_of(job).write_bytes(b"PAR1x, half of it")
    work(job.pk)
    assert parquet.read_table(io.BytesIO(file_of(job).read_bytes())).num_rows == 7


def test_a_removed_export_leaves_no_file_and_one_that_kills_is_given_up(small_pages: None) -> None:
    filled()
    person = desk.person("reviewer")
    job = start(owner=person, kind="claims", file_format="csv", filters={})
    ExportJob.objects.filter(pk=job.pk).update(losses=leases.QUARANTINED_AFTER)
    work(job.pk)
    job.refresh_from_db()
    assert (job.state, file_of(job).exists()) == (ExportState.FAILED, False)
    done = start(owner=person, kind="claims", file_format="csv", filters={})
    work(done.pk)
    background.remove(ExportJob.objects.get(pk=done.pk))
    assert not file_of(done).exists()
    work(done.pk)
    assert not ExportJob.objects.filter(pk=done.pk).exists()


def test_nobody_is_owed_more_than_a_few(settings: Any) -> None:
    person = desk.person("reviewer")
    for _ in range(background.MOST_AT_ONCE):
        start(owner=person, kind="claims", file_format="csv", filters={})
    with pytest.raises(Conflict):
        start(owner=person, kind="claims", file_format="csv", filters={})
    for kind, form in (("audit", "csv"), ("claimreview", "jsonld"), ("claims", "xlsx")):
        with pytest.raises(InvalidInput):
            start(owner=desk.person("reviewer"), kind=kind, file_format=form, filters={})
    ExportJob.objects.update(rung_at=None)
    assert {(task, pk) for task, pk in sweeping._exports()} == {
        ("verification.tasks.export", pk) for pk in ExportJob.objects.values_list("pk", flat=True)
    }


def test_from_asking_to_the_end_of_the_link(caller: Any) -> None:
    filled()
    one, other = caller("submitter"), caller("reviewer")
    made = one.post("/exports/jobs", {"format": "ndjson", "filters": {"state": "open", "order": "newest"}})
    assert made.status_code == 202
    assert made.json()["state"] == "queued"
    path = f"/exports/jobs/{made.json()['id']}"
    assert made["Location"] == f"/api/v1{path}"
    assert (one.get(path).json()["url"], other.get(path).status_code) == (None, 404)
    work(int(made.json()["id"]))
    told = one.get(path).json()
    assert (told["state"], told["progress"]) == ("done", {"rows": 7, "total": 7})
    assert one.get(path, headers={"If-None-Match": one.get(path)["ETag"]}).status_code == 304
    assert [item["id"] for item in one.get("/exports/jobs").json()["items"]] == [told["id"]]
    assert other.get("/exports/jobs").json()["items"] == []

    link = told["url"].partition("/api/v1")[2]
    wanted = b"".join(open_export("claims", "ndjson").pieces)

    def get(**headers: str) -> Any:
        return one.client.get(f"/api/v1{link}", headers={"Authorization": "", **headers})

    everything = get()
    assert everything.getvalue() == wanted
    assert int(everything["Content-Length"]) == told["size"] == len(wanted)
    assert everything["Content-Disposition"] == 'attachment; filename="claims.ndjson"'
    rest = get(Range="bytes=100-")
    assert (rest.status_code, rest.getvalue()) == (206, wanted[100:])
    assert rest["Content-Range"] == f"bytes 100-{len(wanted) - 1}/{len(wanted)}"
    assert get(Range="bytes=5-9").getvalue() == wanted[5:10]
    assert get(Range="bytes=-7").getvalue() == wanted[-7:]
    assert get(Range="bytes=5-9", **{"If-Range": '"another"'}).getvalue() == wanted
    assert get(Range="lines=5-9").getvalue() == wanted
    beyond = get(Range=f"bytes={len(wanted)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(wanted)}")
    assert get(**{"If-None-Match": everything["ETag"]}).status_code == 304
    assert one.get("/exports/files/guess").status_code == 404

    ExportJob.objects.update(expires_at=now())
    assert get().status_code == 404
    assert tending.tend().expired == 1
    assert not list(file_of(ExportJob.objects.get()).parent.iterdir())
    assert one.get(path).json()["state"] == "expired"
    assert other.send("DELETE", path).status_code == 404
    assert one.send("DELETE", path).status_code == 204
    assert one.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "audit"}, "kind"),
        ({"format": "xlsx"}, "format"),
        ({"filters": {"state": "happy"}}, "state"),
        ({"filters": {"colour": "red"}}, "filters.colour"),
        ({"filters": {"rating": "splendid"}}, "rating"),
    ],
)
def test_what_cannot_be_exported_is_refused(caller: Any, body: Any, field: str) -> None:
    answer = caller("reviewer").post("/exports/jobs", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert not ExportJob.objects.exists()


def test_who_is_removed_gets_no_file() -> None:
    person = desk.person("reviewer")
    done, owed = (start(owner=person, kind="claims", file_format="csv", filters={}) for _ in range(2))
    work(done.pk)
    assert background.to_download(done.secret) is not None
    people.remove(person, actor=None)
    assert background.to_download(done.secret) is None
    work(owed.pk)
    owed.refresh_from_db()
    assert owed.state == ExportState.FAILED
    assert orjson.loads(orjson.dumps(owed.filters)) == {}
