"""What a provider's hits lead to: their pages fetched side by side, stored together, weighed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from claims.errors import ExtractionError, FetchError, HostBusy
from claims.fetching import Fetched
from claims.models import Claim
from verification import archiving
from verification.documents import Unstored, address_of, from_texts, page_at, read_page, store
from verification.gathering import answers
from verification.gathering.threads import PAGES, side_by_side
from verification.gathering.weighing import computing, weigh
from verification.models import Document, Evidence
from verification.providers import Hit, Question


@dataclass(slots=True)
class Found:
    """What reading the hits gave: weighed passages, and the hits that could not be read with why."""

    evidence: list[Evidence] = field(default_factory=list)
    unread: list[dict[str, str]] = field(default_factory=list)

    def could_not_read(self, hit: Hit, error: FetchError | ExtractionError) -> None:
        self.unread.append({"url": hit.url, "title": hit.title, "why": error.message})


def question_about(claim: Claim, own_words: str = "") -> Question:
    """What a provider is asked about a claim."""
    article = claim.article
    own = [url for url in (claim.url, article.url if article else "", article.canonical_url if article else "") if url]
    return Question(
        statement=claim.statement,
        quote=claim.quote if claim.attribution == "quoted" else "",
        speaker=claim.speaker,
        entities=tuple(dict.fromkeys(entity["text"] for entity in claim.entities)),
        published_at=claim.published_at or (article.published_at if article else None),
        own_words=own_words,
        exclude_urls=tuple(dict.fromkeys(own)),
        language=(article.language if article else "") or "en",
    )


def read(hits: Sequence[Hit], claim: Claim) -> Found:
    """Reads and weighs each hit, but for the checked article itself, which never speaks for its own claims.

    Raises HostBusy where a page has to wait for its host: all of the search comes again then, and what it has read by
    then is kept.
    """
    own = {address_of(url) for url in question_about(claim).exclude_urls}
    own_text = claim.article_version.text if claim.article_version else None
    others = [hit for hit in hits if hit.text is None or hit.text != own_text]
    wanted = [hit for hit in others[: settings.GATHER_PAGES] if not (hit.url and address_of(hit.url) in own)]
    found = Found()
    pages = [hit for hit in wanted if hit.text is None]
    documents = _behind(pages, found) if pages else []
    for document in (*documents, *from_texts([hit for hit in wanted if hit.text is not None])):
        found.evidence.extend(weigh(claim, document))
    return found


def _behind(hits: Sequence[Hit], found: Found) -> list[Document]:
    """The stored pages behind hits; one that was fetched a few hours ago is not fetched again."""
    known = answers.kept_pages(hit.url for hit in hits)
    fetched: dict[str, Fetched] = {}

    def fetch_one(hit: Hit) -> None:
        try:
            fetched[hit.url] = page_at(hit.url)
        except HostBusy:
            raise
        except FetchError as error:
            found.could_not_read(hit, error)

    new = list({hit.url: hit for hit in hits if hit.url not in known}.values())
    try:
        side_by_side(PAGES, fetch_one, new)
    finally:
        known |= _stored([(hit, fetched[hit.url]) for hit in new if hit.url in fetched], found)
    return [known[hit.url] for hit in hits if hit.url in known]


def _stored(pages: Sequence[tuple[Hit, Fetched]], found: Found) -> dict[str, Document]:
    """By address: what was read from the pages, stored, noted as fetched just now and ordered from the archive."""
    read_from: dict[str, Unstored] = {}
    for hit, page in pages:
        try:
            with computing:
                read_from[hit.url] = read_page(page, hit)
        except ExtractionError as error:
            found.could_not_read(hit, error)
    if not read_from:
        return {}
    with transaction.atomic():
        documents = dict(zip(read_from, store(read_from.values()), strict=True))
        answers.keep_pages(documents)
        for document in documents.values():
            archiving.order(document)
    return documents
