"""A split text becomes a version and its claims; claims that stood in an earlier version get their new place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Max

from claims.cleaning import without_turning
from claims.clock import now
from claims.errors import FetchError
from claims.extraction import Extracted
from claims.fetching import canonical_url
from claims.intake.anchoring import Version, new_wording, place_of, same_words
from claims.intake.moving import move_article
from claims.intake.submitting import MAX_URL
from claims.models import Article, ArticleState, ArticleVersion, Claim, RawInput
from claims.splitting import SPLITTER_VERSION, Split, to_json, unread
from claims.splitting import Claim as SplitClaim
from claims.splitting.shapes import claim_to_json

NOTHING_TO_CHECK = (
    "No sentence of this article holds a statement that can be checked. Select words to add a claim by hand."
)


def claim_key(start: int, end: int, statement: str) -> str:
    """One claim, one row: the same place with the same first statement is the same claim."""
    return hashlib.sha256(f"{start}:{end}:{statement}".encode()).hexdigest()


def write_version(
    article: Article,
    raw: RawInput,
    extracted: Extracted,
    parts: Split,
    *,
    proposing: Mapping[str, Any] | None = None,
) -> None:
    """Writes the version with its claims and moves the article on; runs inside the caller's transaction."""
    text_sha256 = hashlib.sha256(extracted.text.encode()).hexdigest()
    latest = article.versions.aggregate(latest=Max("number"))["latest"] or 0
    record = to_json(parts)
    version = ArticleVersion.objects.create(
        article=article,
        number=latest + 1,
        source=raw,
        text=extracted.text,
        text_sha256=text_sha256,
        raw_text=extracted.raw_text,
        left_out=[{"start": part.start, "end": part.end, "why": part.why} for part in extracted.left_out],
        sentences=record["sentences"],
        attributions=record["attributions"],
        splitter_version=SPLITTER_VERSION,
        proposing=dict(proposing or {}),
    )
    about = _about(article, extracted, raw)
    first = _same_text_elsewhere(article, text_sha256)
    if first is not None:
        note = f"The same text came in before as article {first.pk}; its claims are checked there."
        move_article(article, ArticleState.READY, duplicate_of=first, note=note, **about)
        return
    made = _write_claims(article, version, parts)
    if made or article.claims.exists():
        move_article(article, ArticleState.GATHERING, note=unread(extracted.text), **about)
    else:
        move_article(article, ArticleState.READY, note=unread(extracted.text) or NOTHING_TO_CHECK, **about)


def _about(article: Article, extracted: Extracted, raw: RawInput) -> dict[str, Any]:
    """What is said of the article: what a person gave stands, the page fills the gaps, then the file's name."""
    return {
        "title": article.title or extracted.title[:500] or raw.filename,
        "authors": list(extracted.authors),
        "publisher": extracted.publisher[:300],
        "published_at": article.published_at or extracted.published_at,
        "modified_at": extracted.modified_at,
        "language": extracted.language,
        "error": "",
        "error_code": "",
        **_own_address(article, extracted.canonical_url),
    }


def _own_address(article: Article, url: str) -> dict[str, str]:
    """Where a page that was handed in says it stands: known again by that, unless another article already is."""
    if article.url or not url or len(url) > MAX_URL:
        return {}
    try:
        canonical = canonical_url(url)
    except FetchError:
        return {}
    taken = Article.objects.filter(canonical_url=canonical).exclude(pk=article.pk).exists()
    return {"url": url} if taken else {"url": url, "canonical_url": canonical}


def _same_text_elsewhere(article: Article, text_sha256: str) -> Article | None:
    version = (
        ArticleVersion.objects.filter(text_sha256=text_sha256)
        .exclude(article=article)
        .exclude(article__duplicate_of__isnull=False)
        .select_related("article")
        .order_by("pk")
        .first()
    )
    return version.article if version else None


def _write_claims(article: Article, version: ArticleVersion, parts: Split) -> int:
    """New claims as new rows; a claim that stood in an earlier version keeps its row and gets its new place.

    A claim whose words are gone stays in the version that had them. What became of each claim of the version before is
    kept in ``version.changes``.
    """
    known = list(article.claims.exclude(article_version=version).select_related("article_version").order_by("start"))
    fresh = [_readable(part) for part in parts.claims]
    placed = _same_claims(known, fresh)
    placed |= _same_words([claim for claim in known if claim.pk not in placed], fresh, version)
    keys: set[str] = set()
    moved: dict[int, Claim] = {}
    for claim in known:
        if claim.pk in placed:
            start, end, statement = placed[claim.pk]
            key = claim_key(start, end, statement)
            if key not in keys:
                keys.add(key)
                moved[claim.pk] = _moved(claim, version, start, end, key)
    before, after = article.versions.filter(number=version.number - 1).first(), _spans(version)
    if before is not None:
        old = _spans(before)
        stood = [claim for claim in known if claim.article_version_id == before.pk]
        changes = [change for claim in stood if (change := _change(claim, moved.get(claim.pk), old, after))]
        ArticleVersion.objects.filter(pk=version.pk).update(changes=changes)
    Claim.objects.bulk_update(moved.values(), ["article_version", "start", "end", "key", "updated_at"])
    rows = [_row(article, version, part) for part in fresh]
    Claim.objects.bulk_create([row for row in rows if row.key not in keys], ignore_conflicts=True)
    return len(rows)


_Place = tuple[int, int, str]  # start, end and the statement of which the claim's key is made


def _same_claims(known: list[Claim], fresh: list[SplitClaim]) -> dict[int, _Place]:
    """Claims that were found again as they were, in the order of the text; they leave ``fresh``."""
    waiting: dict[tuple[str, str], list[Claim]] = {}
    for claim in reversed(known):
        waiting.setdefault((claim.quote, str(claim.proposal.get("statement") or claim.statement)), []).append(claim)
    placed: dict[int, _Place] = {}
    for part in list(fresh):
        if claims := waiting.get((part.quote, part.statement)):
            placed[claims.pop().pk] = (part.start, part.end, part.statement)
            fresh.remove(part)
    return placed


def _same_words(known: list[Claim], fresh: list[SplitClaim], version: ArticleVersion) -> dict[int, _Place]:
    """Claims that were not found again, but whose words are there: made by hand, edited, or worded otherwise now."""
    placed: dict[int, _Place] = {}
    for claim in known:
        if claim.article_version is None:
            continue
        place = place_of(claim.quote, claim.start, claim.article_version.text, version.text)
        if place is None:
            continue
        placed[claim.pk] = (*place, str(claim.proposal.get("statement") or claim.statement))
        again = [part for part in fresh if (part.start, part.end) == place]
        if len(again) == 1 and claim.proposal:  # one sentence, one claim: only its references read otherwise
            fresh.remove(again[0])
    return placed


def _moved(claim: Claim, version: ArticleVersion, start: int, end: int, key: str) -> Claim:
    """The claim at its new place; ``claim`` itself still tells the old one."""
    return Claim(pk=claim.pk, article_version=version, start=start, end=end, key=key, updated_at=now())


def _change(claim: Claim, moved: Claim | None, old: Version, new: Version) -> dict[str, Any] | None:
    """What the new version did to a claim of the one before; None when its sentence stands as it stood."""
    before = old.sentence_at(claim.start, claim.end)
    after = new.sentence_at(moved.start, moved.end) if moved else new_wording(before, new)
    if moved and same_words(before, after):
        return None
    return {"claim": claim.pk, "before": before, "after": after, "gone": not after}


def _spans(version: ArticleVersion) -> Version:
    return Version(version.text, [(sentence["start"], sentence["end"]) for sentence in version.sentences])


def _readable(part: SplitClaim) -> SplitClaim:
    """A text that was taken as it is may turn its letters round; a claim stands by itself, and may not."""
    return replace(part, statement=without_turning(part.statement), speaker=without_turning(part.speaker))


def _row(article: Article, version: ArticleVersion, part: SplitClaim) -> Claim:
    proposal = claim_to_json(part)
    return Claim(
        article=article,
        article_version=version,
        key=claim_key(part.start, part.end, part.statement),
        start=part.start,
        end=part.end,
        quote=part.quote,
        statement=part.statement,
        speaker=part.speaker[:300],
        attribution=part.attribution,
        cue=part.cue[:120],
        kinds=list(part.kinds),
        checkworthiness=part.checkworthiness,
        reasons=proposal["reasons"],
        measures=dict(part.measures),
        ambiguous=part.ambiguous,
        open_questions=list(part.open_questions),
        entities=proposal["entities"],
        proposal={name: proposal[name] for name in ("statement", "speaker", "kinds")},
        published_at=article.published_at,
    )
