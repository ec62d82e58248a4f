"""The door of the API: who comes in, for which act, and with what in hand.

``endpoint`` registers a view. Before the view runs: token (401), scope and role (403), rate (429), then the query and
the body are read (413, 415, 400, 422). A POST with an Idempotency-Key runs once (verification.api.repeating).
"""

from __future__ import annotations

import inspect
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from ninja import Router
from ninja.security import HttpBearer

from verification.api.problems import Problem
from verification.api.reading import check_query, read_json
from verification.api.repeating import once
from verification.api.shapes import ProblemOut, Query
from verification.permissions import ACTS, require
from verification.tokens import find_token

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="proofdesk"'}
SAFE = ("GET", "HEAD")
WINDOW = 60.0


class Entrant:
    """Who asks: the person, and whether by a token or by a session in the browser."""

    def __init__(self, person: User, key: str) -> None:
        self.person, self.key = person, key


class Bearer(HttpBearer):
    """Lets in whoever may do ``act``; ``session`` also takes the browser's log-in, for reading only."""

    openapi_description = "A token made by `manage.py token create`, starting with pd_."

    def __init__(self, act: str, *, query: tuple[Query, ...], body: bool, session: bool) -> None:
        super().__init__()
        self.act, self.names, self.body, self.session = act, frozenset(item.name for item in query), body, session
        self.needs_body = False

    def __call__(self, request: HttpRequest) -> Entrant:
        entrant = self._enter(request)
        rate.count(entrant.key)
        require(entrant.person, self.act)
        request.actor = entrant.person  # type: ignore[attr-defined]
        take_in(request, self.names, self.body, needed=self.needs_body)
        return entrant

    def authenticate(self, request: HttpRequest, token: str) -> Entrant | None:
        """Lets nobody in: ``__call__``, which says more than yes or no, stands in its place."""
        return None

    def _enter(self, request: HttpRequest) -> Entrant:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind and self.session and request.method in SAFE and isinstance(request.user, User):
            return Entrant(request.user, f"session:{request.user.pk}")
        token = find_token(secret.strip()) if kind.lower() == "bearer" else None
        if token is None:
            if kind:
                rate.count(f"address:{request.META.get('REMOTE_ADDR', '')}")
            why = "This token is not known, has expired or was revoked." if kind else "A token is needed."
            raise Problem(401, f"{why} Send “Authorization: Bearer pd_…”.", code="unauthenticated", headers=CHALLENGE)
        scope = ACTS[self.act].scope
        if scope not in token.scopes:
            raise Problem(403, f"This token has not the scope “{scope}”. Make one that has.", code="scope")
        return Entrant(token.owner, f"token:{token.pk}")


class Anyone:
    """Lets everybody in; the query is still read strictly."""

    def __init__(self, *, query: tuple[Query, ...]) -> None:
        self.names = frozenset(item.name for item in query)

    def __call__(self, request: HttpRequest) -> bool:
        take_in(request, self.names, False)
        return True


class Rate:
    """Requests a minute and caller, counted in this process; the settings' API_PER_MINUTE, 0 for no limit."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def count(self, key: str) -> None:
        """Counts one request; 429 beyond the limit."""
        limit = settings.API_PER_MINUTE
        if not limit:
            return
        at = time.time()
        with self._lock:
            if int(at // WINDOW) != self._window:
                self._window, self._counts = int(at // WINDOW), {}
            self._counts[key] = used = self._counts.get(key, 0) + 1
        if used > limit:
            wait = max(1, int(WINDOW - at % WINDOW) + 1)
            raise Problem(
                429,
                f"More than {limit} requests a minute. Wait {wait} seconds.",
                code="too_many",
                headers={"Retry-After": str(wait)},
            )


rate = Rate()


def take_in(request: HttpRequest, names: frozenset[str], body: bool, *, needed: bool = False) -> None:
    """Reads the query and, where the call has one, the JSON body, without which it may be of no use."""
    check_query(request, names)
    if body:
        request.data_read = read_json(request, needed=needed)  # type: ignore[attr-defined]


def actor(request: HttpRequest) -> User:
    """Who the door let in."""
    person: User = request.actor  # type: ignore[attr-defined]
    return person


View = Callable[..., HttpResponseBase]


def endpoint(
    router: Router,
    method: str,
    path: str,
    *,
    act: str | None,
    returns: dict[int, Any],
    errors: tuple[int, ...] = (),
    query: tuple[Query, ...] = (),
    body: bool = False,
    session: bool = False,
    stream: bool = False,
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """Registers a view for ``method path``. ``act`` is of verification.permissions, None for anybody.

    ``returns`` maps status to shape; the errors that the door can make are added to ``errors`` by themselves. A POST
    whose body is a ``stream`` of any length keeps no Idempotency-Key.
    """
    codes = {422, 500, 503, *errors}
    if act is not None:
        codes |= {401, 403, 429}
    if "{" in path:
        codes.add(404)
    if body:
        codes |= {400, 413, 415}
    auth: Any = Anyone(query=query) if act is None else Bearer(act, query=query, body=body, session=session)
    parameters = [item.openapi() for item in query]
    if method == "POST":
        codes |= {409}

    def register(view: View) -> View:
        if isinstance(auth, Bearer):
            payload = inspect.signature(view).parameters.get("payload")
            auth.needs_body = payload is not None and payload.default is inspect.Parameter.empty
        wrapped = once(view) if method == "POST" and not stream else view
        router.api_operation(
            [method],
            path,
            auth=auth,
            response={**returns, **dict.fromkeys(sorted(codes), ProblemOut)},
            operation_id=view.__name__,
            summary=(view.__doc__ or "").strip().split("\n")[0].rstrip("."),
            openapi_extra={"parameters": parameters, **(extra or {})},
        )(wrapped)
        return view

    return register
