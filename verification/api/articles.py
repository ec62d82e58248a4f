"""Articles: hand them in, one or by the thousand, and see how far they are."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Router

from claims import intake
from claims.models import Article
from verification.api import shapes
from verification.api.answers import answer, items, one
from verification.api.batch import answers
from verification.api.door import actor, endpoint
from verification.api.objects import article_of, check_of
from verification.api.paging import NEWEST, page
from verification.api.problems import Problem
from verification.api.reading import NDJSON, refuse_coded
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
    stream=True,
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
    refuse_coded(request)
    return StreamingHttpResponse(answers(request), content_type=NDJSON)


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
