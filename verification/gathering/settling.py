"""A claim opens for review when its searches have settled, or when its patience has run out."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from claims import intake, leases
from claims.clock import now
from claims.errors import Conflict
from claims.models import Article, ArticleState
from verification.gathering.grouping import group_what_came, recount
from verification.lifecycle import move
from verification.matching import offer_if_never
from verification.models import SearchState, State, Verification
from verification.priority import rank

UNSETTLED = (SearchState.QUEUED, SearchState.RUNNING)
_OPENED = (State.OPEN, State.IN_REVIEW)


def settle(verification_id: int) -> bool:
    """Opens the claim if nothing is owed any more or it has waited long enough; True if this call opened it.

    Afterwards its article is ready if this was the last one. A claim that opens for its patience is compared with
    earlier ones when its searches have settled after all: many open at once then, and comparing takes its time.
    """
    verification = Verification.objects.filter(pk=verification_id).select_related("claim").first()
    if verification is None:
        return False
    unsettled = verification.searches.filter(state__in=UNSETTLED).exists()
    counted = group_what_came(verification_id)
    if not counted and verification.state != State.GATHERING:
        recount(verification_id)  # it may have opened while its last search was in hand
    if verification.state not in (State.GATHERING, *_OPENED):
        return False
    compared = not unsettled and offer_if_never(verification)
    if verification.state != State.GATHERING:
        if compared:
            rank([verification_id])
        return False
    if unsettled and not overdue().filter(pk=verification_id).exists():
        return False
    if not counted:
        recount(verification_id)
    rank([verification_id])
    try:
        move(verification, State.OPEN, actor=None, verb="opened_for_review", opened_at=now())
    except Conflict:
        return False  # another worker, or the sweep, opened it a moment ago
    if verification.claim.article_id is not None:
        article_ready(verification.claim.article_id)
    return True


def overdue() -> QuerySet[Verification]:
    """Verifications that are still gathering although their patience has run out."""
    return Verification.objects.filter(state=State.GATHERING, created_at__lt=leases.from_now(-settings.GATHER_PATIENCE))


def article_ready(article_id: int) -> bool:
    """Moves the article to ready when all its claims are open or further."""
    article = Article.objects.filter(pk=article_id, state=ArticleState.GATHERING).first()
    if article is None:
        return False
    pending = Q(verifications__isnull=True) | Q(verifications__state__in=[State.NEW, State.GATHERING])
    if article.claims.filter(pending).exists():
        return False
    try:
        intake.move_article(article, ArticleState.READY)
    except Conflict:
        return False
    return True
