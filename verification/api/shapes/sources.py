"""Answers about searches, evidence, stored documents, and what is told of all this."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from verification.api.shapes.records import Out, Page, VerdictOut
from verification.models import ExportState, SearchState

Stances = Literal["supports", "refutes", "mentions"]


class PassageOut(Out):
    text: str
    start: int
    end: int


class DocumentRef(Out):
    id: str
    url: str
    title: str
    publisher: str
    published_at: datetime | None
    fetched_at: datetime
    sha256: str
    snapshot: str


class OriginOut(Out):
    id: str
    documents: int
    reason: str


class SourceBehindOut(Out):
    id: str
    name: str


class CheckOut(Out):
    kind: str
    claim: str
    source: str
    agrees: bool


class EvidenceOut(Out):
    id: str
    stance: Stances
    score: float
    passage: PassageOut
    document: DocumentRef
    provider: str
    origin: OriginOut | None
    source_behind: SourceBehindOut | None
    checks: list[CheckOut]
    mark: Literal["supports", "refutes", "irrelevant"] | None
    late: bool
    only_shares: list[str]
    created_at: datetime


class SearchOut(Out):
    id: str
    provider: str
    generation: int
    state: SearchState
    attempts: int
    error: str | None
    next_try: datetime | None
    own_words: str
    queries: list[Any]
    found: int
    created_at: datetime
    updated_at: datetime


class DocumentOut(Out):
    id: str
    url: str
    final_url: str
    title: str
    publisher: str
    authors: list[str]
    published_at: datetime | None
    fetched_at: datetime
    language: str
    sha256: str
    size: int
    content_type: str
    snapshot: str
    text: str


class NoteOut(Out):
    id: str
    author: str
    text: str
    created_at: datetime


class ContactOut(Out):
    id: str
    author: str
    whom: str
    way: str
    asked_at: datetime
    deadline: datetime | None
    question: str
    answer: str
    created_at: datetime


class ObjectRef(Out):
    type: str
    id: str


class AuditItem(Out):
    type: Literal["audit"]
    seq: int
    at: datetime
    actor: str
    actor_name: str
    verb: str
    object: ObjectRef
    claim: str | None
    data: dict[str, Any]
    note: str
    salt: str
    note_digest: str
    prev_hash: str
    hash: str


class VerdictItem(VerdictOut):
    type: Literal["verdict"]
    hash: str


class WebhookOut(Out):
    id: str
    url: str
    events: list[str]
    active: bool
    disabled_reason: str
    created_at: datetime


class NewWebhookOut(WebhookOut):
    secret: str = Field(description="Shown this once; it signs what is sent.")


class RowsDone(Out):
    rows: int
    total: int | None = Field(description="As counted at the start; null before.")


class ExportOut(Out):
    id: str
    kind: Literal["claims", "evidence"]
    format: Literal["ndjson", "csv", "json", "parquet"]
    filters: dict[str, str]
    state: ExportState
    error: str | None
    progress: RowsDone
    size: int = Field(description="Bytes so far.")
    url: str | None = Field(description="Where the whole file can be had, by whoever has this link, until expires_at.")
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ExportPage(Page[ExportOut]):
    pass


class WebhookPage(Page[WebhookOut]):
    pass


class EvidencePage(Page[EvidenceOut]):
    pass


class SearchPage(Page[SearchOut]):
    pass


class NotePage(Page[NoteOut]):
    pass


class ContactPage(Page[ContactOut]):
    pass


class HistoryPage(Page[AuditItem | VerdictItem]):
    pass
