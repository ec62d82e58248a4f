"""One search: take the lease, ask the provider, read its pages, weigh their passages, write behind the fence."""

from __future__ import annotations

import hashlib
import logging
import zlib
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from claims import leases
from claims.clock import now
from claims.errors import HostBusy
from claims.heartbeat import LEASE_SECONDS, heartbeat
from claims.models import Claim
from verification.gathering import advice, answers, budget
from verification.gathering.grouping import regroup
from verification.gathering.pacing import NotYet, line
from verification.gathering.planning import switched_off
from verification.gathering.reading import Found, question_about, read
from verification.gathering.settling import settle
from verification.gathering.threads import SEARCHES, side_by_side
from verification.gathering.weighing import computing
from verification.models import Evidence, Search, SearchState, State, Verification
from verification.providers import PROVIDERS, Answer, Provider, ProviderError, Question

log = logging.getLogger(__name__)

# Out of quota comes back by itself only where somebody knows when.
WAITING = Q(state__in=[SearchState.QUEUED, SearchState.WAITING]) | Q(
    state=SearchState.OUT_OF_QUOTA, next_try_at__isnull=False
)
RUNNING = Q(state=SearchState.RUNNING)


def due_searches() -> QuerySet[Search]:
    """Searches that some worker owes."""
    return Search.objects.filter(leases.is_due(WAITING, RUNNING))


def suspect_searches() -> QuerySet[Search]:
    """Those of them that have cost workers and are worked in a process of their own."""
    return due_searches().filter(leases.lost(RUNNING, leases.SUSPECT_AFTER))


def quarantine() -> int:
    """Gives up the searches that have cost too many workers their life; returns how many."""
    lost = leases.QUARANTINED_AFTER
    given_up = 0
    for search in due_searches().filter(leases.lost(RUNNING, lost)):
        reason = f"Reading what {search.provider} found ended {lost} workers, so it was given up. Ask again."
        still = due_searches().filter(leases.lost(RUNNING, lost), pk=search.pk)
        given_up += still.update(
            state=SearchState.FAILED, error=reason, lease_token="", lease_until=None, losses=lost, updated_at=now()
        )
        settle(search.verification_id)
    return given_up


def let_go_of_searches(verification_id: int) -> None:
    """Ends the leases of a process that is known to be dead, which had nothing but suspect searches in hand."""
    running = Search.objects.filter(RUNNING, verification=verification_id, losses__gte=leases.SUSPECT_AFTER)
    running.update(lease_until=leases.from_now(-1))


def gather(verification_id: int, *, alone: bool = False) -> None:
    """Works all due searches of one verification side by side, then opens its claim if they have settled.

    ``alone`` works its suspect ones instead, one after the other.
    """
    if alone:
        for pk in suspect_searches().filter(verification=verification_id).values_list("pk", flat=True):
            work(pk, alone=True)
    else:
        due = list(due_searches().filter(verification=verification_id).values_list("pk", flat=True))
        side_by_side(SEARCHES, work, due)
    with computing:
        settle(verification_id)


def work(search_id: int, *, alone: bool = False) -> None:
    """Works one search, in four steps.

    1. Take the lease; another worker's is left alone, one that has cost several workers is given up.
    2. Ask the provider and read its pages, with no transaction open.
    3. Write outcome and evidence in one transaction, if the lease still is ours.
    4. Group the evidence anew, if people see the claim already; else that is done once, when what is owed is done.
    """
    search = Search.objects.select_related("verification__claim__article", "verification__claim__article_version").get(
        pk=search_id
    )
    token = _take(search, alone=alone)
    if token is None:
        return
    claim = search.verification.claim
    try:
        with heartbeat.holding(search, token):
            answer = _ask(search, claim)
            found = read(answer.hits, claim)
    except ProviderError as error:
        _could_not_ask(search, token, error)
        return
    except NotYet as turn:
        _wait_for_turn(search, token, turn.message, turn.seconds)
        return
    except HostBusy as busy:
        _wait_for_turn(search, token, busy.message, busy.retry_after or 0.0)
        return
    except budget.Spent as spent:
        _wait_for_tomorrow(search, token, spent)
        return
    except (MemoryError, RecursionError):
        _end(search, token, SearchState.FAILED, error="The answer was too large or too deeply nested to be read.")
        return
    if _write(search, token, answer, found) == "late":
        regroup(search.verification_id)


def _take(search: Search, *, alone: bool) -> str | None:
    rows = Search.objects.filter(pk=search.pk)
    due = leases.is_due(WAITING, RUNNING)
    if not alone:
        due &= ~leases.lost(RUNNING, leases.SUSPECT_AFTER)
    if off := switched_off(search.provider):
        rows.filter(due).update(
            state=SearchState.NOT_CONFIGURED, error=off, next_try_at=None, lease_token="", lease_until=None
        )
        return None
    token = leases.take(rows, due, RUNNING, seconds=LEASE_SECONDS, state=SearchState.RUNNING)
    if token is not None:
        search.attempts += 1
    return token


def _ask(search: Search, claim: Claim) -> Answer:
    """What the provider answers; where it finds nothing, also in the words that a model service may propose."""
    provider = PROVIDERS[search.provider]()
    answer = _asked(provider, question_about(claim, search.own_words))
    if answer.hits or search.own_words:
        return answer
    return advice.in_other_words(answer, claim, lambda words: _asked(provider, question_about(claim, words)))


def _asked(provider: Provider, question: Question) -> Answer:
    """The kept answer where there is one; else one question within the provider's pace and the day's share."""
    limit = settings.GATHER_PAGES + 1
    if known := answers.kept(provider, question, limit):
        return known
    line.check(provider)
    if provider.kind != "library":
        budget.spend(provider)
    try:
        answer = provider.search(question, limit)
    except ProviderError as error:
        if error.kind == "transient":
            line.rest(provider, error)
        raise
    budget.count_more(provider, len(answer.queries) - 1)
    answers.keep(provider, question, limit, answer)
    return answer


def _write(search: Search, token: str, answer: Answer, found: Found) -> Literal["in time", "late", "fenced"]:
    """Writes the outcome, if the lease still is ours; late is what comes when people may see the claim already."""
    with transaction.atomic():
        ended = _end(
            search,
            token,
            SearchState.DONE,
            error=answer.incomplete,
            queries=list(answer.queries),
            found=len(answer.hits),
            unread=found.unread,
            raw=zlib.compress(answer.raw) if answer.raw else b"",
            raw_sha256=hashlib.sha256(answer.raw).hexdigest() if answer.raw else "",
        )
        if not ended:
            return "fenced"
        rows = Verification.objects.filter(pk=search.verification_id)
        late = rows.values_list("state", flat=True).get() not in (State.NEW, State.GATHERING)
        for evidence in found.evidence:
            evidence.verification_id = search.verification_id
            evidence.search = search
            evidence.provider = search.provider
            evidence.late = late
        if found.evidence:
            Evidence.objects.bulk_create(found.evidence, ignore_conflicts=True)
            rows.update(updated_at=now())
    return "late" if late else "in time"


def _could_not_ask(search: Search, token: str, error: ProviderError) -> None:
    """A failed call never becomes a finding: it waits for its next try, or ends with its reason."""
    if error.kind == "quota":
        again = leases.from_now(error.retry_after) if error.retry_after else budget.next_day()
        _end(search, token, SearchState.OUT_OF_QUOTA, error=error.message, next_try_at=again, rung_at=None)
    elif error.retryable and search.attempts < leases.GIVE_UP_AFTER:
        wait = leases.backoff(search.attempts, error.retry_after)
        _end(search, token, SearchState.WAITING, error=error.message, next_try_at=leases.from_now(wait), rung_at=None)
    else:
        _end(search, token, SearchState.FAILED, error=error.message)


def _wait_for_turn(search: Search, token: str, message: str, turn: float) -> None:
    """Not a failure and not a try: the pace of the provider, or of a host."""
    _end(
        search,
        token,
        SearchState.WAITING,
        error=message,
        attempts=search.attempts - 1,
        next_try_at=leases.from_now(turn),
        rung_at=None,
    )


def _wait_for_tomorrow(search: Search, token: str, spent: budget.Spent) -> None:
    """Nothing was sent, so it was no try."""
    _end(
        search,
        token,
        SearchState.OUT_OF_QUOTA,
        error=spent.message,
        attempts=search.attempts - 1,
        next_try_at=spent.until,
        rung_at=None,
    )


def _end(search: Search, token: str, state: SearchState, **changes: object) -> bool:
    rows = Search.objects.filter(pk=search.pk, state=SearchState.RUNNING)
    changes.setdefault("next_try_at", None)
    if state == SearchState.DONE:
        changes["losses"] = 0
    return leases.finish(rows, token, state=state, updated_at=now(), **changes)
