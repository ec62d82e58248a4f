"""Figures for Prometheus, counted from the database at each scrape: no process keeps a number of its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from claims.clock import now
from claims.models import Article
from verification.models import Search, State, Verification


class Desk(Collector):
    """Articles, claims and searches by state; how long the oldest claim has been waiting for a reviewer."""

    def collect(self) -> Iterator[Metric]:
        articles = GaugeMetricFamily("proofdesk_articles", "Articles by state.", labels=["state"])
        for state, count in Article.objects.order_by().values_list("state").annotate(Count("id")):
            articles.add_metric([state], count)
        yield articles
        current = Verification.objects.filter(is_current=True)
        claims = GaugeMetricFamily("proofdesk_claims", "Claims by state.", labels=["state"])
        for state, count in current.order_by().values_list("state").annotate(Count("id")):
            claims.add_metric([state], count)
        yield claims
        searches = GaugeMetricFamily("proofdesk_searches", "Searches by state.", labels=["provider", "state"])
        counted = Search.objects.order_by().values_list("provider", "state").annotate(Count("id"))
        for provider, state, count in counted:
            searches.add_metric([provider, state], count)
        yield searches
        oldest = current.filter(state=State.OPEN).aggregate(oldest=Min("opened_at"))["oldest"]
        yield GaugeMetricFamily(
            "proofdesk_oldest_open_claim_seconds",
            "Seconds that the oldest open claim has been waiting for a reviewer; 0 when none waits.",
            value=(now() - oldest).total_seconds() if oldest else 0,
        )


def metrics(request: HttpRequest) -> HttpResponse:
    """`/metrics`: counts only, no words and no names."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Desk())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
