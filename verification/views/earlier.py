"""Answers to what stands first on the review page: the same as an earlier claim, or not; a change was looked at."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from verification import reviewing
from verification.views.access import DeskRequest, desk
from verification.views.claims import current
from verification.views.deciding import attempt


@require_POST
@desk("merge")
def accept(request: DeskRequest, claim_id: int, offer_id: int) -> HttpResponse:
    """It says the same: merged into a claim of ours; a review from elsewhere is kept as confirmed."""
    reason = request.POST.get("reason", "")

    def verb() -> None:
        row = current(claim_id)
        before = row.state
        after = reviewing.accept_earlier(row, actor=request.user, offer=offer_id, reason=reason)
        if after.state != before:
            reviewing.remember(request.user, "merge", [[after.pk, before, str(after.state)]])

    return attempt(request, claim_id, "earlier", verb, _("It is noted that this was checked before."), {})


@require_POST
@desk("merge")
def dismiss(request: DeskRequest, claim_id: int, offer_id: int) -> HttpResponse:
    """It says something else, and is not offered again."""

    def verb() -> None:
        reviewing.dismiss_earlier(current(claim_id), actor=request.user, offer=offer_id)

    return attempt(request, claim_id, "earlier", verb, _("It is not offered for this claim again."), {})


@require_POST
@desk("note")
def see_change(request: DeskRequest, claim_id: int, change_id: int) -> HttpResponse:
    """Somebody looked at what a new version of the article changed in this claim."""

    def verb() -> None:
        reviewing.see_text_change(current(claim_id), actor=request.user, change=change_id)

    return attempt(request, claim_id, "earlier", verb, _("The change is marked as seen."), {})
