"""What a provider is: one outside (or local) place that can be asked about a claim.

"Nothing found" is an :class:`Answer` without hits. "Could not ask" is a :class:`ProviderError`, whose ``kind`` says
whose fault it was and so what happens next:

    bad_request   we asked wrongly, or the place does not understand; asking again is pointless
    auth          a key is missing, wrong or not allowed; a person must mend the settings
    quota         today's (or this month's) share is used up; asking again pays after ``retry_after``
    transient     the place is busy, down or unreachable; asking again soon pays

All outside calls go through ``claims.fetching.fetch``, the only place that opens addresses.
"""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal
from urllib.parse import urlencode, urlsplit

import orjson
from django.conf import settings

from claims.errors import FetchError, HostBusy, ProofdeskError
from claims.fetching import Fetched, fetch

Kind = Literal["library", "web", "encyclopedia", "news", "scholar", "factchecks"]
Fault = Literal["bad_request", "auth", "quota", "transient"]

Explain = Callable[[FetchError], "ProviderError | None"]

# Search answers are lists of short entries; what is larger than this is not one.
ANSWER_MAX_BYTES = 4_000_000


class ProviderError(ProofdeskError):
    """A provider could not be asked; ``kind`` says whose fault it was, ``retry_after`` (seconds) when to come back."""

    code = "provider_failed"

    def __init__(self, message: str, *, kind: Fault, retry_after: float | None = None) -> None:
        super().__init__(message, code=f"provider_{kind}")
        self.kind: Fault = kind
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        """Whether the same question may succeed later without a person changing anything."""
        return self.kind in ("quota", "transient")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one claim; ``own_words`` is a reviewer's own query and replaces what we would ask."""

    statement: str
    quote: str
    speaker: str
    entities: tuple[str, ...]
    published_at: datetime | None
    own_words: str = ""
    exclude_urls: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``text`` is the full text where the provider holds it; else the page at ``url`` is fetched."""

    url: str
    title: str
    publisher: str = ""
    published_at: datetime | None = None
    snippet: str = ""
    text: str | None = None
    language: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    library_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the hits, the queries really sent, the raw answer, and in plain words what could not be asked."""

    hits: tuple[Hit, ...]
    queries: tuple[str, ...]
    raw: bytes = b""
    incomplete: str = ""


class Provider(ABC):
    """One place to ask. ``name`` is the word used in settings and rows, ``label`` the one shown to people."""

    name: ClassVar[str]
    label: ClassVar[str]
    kind: ClassVar[Kind]
    needs_key: ClassVar[bool] = False
    seconds_between: ClassVar[float] = 0.0  # what the place asks for between two questions; 0 where it names nothing
    price: ClassVar[float] = 0.0  # US dollars a question, for the day's budget

    def not_configured(self) -> str:
        """Empty, or a full sentence that says why this provider cannot be asked and what to set."""
        return ""

    @abstractmethod
    def search(self, question: Question, limit: int) -> Answer:
        """Ask; at most ``limit`` hits, best first. Raises ProviderError."""


def setting(name: str, default: str = "") -> str:
    """A setting as text without a trailing slash; the default also where it is set to nothing."""
    return (str(getattr(settings, name, "") or "") or default).rstrip("/")


def user_agent() -> str:
    """Names us and how to reach the desk, as several providers demand."""
    contact = setting("USER_AGENT_CONTACT") or setting("SITE_URL")
    return f"Proofdesk/0.1 (claim verification desk; {contact})" if contact else "Proofdesk/0.1"


def ask(
    label: str,
    url: str,
    params: Mapping[str, str | int],
    *,
    headers: Mapping[str, str] | None = None,
    secrets: Sequence[str] = (),
    explain: Explain | None = None,
) -> Fetched:
    """GET ``url`` with ``params`` and turn what went wrong into a ProviderError, with no key in its message.

    ``explain`` may give the ProviderError for a refusal that this provider words in its own way; None means the usual.
    """
    try:
        return fetch(
            f"{url}?{urlencode(params)}",
            max_bytes=ANSWER_MAX_BYTES,
            headers={"User-Agent": user_agent(), "Accept": "application/json", **(headers or {})},
        )
    except HostBusy:
        raise  # the question was not sent: gathering puts it back in line
    except FetchError as error:
        special = explain(error) if explain else None
        raise special or _as_provider_error(label, url, error) from _without(error, secrets)


def ask_json(label: str, url: str, params: Mapping[str, str | int], **options: Any) -> tuple[dict[str, Any], Fetched]:
    """The same for an answer that must be one JSON object."""
    got = ask(label, url, params, **options)
    return parse_object(label, got.body), got


def parse_object(label: str, body: bytes) -> dict[str, Any]:
    """One JSON object, or a transient ProviderError: overloaded servers answer 200 with a page for people."""
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        raise ProviderError(f"{label} sent an answer that is not JSON. It is asked again later.", kind="transient")
    return answer


def _as_provider_error(label: str, url: str, error: FetchError) -> ProviderError:
    if error.status is not None:
        return _refusal(label, url, error.status, error.retry_after)
    if error.retryable:
        host = urlsplit(url).netloc
        return ProviderError(
            f"{label} could not be reached at {host}. It is asked again later.",
            kind="transient",
            retry_after=error.retry_after,
        )
    return ProviderError(f"{label} could not be asked: {error.message}", kind="bad_request")


def _without(error: FetchError, secrets: Sequence[str]) -> FetchError | None:
    """The cause, unless it could show a key in a log."""
    return None if any(secret and secret in str(error) for secret in secrets) else error


def spent(label: str, retry_after: float | None) -> ProviderError:
    """The ProviderError for a quota that is used up."""
    return ProviderError(
        f"The number of questions that {label} allows is used up.", kind="quota", retry_after=retry_after
    )


def _refusal(label: str, url: str, status: int, retry_after: float | None) -> ProviderError:
    """The ProviderError for an HTTP status that is no answer."""
    host = urlsplit(url).netloc
    if status == 402:
        return spent(label, retry_after)
    if status == 429:
        return ProviderError(
            f"{label} asks us to slow down (HTTP 429). It is asked again later.",
            kind="transient",
            retry_after=retry_after,
        )
    if status in (401, 403):
        return ProviderError(
            f"{label} at {host} refused us (HTTP {status}). Check its key and address in the settings.", kind="auth"
        )
    if status >= 500 or status in (408, 425):
        return ProviderError(
            f"{label} is out of order (HTTP {status}). It is asked again later.",
            kind="transient",
            retry_after=retry_after,
        )
    return ProviderError(f"{label} did not accept the question (HTTP {status}).", kind="bad_request")


def header(headers: Mapping[str, str], name: str) -> str:
    """A header's value whatever its spelling, or empty."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def seconds(value: str) -> float | None:
    """``Retry-After`` given in seconds; dates and nonsense are None (the caller's own back-off then counts)."""
    return float(value) if re.fullmatch(r"\d{1,7}(\.\d+)?", value.strip()) else None


_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def plain(markup: object) -> str:
    """Text of a snippet: tags gone, entities resolved, white space collapsed; empty for what is no text."""
    if not isinstance(markup, str):
        return ""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", markup))).strip()


def moment(value: object) -> datetime | None:
    """A provider's time stamp (ISO 8601, or ``20260504T031500Z``) in UTC; None for what is missing or broken."""
    if not isinstance(value, str) or not value:
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def is_web(url: object) -> bool:
    """Whether a result's address is one that people and the fetcher may open."""
    return isinstance(url, str) and url.startswith(("http://", "https://"))
