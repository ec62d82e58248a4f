"""The buttons by which a reviewer splits and joins origins on the review page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.errors import InvalidInput
from verification import reviewing
from verification.models import Evidence
from verification.views.access import DeskRequest, desk
from verification.views.deciding import attempt, number


@require_POST
@desk("mark")
def origin(request: DeskRequest, evidence_id: int) -> HttpResponse:
    """``act`` is split, join (with ``like`` or ``like-ID``, another passage of the claim) or release."""
    rows = Evidence.objects.select_related("verification__claim")
    evidence = get_object_or_404(rows, pk=evidence_id)
    claim_id = evidence.verification.claim_id

    def save() -> None:
        act = request.POST.get("act")
        if act == "split":
            reviewing.split_origin(evidence, actor=request.user)
        elif act == "release":
            reviewing.release_origin(evidence, actor=request.user)
        elif act == "join":
            like = number(request, "like") or number(request, f"like-{evidence.pk}")
            other = rows.filter(pk=like or 0).first()
            if other is None:
                raise InvalidInput(_("Choose the passage whose origin this page shares."))
            reviewing.join_origin(evidence, other=other, actor=request.user)
        else:
            raise InvalidInput(_("Choose what to do with the origin."))

    answer = attempt(request, claim_id, "origin", save, _("The origins are grouped and counted anew."), {})
    return redirect(f"{resolve_url('claim', claim_id)}#e{evidence.pk}") if answer.status_code == 302 else answer
