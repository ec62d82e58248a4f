"""A claim gets its verification and, with it in one transaction, one owed search a provider."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from claims.clock import now
from claims.doorbell import GATHER, ring_on_commit
from claims.errors import InvalidInput
from claims.models import Claim
from claims.roles import Actor
from verification import audit
from verification.lifecycle import move
from verification.matching import remember_claims
from verification.models import Search, SearchState, State, Verification
from verification.permissions import require
from verification.priority import rank
from verification.providers import PROVIDERS, Provider, enabled
from verification.topics import Topics


def plan(claims: Iterable[Claim], *, actor: Actor = None) -> list[Verification]:
    """Opens a verification with its searches for each claim that has none, and rings for it. In a transaction."""
    providers, topics = enabled(), Topics()
    planned = []
    with transaction.atomic():
        for claim in claims:
            verification = Verification.objects.create(claim=claim, topic=topics.of(claim))
            Search.objects.bulk_create([_search(verification, provider) for provider in providers])
            planned.append(move(verification, State.GATHERING, actor=None, verb="gathering_started"))
        rank(verification.pk for verification in planned)
        remember_claims(verification.claim for verification in planned)
        ring_on_commit(GATHER, *[verification.pk for verification in planned])
    return planned


def ask_again(
    verification: Verification, *, actor: Actor, providers: Sequence[str] | None = None, own_words: str = ""
) -> list[Search]:
    """New searches of the next generation, of all enabled providers or the named ones; the claim stays where it is.

    Searches still waiting for the same providers are cancelled: the new ones take their place. Raises InvalidInput
    for an unknown provider, Denied for a person who may not.
    """
    require(actor, "gather")
    chosen = enabled() if providers is None else [_named(name) for name in dict.fromkeys(providers)]
    if not chosen:
        raise InvalidInput(
            "No provider is named. Name at least one, or leave the list out for all.", fields={"providers": "Empty."}
        )
    with transaction.atomic():
        names = [provider.name for provider in chosen]
        rows = Search.objects.filter(verification=verification, provider__in=names)
        rows.filter(state__in=[SearchState.QUEUED, SearchState.WAITING]).update(state=SearchState.CANCELLED)
        latest = rows.aggregate(latest=Max("generation"))["latest"] or 0
        searches = [_search(verification, provider, latest + 1, own_words) for provider in chosen]
        Search.objects.bulk_create(searches)
        Verification.objects.filter(pk=verification.pk).update(updated_at=now())
        act = audit.Act(
            "asked_again", "verification", verification.pk, verification.claim_id, {"providers": names}, note=own_words
        )
        audit.append(actor, act)
        ring_on_commit(GATHER, verification.pk)
    return searches


def _named(name: str) -> Provider:
    if name not in PROVIDERS:
        raise InvalidInput(
            f"“{name}” is not a provider. Known are: {', '.join(sorted(PROVIDERS))}.",
            fields={"providers": f"Known are: {', '.join(sorted(PROVIDERS))}."},
        )
    return PROVIDERS[name]()


def switched_off(name: str) -> str:
    """Why a provider is not asked on this desk at all; empty for one that is."""
    if name in settings.PROVIDERS:
        return ""
    return f"{PROVIDERS[name].label} is switched off here: the setting PROVIDERS does not name it."


def _search(verification: Verification, provider: Provider, generation: int = 1, own_words: str = "") -> Search:
    why_not = provider.not_configured() or switched_off(provider.name)
    return Search(
        verification=verification,
        provider=provider.name,
        generation=generation,
        own_words=own_words[:400],
        state=SearchState.NOT_CONFIGURED if why_not else SearchState.QUEUED,
        error=why_not,
        rung_at=now(),
    )
