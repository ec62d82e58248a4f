"""What can go wrong between an article and its claims.

    ProofdeskError
    ├── UserError              somebody asked for something that cannot be done as asked
    │   ├── InvalidInput       the input itself is wrong (HTTP 422)
    │   ├── NotAllowed         this person may not do this (HTTP 403)
    │   └── Conflict           somebody or something else was first (HTTP 409)
    ├── FetchError             an address could not be fetched; says whether to try again
    └── ExtractionError        bytes that hold no readable article

Every message is a full sentence that says what happened and what to do next. ``code`` is stable and short:
programs may rely on it, people never need to read it.
"""

from __future__ import annotations

from collections.abc import Mapping


class ProofdeskError(Exception):
    """Base of every error that the product raises on purpose."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class UserError(ProofdeskError):
    """Something that the person or program who asked can mend."""

    code = "invalid"


class InvalidInput(UserError):
    """Input that does not fit; ``fields`` maps a field's name to what is wrong with it."""

    code = "invalid"

    def __init__(self, message: str, *, code: str | None = None, fields: dict[str, str] | None = None) -> None:
        super().__init__(message, code=code)
        self.fields = fields or {}


class NotAllowed(UserError):
    """The act exists, but not for this person."""

    code = "not_allowed"


class Conflict(UserError):
    """The row moved on meanwhile; nothing was written."""

    code = "conflict"


class FetchError(ProofdeskError):
    """An address could not be fetched.

    ``retryable`` says whether the same call may succeed later; ``retry_after`` is the other side's own wish in
    seconds, where it stated one; ``status`` is the HTTP status when there was an answer at all, with its ``headers``
    and the beginning of its ``body``, from which a provider can tell a spent quota from a wrong key.
    """

    code = "fetch_failed"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        retryable: bool = False,
        retry_after: float | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
        self.retry_after = retry_after
        self.status = status
        self.headers = dict(headers or {})
        self.body = body


class HostBusy(FetchError):
    """Our own politeness: nothing was asked, and it is nobody's failure. ``retry_after`` is the caller's own turn."""

    code = "host_busy"

    def __init__(self, message: str, turn: float) -> None:
        super().__init__(message, retryable=True, retry_after=turn)


class ExtractionError(ProofdeskError):
    """The bytes arrived, but no article text could be read from them."""

    code = "no_text"
