"""The review page: article, claim, evidence, verdict, each with what this person may do about it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from claims.clock import now
from claims.errors import Conflict, InvalidInput, UserError
from claims.models import ClaimEdit
from verification import audit, topics
from verification.exporting.addresses import ON_THE_SITE
from verification.forms import ContactForm, EditClaimForm
from verification.models import Assignment, AuditEntry, Draft, Rating, SecondReview, State, Verdict, Verification
from verification.permissions import is_hidden, may
from verification.providers import enabled
from verification.templatetags.desk import kind_word, rating_label
from verification.views.access import DeskRequest, desk, status_of
from verification.views.articles import article_text, current_of
from verification.views.marked_text import in_place
from verification.views.ranks import lines, urgency_words
from verification.views.seen_before import earlier_of
from verification.views.standards import needs
from verification.views.weighing import (
    WORTH_COMING_BACK,
    Asked,
    Piece,
    asked,
    marks_in_words,
    origin_choices,
    pieces_of,
    weighed,
)

MAX_ID = 2**63 - 1  # SQLite takes no larger number, and says so with an exception
MERGEABLE = tuple(state for state in State if state != State.DUPLICATE and state.value not in ON_THE_SITE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the verdict form: sent and refused, saved as a draft, or the verdict being corrected."""

    rating: str = ""
    rationale: str = ""
    evidence: tuple[int, ...] = ()
    saved_at: object = None
    excuses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A verb's error, and what was typed into which form (``section``) of the page."""

    error: UserError
    section: str
    values: dict[str, Any]
    seen_version: int | None = None

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What was typed, as it is shown beside what stands now: the words, not numbers and hidden fields."""
        found = []
        for name, value in self.values.items():
            if name == "rating":
                rating = Rating.objects.filter(slug=value).first()
                value = rating_label(rating) if rating else value
            elif name == "kinds":
                value = ", ".join(map(kind_word, value))
            elif name == "excuses":
                value = "\n".join(value.values())
            if value and name not in ("evidence", "start", "end", "providers"):
                found.append((name, str(value)))
        return found

    @property
    def fields(self) -> dict[str, str]:
        return self.error.fields if isinstance(self.error, InvalidInput) else {}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the claim stands for this person: every act that the page offers is decided here."""

    hold: Assignment | None
    held_by: str
    take: bool
    verdict: bool
    correcting: bool
    second: bool
    own_waits: bool
    adjudicate: bool
    sees_verdict: bool
    publish: bool
    correct: bool
    retract: bool
    set_aside: bool
    reopen: bool
    merge: bool

    @property
    def cites(self) -> bool:
        """Whether the page has a form into which evidence is cited."""
        return self.verdict or self.adjudicate or self.correct


@desk()
def claim(request: DeskRequest, claim_id: int) -> HttpResponse:
    """The review page of one claim."""
    return review_page(request, current(claim_id))


def current(claim_id: int) -> Verification:
    """The claim's current verification, else its latest; 404 when there is none."""
    if claim_id > MAX_ID:
        raise Http404
    rows = Verification.objects.filter(claim=claim_id).select_related(
        "claim", "claim__article", "claim__article_version", "duplicate_of", "topic"
    )
    found = rows.order_by("-is_current", "-number").first()
    if found is None:
        raise Http404
    return found


def row_of(claim_id: int) -> Verification:
    """The same row alone, for the verbs: they read what they need anew, under their lock."""
    rows = Verification.objects.filter(claim=min(claim_id, MAX_ID)).order_by("-is_current", "-number")
    found = rows.only("claim_id", "state").first()
    if found is None:
        raise Http404
    return found


def review_page(request: DeskRequest, row: Verification, refusal: Refusal | None = None) -> HttpResponse:
    """The page as it stands now; with ``refusal``, what was typed stays in its form and the error is shown."""
    verdicts = list(verdicts_of(row))
    latest = verdicts[-1] if verdicts else None
    standing = standing_of(request.user, row, latest)
    groups = weighed(row, request.user)
    pieces = pieces_of(groups)
    typed = _typed(request.user, row, latest, standing, refusal)
    contacts = list(row.contacts.select_related("author"))
    cited = [piece for piece in pieces if piece.evidence.pk in typed.evidence]
    ratings = list(Rating.objects.filter(active=True))
    chosen = next((rating for rating in ratings if rating.slug == typed.rating), None)
    searches = asked(row)
    context = {
        "section": "queue",
        "verification": row,
        "claim": row.claim,
        "may_act": standing,
        "groups": groups,
        "origin_choices": origin_choices(groups),
        "typed": typed,
        "cited": cited,
        "ratings": ratings,
        "needs": needs(
            rating=chosen,
            rationale=typed.rationale,
            cited=cited,
            all_pieces=pieces,
            contacts=len(contacts),
            excuses=typed.excuses,
        )
        if standing.verdict or standing.adjudicate
        else [],
        "rank": lines(row),
        "urgency": urgency_words(row.urgency),
        "topics": topics.active(),
        "risks": list(row.risks.filter(ended_at__isnull=True).select_related("document").defer("document__text")),
        "newest_evidence": max((piece.evidence.pk for piece in pieces), default=0),
        "marks": marks_in_words(),
        "contacts": contacts,
        "notes": row.notes.select_related("author"),
        "blind": settings.BLIND_SECOND_REVIEW,
        "refusal": refusal,
        "seen_before": earlier_of(row, request.user, pieces),
        **_search_context(searches),
        **_verdict_context(verdicts, pieces, standing),
        **_claim_context(row, refusal, standing, latest, searches),
    }
    return render(request, "review/page.html", context, status=status_of(refusal.error) if refusal else 200)


def _search_context(searches: list[Asked]) -> dict[str, Any]:
    return {
        "asked": searches,
        "hits_read": sum(max(0, one.search.found - len(one.search.unread)) for one in searches if one.answered),
        "still_searching": any(one.search.state in WORTH_COMING_BACK for one in searches),
        "providers": enabled(),
    }


def verdicts_of(row: Verification) -> QuerySet[Verdict]:
    """The verdicts, oldest first, with what a page says of them."""
    return (
        Verdict.objects.filter(verification=row)
        .select_related("rating", "reviewer", "second", "second__reviewer", "second__rating")
        .prefetch_related("citations")
        .order_by("version")
    )


def standing_of(user: User, row: Verification, latest: Verdict | None) -> Standing:
    """What this person may do with the claim in its present state. The verbs check all of it again."""
    state = State(row.state)
    held = row.assignments.filter(ended_at__isnull=True).select_related("reviewer").first()
    running = held if held is not None and held.expires_at > now() else None
    hold = running if running is not None and running.reviewer_id == user.pk else None
    second = second_of(latest)
    own = latest is not None and latest.reviewer_id == user.pk
    waiting = state == State.SECOND_REVIEW
    involved = own or (second is not None and second.reviewer_id == user.pk)
    can_second = waiting and not row.disputed and not own and may(user, "second")
    free = running is None or hold is not None or may(user, "adjudicate")
    return Standing(
        hold=hold,
        held_by=running.reviewer.get_username() if running is not None and hold is None else "",
        take=may(user, "take") and hold is None and (state == State.OPEN or (state == State.IN_REVIEW and not running)),
        verdict=(state == State.IN_REVIEW and hold is not None and may(user, "verdict"))
        or (state == State.CORRECTING and may(user, "correct")),
        correcting=state == State.CORRECTING,
        second=can_second,
        own_waits=waiting and own and not row.disputed,
        adjudicate=waiting and row.disputed and not involved and may(user, "adjudicate"),
        sees_verdict=latest is not None and not is_hidden(state, row.disputed, latest.reviewer.get_username(), user),
        publish=state in (State.DECIDED, State.CORRECTING) and may(user, "publish"),
        correct=state == State.PUBLISHED and may(user, "correct"),
        retract=state in (State.PUBLISHED, State.CORRECTING) and may(user, "retract"),
        set_aside=state in (State.OPEN, State.IN_REVIEW) and free and may(user, "set_aside"),
        reopen=state in (State.SET_ASIDE, State.DUPLICATE, State.DECIDED) and may(user, "reopen"),
        merge=state in MERGEABLE and free and may(user, "merge"),
    )


def second_of(verdict: Verdict | None) -> SecondReview | None:
    """The second person's word on the verdict, if there is one."""
    return getattr(verdict, "second", None) if verdict is not None else None


def _typed(user: User, row: Verification, latest: Verdict | None, standing: Standing, refusal: Refusal | None) -> Typed:
    if refusal is not None and refusal.section in ("verdict", "second", "correct"):
        values = refusal.values
        numbers = tuple(values.get("evidence", ()))
        words = values.get("excuses", {})
        return Typed(values.get("rating", ""), values.get("rationale", ""), numbers, excuses=words)
    if not standing.cites:
        return Typed()
    draft = Draft.objects.filter(verification=row, author=user).first()
    if draft is not None:
        numbers = tuple(int(pk) for pk in draft.data.get("evidence", []) if str(pk).isdigit())
        data = draft.data
        words = data.get("excuses", {})
        return Typed(data.get("rating", ""), data.get("rationale", ""), numbers, draft.saved_at, words)
    if latest is not None and (standing.correcting or standing.correct):
        cited = tuple(citation.evidence_id for citation in latest.citations.all())
        return Typed(latest.rating.slug, latest.rationale, cited)
    return Typed()


def _verdict_context(verdicts: list[Verdict], pieces: list[Piece], standing: Standing) -> dict[str, object]:
    """The verdicts that this person may see, newest first, with the numbers that their citations have on this page."""
    numbers = {piece.evidence.pk: piece for piece in pieces}
    shown = [
        {
            "verdict": verdict,
            "second": second_of(verdict),
            "cited": [numbers[item.evidence_id] for item in verdict.citations.all() if item.evidence_id in numbers],
        }
        for verdict in reversed(verdicts)
    ]
    return {"verdicts": shown if standing.sees_verdict else shown[1:]}


def _claim_context(
    row: Verification, refusal: Refusal | None, standing: Standing, latest: Verdict | None, searches: Sequence[Asked]
) -> dict[str, object]:
    found = row.claim
    article, version = found.article, found.article_version
    started = {"statement": found.statement, "speaker": found.speaker, "kinds": found.kinds, "version": found.version}
    started |= {"start": found.start, "end": found.end} if article is not None else {}
    edit = EditClaimForm(initial=started)
    contact = ContactForm()
    if refusal is not None and refusal.section == "edit":
        edit = EditClaimForm(initial={**refusal.values, "version": found.version})
    if refusal is not None and refusal.section == "contact":
        contact = ContactForm(initial=refusal.values)
    text, place = [], None
    if article is not None and version is not None:
        text = article_text(version, current_of(article), focus=found.pk)
        place = in_place(version.text, found.start, found.end)
    history = list(audit.history(found.pk))
    edits = list(ClaimEdit.objects.filter(claim=found).select_related("editor"))
    return {
        "article": article,
        "text": text,
        "place": place,
        "edit_form": edit,
        "contact_form": contact,
        "edits": edits,
        "earlier_words": _earlier_words(edits, searches),
        "changed_since": _changed_since(found.pk, refusal),
        "earlier": Verification.objects.filter(claim=found).exclude(pk=row.pk).order_by("-number"),
        "history": history if latest is None or standing.sees_verdict else _without(history, latest),
    }


def _earlier_words(edits: list[ClaimEdit], searches: Sequence[Asked]) -> str:
    """The statement that was last asked about, if somebody has reworded the claim since; else empty."""
    latest = max((one.search.created_at for one in searches), default=None)
    for edit in edits:
        before = str(edit.before.get("statement", ""))
        if latest is not None and edit.created_at > latest and before != edit.after.get("statement", before):
            return before
    return ""


def _changed_since(claim_id: int, refusal: Refusal | None) -> list[ClaimEdit]:
    """What others changed in the claim since the person who was refused had read it."""
    if refusal is None or refusal.seen_version is None or not isinstance(refusal.error, Conflict):
        return []
    edits = ClaimEdit.objects.filter(claim=claim_id, version__gt=refusal.seen_version).select_related("editor")
    return list(edits)


def _without(history: list[AuditEntry], verdict: Verdict) -> list[AuditEntry]:
    """Blind second review: the trail must not tell what the page hides."""
    for entry in history:
        if entry.data.get("verdict") == verdict.pk:
            entry.note, entry.data = "", {}
    return history
