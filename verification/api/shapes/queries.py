"""Query parameters, for the document; verification.filtering and verification.api.paging read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from claims.splitting.shapes import KINDS
from verification.api.shapes.bodies import STATES
from verification.filtering import LONGEST, ORDERS
from verification.models import State


@dataclass(frozen=True, slots=True)
class Query:
    """One parameter: its name, what it does, and its JSON schema."""

    name: str
    words: str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False

    def openapi(self) -> dict[str, Any]:
        """As the OpenAPI document has it."""
        return {
            "in": "query",
            "name": self.name,
            "description": self.words,
            "required": self.required,
            "schema": self.schema,
        }


_WORDS = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\u0000]+$"}

LIMIT = Query("limit", "Rows a page.", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50})


def paging(tags: str, places: int) -> tuple[Query, ...]:
    """The parameters of a list whose cursors (verification.api.paging) have one of ``tags`` and so many places."""
    pattern = f"^[{tags}]" + "-[0-9a-f]{16}" * places + "$"
    words = "The “next” of the page before. It goes on in the order in which that page was."
    return LIMIT, Query("cursor", words, {"type": "string", "pattern": pattern})


PAGING = paging("k", 1)
SCORED = paging("s", 2)
CLAIM_PAGING = paging("pnui", 2)
CLAIM_FILTERS = (
    Query("article", "Claims of this article.", _WORDS),
    Query("topic", "Claims of this topic, by its slug.", _WORDS),
    Query(
        "state",
        f"One or more of {', '.join(State.values)}, with commas between.",
        {"type": "string", "pattern": STATES, "maxLength": LONGEST},
    ),
    Query("rating", "Claims whose latest verdict has this rating.", {"type": "string", "x-ratings": True}),
    Query("speaker", "Part of the speaker's name.", _WORDS),
    Query("kind", "Claims of this kind.", {"type": "string", "enum": list(KINDS)}),
    Query("q", "Words of the statement, the quote or the speaker's name; all must occur.", _WORDS),
    Query("min_checkworthiness", "At least this much worth checking.", {"type": "number", "minimum": 0, "maximum": 1}),
    Query("assignee", "Held by this person; “me”, or “none” for claims that nobody holds.", _WORDS),
    Query("updated_since", "Changed at or after this moment.", {"type": "string", "format": "date-time"}),
    Query(
        "order",
        "priority: highest first; newest: newest first; updated: last changed first, with updated_since oldest first.",
        {"type": "string", "enum": list(ORDERS), "default": "priority"},
    ),
)
