"""What search engines are told of: every public check."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.html import escape

from verification.exporting.addresses import ON_THE_SITE
from verification.models import Verification

MOST = 50_000  # what the protocol allows in one file
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """The newest checks first, each with its last change."""
    rows = Verification.objects.filter(state__in=ON_THE_SITE, slug__isnull=False).order_by("-published_at", "-id")

    def lines() -> object:
        yield HEAD
        yield f"<url><loc>{escape(settings.SITE_URL)}{reverse('checks')}</loc></url>\n"
        for slug, changed in rows.values_list("slug", "updated_at")[:MOST].iterator(chunk_size=2000):
            place = escape(f"{settings.SITE_URL}{reverse('check', args=[slug])}")
            yield f"<url><loc>{place}</loc><lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>\n"
        yield "</urlset>\n"

    return StreamingHttpResponse(lines(), content_type="application/xml; charset=utf-8")  # type: ignore[arg-type]


def robots(request: HttpRequest) -> HttpResponse:
    """Only the public side is for robots."""
    place = f"{settings.SITE_URL}{reverse('sitemap')}"
    return HttpResponse(
        f"User-agent: *\nAllow: /checks/\nAllow: /static/\nDisallow: /\nSitemap: {place}\n",
        content_type="text/plain; charset=utf-8",
    )
