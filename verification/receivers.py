"""Listens to the signals: articles came in or moved (inside the transaction that wrote it), somebody logged in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from claims.clock import now
from claims.models import Article, ArticleState, Claim
from claims.roles import Actor
from claims.signals import article_moved, articles_submitted, tips_read
from verification import audit, second_factor
from verification.documents import remember
from verification.gathering import plan, raise_changes
from verification.models import Verification
from verification.priority import rank, rank_article
from verification.second_factor import DUE, STEP
from verification.webhooks import announce


@receiver(articles_submitted, dispatch_uid="verification.articles_submitted")
def note_submitted(sender: Any, keys: Sequence[int], actor: Actor, **kwargs: Any) -> None:
    """Writes one row of the trail an article."""
    data = {"from": None, "to": str(ArticleState.QUEUED)}
    audit.append(actor, *[audit.Act("submitted", "article", key, data=data) for key in keys])


@receiver(article_moved, dispatch_uid="verification.article_moved")
def note_article(
    sender: Any, article: Article, old: ArticleState, new: ArticleState, actor: Actor, **kwargs: Any
) -> None:
    """Writes the move into the trail; an article whose claims stand gets their verifications planned."""
    data: dict[str, Any] = {"from": str(old), "to": str(new)}
    if new == ArticleState.FAILED:
        data["code"] = article.error_code
    audit.append(actor, audit.Act("moved", "article", article.pk, data=data))
    if old == ArticleState.SPLITTING and new in (ArticleState.GATHERING, ArticleState.READY):
        _note_proposal(article)
    if new in (ArticleState.READY, ArticleState.FAILED):
        announce(f"article.{new}", {"article": str(article.pk), "state": str(new)})
    if new == ArticleState.READY and article.duplicate_of is not None:
        rank_article(article.duplicate_of)
    if new == ArticleState.GATHERING:
        version = article.current
        if version is not None:
            remember(article, version)
            raise_changes(article, version)
        plan(Claim.objects.filter(article=article, verifications__isnull=True).order_by("start", "id"))


@receiver(tips_read, dispatch_uid="verification.tips_read")
def rank_read(sender: Any, keys: Sequence[int], **kwargs: Any) -> None:
    """Their check-worthiness is the machine's now: they rank by it, and whoever follows what changes is told."""
    current = Verification.objects.filter(claim__in=keys, is_current=True)
    rank(current.order_by("pk").values_list("pk", flat=True))
    current.update(updated_at=now())


def _note_proposal(article: Article) -> None:
    """What the optional model service did to the splitting; nothing where there is none."""
    version = article.current
    if version is None or not version.proposing:
        return
    told = {name: value for name, value in version.proposing.items() if name != "why_not"}
    verb = "splitting_proposed" if version.proposing["used"] else "splitting_proposal_failed"
    data = {"version": version.number, **told}
    audit.append(None, audit.Act(verb, "article", article.pk, data=data, note=version.proposing["why_not"]))


@receiver(user_logged_in, dispatch_uid="verification.user_logged_in")
def note_log_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A log-in of somebody with a second factor is only the first step."""
    request.session.pop(STEP, None)
    if second_factor.has(user):
        request.session[STEP] = DUE
