"""Where a claim ranks in the queue: a product of five factors, each to the power of its weight.

    worth         how likely it is worth checking (claims.splitting.checkworthiness)
    reach         in how many places it was seen: its article's copies, claims merged into it
    age           how long ago it was published, else came in; halves in a week, and ends at a quarter
    disagreement  how evenly the origins that support it and those that refute it balance
    repeat        how likely it says what an earlier claim said, here or elsewhere

Each factor lies between 0 and 1, and so does their product; what a person adds (``urgency``, a whole number) stands
above all that. Editors set the weights in the administration. A claim's rank is worked out when something about it
changes, and again as it ages (``rank_due_at``); the sweep does the latter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Now

from claims.clock import now
from claims.models import Article
from verification.models import Answered, Origin, RankWeight, SeenBefore, State, Verification

WEIGHTS = {"worth": 1.0, "reach": 0.5, "age": 0.5, "disagreement": 0.5, "repeat": 0.5}
LEAST_WORTH = 0.01  # a claim that the machine thinks little of still ranks by the rest
HALF_LIFE = timedelta(days=7)
LEAST_AGE = 0.25
NOTHING_KNOWN = 0.5  # of a factor whose subject was not found: one place, no disagreement, no earlier claim
SOONEST = timedelta(hours=6)
STILL_RANKED = (State.NEW, State.GATHERING, State.OPEN, State.IN_REVIEW)
AT_ONCE = 500
_COLUMNS = (
    "corroboration",
    "urgency",
    "created_at",
    "claim__checkworthiness",
    "claim__published_at",
    "claim__article__published_at",
)


def weights() -> dict[str, float]:
    """The desk's weights, in the order of ``WEIGHTS``."""
    own = dict(RankWeight.objects.values_list("factor", "weight"))
    return {name: own.get(name, weight) for name, weight in WEIGHTS.items()}


def factors(row: Verification, at: datetime) -> dict[str, float]:
    """The five factors of a row that was read with its claim and article."""
    return {
        "worth": max(row.claim.checkworthiness, LEAST_WORTH),
        "reach": 1 - NOTHING_KNOWN ** max(row.reach, 1),
        "age": _freshness(_age(row, at)),
        "disagreement": NOTHING_KNOWN + (1 - NOTHING_KNOWN) * balance(row),
        "repeat": NOTHING_KNOWN + (1 - NOTHING_KNOWN) * min(max(row.repeat, 0.0), 1.0),
    }


def priority_of(row: Verification, held: Mapping[str, float], at: datetime) -> float:
    """The product of the factors, and what a person added."""
    product = 1.0
    for name, value in factors(row, at).items():
        product *= value ** held[name]
    return round(product, 6) + row.urgency


def balance(row: Verification) -> float:
    """1 where as many origins support the claim as refute it, 0 where only one side was found."""
    supports, refutes = (int(row.corroboration.get(side, {}).get("origins", 0)) for side in ("supports", "refutes"))
    return min(supports, refutes) / max(supports, refutes) if supports and refutes else 0.0


def rank(keys: Iterable[int]) -> int:
    """Works the priority of these verifications out anew; how many were ranked. What left the queue stays as it was."""
    wanted = list(keys)
    if not wanted:
        return 0
    held, at = weights(), now()
    with transaction.atomic():
        rows = Verification.objects.select_for_update(of=("self",)).filter(pk__in=wanted, state__in=STILL_RANKED)
        found = list(rows.select_related("claim", "claim__article").only(*_COLUMNS))
        reach, repeat = _reach(found), _repeat(found)
        for row in found:
            row.reach, row.repeat = reach[row.pk], repeat.get(row.pk, 0.0)
            row.priority = priority_of(row, held, at)
            row.rank_due_at = _next(row, at)
        columns = ["reach", "repeat", "priority", "rank_due_at"]
        if len(found) == 1:  # at a tenth of the cost
            found[0].save(update_fields=columns)
        else:
            Verification.objects.bulk_update(found, columns, batch_size=AT_ONCE)
    return len(found)


def rank_due() -> int:
    """Ranks the claims whose time has come, some at a time; how many. What has left the queue is due no more."""
    due = Verification.objects.filter(rank_due_at__lte=Now()).order_by("rank_due_at")
    keys = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if keys:
        Verification.objects.filter(pk__in=keys).exclude(state__in=STILL_RANKED).update(rank_due_at=None)
    return rank(keys)


def rank_all_soon() -> None:
    """After the weights changed: every open claim is due."""
    Verification.objects.filter(state=State.OPEN).update(rank_due_at=Now())


def rank_article(article: Article) -> None:
    """After a copy of the article came in: its claims were seen in one more place."""
    rank(Verification.objects.filter(claim__article=article, is_current=True).values_list("pk", flat=True))


def _age(row: Verification, at: datetime) -> timedelta:
    article = row.claim.article
    began = row.claim.published_at or (article.published_at if article is not None else None) or row.created_at
    return max(at - began, timedelta())


def _freshness(age: timedelta) -> float:
    return float(max(0.5 ** (age / HALF_LIFE), LEAST_AGE))


def _next(row: Verification, at: datetime) -> datetime | None:
    """When the age will have changed the rank by a step worth showing; never once it counts no less."""
    age = _age(row, at)
    return None if _freshness(age) <= LEAST_AGE else at + max(SOONEST, age / 8)


def _reach(rows: list[Verification]) -> dict[int, int]:
    """By row: the article itself, its copies that were handed in or found by the search, and claims merged into it."""
    copies = _counted(
        Article.objects.filter(duplicate_of__in={row.claim.article_id for row in rows if row.claim.article_id}),
        "duplicate_of",
    )
    merged = _counted(
        Verification.objects.filter(state=State.DUPLICATE, duplicate_of__in={row.claim_id for row in rows}),
        "duplicate_of",
    )
    own = Origin.objects.filter(verification__in=rows, is_article=True).order_by().values_list("verification")
    found: Counter[int] = Counter(dict(own.annotate(Count("evidence__document__site", distinct=True))))
    return {row.pk: 1 + copies[row.claim.article_id or 0] + merged[row.claim_id] + found[row.pk] for row in rows}


def _counted(rows: QuerySet[Article] | QuerySet[Verification], column: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(column).annotate(Count("id"))))


def _repeat(rows: list[Verification]) -> dict[int, float]:
    offers = SeenBefore.objects.filter(verification__in=rows).exclude(answer=Answered.DISMISSED)
    return dict(offers.order_by().values_list("verification").annotate(Max("score")))
