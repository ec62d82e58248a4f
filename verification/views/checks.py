"""The public side: published checks, each with its ClaimReview, and a feed of them. Nobody needs to log in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db.models import Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from claims.clock import now
from claims.splitting.shapes import KINDS
from verification.exporting import claimreview
from verification.exporting.addresses import ON_THE_SITE
from verification.models import AuditEntry, Evidence, Rating, State, Verdict, Verification
from verification.views.paging import page_of

IN_FEED = 50
PUBLISHING = ("published", "corrected")  # the acts of verification.publishing that put a version on the page


@dataclass(frozen=True, slots=True)
class Check:
    """One public check: the row, and the verdict that the public sees."""

    row: Verification
    verdict: Verdict | None

    @property
    def statement(self) -> str:
        """The claim's words as the verdict rated them: others may wait for a correction to be published."""
        return (self.verdict and self.verdict.statement) or self.row.claim.statement

    @property
    def speaker(self) -> str:
        return self.verdict.speaker if self.verdict and self.verdict.statement else self.row.claim.speaker

    @property
    def retracted(self) -> bool:
        return self.row.state == State.RETRACTED


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: the verdict that it made public, and what stood there before."""

    verdict: Verdict
    before: Rating
    words_before: str = ""  # where the claim itself read otherwise


def checks(request: HttpRequest) -> HttpResponse:
    """Published checks, newest first; ``?q=``, ``?rating=``, ``?speaker=``, ``?kind=`` and ``?year=``."""
    rows = public_checks()
    words, rating = request.GET.get("q", "").strip()[:200], request.GET.get("rating", "")
    for word in words.split():
        rows = rows.filter(_shows(Q(statement__icontains=word) | Q(speaker__icontains=word)))
    if rating:
        rows = rows.filter(_shows(Q(rating__slug=rating)))
    speaker, kind = request.GET.get("speaker", "").strip()[:200], request.GET.get("kind", "")
    if speaker:
        rows = rows.filter(_shows(Q(speaker__icontains=speaker)))
    if kind in KINDS:
        rows = rows.annotate(kinds_text=Cast("claim__kinds", TextField())).filter(kinds_text__contains=f'"{kind}"')
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4 and int(year) > 0:
        rows = rows.filter(published_at__year=int(year))
    page = page_of(request, rows.order_by("-published_at", "-id"))
    oldest = Verification.objects.filter(published_at__isnull=False).aggregate(first=Min("published_at"))["first"]
    context = {
        "speaker": speaker,
        "kind": kind,
        "kinds": KINDS,
        "year": year,
        "years": range(now().year, (oldest or now()).year - 1, -1),
        "filtered": bool(words or rating or speaker or kind or year),
        "tips": settings.PUBLIC_TIPS,
        "section": "checks",
        "page": page,
        "checks": [check_of(row) for row in page.rows],
        "q": words,
        "rating": rating,
        "ratings": Rating.objects.filter(active=True),
    }
    return render(request, "checks/list.html", context)


def _shows(what: Q) -> Exists:
    """Whether the verdict that the public sees is so."""
    return Exists(Verdict.objects.filter(what, verification=OuterRef("pk"), version=OuterRef("published_version")))


def check(request: HttpRequest, slug: str) -> HttpResponse:
    """One check: the claim, the rating, the rationale, the sources, and what was corrected."""
    row = public_checks().filter(slug=slug).first()
    if row is None:
        raise Http404
    found = check_of(row)
    document = None if found.retracted else claimreview.claim_review(row)
    context = {
        "section": "checks",
        "check": found,
        "claim": row.claim,
        "sources": _sources(found.verdict),
        "corrections": _corrections(row),
        "address": f"{settings.SITE_URL}{request.path}",
        "desk_name": settings.DESK_NAME,
        "json": claimreview.inline(document) if document else "",
        "ratings": Rating.objects.filter(active=True).order_by("-position"),
    }
    return render(request, "checks/detail.html", context)


def feed(request: HttpRequest) -> HttpResponse:
    """The latest published, corrected and withdrawn checks as Atom."""
    atom = Atom1Feed(
        title=_("Fact checks"),
        link=f"{settings.SITE_URL}/checks/",
        description=_("Published fact checks"),
        feed_url=f"{settings.SITE_URL}/checks/feed.atom",
        language="en",
    )
    for row in public_checks().order_by("-updated_at", "-id")[:IN_FEED]:
        found = check_of(row)
        if found.verdict is None:
            continue
        label = _("Withdrawn") if found.retracted else found.verdict.rating.label
        doubt = f" ({_('This check is being corrected.').rstrip('.')})" if row.state == State.CORRECTING else ""
        note = row.reason if found.retracted else found.verdict.note
        words = " ".join(part for part in (note, "" if found.retracted else found.verdict.rationale) if part)
        atom.add_item(
            title=f"{label}{doubt}: {found.statement}",
            link=f"{settings.SITE_URL}/checks/{row.slug}/",
            description=escape(words),  # readers take a summary of Django's feeds for HTML
            author_name=settings.DESK_NAME,
            pubdate=row.published_at,
            # A verdict is older than its publication, and what was published for the first time was not updated before.
            updateddate=row.updated_at
            if found.retracted
            else max(found.verdict.created_at, row.published_at or found.verdict.created_at),
            unique_id=f"{settings.SITE_URL}/checks/{row.slug}/",
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def public_checks() -> QuerySet[Verification]:
    """Every check that has a public page, with the verdict that it shows."""
    shown = Verdict.objects.filter(version=F("verification__published_version")).select_related("rating", "reviewer")
    return (
        Verification.objects.filter(state__in=ON_THE_SITE, slug__isnull=False)
        .select_related("claim", "claim__article")
        .prefetch_related(Prefetch("verdicts", queryset=shown, to_attr="shown"))
    )


def check_of(row: Verification) -> Check:
    """The row of ``public_checks`` with the verdict that it shows."""
    shown: list[Verdict] = row.shown  # type: ignore[attr-defined]
    return Check(row, shown[0] if shown else None)


def _corrections(row: Verification) -> list[Correction]:
    """Newest first; versions between two that were public are nobody's rating but the desk's."""
    acts = AuditEntry.objects.filter(claim_id=row.claim_id, object_type="verification", object_id=row.pk)
    published = acts.filter(verb__in=PUBLISHING).values_list("data", flat=True)
    versions = {data.get("version") for data in published}
    shown = [
        verdict
        for verdict in row.verdicts.select_related("rating").order_by("version")
        if verdict.version in versions and verdict.version <= (row.published_version or 0)
    ]
    found = [
        Correction(verdict, before.rating, before.statement if before.statement != verdict.statement else "")
        for before, verdict in pairwise(shown)
        if verdict.note
    ]
    return found[::-1]


def _sources(verdict: Verdict | None) -> list[Evidence]:
    if verdict is None:
        return []
    cited = verdict.citations.select_related(
        "evidence",
        "evidence__document",
        "evidence__document__snapshot",
        "evidence__document__capture",
        "evidence__origin",
    ).defer("evidence__document__text", "evidence__document__snapshot__body")
    return [citation.evidence for citation in cited]
