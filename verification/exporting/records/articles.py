"""Articles: what came in, its text as offsets count it, and how far its claims are."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from claims.models import Article, ArticleState, ArticleVersion, Claim
from verification.exporting.records.verdicts import Record
from verification.models import Search, SearchState

GAVE_UP = (SearchState.FAILED, SearchState.OUT_OF_QUOTA, SearchState.NOT_CONFIGURED)
COLUMNS = (
    "pk",
    "state",
    "error_code",
    "error",
    "note",
    "title",
    "authors",
    "publisher",
    "published_at",
    "language",
    "url",
    "duplicate_of_id",
    "created_at",
    "updated_at",
    "version_id",
)
VERSION_COLUMNS = ("pk", "number", "text", "text_sha256", "left_out")


def article_records(articles: QuerySet[Article], *, raw: bool = False) -> list[Record]:
    """The records of these articles, in order; ``raw`` adds the text that ``left_out`` counts in. Four queries."""
    newest = ArticleVersion.objects.filter(article=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = list(articles.annotate(version_id=Subquery(newest)).values_list(*COLUMNS))
    keys = [row[0] for row in rows]
    versions = _versions([row[-1] for row in rows if row[-1] is not None], raw)
    claims = dict(
        Claim.objects.filter(article__in=keys).order_by().values_list("article_id").annotate(number=Count("pk"))
    )
    searches = _searches(keys)
    return [_record(row, versions.get(row[-1]), claims.get(row[0], 0), searches.get(row[0]), raw) for row in rows]


def _record(
    row: tuple[Any, ...], version: tuple[Any, ...] | None, claims: int, searches: Record | None, raw: bool
) -> Record:
    (pk, state, code, error, note, title, authors, publisher, published_at, language, url, duplicate_of) = row[:12]
    record = {
        "id": str(pk),
        "state": state,
        "error": {"code": code, "message": error} if state == ArticleState.FAILED else None,
        "note": note,
        "title": title,
        "authors": authors,
        "publisher": publisher,
        "published_at": published_at,
        "language": language,
        "url": url,
        "text": version[2] if version else None,
        "text_sha256": version[3] if version else None,
        "left_out": version[4] if version else [],
        "version": version[1] if version else 0,
        "duplicate_of": None if duplicate_of is None else str(duplicate_of),
        "progress": {"claims": claims, "searches": searches or {"total": 0, "done": 0, "failed": 0}},
        "created_at": row[12],
        "updated_at": row[13],
    }
    if raw:
        record["raw_text"] = version[5] if version else None
    return record


def _versions(keys: list[int], raw: bool) -> dict[int, tuple[Any, ...]]:
    columns = (*VERSION_COLUMNS, "raw_text") if raw else VERSION_COLUMNS
    return {row[0]: row for row in ArticleVersion.objects.filter(pk__in=keys).values_list(*columns)} if keys else {}


def _searches(keys: list[int]) -> dict[int, Record]:
    searches = Search.objects.filter(verification__claim__article__in=keys, verification__is_current=True).exclude(
        state=SearchState.CANCELLED
    )
    rows = (
        searches.order_by()
        .values_list("verification__claim__article_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=SearchState.DONE)),
            failed=Count("pk", filter=Q(state__in=GAVE_UP)),
        )
    )
    return {key: {"total": total, "done": done, "failed": failed} for key, total, done, failed in rows}
