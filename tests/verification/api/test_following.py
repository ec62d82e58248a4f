"""Following changes while others write: nothing is missed, and nothing comes twice but the row at the seam."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.verification import desk
from verification.models import Verification

Make = Callable[..., Any]
WRITERS, CHANGES = 3, 25


def change(rows: list[int]) -> None:
    """One transaction that changes several rows, as a regrouping or a bulk act does."""
    with transaction.atomic():
        for row in rows:
            Verification.objects.filter(pk=row).update(updated_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_whoever_follows_changes_sees_the_last_one_of_every_row(caller: Make) -> None:
    one = caller("submitter")
    rows = [desk.check().pk for _ in range(12)]
    done = threading.Event()

    def write(number: int) -> None:
        try:
            for turn in range(CHANGES):
                change([rows[(number * 5 + turn * step) % len(rows)] for step in (1, 3)])
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    seen: list[tuple[str, str]] = []
    since = "2020-01-01T00:00:00Z"

    def follow() -> None:
        nonlocal since
        cursor = None
        while True:
            query = {"cursor": cursor} if cursor else {}
            page = one.get("/claims", order="updated", updated_since=since, limit=3, **query).json()
            seen.extend((item["id"], item["updated_at"]) for item in page["items"])
            cursor = page["next"]
            if cursor is None:
                break
        if seen:
            since = seen[-1][1]

    for thread in threads:
        thread.start()
    while not done.is_set():
        if not any(thread.is_alive() for thread in threads):
            done.set()
        follow()
    last = {str(row.claim_id): row.updated_at.isoformat() for row in Verification.objects.all()}
    assert dict(seen) == last  # the later one of each row stands
    moments = [moment for _, moment in seen]
    assert moments == sorted(moments)
    repeated = [item for item in set(seen) if seen.count(item) > 1]
    assert all(
        seen.index(item) + 1 in [place for place, other in enumerate(seen) if other == item] for item in repeated
    )
