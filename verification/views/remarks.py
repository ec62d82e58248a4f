"""What reviewers add to a claim, and how it leaves the queue without a verdict."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.errors import InvalidInput
from claims.models import Claim
from verification import gathering, reviewing
from verification.forms import ContactForm, EditClaimForm
from verification.models import Evidence
from verification.views.access import DeskRequest, desk
from verification.views.claims import current
from verification.views.deciding import attempt, number
from verification.views.weighing import WORTH_COMING_BACK, asked, marks_in_words


@require_POST
@desk("mark")
def mark(request: DeskRequest, evidence_id: int) -> HttpResponse:
    """A person's word on a passage; the empty one takes it back. htmx gets the buttons alone, so that nothing jumps."""
    evidence = get_object_or_404(Evidence.objects.select_related("verification"), pk=evidence_id)
    before = evidence.mark
    marked = reviewing.mark_evidence(evidence, actor=request.user, mark=request.POST.get("mark") or None)
    reviewing.remember(request.user, "mark", [[marked.pk, before, marked.mark]])
    if request.htmx:
        return render(
            request, "review/marks.html", {"evidence": marked, "marks": marks_in_words(), "word_mark": _("Your mark")}
        )
    return redirect(f"{resolve_url('claim', evidence.verification.claim_id)}#e{evidence.pk}")


@require_POST
@desk("edit_claim", form=True)
def edit(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Better words, another speaker, other kinds. A stale version shows both texts."""
    form = EditClaimForm(request.POST)
    typed = {name: request.POST.get(name, "") for name in ("statement", "speaker", "start", "end")}
    typed_all = {**typed, "kinds": request.POST.getlist("kinds")}
    seen = number(request, "version")

    def save() -> None:
        if not form.is_valid():
            fields = {name: str(errors[0]) for name, errors in form.errors.items()}
            raise InvalidInput(_("The claim was not saved: see below."), fields=fields)
        reviewing.edit_claim(
            current(claim_id),
            actor=request.user,
            version=form.cleaned_data["version"],
            statement=form.cleaned_data["statement"],
            speaker=form.cleaned_data["speaker"],
            kinds=form.cleaned_data["kinds"],
            place=form.place,
        )

    return attempt(
        request, claim_id, "edit", save, _("The claim is changed; its first wording is kept."), typed_all, seen
    )


@require_POST
@desk("edit_claim", form=True)
def divide(request: DeskRequest, claim_id: int) -> HttpResponse:
    """One claim that says several things becomes several; one statement a line."""
    typed = {"statements": request.POST.get("statements", "")}
    seen = number(request, "version")

    def save() -> None:
        reviewing.divide(
            current(claim_id), actor=request.user, version=seen or 0, statements=typed["statements"].splitlines()
        )

    done = _("The claim is divided; the new ones are looked up now.")
    return attempt(request, claim_id, "divide", save, done, typed, seen)


@require_POST
@desk("gather", form=True)
def gather(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Asks again: everybody, or those ticked, in the reviewer's own words where there are any."""
    typed = {"own_words": request.POST.get("own_words", "").strip(), "providers": request.POST.getlist("providers")}

    def ask() -> None:
        gathering.ask_again(
            current(claim_id),
            actor=request.user,
            providers=request.POST.getlist("providers") or None,
            own_words=str(typed["own_words"]),
        )

    return attempt(request, claim_id, "gather", ask, _("They are asked again; what they answer is added here."), typed)


@desk()
def searches(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Who was asked and what came of it, for the open page: with word of evidence that it does not show yet."""
    row = current(claim_id)
    newest = request.GET.get("newest", "0")
    after = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 19 else 0
    found = asked(row)
    context = {
        "claim": row.claim,
        "verification": row,
        "asked": found,
        "newest_evidence": after,
        "late": Evidence.objects.filter(verification=row, pk__gt=after).count(),
        "still_searching": any(one.search.state in WORTH_COMING_BACK for one in found),
    }
    return render(request, "review/asked.html", context)


@require_POST
@desk("note", form=True)
def note(request: DeskRequest, claim_id: int) -> HttpResponse:
    """An internal note."""
    text = request.POST.get("text", "")

    def save() -> None:
        reviewing.add_note(current(claim_id), actor=request.user, text=text)

    return attempt(request, claim_id, "note", save, _("The note is kept."), {"text": text})


@require_POST
@desk("note", form=True)
def contact(request: DeskRequest, claim_id: int) -> HttpResponse:
    """One line in the log of asking the claimant."""
    form = ContactForm(request.POST)
    typed = {name: request.POST.get(name, "") for name in form.fields}

    def save() -> None:
        if not form.is_valid():
            fields = {name: str(errors[0]) for name, errors in form.errors.items()}
            raise InvalidInput(_("The contact was not saved: see below."), fields=fields)
        reviewing.add_contact(current(claim_id), actor=request.user, **form.cleaned_data)

    return attempt(request, claim_id, "contact", save, _("The contact is in the log."), typed)


@require_POST
@desk("set_aside", form=True)
def set_aside(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Out of the queue, with a reason."""
    reason = request.POST.get("reason", "")

    def verb() -> None:
        row = current(claim_id)
        before = row.state
        closed = reviewing.set_aside(row, actor=request.user, reason=reason)
        reviewing.remember(request.user, "set_aside", [[closed.pk, before, str(closed.state)]])

    done = _("The claim is set aside.")
    return attempt(request, claim_id, "set_aside", verb, done, {"reason": reason}, undoable="undoable")


@require_POST
@desk("reopen", form=True)
def reopen(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Back into the queue, with a reason."""
    reason = request.POST.get("reason", "")

    def verb() -> None:
        reviewing.reopen(current(claim_id), actor=request.user, reason=reason)

    return attempt(request, claim_id, "reopen", verb, _("The claim is open again."), {"reason": reason})


@require_POST
@desk("merge", form=True)
def merge(request: DeskRequest, claim_id: int) -> HttpResponse:
    """This claim says the same as another one and is checked there."""
    typed = {"reason": request.POST.get("reason", ""), "into": request.POST.get("into", "")}

    def verb() -> None:
        into = Claim.objects.filter(pk=number(request, "into") or 0).first()
        if into is None:
            why = _("There is no such claim. Its number stands in its address and at the top of its page.")
            raise InvalidInput(why, fields={"into": why})
        row = current(claim_id)
        before = row.state
        merged = reviewing.merge(row, actor=request.user, into=into, reason=typed["reason"])
        reviewing.remember(request.user, "merge", [[merged.pk, before, str(merged.state)]])

    return attempt(request, claim_id, "merge", verb, _("The claim is merged."), typed, undoable="undoable")
