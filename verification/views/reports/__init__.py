"""The desk's work in figures: each report a plot, a table and a download.

tables      what is counted, and how a table and its plot are described
work        throughput, backlog, how long things take, claims by state
outcomes    ratings, second reviews, agreement, coverage by speaker and kind
asking      the providers' health
agreement   Krippendorff's alpha (pure)
plots       tables as inline SVG (pure)
"""

from __future__ import annotations

import csv

from django.http import Http404, HttpResponse
from django.shortcuts import render

from verification.views.access import DeskRequest, desk
from verification.views.reports import asking, outcomes, work
from verification.views.reports.tables import SPANS, Make, Period

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TABLES: dict[str, Make] = {**work.TABLES, **outcomes.TABLES, **asking.TABLES}


@desk()
def reports(request: DeskRequest) -> HttpResponse:
    """All reports, over ``?days=``."""
    period = Period.of(request.GET.get("days", ""))
    context = {
        "section": "reports",
        "tables": [make(period) for make in TABLES.values()],
        "period": period,
        "spans": SPANS,
    }
    return render(request, "reports.html", context)


@desk()
def report_csv(request: DeskRequest, name: str) -> HttpResponse:
    """One table as CSV."""
    if name not in TABLES:
        raise Http404
    table = TABLES[name](Period.of(request.GET.get("days", "")))
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="proofdesk-{name}.csv"'},
    )
    writer = csv.writer(answer)
    writer.writerow(table.columns)
    writer.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return answer


def _plain(cell: object) -> object:
    """Spreadsheets run what begins like a formula; a quotation mark before it keeps it text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
