"""Verdicts: what one must hold, who sees it next, and what happens to the text when somebody else was first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from claims.errors import Conflict, InvalidInput
from claims.versions import next_version
from verification import audit
from verification.errors import StaleVersion, VerdictIncomplete
from verification.lifecycle import move
from verification.models import Draft, Evidence, Rating, State, Verdict, VerdictEvidence, Verification
from verification.permissions import require
from verification.reviewing.assignments import end_for_verdict
from verification.reviewing.rows import locked, record, recount_if_blind, written
from verification.reviewing.standards import demand

MOST_CITED = 200


def submit_verdict(
    verification: Verification,
    *,
    reviewer: User,
    rating: str,
    rationale: str = "",
    evidence: Sequence[int] = (),
    assignment: int | None = None,
    version: int,
    excuses: Mapping[str, str] | None = None,
) -> Verdict:
    """A reviewer's verdict on the claim that they hold; ``rating`` is a slug, ``version`` the claim's as they saw it.

    ``excuses`` says, by the name of a standard, why it is not met.

    The claim goes on to second review or is decided, as SECOND_REVIEW says. In the state correcting an editor's verdict
    becomes the next version and needs no hold; publishing it is the step after. Raises Conflict (lost hold, stale
    version; the text is kept as the reviewer's draft), VerdictIncomplete or InvalidInput; then nothing is overwritten.
    """
    require(reviewer, "verdict")
    try:
        with transaction.atomic():
            row = locked(verification)
            correcting = row.state == State.CORRECTING
            if correcting:
                require(reviewer, "correct")
            else:
                end_for_verdict(row, reviewer, assignment)
            raise_version(row, seen=version)
            chosen, cited = complete(row, rating, rationale, evidence)
            kept = demand(row, chosen, cited, excuses or {})
            kind, note = ("correction", row.reason) if correcting else ("first", "")
            verdict = add_verdict(row, reviewer, chosen, rationale, cited, kind=kind, note=note, excuses=kept)
            about = told(verdict, cited)
            if correcting:
                record(reviewer, "verdict_given", row, data=about, note=verdict.rationale)
            else:
                to = State.SECOND_REVIEW if needs_second(chosen) else State.DECIDED
                about |= audit.nonce()  # a blind second reviewer may see the hash of this row
                move(row, to, actor=reviewer, verb="verdict_given", data=about, note=verdict.rationale)
                recount_if_blind(row)
            Draft.objects.filter(verification=row, author=reviewer).delete()
    except Conflict:
        typed = {"rating": rating, "rationale": rationale, "evidence": [str(pk) for pk in evidence]}
        save_draft(verification, reviewer=reviewer, data={**typed, "excuses": dict(excuses or {})})
        raise
    return verdict


def save_draft(verification: Verification, *, reviewer: User, data: dict[str, Any]) -> Draft:
    """Keeps what the reviewer has typed so far: rating, rationale, evidence and excuses, none of them checked."""
    require(reviewer, "verdict")
    kept: dict[str, Any] = {
        "rating": written(str(data.get("rating") or ""), "rating", longest=100),
        "rationale": written(str(data.get("rationale") or ""), "rationale"),
        "evidence": [str(item)[:20] for item in list(data.get("evidence") or [])[:MOST_CITED]],
    }
    excuses = list((data.get("excuses") or {}).items())[:20]
    if excuses:
        kept["excuses"] = {str(name)[:20]: written(str(words), "excuse") for name, words in excuses}
    draft, _ = Draft.objects.update_or_create(verification=verification, author=reviewer, defaults={"data": kept})
    return draft


def needs_second(rating: Rating) -> bool:
    """Whether a verdict of this rating goes to a second person."""
    return settings.SECOND_REVIEW == "all" or (settings.SECOND_REVIEW == "decisive" and rating.decisive)


def complete(
    verification: Verification, rating: str, rationale: str, evidence: Sequence[int]
) -> tuple[Rating, list[Evidence]]:
    """The rating and the evidence that were named; raises unless they make a whole verdict."""
    chosen = known_rating(rating)
    cited = _cited(verification, evidence)
    lacking = {}
    if chosen.decisive and not written(rationale, "rationale"):
        lacking["rationale"] = _("Say how the evidence leads to this rating.")
    if chosen.decisive and not cited:
        lacking["evidence"] = _("Cite at least one piece of evidence.")
    if lacking:
        words = {
            "rationale": _("A verdict of “%(rating)s” needs a rationale."),
            "evidence": _("A verdict of “%(rating)s” needs cited evidence."),
            "rationale evidence": _("A verdict of “%(rating)s” needs a rationale and cited evidence."),
        }
        raise VerdictIncomplete(words[" ".join(lacking)] % {"rating": chosen.label}, fields=lacking)
    return chosen, cited


def known_rating(slug: str) -> Rating:
    """The active rating of that slug; InvalidInput when none was chosen, or one that names those there are."""
    if not slug.strip():
        raise InvalidInput(_("No rating was chosen."), fields={"rating": _("Choose a rating.")})
    chosen = Rating.objects.filter(slug=slug[:40], active=True).first()
    if chosen is None:
        known = ", ".join(Rating.objects.filter(active=True).values_list("slug", flat=True))
        raise InvalidInput(f"There is no such rating. Known are: {known}.", fields={"rating": f"One of {known}."})
    return chosen


def add_verdict(
    verification: Verification,
    reviewer: User,
    rating: Rating,
    rationale: str,
    cited: Sequence[Evidence],
    *,
    kind: str,
    note: str = "",
    excuses: Mapping[str, str] | None = None,
) -> Verdict:
    """The next version, with its citations in order."""
    latest = verification.verdicts.aggregate(latest=Max("version"))["latest"] or 0
    verdict = Verdict.objects.create(
        verification=verification,
        version=latest + 1,
        kind=kind,
        rating=rating,
        statement=verification.claim.statement,
        speaker=verification.claim.speaker,
        rationale=written(rationale, "rationale"),
        note=note,
        excuses=dict(excuses or {}),
        reviewer=reviewer,
    )
    VerdictEvidence.objects.bulk_create(
        [VerdictEvidence(verdict=verdict, evidence=item, position=place) for place, item in enumerate(cited)]
    )
    return verdict


def latest_verdict(verification: Verification) -> Verdict | None:
    """The verdict that counts, with its rating, reviewer and second review; None before the first."""
    related = ("rating", "reviewer", "second", "second__reviewer", "second__rating")
    return verification.verdicts.select_related(*related).order_by("-version").first()


def told(verdict: Verdict, cited: Sequence[Evidence]) -> dict[str, object]:
    """A verdict as the audit trail tells of it; its rationale stands there as the act's note.

    What it was given on cannot be exchanged later either: the claim's words, and each passage with the hash of its
    source, are in it as digests, in the order of ``evidence``.
    """
    claim = verdict.verification.claim
    place = (claim.quote, claim.start, claim.end)
    columns = ("pk", "document__snapshot__sha256", "start", "end", "passage")
    rows = Evidence.objects.filter(pk__in=[item.pk for item in cited]).values_list(*columns)
    passages = {pk: audit.digest_of(*parts) for pk, *parts in rows}
    return {
        "verdict": verdict.pk,
        "version": verdict.version,
        "rating": verdict.rating.slug,
        "evidence": [item.pk for item in cited],
        "evidence_sha256": [passages[item.pk] for item in cited],
        "claim_sha256": audit.digest_of(*verdict.rated_words, *place),
    }


def raise_version(verification: Verification, *, seen: int | None = None) -> None:
    """Counts this as a change of what the desk says; StaleVersion when ``seen`` is no longer the claim's version."""
    if not next_version(verification.claim, seen=seen):
        raise StaleVersion(
            _("The claim was changed since you read it. Nothing was overwritten; load it again and compare.")
        )


def _cited(verification: Verification, evidence: Sequence[int]) -> list[Evidence]:
    if len(evidence) > MOST_CITED:
        why = f"At most {MOST_CITED} pieces of evidence can be cited."
        raise InvalidInput(why, fields={"evidence": why})
    wanted = list(dict.fromkeys(evidence))
    rows = verification.evidence.filter(pk__in=wanted).select_related("document")
    found = {item.pk: item for item in rows.defer("document__text", "document__headers")}
    strangers = [pk for pk in wanted if pk not in found]
    if strangers:
        why = f"There is no evidence {strangers[0]} on this claim."
        raise InvalidInput(why, fields={"evidence": why})
    return [found[pk] for pk in wanted]
