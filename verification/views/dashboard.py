"""What waits for me: the first page after logging in."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from claims.clock import now
from claims.models import Article
from verification.models import Assignment, State, Verdict, Verification
from verification.permissions import may
from verification.views.access import DeskRequest, desk
from verification.views.articles import IN_PROGRESS, lines_of
from verification.views.counting import state_counts

SHOWN = 6


@desk()
def dashboard(request: DeskRequest) -> HttpResponse:
    """My holds, second reviews, what waits for an editor, articles at work and the latest ones, a box to paste into."""
    user = request.user
    states = state_counts()
    reviewer, editor = may(user, "take"), may(user, "publish")
    articles = Article.objects.select_related("submitted_by", "duplicate_of").order_by("-id")
    context = {
        "section": "dashboard",
        "states": states,
        "working_articles": Article.objects.filter(state__in=IN_PROGRESS).count(),
        "lines": lines_of(articles[:SHOWN]),
        "holds": _holds(user.pk) if reviewer else [],
        "seconds": second_reviews(user.pk).filter(disputed=False)[:SHOWN] if reviewer else [],
        "disputed": second_reviews(user.pk).filter(disputed=True)[:SHOWN] if editor else [],
        "decided": _in_state(State.DECIDED)[:SHOWN] if editor else [],
        "correcting": _in_state(State.CORRECTING)[:SHOWN] if editor else [],
        "at_risk": _at_risk()[:SHOWN] if editor else [],
        "text_changes": text_changes()[:SHOWN] if reviewer else [],
    }
    return render(request, "dashboard.html", context)


def second_reviews(person_id: int) -> QuerySet[Verification]:
    """Claims in second review whose verdict somebody else gave, oldest first."""
    latest = Verdict.objects.filter(verification=OuterRef("pk")).order_by("-version")
    rows = Verification.objects.filter(is_current=True, state=State.SECOND_REVIEW).select_related("claim")
    return (
        rows.annotate(first_person=Subquery(latest.values("reviewer_id")[:1]))
        .exclude(first_person=person_id)
        .order_by("updated_at", "id")
    )


def text_changes() -> QuerySet[Verification]:
    """Claims under review or decided whose article came in with other words there, which nobody has looked at yet."""
    rows = Verification.objects.filter(is_current=True, text_changes__seen_at__isnull=True, text_changes__isnull=False)
    return rows.select_related("claim").distinct().order_by("-text_changes__id")


def _holds(person_id: int) -> list[Assignment]:
    held = Assignment.objects.filter(reviewer=person_id, ended_at__isnull=True, expires_at__gt=now())
    return list(held.select_related("verification__claim").order_by("expires_at"))


def _at_risk() -> QuerySet[Verification]:
    """Published claims of which a cited source is no longer as it was."""
    rows = Verification.objects.filter(risks__ended_at__isnull=True, risks__isnull=False).select_related("claim")
    return rows.distinct().order_by("updated_at", "id")


def _in_state(state: State) -> QuerySet[Verification]:
    rows = Verification.objects.filter(is_current=True, state=state).select_related("claim")
    return rows.order_by("updated_at", "id")
