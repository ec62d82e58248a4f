"""Verdicts, second review, and what is public of them."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from verification import publishing, reviewing
from verification.api import shapes
from verification.api.answers import answer
from verification.api.door import actor, endpoint
from verification.api.objects import check_of, cited
from verification.exporting.records import claim_record, verdict_records
from verification.exporting.records.verdicts import Record
from verification.filtering import row_id
from verification.models import Verdict, Verification

router = Router(tags=["verdicts"])


@endpoint(router, "POST", "/claims/{claim_id}/verdicts", act="verdict", body=True, returns={201: shapes.VerdictOut})
def give_verdict(request: HttpRequest, claim_id: str, payload: shapes.VerdictIn) -> HttpResponseBase:
    """Give a verdict on the claim that one holds.

    A stale version or a lost hold is 409: nothing is overwritten, and the text is kept as a draft. A decisive rating
    needs a rationale and cited evidence; 422 says what is missing.
    """
    verdict = reviewing.submit_verdict(
        check_of(claim_id),
        reviewer=actor(request),
        rating=payload.rating,
        rationale=payload.rationale,
        evidence=cited(payload.evidence),
        assignment=row_id(payload.assignment or ""),
        version=payload.version,
    )
    return answer(_verdict(verdict), status=201)


@endpoint(router, "POST", "/claims/{claim_id}/approve", act="second", body=True, returns={200: shapes.ClaimOut})
def approve(request: HttpRequest, claim_id: str, payload: shapes.ApprovalIn | None = None) -> HttpResponseBase:
    """Approve somebody else's verdict.

    Another rating than theirs makes the claim disputed, and an editor adjudicates. When second review is blind, the
    rating is needed.
    """
    check, own = check_of(claim_id), payload or shapes.ApprovalIn()
    reviewing.approve(check, reviewer=actor(request), rating=own.rating, rationale=own.rationale)
    return _claim(request, check)


@endpoint(router, "POST", "/claims/{claim_id}/reject", act="second", body=True, returns={200: shapes.ClaimOut})
def reject(request: HttpRequest, claim_id: str, payload: shapes.RejectionIn) -> HttpResponseBase:
    """Send somebody else's verdict back with a comment; the claim is open again."""
    check = check_of(claim_id)
    reviewing.reject(check, reviewer=actor(request), comment=payload.comment)
    return _claim(request, check)


@endpoint(router, "POST", "/claims/{claim_id}/adjudicate", act="adjudicate", body=True, returns={200: shapes.ClaimOut})
def adjudicate(request: HttpRequest, claim_id: str, payload: shapes.AdjudicationIn) -> HttpResponseBase:
    """Settle a disputed claim, as neither of the two who differ."""
    check = check_of(claim_id)
    reviewing.adjudicate(
        check,
        editor=actor(request),
        rating=payload.rating,
        rationale=payload.rationale,
        evidence=cited(payload.evidence),
    )
    return _claim(request, check)


@endpoint(router, "POST", "/claims/{claim_id}/publish", act="publish", returns={200: shapes.PublicationOut})
def publish(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Publish a decided claim; `warnings` tell what readers of its ClaimReview may stumble over."""
    done = publishing.publish(check_of(claim_id), actor=actor(request))
    record = claim_record(done.verification, actor(request))
    return answer({**record, "warnings": [asdict(warning) for warning in done.warnings]})


@endpoint(router, "POST", "/claims/{claim_id}/correct", act="correct", body=True, returns={200: shapes.ClaimOut})
def correct(request: HttpRequest, claim_id: str, payload: shapes.CorrectionIn) -> HttpResponseBase:
    """Correct a published check, with a public note.

    With a rating, rationale or evidence the new version is published at once; with the note alone the claim is
    correcting until a new verdict, or the note, is published.
    """
    check = publishing.correct(
        check_of(claim_id),
        actor=actor(request),
        note=payload.note,
        rating=payload.rating,
        rationale=payload.rationale,
        evidence=None if payload.evidence is None else cited(payload.evidence),
    )
    return _claim(request, check)


@endpoint(router, "POST", "/claims/{claim_id}/retract", act="retract", body=True, returns={200: shapes.ClaimOut})
def retract(request: HttpRequest, claim_id: str, payload: shapes.PublicNoteIn) -> HttpResponseBase:
    """Withdraw a published check, with a public note."""
    return _claim(request, publishing.retract(check_of(claim_id), actor=actor(request), note=payload.note))


def _claim(request: HttpRequest, check: Verification) -> HttpResponseBase:
    return answer(claim_record(check, actor(request)))


def _verdict(verdict: Verdict) -> Record:
    return verdict_records(Verdict.objects.filter(pk=verdict.pk))[0][1]
