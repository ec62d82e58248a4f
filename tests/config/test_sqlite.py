"""The queue of writers inside one process."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from verification.models import ProviderDay

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone"),
]
THREADS, TIMES = 12, 25


def impatient() -> None:
    """From here on this thread's connection fails at once where it would have to wait for SQLite's lock."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=0")


def a_day() -> ProviderDay:
    return ProviderDay.objects.create(provider="wikipedia", day="2026-03-01")


def test_threads_never_meet_at_the_lock_in_transactions_or_outside() -> None:
    row = a_day()

    def write(number: int) -> None:
        try:
            impatient()
            for _ in range(TIMES):
                if number % 2:
                    ProviderDay.objects.filter(pk=row.pk).update(questions=F("questions") + 1)
                else:
                    with transaction.atomic():
                        read = ProviderDay.objects.get(pk=row.pk)
                        with transaction.atomic():
                            ProviderDay.objects.filter(pk=row.pk).update(questions=read.questions + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    row.refresh_from_db()
    assert row.questions == THREADS * TIMES


@pytest.mark.parametrize("ends", ["commits", "fails", "closes"])
def test_whoever_waits_goes_on_however_the_transaction_before_ends(ends: str) -> None:
    row = a_day()
    inside, waited = threading.Event(), threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                ProviderDay.objects.filter(pk=row.pk).update(questions=5)
                inside.set()
                assert not waited.wait(0.3), "the second wrote in the middle of the first's transaction"
                if ends == "closes":
                    connection.connection.close()
                if ends == "fails":
                    raise ZeroDivisionError
        except (ZeroDivisionError, DatabaseError):
            pass
        finally:
            connection.close()

    def second() -> None:
        try:
            inside.wait(5)
            impatient()
            ProviderDay.objects.filter(pk=row.pk).update(questions=F("questions") + 1)
            waited.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for outcome in [pool.submit(first), pool.submit(second)]:
            outcome.result(timeout=15)
    row.refresh_from_db()
    assert row.questions == (6 if ends == "commits" else 1)
