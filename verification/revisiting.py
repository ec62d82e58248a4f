"""Sources that published verdicts cite, visited again: is the page there, does it still say so, is the paper retracted?

What happened to a source puts the verdict *at risk*: a row, an audit row in the same transaction, a line on the
dashboard and the review page. A person decides what follows. A page that could not be reached once is not dead: it must
fail twice (gone) or four times (unreachable) in a row, a day apart. The risk ends by itself when the source is as it
was, or when the published verdict no longer rests on it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from claims import leases
from claims.clock import now
from claims.errors import ExtractionError, FetchError, HostBusy
from claims.extraction import from_bytes
from claims.fetching import Fetched, allowed_by_robots, fetch
from claims.heartbeat import LEASE_SECONDS
from verification import audit
from verification.checks import checks_for
from verification.models import (
    Danger,
    Document,
    Risk,
    State,
    VerdictEvidence,
    Verification,
    Visit,
    VisitState,
)
from verification.providers import ProviderError
from verification.providers.retractions import doi_of, retraction_of
from verification.stance.features import opposed
from verification.wording import CALENDAR, is_figure, sentences, stems, words

WAITING, RUNNING = Q(state=VisitState.WAITING), Q(state=VisitState.RUNNING)
DAY = 86_400.0
GONE_STATUSES = (404, 410, 451)
GONE_AFTER, UNREACHABLE_AFTER = 2, 4
# A passage still stands where this share of its neighbouring words does: pages are re-set, quotes straightened.
STANDS = 0.8
SAMPLE, SAME_PAGE = 5_000, 0.5
PUBLIC = (State.PUBLISHED, State.CORRECTING)


@dataclass(frozen=True, slots=True)
class Found:
    """What a visit saw: dangers with their detail, those that are surely past, and whether the page was reached."""

    dangers: dict[Danger, str]
    past: tuple[Danger, ...]
    reached: bool


def plan(at_most: int = 500) -> int:
    """Plans the first visit to cited sources that have none, spread over the period; the number of them."""
    if settings.REVISIT_DAYS <= 0:
        return 0
    cited = (
        Document.objects.filter(evidence__in=_cited().values("evidence"), visit__isnull=True, url__startswith="http")
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
    period = settings.REVISIT_DAYS * DAY
    for pk in list(cited[:at_most]):
        Visit.objects.get_or_create(
            document_id=pk, defaults={"next_try_at": leases.from_now(period * random.uniform(0.5, 1.0))}
        )
    return len(cited[:at_most])


def due() -> QuerySet[Visit]:
    """Visits whose time has come."""
    if settings.REVISIT_DAYS <= 0:
        return Visit.objects.none()
    return Visit.objects.filter(leases.is_due(WAITING, RUNNING)).order_by("next_try_at")


def visit(visit_id: int) -> None:
    """One visit: look, with no transaction open; then write what was seen, if the lease is still ours."""
    rows = Visit.objects.filter(pk=visit_id)
    token = leases.take(rows, leases.is_due(WAITING, RUNNING), RUNNING, seconds=LEASE_SECONDS, state=VisitState.RUNNING)
    if token is None:
        return
    row = Visit.objects.select_related("document__snapshot").defer("document__snapshot__body").get(pk=visit_id)
    pieces = _cited().filter(evidence__document=row.document_id)
    if not pieces.exists():
        rows.delete()  # no published verdict rests on it any more
        end_unfounded()
        return
    try:
        found = look(row.document, list(pieces.values_list("evidence__passage", flat=True)), row.failures)
    except HostBusy as busy:
        wait = leases.from_now(busy.retry_after or 0.0)
        leases.finish(rows.filter(state=VisitState.RUNNING), token, state=VisitState.WAITING, next_try_at=wait)
        return
    pause = DAY * (settings.REVISIT_DAYS if found.reached or row.failures >= UNREACHABLE_AFTER else 1.0)
    with transaction.atomic():
        ended = leases.finish(
            rows.filter(state=VisitState.RUNNING),
            token,
            state=VisitState.WAITING,
            visited_at=now(),
            failures=0 if found.reached else F("failures") + 1,
            next_try_at=leases.from_now(max(pause, 60.0)),
        )
        if ended:
            for verification in Verification.objects.filter(verdicts__citations__in=pieces).distinct():
                _write(verification, row.document_id, found)


def look(document: Document, passages: list[str], failures: int) -> Found:
    """Asks the page (and, for a paper, the registries) and compares. Writes nothing."""
    dangers: dict[Danger, str] = {}
    past: list[Danger] = []
    if doi := doi_of(document.url):
        try:
            retracted = retraction_of(doi)
        except ProviderError:
            return Found({}, (), reached=False)
        if retracted:
            dangers[Danger.RETRACTED] = retracted
        else:
            past.append(Danger.RETRACTED)
        if not _was_fetched(document):
            return Found(dangers, tuple(past), reached=True)  # publishers' pages refuse machines; the registry tells
    try:
        if not allowed_by_robots(document.url):
            return Found(dangers, tuple(past), reached=True)
        page = fetch(document.url)
    except HostBusy:
        raise  # the page was not asked, which says nothing of it
    except FetchError as error:
        if failures + 1 >= (GONE_AFTER if error.status in GONE_STATUSES else UNREACHABLE_AFTER):
            dangers[Danger.PAGE_DEAD] = error.message
        return Found(dangers, tuple(past), reached=False)
    past.append(Danger.PAGE_DEAD)
    text = _text(page)
    if _was_fetched(document) or _is_same_page(document, text):
        missing = [passage for passage in passages if not stands(passage, text)]
        if missing:
            dangers[Danger.PASSAGE_GONE] = f"“{missing[0][:300]}” is no longer on the page."
        else:
            past.append(Danger.PASSAGE_GONE)
    return Found(dangers, tuple(past), reached=True)


def stands(passage: str, text: str) -> bool:
    """Whether the text still has the passage: word for word, or most of its neighbouring words and nothing otherwise.

    A figure, a date or a "not" that is another one now is never forgiven: silent corrections are one word long.
    """
    if _flat(passage) in _flat(text):
        return True
    if _shared(passage, text) < STANDS:
        return False
    for start, end in sentences(passage):
        sentence = passage[start:end]
        nearest = max((text[a:b] for a, b in sentences(text)), key=lambda one: _shared(sentence, one), default="")
        if not _exact(sentence) <= _exact(nearest) or opposed(sentence, nearest):
            return False
        if any(not check.agrees for check in checks_for(sentence, "", nearest)):
            return False
    return True


def _exact(text: str) -> set[str]:
    """Figures, months and days of the week: one of them changed is another statement."""
    return {word.stem for word in words(text) if is_figure(word) or word.form.lower() in CALENDAR}


def _shared(passage: str, text: str) -> float:
    """Which share of the passage's neighbouring words stand beside each other in the text."""
    asked = set(pairwise(stems(passage)))
    return len(asked & set(pairwise(stems(text)))) / len(asked) if asked else 0.0


def _is_same_page(document: Document, text: str) -> bool:
    """Whether a document of the library is what now stands at its address, changed at most in part."""
    return _shared(document.text[:SAMPLE], text) >= SAME_PAGE


def end_unfounded() -> int:
    """Ends the risks of verdicts that no longer rest on the source, or are no longer published; the number of them."""
    ended = 0
    for risk in Risk.objects.filter(ended_at__isnull=True).select_related("verification"):
        still = _cited().filter(verdict__verification=risk.verification_id, evidence__document=risk.document_id)
        if not still.exists():
            with transaction.atomic():
                _end(risk)
            ended += 1
    return ended


def _cited() -> QuerySet[VerdictEvidence]:
    """What the published version of each published verdict cites."""
    return VerdictEvidence.objects.filter(
        verdict__verification__state__in=PUBLIC, verdict__version=F("verdict__verification__published_version")
    )


def _write(verification: Verification, document_id: int, found: Found) -> None:
    for danger, detail in found.dangers.items():
        risk, new = Risk.objects.get_or_create(
            verification=verification,
            document_id=document_id,
            danger=danger,
            ended_at=None,
            defaults={"detail": detail},
        )
        if new:
            data = {"document": document_id, "danger": str(danger)}
            act = audit.Act("put_at_risk", "verification", verification.pk, verification.claim_id, data)
            audit.append(None, act)
            Verification.objects.filter(pk=verification.pk).update(updated_at=now())
    for risk in Risk.objects.filter(
        verification=verification, document=document_id, danger__in=found.past, ended_at__isnull=True
    ).select_related("verification"):
        if risk.danger not in found.dangers:
            _end(risk)


def _end(risk: Risk) -> None:
    if Risk.objects.filter(pk=risk.pk, ended_at__isnull=True).update(ended_at=now()):
        verification = risk.verification
        data = {"document": risk.document_id, "danger": risk.danger}
        audit.append(None, audit.Act("risk_ended", "verification", verification.pk, verification.claim_id, data))


def _was_fetched(document: Document) -> bool:
    """Whether its text was read from the page itself, and not handed out by a provider beside it."""
    return any(name.lower() == "content-type" for name in document.headers)


def _text(page: Fetched) -> str:
    try:
        return from_bytes(
            page.body, content_type=page.content_type, url=page.final_url, charset=page.charset or ""
        ).text
    except ExtractionError:
        return ""


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()
