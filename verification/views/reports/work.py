"""How much comes in and goes out, what waits, and how long things take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from claims.clock import now
from claims.models import Article, Claim
from verification.models import State, Verdict, Verification
from verification.templatetags.desk import state_word
from verification.views.counting import state_counts
from verification.views.reports.tables import Cell, Make, Period, Table

MOST = 5000  # the latest so many stand for the period, so that a large desk's page stays quick


def states(period: Period) -> Table:
    counts = state_counts()
    shown = [state for state in State if counts.get(state)]
    return Table(
        "states",
        _("Claims by state"),
        (_("state"), _("claims")),
        [(state_word(state.value), counts[state]) for state in shown],
        tuple(f"/queue/?state={state.value}" for state in shown),
        note=_("All claims, as they stand now."),
    )


def backlog(period: Period) -> Table:
    ages = ((1, _("under a day")), (3, _("1 to 3 days")), (7, _("3 to 7 days")), (None, _("over a week")))
    rows: list[tuple[Cell, ...]] = []
    before = now()
    waiting = Verification.objects.filter(is_current=True, state__in=[State.OPEN, State.SECOND_REVIEW])
    for days, words in ages:
        since = now() - timedelta(days=days) if days is not None else None
        aged = waiting.filter(created_at__lte=before)
        if since is not None:
            aged, before = aged.filter(created_at__gt=since), since
        counted = aged.aggregate(
            waiting=Count("id", filter=Q(state=State.OPEN)), second=Count("id", filter=Q(state=State.SECOND_REVIEW))
        )
        rows.append((words, counted["waiting"], counted["second"]))
    columns = (_("age"), _("open"), _("in second review"))
    return Table("backlog", _("Backlog by age"), columns, rows, shown=(1, 2))


def throughput(period: Period) -> Table:
    since = period.since
    dated = [
        _by_day(Article.objects.filter(created_at__gt=since), "created_at"),
        _by_day(Claim.objects.filter(created_at__gt=since), "created_at"),
        _by_day(Verdict.objects.filter(created_at__gt=since), "created_at"),
        _by_day(Verification.objects.filter(published_at__gt=since), "published_at"),
    ]
    today = localdate(now())
    days = [today - timedelta(days=back) for back in range(period.days)]
    return Table(
        "throughput",
        _("The last %(days)s days") % {"days": period.days},
        (_("day"), _("articles"), _("claims"), _("verdicts"), _("published")),
        [(day.isoformat(), *(counts.get(day, 0) for counts in dated)) for day in days],
        drawn="columns",
        shown=(1, 2, 3, 4),
    )


def durations(period: Period) -> Table:
    """Medians and the time within which nine of ten were done, in minutes; of what began in the period."""
    articles = Article.objects.filter(created_at__gt=period.since).order_by("-id")
    opened = articles.annotate(end=Min("claims__verifications__opened_at")).values_list("created_at", "end")
    judged = articles.annotate(end=Min("claims__verifications__verdicts__created_at")).values_list("created_at", "end")
    rows = Verification.objects.filter(created_at__gt=period.since).order_by("-id")
    spans = {
        _("article to first open claim"): opened,
        _("article to first verdict"): judged,
        _("claim found to open"): rows.values_list("created_at", "opened_at"),
        _("open to first verdict"): rows.annotate(end=Min("verdicts__created_at")).values_list("opened_at", "end"),
        _("open to published"): rows.values_list("opened_at", "published_at"),
    }
    return Table(
        "durations",
        _("How long it takes, in minutes"),
        (_("step"), _("median"), _("nine of ten within"), _("number")),
        [_spread(words, pairs[:MOST]) for words, pairs in spans.items()],
        note=_("Of what came in during the last %(days)s days.") % {"days": period.days},
    )


def _spread(words: str, pairs: Iterable[tuple[datetime | None, datetime | None]]) -> tuple[Cell, ...]:
    minutes = sorted((end - start).total_seconds() / 60 for start, end in pairs if start and end)
    if not minutes:
        return (words, "–", "–", 0)
    places = (len(minutes) // 2, min(int(len(minutes) * 0.9), len(minutes) - 1))
    return (words, *(round(minutes[place], 1) for place in places), len(minutes))


def _by_day(rows: QuerySet[Any], column: str) -> dict[date, int]:
    counted = rows.annotate(on=TruncDate(column)).order_by().values_list("on").annotate(number=Count("id"))
    return dict(counted)


TABLES: dict[str, Make] = {"throughput": throughput, "durations": durations, "backlog": backlog, "states": states}
