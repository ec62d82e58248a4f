"""Acts on the list of claims: on one row or on many, saved views, what has been seen, and taking one's act back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from claims.clock import now
from claims.errors import InvalidInput
from verification import filtering, reviewing
from verification.models import SavedView, Seat, Topic, Verification
from verification.reviewing.triage import Sweep
from verification.views.access import DeskRequest, came_from, desk
from verification.views.claims import current
from verification.views.deciding import as_number
from verification.views.queue import NOT_FILTERS, asked_of, matching

ON_ONE_ROW = {"aside": "set_aside", "urgent": "urgent", "normal": "normal"}
MOST_VIEWS = 40
Act = Callable[[Verification], tuple[object, object]]


@require_POST
@desk("triage")
def acts(request: DeskRequest) -> HttpResponse:
    """One act on the ticked rows, on all that match the filters of the address, or on the row whose button it was."""
    single = next((name for name in ON_ONE_ROW if name in request.POST), "")
    name = ON_ONE_ROW.get(single, request.POST.get("act", ""))
    verb, act = _act(request, name)
    rows = _rows(request, request.POST.getlist(single) if single else request.POST.getlist("row"), single)
    sweep = reviewing.each(rows, act)
    reviewing.remember(request.user, verb, sweep.changes)
    if single and request.htmx:
        return _one_row(request, rows, sweep, name)
    _tell(request, name, sweep)
    return redirect(f"{resolve_url('queue')}?{request.GET.urlencode()}")


@require_POST
@desk("triage")
def topic(request: DeskRequest, claim_id: int) -> HttpResponse:
    """Gives the claim one of the desk's topics, or none."""
    slug = request.POST.get("topic", "")
    chosen = get_object_or_404(Topic, slug=slug) if slug else None
    reviewing.choose_topic(current(claim_id), actor=request.user, topic=chosen)
    messages.success(request, _("The topic is kept."))
    return redirect("claim", claim_id)


@require_POST
@desk()
def undo(request: DeskRequest) -> HttpResponse:
    """Takes back one's own latest act, and shows the page that one was on."""
    undone = reviewing.undo(actor=request.user)
    words = ngettext("%(number)s claim is as it was.", "%(number)s claims are as they were.", undone.rows)
    messages.success(request, words % {"number": undone.rows})
    if undone.kept:
        kept = ngettext(
            "%(number)s stays: somebody changed it since.", "%(number)s stay: somebody changed them since.", undone.kept
        )
        messages.warning(request, kept % {"number": undone.kept})
    return redirect(came_from(request) or resolve_url("queue"))


@require_POST
@desk()
def seen(request: DeskRequest) -> HttpResponse:
    """From now on only what opens later is new to this person."""
    Seat.objects.update_or_create(person=request.user, defaults={"looked_at": now()})
    return redirect("queue")


@require_POST
@desk()
def save_view(request: DeskRequest) -> HttpResponse:
    """Keeps the filters of the address under a name; the same name again is changed."""
    name = " ".join(request.POST.get("name", "").split())[:60]
    if not name:
        raise InvalidInput(_("Give the view a name."), fields={"name": _("A name is missing.")})
    kept = (*filtering.NAMES, "new")
    asked = {key: str(value) for key, value in request.GET.items() if key in kept and str(value).strip()}
    filtering.parse({key: value for key, value in asked.items() if (key, value) != ("state", "all")}, also=NOT_FILTERS)
    if SavedView.objects.filter(person=request.user).exclude(name=name).count() >= MOST_VIEWS:
        raise InvalidInput(_("There are %(most)s views already. Remove one first.") % {"most": MOST_VIEWS})
    query = urlencode(asked)
    if len(query) > 1000:
        raise InvalidInput(_("These filters are too long to be kept."))
    shared = bool(request.POST.get("shared"))
    SavedView.objects.update_or_create(person=request.user, name=name, defaults={"query": query, "shared": shared})
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": name})
    return redirect(f"{resolve_url('queue')}?{query}")


@require_POST
@desk()
def remove_view(request: DeskRequest, view_id: int) -> HttpResponse:
    """Removes one of one's own views."""
    SavedView.objects.filter(pk=view_id, person=request.user).delete()
    return redirect(came_from(request) or resolve_url("queue"))


def _rows(request: DeskRequest, ticked: list[str], single: str) -> list[Verification]:
    """At most MOST_AT_ONCE rows: the ticked ones, or the first that match when "all that match" is ticked."""
    if request.POST.get("every") and not single:
        seat = Seat.objects.filter(person=request.user).first()
        asked = asked_of(request)
        filters = filtering.parse(asked, also=NOT_FILTERS)
        found = matching(request.user, filters, asked, seat.looked_at if seat else None)
    else:
        keys = [number for number in map(as_number, ticked) if number is not None]
        found = Verification.objects.filter(claim__in=keys[: reviewing.MOST_AT_ONCE], is_current=True)
    rows = list(found.select_related("claim")[: reviewing.MOST_AT_ONCE])
    if not rows:
        raise InvalidInput(_("No claim is chosen. Tick some, or tick “all that match”."))
    return rows


def _act(request: DeskRequest, name: str) -> tuple[str, Act]:
    """The verb that undo knows, and what is to be done to each row."""
    person = request.user
    if name == "set_aside":
        reason = request.POST.get("reason_words", "").strip() or request.POST.get("reason", "")

        def aside(row: Verification) -> tuple[object, object]:
            old = row.state
            return old, str(reviewing.set_aside(row, actor=person, reason=reason).state)

        return "set_aside", aside
    if name == "assign":
        to, due_at = _assignee(request), _due(request)
        return "assign", lambda row: reviewing.assign(row, actor=person, to=to, due_at=due_at)
    if name in reviewing.URGENCIES:
        urgency = reviewing.URGENCIES[name]
        return "prioritise", lambda row: reviewing.prioritise(row, actor=person, urgency=urgency)
    raise InvalidInput(_("Choose what is to be done with the claims."))


def _assignee(request: DeskRequest) -> User | None:
    name = request.POST.get("assignee", "").strip()
    if not name:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        why = _("There is nobody called “%(name)s” here.") % {"name": name}
        raise InvalidInput(why, fields={"assignee": why})
    return found


def _due(request: DeskRequest) -> datetime | None:
    text = request.POST.get("due", "").strip()
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise InvalidInput(_("The deadline is no date and time."), fields={"due": _("As in 2026-05-01 14:00.")})
    return make_aware(moment) if is_naive(moment) else moment


def _one_row(request: DeskRequest, rows: list[Verification], sweep: Sweep, name: str) -> HttpResponse:
    if sweep.refused:
        raise InvalidInput(sweep.refused[0][1])
    row = Verification.objects.select_related("claim").get(pk=rows[0].pk)
    template = "queue/gone.html" if name == "set_aside" else "queue/urgency.html"
    return render(request, template, {"verification": row, "claim": row.claim, "query": request.GET.urlencode()})


def _tell(request: DeskRequest, name: str, sweep: Sweep) -> None:
    done = len(sweep.changes)
    words = {
        "set_aside": ngettext("%(number)s claim is set aside.", "%(number)s claims are set aside.", done),
        "assign": ngettext("%(number)s claim has a new assignee.", "%(number)s claims have a new assignee.", done),
    }.get(name, ngettext("%(number)s claim is moved.", "%(number)s claims are moved.", done))
    if done:
        messages.success(request, words % {"number": done}, extra_tags="undoable")
    elif not sweep.refused:
        messages.info(request, _("That is how it was already; nothing was changed."))
    for row, why in sweep.refused[:5]:
        messages.warning(request, f"{row.claim.statement[:80]}: {why}")
    if len(sweep.refused) > 5:
        more = len(sweep.refused) - 5
        words = ngettext("%(number)s more was refused.", "%(number)s more were refused.", more)
        messages.warning(request, words % {"number": more})
    if done + len(sweep.refused) == reviewing.MOST_AT_ONCE:
        messages.info(request, _("That were %(most)s at once; do it again for the rest.") % {"most": done})
