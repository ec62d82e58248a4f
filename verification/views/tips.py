"""What readers send in: off unless PUBLIC_TIPS is on. A tip becomes a claim of its own and is looked up like any."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _

from claims import intake
from claims.clock import now
from claims.errors import UserError
from claims.models import Claim
from verification.forms import TipForm
from verification.gathering import plan

MOST_AN_HOUR = 60  # of all readers together: beyond that it is no reader any more
MOST_A_SENDER = 5


def tip(request: HttpRequest) -> HttpResponse:
    """The form; what was sent is thanked for, and nothing is told of it in public."""
    if not settings.PUBLIC_TIPS:
        raise Http404
    if request.method != "POST":
        return render(request, "checks/tip.html", {"section": "tips", "form": TipForm()})
    form = TipForm(request.POST)
    if form.is_valid() and form.cleaned_data["website"]:
        return redirect(f"{resolve_url('tip')}?sent=1")  # a robot filled in what people do not see
    if form.is_valid() and _too_many(request):
        form.add_error(
            None, _("Many tips have come in within the last hour. Try again later; your words are still here.")
        )
    elif form.is_valid() and _taken(form):
        return redirect(f"{resolve_url('tip')}?sent=1")
    return render(request, "checks/tip.html", {"section": "tips", "form": form}, status=422)


def _taken(form: TipForm) -> bool:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claim, known = intake.submit_tip(
                actor=None, statement=data["statement"], speaker=data["speaker"], url=data["url"]
            )
            if not known:
                plan([claim])
    except UserError as problem:
        form.add_error(None, problem.message)
        return False
    return True


def _too_many(request: HttpRequest) -> bool:
    sender = f"tips:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(sender, 0, 3600)
    if cache.incr(sender) > MOST_A_SENDER:
        return True
    since = now() - timedelta(hours=1)
    unnamed = Claim.objects.filter(article__isnull=True, made_by__isnull=True, created_at__gt=since)
    return unnamed.count() >= MOST_AN_HOUR
