"""Claims that people make and edit: from a selection in an article, or as a tip without one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from claims.cleaning import clean_text, clean_words, shows_nothing
from claims.clock import now
from claims.errors import Conflict, FetchError, InvalidInput
from claims.fetching import canonical_url
from claims.intake.readings import owe_reading
from claims.intake.versions import claim_key
from claims.models import Article, Claim, ClaimEdit
from claims.roles import Actor
from claims.splitting.shapes import KINDS

BY_HAND_WORTH = 1.0  # a person thought it worth checking: nothing the machine could add
MAX_STATEMENT = 5000
MAX_SPEAKER = 300


def add_claim(article: Article, *, actor: Actor, start: int, end: int, statement: str = "", speaker: str = "") -> Claim:
    """A claim at ``text[start:end]`` of the article's newest version. Raises InvalidInput or Conflict.

    Planning its verification is the caller's next step, in the same transaction.
    """
    version = article.current
    if version is None:
        raise Conflict("The article has no text yet. Wait until it has been read.", code="no_text")
    if not 0 <= start < end <= len(version.text):
        raise InvalidInput(
            f"The place must lie inside the text: 0 ≤ start < end ≤ {len(version.text)}.",
            fields={"start": "Not a place in the text.", "end": "Not a place in the text."},
        )
    quote = version.text[start:end]
    statement = _statement(statement or " ".join(quote.split()))
    try:
        with transaction.atomic():
            return Claim.objects.create(
                article=article,
                article_version=version,
                key=claim_key(start, end, statement),
                start=start,
                end=end,
                quote=quote,
                statement=statement,
                speaker=_speaker(speaker),
                attribution="reported" if speaker else "author",
                checkworthiness=BY_HAND_WORTH,
                reasons=[{"feature": "added_by_hand", "weight": BY_HAND_WORTH}],
                published_at=article.published_at,
                made_by=actor if isinstance(actor, User) else None,
            )
    except IntegrityError as error:
        raise Conflict("This very claim is already there.", code="duplicate") from error


def submit_tip(
    *, actor: Actor, statement: str, speaker: str = "", url: str = "", published_at: datetime | None = None
) -> tuple[Claim, bool]:
    """A claim without an article; the same statement by the same speaker again is the same row (second value True).

    Its words stay as they are typed. A worker reads them soon (claims.intake.readings); until then it counts as worth
    checking, since a person thought so.
    """
    statement, speaker = _statement(statement), _speaker(speaker)
    url = clean_text(url).strip()
    if url:
        try:
            canonical_url(url)
        except FetchError as error:
            raise InvalidInput(error.message, fields={"url": error.message}) from error
    words = " ".join(statement.casefold().split())
    key = hashlib.sha256(f"tip:{words}\n{speaker.casefold()}".encode()).hexdigest()
    first = {
        "statement": statement,
        "quote": statement,
        "end": len(statement),
        "speaker": speaker,
        "attribution": "reported" if speaker else "author",
        "checkworthiness": BY_HAND_WORTH,
        "reasons": [{"feature": "sent_as_a_tip", "weight": BY_HAND_WORTH}],
        "url": url,
        "published_at": published_at,
        "made_by": actor if isinstance(actor, User) else None,
    }
    with transaction.atomic():
        claim, made = Claim.objects.get_or_create(key=key, article_version=None, defaults=first)
        if made:
            owe_reading(claim)
    return claim, not made


def edit_claim(
    claim: Claim,
    *,
    actor: Actor,
    version: int,
    statement: str | None = None,
    speaker: str | None = None,
    kinds: list[str] | None = None,
    place: tuple[int, int] | None = None,
) -> Claim:
    """Changes wording, speaker, kinds or its place in the text; what stood there before is kept.

    Raises Conflict for a stale ``version``, InvalidInput for a ``place`` (start, end) outside the text.
    """
    changes: dict[str, Any] = {} if place is None else _place(claim, *place)
    if statement is not None:
        changes["statement"] = _statement(statement)
    if speaker is not None:
        changes["speaker"] = _speaker(speaker)
    if kinds is not None:
        unknown = [kind for kind in kinds if kind not in KINDS]
        if unknown:
            raise InvalidInput(
                f"“{unknown[0]}” is no kind of claim. Known are: {', '.join(KINDS)}.",
                fields={"kinds": f"Known are: {', '.join(KINDS)}."},
            )
        changes["kinds"] = list(dict.fromkeys(kinds))
    changes = {name: value for name, value in changes.items() if value != getattr(claim, name)}
    with transaction.atomic():
        rows = Claim.objects.filter(pk=claim.pk, version=version)
        if not rows.update(version=F("version") + (1 if changes else 0), updated_at=now(), **changes):
            raise Conflict(
                "The claim was edited since you read it. Load it again; your words were not saved over it.",
                code="stale_version",
            )
        if changes:
            ClaimEdit.objects.create(
                claim=claim,
                editor=actor if isinstance(actor, User) else None,
                version=version + 1,
                before={name: getattr(claim, name) for name in changes},
                after=changes,
            )
    claim.refresh_from_db()
    return claim


def _place(claim: Claim, start: int, end: int) -> dict[str, Any]:
    text = claim.article_version.text if claim.article_version else ""
    if not 0 <= start < end <= len(text):
        raise InvalidInput(
            "The place must lie inside the text of the article. Select the words there.",
            fields={"start": "Not a place in the text.", "end": "Not a place in the text."},
        )
    return {"start": start, "end": end, "quote": text[start:end]}


def _statement(value: str) -> str:
    value = clean_words(value).strip()
    if shows_nothing(value):
        raise InvalidInput("The statement is empty.", fields={"statement": "Write the claim as one sentence."})
    if len(value) > MAX_STATEMENT:
        raise InvalidInput("The statement is too long.", fields={"statement": f"At most {MAX_STATEMENT} characters."})
    return value


def _speaker(value: str) -> str:
    value = clean_words(value).strip()
    if len(value) > MAX_SPEAKER:
        raise InvalidInput("The speaker's name is too long.", fields={"speaker": f"At most {MAX_SPEAKER} characters."})
    return value
