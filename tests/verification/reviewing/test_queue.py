from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django import Settings

from claims.errors import Conflict
from tests.verification import desk
from verification import reviewing
from verification.errors import Denied
from verification.filtering import parse
from verification.models import Assignment


@pytest.mark.django_db
def test_the_highest_priority_comes_first_and_filters_narrow() -> None:
    reviewer = desk.person("reviewer")
    low, high = desk.check(priority=0.2), desk.check(priority=0.9)
    other = desk.check(about=desk.claim(desk.article(), speaker="The minister"), priority=1.0)
    order = [reviewing.take_next(reviewer=reviewer, filters=parse({"speaker": "the mayor"})) for _ in range(3)]
    assert [held.verification_id if held else None for held in order] == [high.pk, low.pk, None]
    last = reviewing.take_next(reviewer=reviewer)
    assert last is not None
    assert last.verification_id == other.pk


@pytest.mark.django_db
def test_a_hold_that_ran_out_goes_to_the_next(settings: Settings) -> None:
    check = desk.check()
    settings.ASSIGNMENT_MINUTES = -1
    first = reviewing.take_next(reviewer=desk.person("reviewer"))
    settings.ASSIGNMENT_MINUTES = 30
    second = reviewing.take_next(reviewer=desk.person("reviewer"))
    assert first is not None
    assert second is not None
    assert second.verification_id == check.pk
    assert desk.trail(check) == ["taken", "hold_expired", "taken"]
    with pytest.raises(Conflict):
        reviewing.renew(first, reviewer=first.reviewer)


@pytest.mark.django_db
def test_a_held_claim_cannot_be_taken_and_only_its_holder_keeps_it() -> None:
    check, holder, other = desk.check(), desk.person("reviewer"), desk.person("reviewer")
    held = reviewing.take(check, reviewer=holder)
    assert reviewing.take(check, reviewer=holder) == held
    with pytest.raises(Conflict, match=holder.username):
        reviewing.take(check, reviewer=other)
    with pytest.raises(Denied):
        reviewing.renew(held, reviewer=other)
    with pytest.raises(Denied):
        reviewing.give_back(held, reviewer=other)
    with pytest.raises(Conflict):
        reviewing.set_aside(check, actor=other, reason="opinion")
    reviewing.give_back(held, reviewer=holder)
    assert reviewing.take(check, reviewer=other).reviewer == other


@pytest.mark.django_db
def test_closed_claims_say_why_and_come_back() -> None:
    reviewer, check, same = desk.person("reviewer"), desk.check(), desk.check()
    reviewing.set_aside(check, actor=reviewer, reason="An opinion.")
    assert (desk.fresh(check).state, desk.fresh(check).reason) == ("set_aside", "An opinion.")
    reviewing.reopen(check, actor=reviewer, reason="It holds a figure.")
    reviewing.merge(check, actor=reviewer, into=same.claim, reason="The same sentence.")
    assert desk.fresh(check).duplicate_of == same.claim
    with pytest.raises(Exception, match="itself a duplicate"):
        reviewing.merge(same, actor=reviewer, into=check.claim, reason="A ring.")
    reviewing.reopen(check, actor=reviewer, reason="Another bridge.")
    assert (desk.fresh(check).state, desk.fresh(check).duplicate_of) == ("open", None)


@pytest.mark.django_db(transaction=True)
def test_twenty_reviewers_at_once_are_never_given_the_same_claim() -> None:
    for _ in range(30):
        desk.check()
    people = [desk.person("reviewer") for _ in range(20)]
    start = threading.Barrier(len(people))

    def work(reviewer: User) -> None:
        start.wait()
        try:
            while reviewing.take_next(reviewer=reviewer) is not None:
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(work, people))
    taken = Counter(Assignment.objects.values_list("verification_id", flat=True))
    assert len(taken) == 30
    assert set(taken.values()) == {1}
