"""What the lists, the exports and the shapes say is one and the same; and it costs a fixed number of queries."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyarrow import parquet
from pydantic import TypeAdapter

from claims.clock import now
from claims.errors import InvalidInput
from claims.models import Article
from tests.verification import desk
from verification.api import shapes
from verification.exporting import streams
from verification.exporting.cells import lines
from verification.exporting.records import article_records, audit_record, claim_records, evidence_records, history
from verification.exporting.records.reading import OPTIONS, TO_TABULATE, TO_WRITE
from verification.exporting.streams import open_export
from verification.exporting.tables import TABLES
from verification.filtering import parse
from verification.gathering import recount
from verification.models import AuditEntry, Evidence, Origin, SourceBehind, Verification

pytestmark = pytest.mark.django_db


def exported(kind: str, form: str, **filters: str) -> bytes:
    return b"".join(open_export(kind, form, parse(filters)).pieces)


def test_records_fit_the_shapes_of_the_document() -> None:
    check = desk.published()
    for shape, records in (
        (shapes.ClaimOut, claim_records(Verification.objects.all(), None)),
        (shapes.ArticleOut, article_records(Article.objects.all(), raw=True)),
        (shapes.EvidenceOut, evidence_records(Evidence.objects.all(), None)),
        (shapes.HistoryPage, [{"items": history(check.claim, None), "next": None}]),
    ):
        assert records
        TypeAdapter(list[shape]).validate_json(orjson.dumps(records))  # type: ignore[valid-type]


def test_a_page_costs_the_same_number_of_queries_however_long_it_is() -> None:
    def cost(work: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            work()
        return len(asked)

    desk.published()
    works = [
        lambda: claim_records(Verification.objects.all(), None),
        lambda: article_records(Article.objects.all()),
        lambda: evidence_records(Evidence.objects.all(), None),
    ]
    before = [cost(work) for work in works]
    for _ in range(5):
        desk.published()
    assert [cost(work) for work in works] == before
    assert before <= [5, 4, 2]


def test_every_format_tells_the_same_rows_as_the_lists() -> None:
    desk.published()
    desk.evidence(desk.check("open", desk.claim(speaker='=HYPERLINK("x")', published_at=now())))
    desk.check("new", desk.claim())
    for kind, records in (
        ("claims", claim_records(Verification.objects.order_by("pk"), None)),
        ("evidence", evidence_records(Evidence.objects.order_by("pk"), None, with_claim=True)),
        ("audit", [audit_record(entry) for entry in AuditEntry.objects.order_by("seq")]),
    ):
        listed = orjson.loads(orjson.dumps(records))
        assert len(listed) > 1
        rows = [orjson.loads(line) for line in exported(kind, "ndjson").splitlines()]
        assert rows == orjson.loads(exported(kind, "json")) == listed
        table = TABLES[kind]
        written = list(csv.reader(io.StringIO(exported(kind, "csv").decode(), newline="")))
        assert written[0] == list(table.columns)
        ids = [row[next(iter(row)) if kind == "audit" else "id"] for row in listed]
        assert [line[0] for line in written[1:]] == [str(row) for row in ids]
        columns = parquet.read_table(io.BytesIO(exported(kind, "parquet")))
        assert columns.column_names == written[0]
        assert columns.to_pylist() == [dict(zip(table.columns, table.line(record), strict=True)) for record in records]


def test_the_table_counts_what_the_record_counts() -> None:
    check = desk.check("open")
    first, second = desk.evidence(check), desk.evidence(check)
    study = SourceBehind.objects.create(verification=check, name="The audit of 2019")
    Origin.objects.filter(pk__in=[first.origin_id, second.origin_id]).update(source_behind=study)
    recount(check.pk)
    (record,) = claim_records(Verification.objects.filter(pk=check.pk), None)
    (row,) = csv.DictReader(io.StringIO(exported("claims", "csv").decode(), newline=""))
    assert record["corroboration"]["supports"]["sources_behind"] == 1
    for stance in ("supports", "refutes", "mentions"):
        for name, number in record["corroboration"][stance].items():
            assert row[f"{stance}_{name}"] == str(number), (stance, name)


def test_a_table_of_nothing_still_has_its_columns() -> None:
    assert exported("claims", "csv").startswith(b'"id","article_id"')
    table = parquet.read_table(io.BytesIO(exported("claims", "parquet")))
    assert (table.num_rows, str(table.schema.field("created_at").type)) == (0, "timestamp[us, tz=UTC]")
    assert str(table.schema.field("kinds").type) == "list<element: string>"


def test_what_is_written_is_what_is_read() -> None:
    """Records for orjson, for tables and for people differ in form only."""
    desk.published()
    rows = Verification.objects.order_by("pk")
    assert orjson.dumps(claim_records(rows, None, TO_WRITE), option=OPTIONS) != b"[]"
    written = orjson.loads(orjson.dumps(claim_records(rows, None, TO_WRITE), option=OPTIONS))
    assert written == orjson.loads(orjson.dumps(claim_records(rows, None)))
    table = TABLES["claims"]
    kinds = table.columns.values()
    slow = lines(kinds, [table.line(record) for record in claim_records(rows, None)])
    assert slow == lines(kinds, [table.line(record) for record in claim_records(rows, None, TO_TABULATE)])


def test_pages_of_an_export_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("FIRST_PAGE", 1), ("CHUNK", 2), ("CLAIMS_WITH_EVIDENCE", 2)):
        monkeypatch.setattr(streams, name, size)
    checks = [desk.check("open") for _ in range(6)]
    for check in checks:
        desk.evidence(check)
        desk.evidence(check)
    ids = [str(check.claim_id) for check in checks]
    assert [orjson.loads(line)["id"] for line in exported("claims", "ndjson").splitlines()] == ids
    assert [row["claim"] for row in orjson.loads(exported("evidence", "json"))] == sorted(ids * 2, key=int)


def test_filters_narrow_every_export_alike() -> None:
    desk.published()
    other = desk.check("open")
    desk.evidence(other)
    for kind, name in (("claims", "id"), ("evidence", "claim")):
        rows = [orjson.loads(line)[name] for line in exported(kind, "ndjson", state="open").splitlines()]
        assert rows == [str(other.claim_id)]
    assert exported("claims", "json", q="zeppelin") == b"[]\n"


def test_an_unknown_format_is_refused() -> None:
    for kind, form in (("claims", "xlsx"), ("claimreview", "csv"), ("claimreview", "parquet"), ("secrets", "csv")):
        with pytest.raises(InvalidInput):
            open_export(kind, form)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("text", "=1+1", '"\'=1+1"'),
        ("text", "  @SUM(A1)", '"\'  @SUM(A1)"'),
        ("text", "\u00a0-2", '"\'\u00a0-2"'),
        ("text", "\u200b+3", '"\'\u200b+3"'),
        ("text", "＝1", '"\'＝1"'),
        ("text", "\tx", '"\'\tx"'),
        ("text", "\rx", '"\'\rx"'),
        ("text", "fine\n=cmd|' /C calc'!A0", "\"fine\n'=cmd|' /C calc'!A0\""),
        ("text", "1 + 1 = 2", '"1 + 1 = 2"'),
        ("text", 'He said "no"', '"He said ""no"""'),
        ("text", "a separator \x1f of units, one \x1e of records", '"a separator \x1f of units, one \x1e of records"'),
        ("text", "", '""'),
        ("text", None, '""'),
        ("list", ["a", "=b"], '"a; =b"'),
        ("list", ["=a"], '"\'=a"'),
        ("list", [], '""'),
        ("whole", -3, '"-3"'),
        ("number", 0.25, '"0.25"'),
        ("number", None, '""'),
        ("yes or no", True, '"true"'),
        ("yes or no", False, '"false"'),
        ("moment", None, '""'),
    ],
)
def test_no_cell_is_a_formula(kind: str, value: Any, written: str) -> None:
    for beside in ("fine", "fine too"):  # a column with something to mend leaves its other cells alone
        page = lines([kind, "text"], [(value, beside), (value, beside)]).decode()
        assert page == f'{written},"{beside}"\r\n' * 2
