"""Evidence becomes origins, origins become the corroboration that a claim shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Case, When

from claims.clock import now
from claims.models import Article
from verification.independence import OriginGroup, Passage, Source, group, sources_behind
from verification.independence import SourceBehind as Behind
from verification.models import (
    Evidence,
    Mark,
    Origin,
    OriginChoice,
    Search,
    SearchState,
    SourceBehind,
    Stance,
    State,
    Verification,
)
from verification.permissions import is_blind
from verification.priority import rank

SPLIT = "A reviewer counts it as an origin of its own."
JOINED = "A reviewer joined them."
LEFT = "The only document that is left of its origin."
THE_ARTICLE = -1  # stands for the checked article among the sources' ids


def regroup(verification_id: int) -> None:
    """Groups the verification's documents by origin anew and counts. Computes outside the transaction, then writes.

    When documents arrived meanwhile it starts over, so that the groups always cover what is there.
    """
    while True:
        documents = _documents(verification_id)
        article = _article_source(verification_id)
        passages = _passages(verification_id)
        against = {passage.document for passage in passages if passage.refutes}
        groups = group(documents, article, against) if documents else []
        groups = as_chosen(groups, _choices(verification_id))
        behind = sources_behind(
            [found.ids for found in groups if not found.is_article_itself],
            documents,
            statement=_statement(verification_id),
            passages=passages,
            others=[article] if article else [],
        )
        with transaction.atomic():
            verification = Verification.objects.select_for_update().get(pk=verification_id)
            if {source.id for source in documents} != set(_document_ids(verification_id)):
                continue
            _write(verification, groups, behind)
            _count(verification, regrouped=True)
            return


def group_what_came(verification_id: int) -> bool:
    """Groups anew, and counts, if there is evidence that belongs to no origin yet; whether there was."""
    if not Evidence.objects.filter(verification=verification_id, origin=None).exists():
        return False
    regroup(verification_id)
    return True


def as_chosen(groups: Sequence[OriginGroup], choices: Iterable[tuple[int, int | None]]) -> list[OriginGroup]:
    """The groups after what people said, in the order in which they said it: (document, one of its origin or None)."""
    ids = [list(found.ids) for found in groups]
    reasons = [found.reason for found in groups]
    own = [found.is_article_itself for found in groups]
    for document, like in choices:
        if document == like or not any(document in held for held in ids):
            continue
        target = next((i for i, held in enumerate(ids) if like in held), None) if like is not None else None
        if like is not None and target is None:
            continue
        for place, held in enumerate(ids):
            if document in held:
                held.remove(document)
                reasons[place] = LEFT if len(held) == 1 and not own[place] else reasons[place]
        if target is None:
            ids.append([document])
            reasons.append(SPLIT)
            own.append(False)
        else:
            ids[target].append(document)
            reasons[target] = f"{reasons[target]} {JOINED}" if own[target] else JOINED
    return [
        OriginGroup(tuple(held), reason, article)
        for held, reason, article in zip(ids, reasons, own, strict=True)
        if held
    ]


def _choices(verification_id: int) -> list[tuple[int, int | None]]:
    return list(OriginChoice.objects.filter(verification=verification_id).values_list("document_id", "like_id"))


def recount(verification_id: int) -> None:
    """Counts the corroboration from the rows and keeps it beside the verification, which has changed if it has."""
    with transaction.atomic():
        _count(Verification.objects.select_for_update().get(pk=verification_id))


def corroboration(evidence: Iterable[Evidence], searches: Iterable[Search], *, marks: bool = True) -> dict[str, Any]:
    """Documents, origins and named sources behind for each stance, and who was asked and who was not, with why.

    A person's mark goes before the machine's stance, unless ``marks`` is False; what a person marked irrelevant, what
    only shares words with the claim and what stems from the checked article itself do not count. A document counts
    under each stance that one of its passages has.
    """
    seen: dict[str, tuple[set[int], set[int], set[int]]] = {
        stance: (set(), set(), set()) for stance in ("supports", "refutes", "mentions")
    }
    for piece in evidence:
        stance = (piece.mark if marks else None) or piece.stance
        if stance == Mark.IRRELEVANT or piece.origin is None or piece.origin.is_article:
            continue
        if piece.stands_apart(marks=marks):
            continue
        documents, origins, behind = seen[stance]
        documents.add(piece.document_id)
        origins.add(piece.origin.pk)
        if piece.origin.source_behind_id is not None:
            behind.add(piece.origin.source_behind_id)
    counts: dict[str, Any] = {
        stance: {"documents": len(documents), "origins": len(origins), "sources_behind": len(behind)}
        for stance, (documents, origins, behind) in seen.items()
    }
    latest = {search.provider: search for search in sorted(searches, key=lambda search: search.generation)}
    counts["searched"] = [name for name, search in latest.items() if search.state == SearchState.DONE]
    counts["not_searched"] = [
        {"provider": name, "why": search.error or f"It is {search.get_state_display()}."}
        for name, search in latest.items()
        if search.state != SearchState.DONE
    ]
    return counts


def _documents(verification_id: int) -> list[Source]:
    rows = (
        Evidence.objects.filter(verification=verification_id)
        .values_list(
            "document_id",
            "document__canonical_url",
            "document__site",
            "document__title",
            "document__text",
            "document__publisher",
            "document__published_at",
        )
        .distinct()
        .order_by("document_id")
    )
    return [Source(*row) for row in rows]


def _statement(verification_id: int) -> str:
    return Verification.objects.values_list("claim__statement", flat=True).get(pk=verification_id)


def _passages(verification_id: int) -> list[Passage]:
    """By the machine's stance: what people marked must not show in the groups while a second review is blind."""
    rows = Evidence.objects.filter(verification=verification_id).order_by("-score", "id")
    return [
        Passage(document, start, end, takes_side=stance != Stance.MENTIONS, refutes=stance == Stance.REFUTES)
        for document, start, end, stance in rows.values_list("document_id", "start", "end", "stance")
    ]


def _document_ids(verification_id: int) -> list[int]:
    return list(Evidence.objects.filter(verification=verification_id).values_list("document_id", flat=True))


def _article_source(verification_id: int) -> Source | None:
    article = Article.objects.filter(claims__verifications=verification_id).first()
    version = article.current if article else None
    if article is None or version is None:
        return None
    return Source(
        THE_ARTICLE,
        article.canonical_url or "",
        "",
        article.title,
        version.text,
        article.publisher,
        article.published_at,
    )


def _write(verification: Verification, groups: list[OriginGroup], behind: list[Behind]) -> None:
    Origin.objects.filter(verification=verification).delete()
    SourceBehind.objects.filter(verification=verification).delete()
    named: dict[int, SourceBehind] = {}  # by document; the largest source comes first and keeps what it has
    for source in behind:
        row = SourceBehind.objects.create(verification=verification, name=source.name[:300])
        for document_id in source.ids:
            named.setdefault(document_id, row)
    origins = Origin.objects.bulk_create(
        Origin(
            verification=verification,
            number=number,
            reason=found.reason,
            is_article=found.is_article_itself,
            source_behind=next((named[pk] for pk in found.ids if pk in named), None),
        )
        for number, found in enumerate(groups, start=1)
    )
    of = [When(document__in=found.ids, then=origin.pk) for found, origin in zip(groups, origins, strict=True)]
    if of:
        Evidence.objects.filter(verification=verification).update(origin=Case(*of))


def _count(verification: Verification, *, regrouped: bool = False) -> None:
    columns = ("document_id", "stance", "mark", "only_shares", "origin__is_article", "origin__source_behind_id")
    evidence = Evidence.objects.filter(verification=verification).select_related("origin").only(*columns)
    searches = Search.objects.filter(verification=verification).only("provider", "generation", "state", "error")
    # While second review is blind the counts must not tell what the first reviewer made of the passages.
    counts = corroboration(evidence, searches, marks=not is_blind(verification.state, verification.disputed))
    if not regrouped and counts == verification.corroboration:
        return  # a search that was tried again in vain changes nothing that anybody is told
    Verification.objects.filter(pk=verification.pk).update(corroboration=counts, updated_at=now())
    if verification.state == State.OPEN:  # one that is still gathering is ranked once, when it opens
        rank([verification.pk])
