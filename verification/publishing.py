"""From decided to public, and what may change afterwards: every change says so in public.

publish    decided or correcting → published, showing the latest verdict; warnings of the linter come back with it
correct    a public note, and a new verdict version published at once; or the note alone, and the claim is correcting
retract    the page stays, and says why the check was withdrawn
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.clock import now
from claims.errors import Conflict
from verification.errors import IllegalMove
from verification.exporting import addresses
from verification.exporting.claimreview import claim_review, dead_pages
from verification.exporting.lint import Warning, lint
from verification.lifecycle import check, move
from verification.models import Rating, State, Verdict, Verification
from verification.permissions import require
from verification.reviewing.rows import locked, needed, record
from verification.reviewing.verdicts import add_verdict, complete, latest_verdict, raise_version, told

SLUG_WORDS = 80
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")  # "3.4 billion" is no 34 billion


@dataclass(frozen=True, slots=True)
class Publication:
    """What stands on the public page now, and what readers of its ClaimReview may stumble over."""

    verification: Verification
    verdict: Verdict
    warnings: list[Warning] = field(default_factory=list)


def publish(verification: Verification, *, actor: User) -> Publication:
    """Shows the latest verdict in public. Out of correcting it is the next version, with the public note."""
    require(actor, "publish")
    with transaction.atomic():
        row = locked(verification)
        check(State(row.state), State.PUBLISHED, actor)
        verdict = latest_verdict(row)
        if verdict is None:
            raise Conflict(_("There is no verdict to publish."), code="no_verdict")
        if row.state == State.CORRECTING and verdict.version == row.published_version:
            verdict = _again(row, actor, verdict, note=row.reason)
        return _publish(row, actor, verdict, verb="published")


def correct(
    verification: Verification,
    *,
    actor: User,
    note: str,
    rating: str | None = None,
    rationale: str | None = None,
    evidence: Sequence[int] | None = None,
) -> Verification:
    """Corrects a published check; ``note`` is public. What is not given stays as it was.

    With a rating, rationale or evidence the new version is published at once. With the note alone the claim is
    correcting: the old version stands until a new verdict, or this note, is published.
    """
    require(actor, "correct")
    note = needed(note, "note", _("Say in public what is corrected."))
    with transaction.atomic():
        row = locked(verification)
        check(State(row.state), State.CORRECTING, actor)
        shown = published_verdict(row)
        if shown is None:
            raise IllegalMove(_("There is no published verdict to correct."))
        raise_version(row)
        row = move(row, State.CORRECTING, actor=actor, verb="correction_begun", note=note, reason=note)
        if rating is None and rationale is None and evidence is None:
            return row
        verdict = _again(row, actor, shown, note=note, rating=rating, rationale=rationale, evidence=evidence)
        return _publish(row, actor, verdict, verb="corrected").verification


def retract(verification: Verification, *, actor: User, note: str) -> Verification:
    """Withdraws a published check; its page stays and shows ``note``."""
    require(actor, "retract")
    note = needed(note, "note", _("Say in public why the check is withdrawn."))
    with transaction.atomic():
        row = locked(verification)
        check(State(row.state), State.RETRACTED, actor)
        raise_version(row)
        return move(row, State.RETRACTED, actor=actor, verb="retracted", note=note, reason=note)


def published_verdict(verification: Verification) -> Verdict | None:
    """The verdict that the public page shows; None when nothing is public."""
    if verification.published_version is None:
        return None
    verdicts = verification.verdicts.select_related("rating", "reviewer")
    return verdicts.filter(version=verification.published_version).first()


def public_url(verification: Verification) -> str | None:
    """The absolute address of the public page; None when there is none."""
    return addresses.public_url(verification.state, verification.slug)


def warnings_for(verification: Verification) -> list[Warning]:
    """What readers of the published check's ClaimReview would stumble over."""
    document = claim_review(verification)
    if document is None:
        return []
    labels = Rating.objects.filter(active=True).values_list("label", flat=True)
    return lint(document, labels, dead_pages([document]))


def _publish(row: Verification, actor: User, verdict: Verdict, *, verb: str) -> Publication:
    row = move(
        row,
        State.PUBLISHED,
        actor=actor,
        verb=verb,
        data=told(verdict, [citation.evidence for citation in verdict.citations.select_related("evidence")]),
        note=verdict.note,
        slug=row.slug or _slug(row),
        published_at=row.published_at or now(),
        published_version=verdict.version,
        reason="",
    )
    return Publication(row, verdict, warnings_for(row))


def _again(
    row: Verification,
    actor: User,
    shown: Verdict,
    *,
    note: str,
    rating: str | None = None,
    rationale: str | None = None,
    evidence: Sequence[int] | None = None,
) -> Verdict:
    """The next version: ``shown`` with what was given in its place."""
    cited = list(shown.citations.values_list("evidence_id", flat=True)) if evidence is None else evidence
    words = shown.rationale if rationale is None else rationale
    chosen, found = complete(row, rating or shown.rating.slug, words, cited)
    verdict = add_verdict(row, actor, chosen, words, found, kind="correction", note=note)
    record(actor, "verdict_given", row, data=told(verdict, found), note=verdict.rationale)
    return verdict


def _slug(row: Verification) -> str:
    """Readable and unique: the first words of the statement, and the claim's number."""
    words = slugify(_DECIMAL.sub("-", row.claim.statement))[:SLUG_WORDS].strip("-")
    number = f"{row.claim_id}" if row.number == 1 else f"{row.claim_id}-{row.number}"
    return f"{words}-{number}" if words else number
