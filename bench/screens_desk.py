"""Claims of the demo desk in every state, for bench/screens.py: worked on by the product's own verbs.

    DATA_DIR=FOLDER python bench/screens_desk.py

Works on the desk in that folder while it is served. Prints one JSON object: the addresses of the pages that show each
state, and under "broken", "away" and "full" the pages themselves that are shown when something is the matter.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402

from claims import intake  # noqa: E402
from claims.clock import now  # noqa: E402
from claims.models import Article, ArticleState, Claim  # noqa: E402
from verification import publishing, reviewing  # noqa: E402
from verification.demo.loading import PEOPLE  # noqa: E402
from verification.models import Evidence, Seat, State, Verification  # noqa: E402

WAIT_SECONDS = 120.0
WHY = (
    "The council's minutes and the county's release give the same figure independently of each other; the engineers' "
    "summary, which both rest on, is kept as a stored copy."
)
NEW_TEXT = (
    "Kelmouth Town Council voted by 12 to 5 on Monday night to close the swing bridge over the River Kel for 16 months "
    "of repairs, starting on 1 February 2027.\n\n"
    "The work will cost £18.4 million, of which the county will pay two thirds. A ferry will carry 180 passengers.\n\n"
    "“Nine thousand vehicles cross this bridge every day,” said Helen Strand, the mayor."
)


def worked_on() -> dict[str, str]:
    """The addresses of the pages that show each state."""
    people = {name: User.objects.get(username=name) for name in PEOPLE}
    at = {"changed": f"/articles/{_changed(people)}/"}
    rows = iter(_with_evidence())
    at |= _decided(people, rows) | _waiting(people, rows) | _open(people, rows)
    at |= _articles(people)
    Seat.objects.update_or_create(person=people["reviewer"], defaults={"looked_at": now() - timedelta(hours=5)})
    return at


def _with_evidence() -> list[Verification]:
    """Open claims, those with most evidence first."""
    rows = Verification.objects.filter(is_current=True, state=State.OPEN, claim__ambiguous=False)
    return sorted(rows.select_related("claim"), key=lambda row: -row.evidence.count())


def _verdict(row: Verification, person: User, rating: str) -> Verification:
    held = reviewing.take(row, reviewer=person)
    reviewing.submit_verdict(
        row,
        reviewer=person,
        rating=rating,
        rationale=WHY,
        evidence=list(row.evidence.values_list("pk", flat=True)[:2]),
        assignment=held.pk,
        version=Claim.objects.get(pk=row.claim_id).version,
    )
    return Verification.objects.select_related("claim").get(pk=row.pk)


def _published(people: dict[str, User], row: Verification, rating: str = "mostly-false") -> Verification:
    row = _verdict(row, people["reviewer"], rating)
    reviewing.approve(row, reviewer=people["second"])
    publishing.publish(Verification.objects.get(pk=row.pk), actor=people["editor"])
    return Verification.objects.select_related("claim").get(pk=row.pk)


def _decided(people: dict[str, User], rows: Iterator[Verification]) -> dict[str, str]:
    check, corrected, withdrawn, decided = (next(rows) for _ in range(4))
    check = _published(people, check)
    corrected = _published(people, corrected, "false")
    publishing.correct(
        corrected,
        actor=people["editor"],
        note="An earlier version called this false. The county's own count, which we had missed, supports half of it.",
        rating="half-true",
        rationale=WHY,
        evidence=list(corrected.evidence.values_list("pk", flat=True)[:3]),
    )
    withdrawn = _published(people, withdrawn, "true")
    publishing.retract(withdrawn, actor=people["editor"], note="The minutes that it rested on were withdrawn.")
    decided = _verdict(decided, people["reviewer"], "mostly-true")
    reviewing.approve(decided, reviewer=people["second"], rating="mostly-true")
    slugs = {row.pk: f"/checks/{row.slug}/" for row in Verification.objects.exclude(slug=None)}
    return {
        "published": f"/claims/{check.claim_id}/",
        "decided": f"/claims/{decided.claim_id}/",
        "check": slugs[check.pk],
        "check-corrected": slugs[corrected.pk],
        "check-withdrawn": slugs[withdrawn.pk],
    }


def _waiting(people: dict[str, User], rows: Iterator[Verification]) -> dict[str, str]:
    second, third, disputed = (next(rows) for _ in range(3))
    _verdict(second, people["reviewer"], "mostly-false")
    _verdict(third, people["reviewer"], "true")
    _verdict(disputed, people["reviewer"], "false")
    why = "The survey asked members only; half of it holds for those who answered."
    reviewing.approve(
        Verification.objects.get(pk=disputed.pk), reviewer=people["second"], rating="half-true", rationale=why
    )
    return {"second": f"/claims/{second.claim_id}/", "adjudicate": f"/claims/{disputed.claim_id}/"}


def _open(people: dict[str, User], rows: Iterator[Verification]) -> dict[str, str]:
    held, conflict, aside, theirs = (next(rows) for _ in range(4))
    reviewing.take(held, reviewer=people["reviewer"])
    pieces = [str(pk) for pk in held.evidence.values_list("pk", flat=True)[:2]]
    draft = {"rating": "mostly-true", "rationale": "Two bodies give the same figure, and", "evidence": pieces}
    reviewing.save_draft(held, reviewer=people["reviewer"], data=draft)
    reviewing.add_contact(
        held,
        actor=people["reviewer"],
        whom="Helen Strand, mayor's office",
        way="e-mail",
        question="On which count does the figure rest?",
        deadline=now() + timedelta(days=1),
    )
    reviewing.add_note(held, actor=people["second"], text="The county will publish the new count on Thursday.")
    reviewing.take(conflict, reviewer=people["reviewer"])
    reviewing.set_aside(aside, actor=people["reviewer"], reason="Not checkable: an opinion, or a guess at the future.")
    reviewing.assign(theirs, actor=people["editor"], to=people["second"], due_at=now() + timedelta(hours=4))
    late = next(rows)
    reviewing.assign(late, actor=people["editor"], to=people["second"], due_at=now() - timedelta(hours=2))
    piece = Evidence.objects.filter(verification=held).order_by("pk")[0]
    ambiguous = Verification.objects.filter(state=State.OPEN, claim__ambiguous=True).order_by("-priority").first()
    return {
        "open": f"/claims/{theirs.claim_id}/",
        "ambiguous": f"/claims/{(ambiguous or theirs).claim_id}/",
        "held": f"/claims/{held.claim_id}/",
        "conflict": f"/claims/{conflict.claim_id}/",
        "aside": f"/claims/{aside.claim_id}/",
        "copy": f"/documents/{piece.document_id}/?start={piece.start}&end={piece.end}#passage",
    }


def _changed(people: dict[str, User]) -> int:
    """An article that comes in again with other words, one of whose claims is under review."""
    row = Verification.objects.filter(claim__article=1, state=State.OPEN, claim__statement__contains="voted by").first()
    if row is not None:
        reviewing.take(row, reviewer=people["second"])
    intake.submit(actor=people["submitter"], url=Article.objects.get(pk=1).url, text=NEW_TEXT)
    _until_ready(1)
    return 1


def _articles(people: dict[str, User]) -> dict[str, str]:
    failed = intake.submit(actor=people["submitter"], url="http://kelmouth.invalid/news/ferry").article
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and Article.objects.get(pk=failed.pk).state != ArticleState.FAILED:
        time.sleep(0.3)
    working = Article.objects.create(
        title="What the ferry will cost",
        url="https://kelmouth-courier.example/news/ferry",
        state=ArticleState.FETCHING,
        lease_token="screens",
        submitted_by=people["submitter"],
        lease_until=now() + timedelta(hours=1),
    )
    return {"failed": f"/articles/{failed.pk}/", "working": f"/articles/{working.pk}/"}


def _until_ready(article: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.3)
        row = Article.objects.get(pk=article)
        if row.state == ArticleState.READY and row.versions.count() > 1:
            return


def _trouble() -> dict[str, str]:
    """What is shown when something is the matter."""
    return {
        "broken": render_to_string("500.html"),
        "away": render_to_string("503.html"),
        "full": render_to_string("503.html", {"full": True}),
    }


if __name__ == "__main__":
    print(json.dumps(worked_on() | _trouble()))
