"""Articles: hand them in, one or by the thousand, and see how far they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Router
from pydantic import ValidationError

from claims import intake
from claims.cleaning import refuse_unclean
from claims.errors import UserError
from claims.models import Article
from verification.api import shapes
from verification.api.answers import answer, items, one
from verification.api.door import actor, endpoint
from verification.api.objects import article_of, check_of
from verification.api.paging import NEWEST, page
from verification.api.problems import Problem, body_of, from_user_error, sentence
from verification.api.reading import NDJSON, parse_json, stream_of
from verification.exporting.records import article_records, claim_record
from verification.exporting.records.verdicts import Record
from verification.gathering import plan
from verification.permissions import require

router = Router(tags=["articles"])
LINES = (NDJSON, "text/plain")


@endpoint(
    router, "POST", "/articles", act="submit", body=True, returns={202: shapes.SubmittedOut, 200: shapes.SubmittedOut}
)
def submit_article(request: HttpRequest, payload: shapes.ArticleIn) -> HttpResponseBase:
    """Hand in an article.

    202 with the article, which is then read, split and gathered; the same content or address again is 200 with the
    first one and `"duplicate": true`.
    """
    record, duplicate = _submit(request, payload)
    location = {"Location": f"/api/v1/articles/{record['id']}"}
    return answer(record, status=200 if duplicate else 202, headers=location)


@endpoint(
    router,
    "POST",
    "/articles/batch",
    act="submit",
    returns={200: None},
    errors=(400, 413, 415),
    extra={
        "requestBody": {
            "required": True,
            "content": {kind: {"schema": {"description": "One ArticleIn a line."}} for kind in LINES},
        },
        "x-answer": NDJSON,
    },
)
def submit_articles(request: HttpRequest) -> HttpResponseBase:
    """Hand in many articles.

    NDJSON in, NDJSON out: one answer a line, in order, streamed. A line that fails gives a problem in its place, and
    the rest go on. A line may carry an `id`, which its answer carries as `ref`.
    """
    if request.content_type not in LINES:
        raise Problem(415, f"Send the lines as {NDJSON}.", code="media_type")
    return StreamingHttpResponse(_batch(request), content_type=NDJSON)


@endpoint(router, "GET", "/articles", act="read", query=shapes.PAGING, returns={200: shapes.ArticlePage})
def list_articles(request: HttpRequest) -> HttpResponseBase:
    """All articles, newest first."""
    rows, following = page(Article.objects.all(), NEWEST, request)
    return items(article_records(rows), following)


@endpoint(router, "GET", "/articles/{article_id}", act="read", returns={200: shapes.ArticleOut}, errors=(304,))
def get_article(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """One article with the text that offsets refer to."""
    article = article_of(article_id)
    return one(request, article_records(Article.objects.filter(pk=article.pk), raw=True)[0])


@endpoint(router, "POST", "/articles/{article_id}/retry", act="submit", returns={202: shapes.ArticleOut})
def retry_article(request: HttpRequest, article_id: str) -> HttpResponseBase:
    """Try a failed article again, in the same row."""
    article = intake.retry(article_of(article_id), actor=actor(request))
    return answer(article_records(Article.objects.filter(pk=article.pk), raw=True)[0], status=202)


@endpoint(
    router,
    "POST",
    "/articles/{article_id}/claims",
    act="edit_claim",
    body=True,
    returns={201: shapes.ClaimOut},
)
def add_claim(request: HttpRequest, article_id: str, payload: shapes.HandClaimIn) -> HttpResponseBase:
    """Add a claim by hand, at `text[start:end]` of the article."""
    article = article_of(article_id)
    with transaction.atomic():
        claim = intake.add_claim(
            article,
            actor=actor(request),
            start=payload.start,
            end=payload.end,
            statement=payload.statement or "",
            speaker=payload.speaker or "",
        )
        plan([claim], actor=actor(request))
    record = claim_record(check_of(str(claim.pk)), actor(request))
    return answer(record, status=201, headers={"Location": f"/api/v1/claims/{claim.pk}"})


def _submit(request: HttpRequest, payload: shapes.ArticleIn) -> tuple[Record, bool]:
    require(actor(request), "submit")
    submitted = intake.submit(
        actor=actor(request),
        text=payload.text or "",
        html=payload.html or "",
        url=payload.url or "",
        title=payload.title or "",
        published_at=payload.published_at,
        clean=payload.clean,
    )
    record = article_records(Article.objects.filter(pk=submitted.article.pk), raw=True)[0]
    return {**record, "duplicate": submitted.duplicate}, submitted.duplicate


def _batch(request: HttpRequest) -> Iterator[bytes]:
    """One answer a line of the body, which is read no further than the line at hand."""
    longest = settings.ARTICLE_MAX_BYTES * 3
    number, readline = 0, stream_of(request).readline
    while line := readline(longest + 1):
        number += 1
        whole = line.endswith(b"\n") or len(line) <= longest
        while not line.endswith(b"\n") and len(line) > longest and (line := readline(longest + 1)):
            pass
        if whole and not line.strip():
            continue
        yield orjson.dumps(_line(request, line, number, whole)) + b"\n"


def _line(request: HttpRequest, line: bytes, number: int, whole: bool) -> dict[str, Any]:
    ref: Any = None
    try:
        if not whole:
            raise Problem(413, "The line is too long.", code="too_large")
        data = parse_json(line, clean=False)
        ref = data.get("id") if isinstance(data, dict) else None
        refuse_unclean(data, field="line")
        record, duplicate = _submit(request, shapes.BatchLine.model_validate(data))
        return {"ref": ref, "status": 200 if duplicate else 202, **record}
    except ValidationError as error:
        fields = {".".join(str(part) for part in item["loc"]) or "line": sentence(item) for item in error.errors()}
        problem = Problem(422, "The line does not fit.", code="invalid", fields=fields)
    except UserError as error:
        problem = from_user_error(error)
    except Problem as error:
        problem = error
    ref = ref if isinstance(ref, str | int) else None
    return {"ref": ref, "line": number, **body_of(problem), "error": problem.detail}
