"""Answers, as verification.exporting.records writes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from claims.models import ArticleState
from verification.models import State

T = TypeVar("T")


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Page(Out, Generic[T]):
    items: list[T]
    next: str | None = Field(description="Send it as “cursor” for the page after this one; null on the last.")


class FieldError(Out):
    field: str
    message: str


class ProblemOut(Out):
    """RFC 9457."""

    title: str
    status: int
    detail: str
    code: str = Field("", description="Stable and short, for programs.")
    errors: list[FieldError] = []


class SearchCounts(Out):
    total: int
    done: int
    failed: int


class Progress(Out):
    claims: int
    searches: SearchCounts


class ArticleFault(Out):
    code: str
    message: str


class LeftOut(Out):
    start: int
    end: int
    why: str


class ArticleOut(Out):
    id: str
    state: ArticleState
    error: ArticleFault | None
    note: str
    title: str
    authors: list[str]
    publisher: str
    published_at: datetime | None
    language: str
    url: str
    text: str | None = Field(description="The cleaned text that offsets refer to; null until it was read.")
    text_sha256: str | None
    left_out: list[LeftOut] = Field(description="What cleaning left out of raw_text.")
    raw_text: str | None = Field(None, description="Only in the answer for one article.")
    version: int
    duplicate_of: str | None
    progress: Progress
    created_at: datetime
    updated_at: datetime


class SubmittedOut(ArticleOut):
    duplicate: bool


class ArticleRef(Out):
    id: str
    title: str
    url: str


class Counts(Out):
    documents: int
    origins: int
    sources_behind: int


class NotSearched(Out):
    provider: str
    why: str


class Corroboration(Out):
    supports: Counts
    refutes: Counts
    mentions: Counts
    searched: list[str]
    not_searched: list[NotSearched]


class SecondOut(Out):
    reviewer: str
    rating: str | None
    agreed: bool
    rejected: bool


class VerdictOut(Out):
    id: str
    version: int
    kind: Literal["first", "adjudication", "correction"]
    rating: str
    rationale: str
    evidence: list[str]
    reviewer: str
    second: SecondOut | None
    note: str
    created_at: datetime


class ClaimOut(Out):
    id: str
    article: ArticleRef | None
    start: int
    end: int
    quote: str
    statement: str
    speaker: str
    attribution: Literal["quoted", "reported", "author"]
    cue: str
    kinds: list[str]
    checkworthiness: float
    reasons: list[dict[str, Any]]
    ambiguous: bool
    open_questions: list[str]
    entities: list[dict[str, Any]]
    url: str
    said_at: datetime | None
    state: State
    state_reason: str
    disputed: bool
    duplicate_of: str | None
    priority: float
    assignee: str | None
    corroboration: Corroboration
    verdict: VerdictOut | None
    public_url: str | None
    published_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class TipOut(ClaimOut):
    duplicate: bool


class AssignmentOut(Out):
    id: str
    claim: str
    reviewer: str
    expires_at: datetime


class NextOut(Out):
    claim: ClaimOut
    assignment: AssignmentOut


class WarningOut(Out):
    code: str
    field: str
    message: str


class PublicationOut(ClaimOut):
    warnings: list[WarningOut]


class ArticlePage(Page[ArticleOut]):
    pass


class ClaimPage(Page[ClaimOut]):
    pass
