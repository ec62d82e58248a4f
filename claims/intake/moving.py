"""The states of an article: one table, one function."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from claims.clock import now
from claims.errors import Conflict
from claims.models import Article, ArticleState
from claims.roles import Actor
from claims.signals import article_moved

MOVES: dict[ArticleState, tuple[ArticleState, ...]] = {
    ArticleState.QUEUED: (ArticleState.FETCHING, ArticleState.SPLITTING, ArticleState.FAILED),
    ArticleState.FETCHING: (ArticleState.QUEUED, ArticleState.SPLITTING, ArticleState.FAILED),
    ArticleState.SPLITTING: (ArticleState.QUEUED, ArticleState.GATHERING, ArticleState.READY, ArticleState.FAILED),
    ArticleState.GATHERING: (ArticleState.READY, ArticleState.QUEUED),
    ArticleState.READY: (ArticleState.QUEUED, ArticleState.GATHERING),
    ArticleState.FAILED: (ArticleState.QUEUED,),
}


def move_article(article: Article, to: ArticleState, *, actor: Actor = None, **changes: Any) -> Article:
    """Moves ``article`` on from the state it was read in, by compare-and-set, and tells who listens (the trail).

    ``changes`` are further columns written with it. Raises Conflict when there is no such move or the row moved
    meanwhile; then nothing is written.
    """
    old = ArticleState(article.state)
    if to not in MOVES[old]:
        raise Conflict(f"An article that is {old.label} cannot become {to.label}.", code="illegal_move")
    with transaction.atomic():
        moved = Article.objects.filter(pk=article.pk, state=old).update(state=to, updated_at=now(), **changes)
        if not moved:
            raise Conflict("The article was changed a moment ago. Load it again to see its state.", code="lost_race")
        article.state = to
        for name, value in changes.items():
            setattr(article, name, value)
        article_moved.send(sender=Article, article=article, old=old, new=to, actor=actor)
    return article
