"""Earlier checks that a claim was found to repeat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from verification.api.shapes.bodies import Body
from verification.api.shapes.records import Out, Page
from verification.models import Answered, State


class AnswerEarlierIn(Body):
    answer: Literal["accepted", "dismissed"]
    reason: str = Field("", max_length=2000, description="Why both say the same; for merging into a claim of ours.")


class SeenBeforeOut(Out):
    id: str
    likely: float = Field(description="How likely both say the same, 0 to 1.")
    sure: bool = Field(description="Above the confirming threshold, and no number, date, name or negation differs.")
    reasons: list[dict[str, Any]]
    answer: Answered
    answered_by: str | None
    answered_at: datetime | None
    statement: str
    speaker: str
    said_at: datetime | None
    claim: str | None = Field(description="The earlier claim of this desk; null for a review from elsewhere.")
    state: State | None
    rating: str | None = Field(description="In the words of who gave it; null where there is none, or it is hidden.")
    by: str | None
    title: str
    url: str | None
    checked_at: datetime | None


class SeenBeforePage(Page[SeenBeforeOut]):
    pass
