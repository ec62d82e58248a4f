"""The day's share of each provider: how many questions it may be sent, and how much they may cost.

Counted in the database, one conditional update before a question is sent: exact across workers, and a broker that loses
its memory makes nobody overspend. The day is that of UTC; at its end the questions that had to wait are due again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from claims.clock import now
from verification.models import ProviderDay
from verification.providers import Provider


class Spent(Exception):
    """Today's share of the provider is used up; ``until`` is when the next one begins."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.message = message
        self.until = until


def allowance(provider: Provider) -> int | None:
    """How many questions the provider may be sent a day; None where neither quota nor budget limits it."""
    quota = settings.PROVIDER_QUOTAS.get(provider.name)
    money = settings.PROVIDER_BUDGETS.get(provider.name)
    limits = [] if quota is None else [int(quota)]
    if money is not None and provider.price:
        limits.append(int(float(money) / provider.price + 1e-9))
    return min(limits) if limits else None


def spend(provider: Provider) -> None:
    """Counts one question that is about to be sent. Raises Spent, and counts nothing, where the share is used up."""
    today = now().date()
    allowed = allowance(provider)
    rows = ProviderDay.objects.filter(provider=provider.name, day=today)
    if allowed is not None:
        rows = rows.filter(questions__lt=allowed)
    if rows.update(questions=F("questions") + 1):
        return
    ProviderDay.objects.bulk_create([ProviderDay(provider=provider.name, day=today)], ignore_conflicts=True)
    if not rows.update(questions=F("questions") + 1):
        raise Spent(_why(provider, allowed or 0), next_day())


def count_more(provider: Provider, questions: int) -> None:
    """Counts what one search sent beyond its first question; it is sent already, so that it may pass the limit."""
    if questions > 0:
        rows = ProviderDay.objects.filter(provider=provider.name, day=now().date())
        rows.update(questions=F("questions") + questions)


def next_day() -> datetime:
    """The coming midnight, UTC."""
    return (now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _why(provider: Provider, allowed: int) -> str:
    questions = "question" if allowed == 1 else "questions"
    return (
        f"Today's {allowed:,} {questions} to {provider.label} are used up, as PROVIDER_QUOTAS and PROVIDER_BUDGETS "
        "say. It is asked after midnight UTC."
    )
