"""Ways in that work by themselves: feeds and a bookmarklet. What became of each entry stands there, with its reason."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import intake
from claims.clock import now
from claims.errors import UserError
from claims.forms import FeedForm
from claims.models import Feed, FeedEntry
from claims.views.access import for_submitters

SHOWN = 50
BOOKMARKLET = (
    "javascript:location.href='%s?url='+encodeURIComponent(location.href)+'&title='+encodeURIComponent(document.title)"
)


@for_submitters
def feeds(request: HttpRequest) -> HttpResponse:
    """All feeds with their state, their latest entries, and the bookmarklet."""
    return _page(request, FeedForm())


@require_POST
@for_submitters
def feed_add(request: HttpRequest) -> HttpResponse:
    """A feed from now on; its newest entries come in at once."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        _feed, known = intake.add_feed(actor=request.user, **form.cleaned_data)
    except UserError as problem:
        form.add_error("url", problem.message)
        return _page(request, form, 422)
    told = (
        _("This feed was there already; it is asked again now.") if known else _("The feed is added; it is read now.")
    )
    messages.success(request, told)
    return redirect("feeds")


@require_POST
@for_submitters
def feed_switch(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Pauses a feed, or lets it run again (and asks it at once)."""
    feed = get_object_or_404(Feed, pk=feed_id)
    if feed.active and "again" not in request.POST:
        Feed.objects.filter(pk=feed_id).update(active=False)
        messages.success(request, _("The feed is paused."))
    else:
        intake.add_feed(actor=request.user, url=feed.url)
        messages.success(request, _("The feed is asked now."))
    return redirect("feeds")


@require_POST
@for_submitters
def entry_retry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry that did not come in, once more."""
    entry = intake.retry_entry(get_object_or_404(FeedEntry, pk=entry_id), actor=request.user)
    if entry.article_id is None:
        messages.error(request, entry.error)
        return redirect("feeds")
    return redirect("article", entry.article_id)


def _page(request: HttpRequest, form: FeedForm, status: int = 200) -> HttpResponse:
    counted = Feed.objects.annotate(
        taken=Count("entries", filter=Q(entries__article__isnull=False, entries__duplicate=False)),
        refused=Count("entries", filter=Q(entries__article__isnull=True)),
    )
    context = {
        "section": "articles",
        "form": form,
        "feeds": counted.order_by("title", "id"),
        "entries": FeedEntry.objects.select_related("feed", "article")[:SHOWN],
        "bookmarklet": quote(BOOKMARKLET % f"{settings.SITE_URL}{reverse('article_new')}", safe=":/?='+&()."),
        "now": now(),
    }
    return render(request, "articles/feeds.html", context, status=status)
