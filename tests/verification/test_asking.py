"""Asking sparingly: nobody is asked the same twice, and nobody more than the day's share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import Settings

from claims import intake
from tests.stubs import Stub, running
from tests.stubs.brave import BraveStub
from tests.stubs.wikipedia import WikipediaStub
from verification import gathering
from verification.gathering import answers, budget, pacing
from verification.models import KeptAnswer, ProviderDay, Search, SearchState, State, Verification
from verification.providers.brave import Brave
from verification.providers.wikipedia import Wikipedia

pytestmark = pytest.mark.django_db(transaction=True)

STATEMENT = "The ferry Marigold sank off Port Ellery on 2 March 2026, and 41 of the 212 people aboard died."


@pytest.fixture
def wikipedia(settings: Settings) -> Iterator[Stub]:
    pacing.line.forget()
    with running(WikipediaStub()) as stub:
        settings.PROVIDERS = ["wikipedia"]
        settings.WIKIPEDIA_URL = stub.url
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        settings.FETCH_PER_HOST = 1000.0
        yield stub


@pytest.fixture
def reviewer(person: Callable[[str, str], User]) -> User:
    return person("rita", "reviewer")


def planned(statement: str = STATEMENT) -> Verification:
    claim, _ = intake.submit_tip(actor=None, statement=statement)
    return gathering.plan([claim])[0]


def asked(verification: Verification) -> Search:
    gathering.gather(verification.pk)
    return verification.searches.get(generation=verification.searches.count())


def test_the_same_question_costs_no_second_outside_call(wikipedia: Stub, reviewer: User) -> None:
    verification = planned()
    first = asked(verification)
    sent = len(wikipedia.requests)
    assert sent > 0
    gathering.ask_again(verification, actor=reviewer)
    second = asked(verification)
    assert second.state == SearchState.DONE
    assert (second.found, second.queries, second.raw_sha256) == (first.found, first.queries, first.raw_sha256)
    assert len(wikipedia.requests) == sent
    assert ProviderDay.objects.get().questions == max(len(first.queries), 1)


def test_other_words_and_old_answers_are_asked_anew(wikipedia: Stub, reviewer: User) -> None:
    verification = planned()
    asked(verification)
    sent = len(wikipedia.requests)
    gathering.ask_again(verification, actor=reviewer, own_words="Marigold bow door")
    asked(verification)
    assert len(wikipedia.requests) > sent
    sent = len(wikipedia.requests)
    KeptAnswer.objects.update(asked_at=timezone.now() - timedelta(hours=13))
    gathering.ask_again(verification, actor=reviewer)
    assert verification.searches.count() == 3
    asked(verification)
    assert len(wikipedia.requests) > sent


def test_a_failure_is_never_kept(wikipedia: Stub) -> None:
    wikipedia.play("503")
    verification = planned()
    assert asked(verification).state == SearchState.WAITING
    assert not KeptAnswer.objects.filter(provider="wikipedia").exists()


def test_keeping_can_be_switched_off(wikipedia: Stub, reviewer: User, settings: Settings) -> None:
    settings.ANSWERS_KEPT_HOURS = 0
    verification = planned()
    asked(verification)
    sent = len(wikipedia.requests)
    gathering.ask_again(verification, actor=reviewer)
    asked(verification)
    assert len(wikipedia.requests) == 2 * sent
    assert not KeptAnswer.objects.exists()


def test_old_answers_are_forgotten(wikipedia: Stub) -> None:
    asked(planned())
    assert answers.forget_old() == 0
    KeptAnswer.objects.update(asked_at=timezone.now() - timedelta(hours=13))
    assert answers.forget_old() > 0
    assert not KeptAnswer.objects.exists()


def test_what_comes_after_the_quota_waits_for_midnight_and_the_claim_opens(wikipedia: Stub, settings: Settings) -> None:
    settings.PROVIDER_QUOTAS = {"wikipedia": 1}
    assert asked(planned()).state == SearchState.DONE
    sent = len(wikipedia.requests)
    late = planned("Northern Line ran eleven ferries in 2025.")
    search = asked(late)
    assert search.state == SearchState.OUT_OF_QUOTA
    assert "1 question to Wikipedia" in search.error
    assert search.next_try_at == budget.next_day()
    assert search.attempts == 0
    assert len(wikipedia.requests) == sent
    late.refresh_from_db()
    assert late.state == State.OPEN
    assert late.corroboration["not_searched"] == [{"provider": "wikipedia", "why": search.error}]


def test_the_next_day_begins_afresh(wikipedia: Stub, settings: Settings) -> None:
    settings.PROVIDER_QUOTAS = {"wikipedia": 1}
    asked(planned())
    late = planned("Northern Line ran eleven ferries in 2025.")
    asked(late)
    ProviderDay.objects.update(day=timezone.now().date() - timedelta(days=1))
    Search.objects.filter(verification=late).update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert asked(late).state == SearchState.DONE


def test_money_limits_what_costs_money_only(settings: Settings) -> None:
    settings.PROVIDER_QUOTAS = {}
    settings.PROVIDER_BUDGETS = {"brave": 0.02, "wikipedia": 0.0}
    assert budget.allowance(Brave()) == 4
    assert budget.allowance(Wikipedia()) is None
    settings.PROVIDER_QUOTAS = {"brave": 3}
    assert budget.allowance(Brave()) == 3
    for _ in range(3):
        budget.spend(Brave())
    with pytest.raises(budget.Spent, match="midnight UTC"):
        budget.spend(Brave())
    assert ProviderDay.objects.get().questions == 3


def test_a_share_that_the_provider_says_is_spent_is_asked_for_again_in_time(settings: Settings) -> None:
    pacing.line.forget()
    with running(BraveStub()) as stub:
        settings.PROVIDERS = ["brave"]
        settings.BRAVE_URL, settings.BRAVE_KEY = stub.url, "a-key"
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        stub.play("spent")
        search = asked(planned())
    assert search.state == SearchState.OUT_OF_QUOTA
    assert search.next_try_at is not None
    assert search.next_try_at > timezone.now()
