"""Bodies of requests. Strict: no unknown fields, no strings for numbers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from claims.splitting.shapes import KINDS
from verification.api.reading import Moment
from verification.filtering import LONGEST, ORDERS
from verification.models import EVENTS, State

_ONE = "|".join(State.values)
STATES = f"^({_ONE})(,({_ONE}))*$"
# These patterns tell generated clients what the readers refuse anyway: NUL anywhere, a text in which nothing can be
# seen (blanks, controls and invisible characters only), an address without a scheme and host.
STORABLE = r"^[^\u0000]*$"
SEEN = (
    r"^[^\u0000]*[^\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\ufff0-\uffff][^\u0000]*$"
)
WEB = (
    r"^https?://([a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?\.){1,4}[a-z]{2,10}(:[1-9][0-9]{0,3})?"
    r"(/[A-Za-z0-9._~-]*)*(\?[A-Za-z0-9._~=&-]*)?$"
)


def _shown(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


def _seen(longest: int) -> WithJsonSchema:
    return _shown(minLength=1, maxLength=longest, pattern=SEEN)


def _stored(longest: int) -> WithJsonSchema:
    return _shown(maxLength=longest, pattern=STORABLE)


def _whole(value: Any) -> Any:
    """2.0 is an integer in JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _chosen(value: str) -> str:
    if not value.strip():
        raise ValueError("No rating was chosen.")
    return value


Words = Annotated[str, Field(min_length=1, max_length=20_000), _seen(20_000)]
Optional_ = Annotated[str, Field(max_length=20_000), _stored(20_000)]
Statement = Annotated[str, Field(min_length=1, max_length=5000), _seen(5000)]
OwnStatement = Annotated[str, Field(max_length=5000), _stored(5000)]
Speaker = Annotated[str, Field(max_length=300), _stored(300)]
Title = Annotated[str, Field(max_length=500), _stored(500)]
Whom = Annotated[str, Field(min_length=1, max_length=300), _seen(300)]
Way = Annotated[str, Field(max_length=60), _stored(60)]
OwnWords = Annotated[str, Field(max_length=400), _stored(400)]
Filter = Annotated[str, Field(min_length=1, max_length=LONGEST), _seen(LONGEST)]
Article = Annotated[str, Field(min_length=1), _shown(minLength=1, pattern=SEEN)]
Url = Annotated[
    str, Field(min_length=1, max_length=2000), _shown(format="uri", minLength=1, maxLength=2000, pattern=WEB)
]
States = Annotated[str, Field(min_length=1, max_length=LONGEST), _shown(maxLength=LONGEST, pattern=STATES)]
Id = Annotated[str, Field(min_length=1, max_length=40), _shown(minLength=1, maxLength=40, pattern=STORABLE)]
Row = Annotated[str, Field(min_length=1, max_length=18), _shown(pattern="^[1-9][0-9]{0,17}$")]
Ids = Annotated[list[Row], Field(max_length=200)]
Slug = Annotated[
    str, Field(max_length=40), AfterValidator(_chosen), WithJsonSchema({"type": "string", "x-ratings": True})
]
Version = Annotated[int, Field(ge=0, le=2_147_483_647), BeforeValidator(_whole)]
Place = Annotated[int, Field(ge=0, le=2_147_483_647), BeforeValidator(_whole)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _has(*names: str) -> dict[str, Any]:
    return {"required": list(names), "properties": {name: {"type": "string"} for name in names}}


ONE_SOURCE: dict[str, Any] = {"anyOf": [_has("url"), _has("text"), _has("html")], "not": _has("text", "html")}


class ArticleIn(Body):
    """An article: its text, its HTML, or only its address."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra=ONE_SOURCE)
    url: Url | None = Field(None, description="Where the article is; alone, the page is fetched.")
    text: Article | None = None
    html: Article | None = None
    title: Title | None = None
    published_at: Moment | None = None
    clean: bool = Field(True, description="false takes the text as it is, with no furniture removed.")


class BatchLine(ArticleIn):
    """One line of a batch; ``id`` comes back with the answer."""

    id: str | int | None = None


class TipIn(Body):
    statement: Statement
    speaker: Speaker | None = None
    url: Url | None = None
    published_at: Moment | None = None


class HandClaimIn(Body):
    """A claim by hand, anchored at text[start:end] of the article's newest version."""

    start: Place
    end: Place
    statement: OwnStatement | None = None
    speaker: Speaker | None = None


class ClaimEditIn(Body):
    statement: Statement | None = None
    speaker: Speaker | None = None
    kinds: Annotated[list[Literal[KINDS]], Field(max_length=20)] | None = None  # type: ignore[valid-type]
    version: Version


class GatherIn(Body):
    """Ask again: all providers, or the named ones; ``own_words`` is a query of one's own."""

    providers: Annotated[list[Id], Field(min_length=1, max_length=50)] | None = None
    own_words: OwnWords = ""


class NextIn(Body):
    """The filters of GET /claims; they may stand in the query instead."""

    article: Filter | None = None
    rating: Slug | None = None
    speaker: Filter | None = None
    kind: Literal[KINDS] | None = None  # type: ignore[valid-type]
    q: Filter | None = None
    min_checkworthiness: Annotated[float, Field(ge=0, le=1)] | None = None
    assignee: Filter | None = None
    updated_since: Moment | None = None
    order: Literal[tuple(ORDERS)] | None = None  # type: ignore[valid-type]


class ExportFilters(NextIn):
    """The filters of GET /claims."""

    state: States | None = Field(None, description="One or more states, with commas between.")


class ExportIn(Body):
    """A file of all claims that match, or of the evidence on them, to be made in the background."""

    kind: Literal["claims", "evidence"] = "claims"
    format: Literal["ndjson", "csv", "json", "parquet"] = "ndjson"
    filters: ExportFilters | None = None


class VerdictIn(Body):
    rating: Slug
    rationale: Optional_ = ""
    evidence: Ids = Field(default_factory=list)
    assignment: Row | None = Field(None, description="The hold; null only for a correction in the making.")
    version: Version = Field(description="The claim's version as it was read.")


class ApprovalIn(Body):
    rating: Slug | None = None
    rationale: Optional_ = ""


class RejectionIn(Body):
    comment: Words


class AdjudicationIn(Body):
    rating: Slug
    rationale: Optional_ = ""
    evidence: Ids = Field(default_factory=list)


class PublicNoteIn(Body):
    note: Words = Field(description="Shown in public.")


class CorrectionIn(PublicNoteIn):
    rating: Slug | None = None
    rationale: Optional_ | None = None
    evidence: Ids | None = None


class ReasonIn(Body):
    reason: Words


class MergeIn(ReasonIn):
    into: Row = Field(description="The claim that stays.")


class MarkIn(Body):
    mark: Literal["supports", "refutes", "irrelevant", "null"] | None = Field(
        description="null, as JSON or as a word, takes the mark back."
    )


class NoteIn(Body):
    text: Words


class ContactIn(Body):
    whom: Whom
    way: Way = Field("", validation_alias=AliasChoices("way", "how"))
    asked_at: Moment | None = Field(None, validation_alias=AliasChoices("asked_at", "when"))
    deadline: Moment | None = None
    question: Optional_ = ""
    answer: Optional_ = ""


class WebhookIn(Body):
    url: Url
    events: Annotated[list[Literal[EVENTS]], Field(max_length=20)] = Field(  # type: ignore[valid-type]
        default_factory=list,
        description="Which events; left out, all of them.",
        json_schema_extra={"minItems": 1},
    )
