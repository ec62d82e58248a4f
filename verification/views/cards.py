"""A published check as one picture to share: the claim, its rating on the scale, who says so, and where."""

from __future__ import annotations

from textwrap import wrap

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from verification.scales import steps_of_scale
from verification.templatetags.desk import host, rating_label
from verification.views.checks import check_of, public_checks

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
# The largest letters with which the claim fits its lines: (most characters a line, most lines, size).
FITS = ((34, 4, 56), (44, 6, 44), (58, 8, 34))
COLOURS = {
    "green": "#1c6b36", "lime": "#4d6a0b", "yellow": "#7a5d00", "orange": "#9a4600", "red": "#b3261e",
    "maroon": "#7b1632", "blue": "#17578f", "grey": "#575e67",
}  # fmt: skip


def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture as SVG, drawn anew from what the page says now: a correction or withdrawal is on it at once."""
    row = public_checks().filter(slug=slug).first()
    if row is None:
        raise Http404
    found = check_of(row)
    rating = found.verdict.rating if found.verdict is not None and not found.retracted else None
    lines, size = _lines(found.statement)
    steps = max(steps_of_scale(), (rating.value or 0) if rating else 0)
    context = {
        "lines": [(line, MARGIN + 112 + place * size * 1.3) for place, line in enumerate(lines)],
        "size": size,
        "speaker": found.speaker,
        "label": rating_label(rating) if rating else _("Withdrawn"),
        "colour": COLOURS.get(rating.colour if rating else "grey", "#1c2126"),
        "steps": [(MARGIN + place * 44, rating.value is not None and place < rating.value) for place in range(steps)]
        if rating
        else [],
        "corrected": bool(found.verdict and found.verdict.note) and not found.retracted,
        "at": row.published_at,
        "desk_name": settings.DESK_NAME,
        "host": host(settings.SITE_URL),
    }
    answer = render(request, "checks/card.svg", context, content_type="image/svg+xml; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{row.slug}.svg"'
    return answer


def _lines(statement: str) -> tuple[list[str], int]:
    """The claim broken into lines, and the size of its letters; one that is far too long ends in dots."""
    for characters, most, size in FITS:
        lines = wrap(statement, characters)
        if len(lines) <= most:
            return lines, size
    characters, most, size = FITS[-1]
    return wrap(statement, characters, max_lines=most, placeholder=" …"), size
