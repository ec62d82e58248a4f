"""The rank of a claim: five factors to the power of editable weights, worked out when something about it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from claims.clock import now
from tests.verification import desk
from verification import priority, reviewing
from verification.models import Answered, EarlierClaim, RankWeight, SeenBefore, State, Verification
from verification.sweeping import sweep

pytestmark = pytest.mark.django_db


def ranked(row: Verification) -> float:
    priority.rank([row.pk])
    return desk.fresh(row).priority


def alike(**fields: object) -> Verification:
    return desk.check(about=desk.claim(desk.article()), **fields)


def repeated(row: Verification, score: float) -> SeenBefore:
    earlier = EarlierClaim.objects.create(
        key=f"{row.pk:064}", statement="It cost 40 million.", url="https://f.example/1"
    )
    return SeenBefore.objects.create(verification=row, earlier=earlier, score=score)


def test_each_factor_lifts_a_claim_above_its_like() -> None:
    plain = ranked(alike())
    assert 0 < plain < 1

    disputed = alike(corroboration={"supports": {"origins": 2}, "refutes": {"origins": 1}})
    assert ranked(disputed) > plain
    one_sided = alike(corroboration={"supports": {"origins": 5}, "refutes": {"origins": 0}})
    assert ranked(one_sided) == pytest.approx(plain)

    again = alike()
    offer = repeated(again, 0.9)
    assert ranked(again) > plain
    offer.answer = Answered.DISMISSED
    offer.save()
    assert ranked(again) == pytest.approx(plain)

    seen_twice = alike()
    reviewing.merge(alike(), actor=desk.person("reviewer"), into=seen_twice.claim, reason="The same.")
    assert desk.fresh(seen_twice).reach == 2
    assert desk.fresh(seen_twice).priority > plain

    doubtful = desk.check(about=desk.claim(desk.article(), checkworthiness=0.2))
    assert ranked(doubtful) < plain


def test_a_claim_sinks_as_it_ages_and_is_ranked_again_when_it_is_due() -> None:
    row = alike()
    fresh = ranked(row)
    article = desk.fresh(row).claim.article
    article.published_at = now() - timedelta(days=7)
    article.save()
    assert ranked(row) == pytest.approx(fresh * 0.5**0.5, rel=1e-3), "half the age factor, to the power of 0.5"
    assert desk.fresh(row).rank_due_at > now()

    article.published_at = now() - timedelta(days=90)
    article.save()
    Verification.objects.filter(pk=row.pk).update(rank_due_at=now() - timedelta(minutes=1))
    sweep()
    assert desk.fresh(row).priority == pytest.approx(fresh * 0.25**0.5, rel=1e-3)
    assert desk.fresh(row).rank_due_at is None, "it counts no less from now on"


def test_what_a_person_added_stands_above_the_rank() -> None:
    low, high = desk.check(about=desk.claim(desk.article(), checkworthiness=0.1)), alike()
    reviewing.prioritise(low, actor=desk.person("editor"), urgency=1)
    assert ranked(low) > 1 > ranked(high)


def test_an_editor_changes_a_weight_and_the_queue_follows() -> None:
    likely = desk.check(about=desk.claim(desk.article(), checkworthiness=0.9))
    disputed = desk.check(
        about=desk.claim(desk.article(), checkworthiness=0.5),
        corroboration={"supports": {"origins": 2}, "refutes": {"origins": 2}},
    )
    assert ranked(likely) > ranked(disputed)
    client = Client()
    client.force_login(desk.person("editor"))
    weight = RankWeight.objects.get(factor="disagreement")
    client.post(f"/admin/verification/rankweight/{weight.pk}/change/", {"weight": "3"})
    sweep()
    assert desk.fresh(disputed).priority > desk.fresh(likely).priority
    assert client.post(f"/admin/verification/rankweight/{weight.pk}/change/", {"weight": "7"}).status_code == 200
    assert RankWeight.objects.get(factor="disagreement").weight == 3


def test_what_comes_back_to_the_queue_is_ranked_again() -> None:
    row = alike(priority=0.0)
    held = reviewing.take(row, reviewer=desk.person("reviewer", "ada"))
    reviewing.give_back(held, reviewer=held.reviewer)
    sweep()
    assert desk.fresh(row).priority > 0


def test_what_has_left_the_queue_is_due_no_more() -> None:
    row = alike(rank_due_at=now() - timedelta(hours=1))
    desk.put(row, State.DECIDED)
    assert priority.rank_due() == 0
    assert desk.fresh(row).rank_due_at is None


def test_the_pages_say_why_a_claim_ranks_where_it_does() -> None:
    row = alike(corroboration={"supports": {"origins": 1}, "refutes": {"origins": 1}}, reach=3)
    client = Client()
    client.force_login(desk.person("reviewer"))
    listed = client.get("/queue/").content.decode()
    assert "in 3 places, the evidence disagrees" in listed
    told = client.get(f"/claims/{row.claim_id}/").content.decode()
    assert "What the rank is made of" in told
    assert told.count('<td class="number">×') == len(priority.WEIGHTS)
