"""The providers' health: what was asked, what came of it, how long it took, and the last trouble."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from verification.models import Search
from verification.views.reports.tables import Cell, Make, Period, Table
from verification.views.weighing import label_of

OWED = ("queued", "running", "waiting")
NOT_ASKED = ("failed", "out_of_quota", "not_configured")


def providers(period: Period) -> Table:
    took = ExpressionWrapper(F("updated_at") - F("created_at"), output_field=DurationField())
    recent = Search.objects.filter(created_at__gt=period.since)
    counted = (
        recent.order_by()
        .values("provider")
        .annotate(
            done=Count("id", filter=Q(state="done")),
            owed=Count("id", filter=Q(state__in=OWED)),
            failed=Count("id", filter=Q(state__in=NOT_ASKED)),
            with_hits=Count("id", filter=Q(found__gt=0)),
            seconds=Avg(took, filter=Q(state="done")),
            answered=Max("updated_at", filter=Q(state="done")),
        )
        .order_by("provider")
    )
    columns = (
        _("provider"), _("done"), _("still owed"), _("could not be asked"), _("with hits"), _("seconds, mean"),
        _("last answer"), _("last trouble"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            label_of(row["provider"]),
            row["done"],
            row["owed"],
            row["failed"],
            row["with_hits"],
            _seconds(row["seconds"]),
            f"{localtime(row['answered']):%Y-%m-%d %H:%M}" if row["answered"] else "–",
            _trouble(period, row["provider"]),
        )
        for row in counted
    ]
    note = _("Searches of the last %(days)s days.") % {"days": period.days}
    return Table("providers", _("Providers"), columns, rows, shown=(1, 2, 3), note=note)


def _seconds(span: timedelta | None) -> str | float:
    return "–" if span is None else round(span.total_seconds(), 1)


def _trouble(period: Period, provider: str) -> str:
    rows = Search.objects.filter(provider=provider, created_at__gt=period.since).exclude(error="")
    return rows.order_by("-updated_at").values_list("error", flat=True).first() or "–"


TABLES: dict[str, Make] = {"providers": providers}
