"""What the review page's forms about the verdict send: take, give back, draft, verdict, second review, publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.errors import UserError
from verification import publishing, reviewing
from verification.models import Assignment
from verification.views.access import DeskRequest, desk, refuse_nul
from verification.views.claims import Refusal, current, review_page, row_of

EXCUSE = "excuse-"  # the names of the fields in which a reason why a standard is not met is given


@require_POST
@desk("take")
def claim_take(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Takes this very claim and opens it."""
    try:
        held = reviewing.take(row_of(claim_id), reviewer=request.user)
    except UserError as problem:
        return review_page(request, current(claim_id), Refusal(problem, "take", {}))
    reviewing.remember(request.user, "take", [[held.pk, None, held.verification_id]])
    return redirect("claim", claim_id)


@require_POST
@desk("take")
def renew(request: DeskRequest, assignment_id: int) -> HttpResponse:
    """Starts the hold's time afresh; htmx gets the new time alone."""
    assignment = get_object_or_404(Assignment.objects.select_related("verification"), pk=assignment_id)
    held = reviewing.renew(assignment, reviewer=request.user)
    if request.htmx:
        return render(request, "review/hold.html", {"hold": held})
    return redirect("claim", assignment.verification.claim_id)


@require_POST
@desk("take")
def give_back(request: DeskRequest, assignment_id: int) -> HttpResponse:
    """Gives the claim back to the queue."""
    rows = Assignment.objects.select_related("verification__claim")
    assignment = get_object_or_404(rows, pk=assignment_id)
    reviewing.give_back(assignment, reviewer=request.user)
    messages.success(request, _("The claim is back in the queue. What you typed is kept as your draft."))
    return redirect("queue")


@require_POST
@desk("verdict")
def draft(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Keeps what has been typed so far; sent by the page as one types, and by its button. Who types keeps the hold."""
    saved = reviewing.save_draft(row_of(claim_id), reviewer=request.user, data=typed_verdict(request))
    held, lost = _kept_hold(request)
    if request.htmx:
        return render(request, "review/saved_answer.html", {"saved_at": saved.saved_at, "held": held, "lost": lost})
    messages.success(request, _("Your draft is saved."))
    return redirect("claim", claim_id)


def _kept_hold(request: DeskRequest) -> tuple[Assignment | None, str]:
    """The reviewer's hold with its time started afresh, or why there is none any more."""
    assignment = Assignment.objects.filter(pk=number(request, "assignment") or 0).first()
    if assignment is None:
        return None, ""
    try:
        return reviewing.renew(assignment, reviewer=request.user), ""
    except UserError as problem:
        return None, problem.message


@require_POST
@desk("verdict", form=True)
def verdict(request: DeskRequest, claim_id: int) -> HttpResponse:
    """The verdict; what is lacking or in conflict is said on the page, with everything typed still there."""
    if "save" in request.POST:
        refuse_nul(request)
        return draft(request, claim_id)
    typed = typed_verdict(request)
    seen = number(request, "version")

    def submit() -> None:
        reviewing.submit_verdict(
            row_of(claim_id),
            reviewer=request.user,
            rating=typed["rating"],
            rationale=typed["rationale"],
            evidence=typed["evidence"],
            assignment=number(request, "assignment"),
            version=seen or 0,
            excuses=typed["excuses"],
        )

    return attempt(request, claim_id, "verdict", submit, _("Your verdict is given."), typed, seen)


@require_POST
@desk("second", form=True)
def approve(request: DeskRequest, claim_id: int) -> HttpResponse:
    """The second person agrees, or gives a rating of their own."""
    typed = typed_verdict(request)

    def submit() -> None:
        reviewing.approve(
            row_of(claim_id), reviewer=request.user, rating=typed["rating"] or None, rationale=typed["rationale"]
        )

    return attempt(request, claim_id, "second", submit, _("Your review is given."), typed)


@require_POST
@desk("second", form=True)
def reject(request: DeskRequest, claim_id: int) -> HttpResponse:
    """The second person sends the claim back, with a comment."""
    typed = typed_verdict(request)

    def submit() -> None:
        reviewing.reject(row_of(claim_id), reviewer=request.user, comment=typed["rationale"])

    return attempt(request, claim_id, "second", submit, _("The claim is sent back to the queue."), typed)


@require_POST
@desk("adjudicate", form=True)
def adjudicate(request: DeskRequest, claim_id: int) -> HttpResponse:
    """An editor settles what two reviewers differ on."""
    typed = typed_verdict(request)

    def submit() -> None:
        reviewing.adjudicate(row_of(claim_id), editor=request.user, **typed)

    return attempt(request, claim_id, "verdict", submit, _("The claim is decided."), typed)


@require_POST
@desk("publish", form=True)
def publish(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Shows the verdict in public, and says what readers of its ClaimReview may stumble over."""

    warnings: list[str] = []

    def submit() -> None:
        published = publishing.publish(row_of(claim_id), actor=request.user)
        warnings.extend(warning.message for warning in published.warnings)

    answer = attempt(request, claim_id, "publish", submit, _("The check is public."), {})
    for warning in warnings:
        messages.warning(request, warning)
    return answer


@require_POST
@desk("correct", form=True)
def correct(request: DeskRequest, claim_id: int) -> HttpResponse:
    """A public note with the changed verdict; published at once."""
    typed = {**typed_verdict(request), "note": request.POST.get("note", "")}
    given = {name: typed[name] for name in ("note", "rating", "rationale", "evidence")}

    def submit() -> None:
        publishing.correct(row_of(claim_id), actor=request.user, **given)

    return attempt(request, claim_id, "correct", submit, _("The correction is public."), typed)


@require_POST
@desk("retract", form=True)
def retract(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Withdraws a published check; its page stays and says why."""
    typed = {"note": request.POST.get("note", "")}

    def submit() -> None:
        publishing.retract(row_of(claim_id), actor=request.user, note=typed["note"])

    return attempt(request, claim_id, "retract", submit, _("The check is withdrawn; its page says so."), typed)


def attempt(
    request: DeskRequest,
    claim_id: int,
    section: str,
    verb: Callable[[], object],
    done: str,
    typed: dict[str, Any],
    seen: int | None = None,
    undoable: str = "",
) -> HttpResponse:
    """Runs the verb: back to the claim with ``done``, or the page again with the error and all that was typed."""
    try:
        refuse_nul(request)
        verb()
    except UserError as problem:
        return review_page(request, current(claim_id), Refusal(problem, section, typed, seen))
    messages.success(request, done, extra_tags=undoable)
    return redirect("claim", claim_id)


def typed_verdict(request: DeskRequest) -> dict[str, Any]:
    """Rating, rationale and cited evidence as they were sent; what is no number is not evidence."""
    return {
        "rating": request.POST.get("rating", ""),
        "rationale": request.POST.get("rationale", ""),
        "evidence": [int(pk) for pk in request.POST.getlist("evidence") if as_number(pk)],
        "excuses": {
            name.removeprefix(EXCUSE): str(value)
            for name, value in request.POST.items()
            if name.startswith(EXCUSE) and str(value).strip()
        },
    }


def number(request: DeskRequest, name: str) -> int | None:
    """A posted whole number; None when it is none."""
    return as_number(request.POST.get(name, ""))


def as_number(value: str) -> int | None:
    """The number that the text is, if it is one that a database can hold."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
