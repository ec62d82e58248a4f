"""What is settled about every request before anything else looks at it: where it comes from and goes to, and that it
can be stored.

``X-Forwarded-For`` can be written by anybody, so that only what a trusted proxy added counts: from the right, the first
address that is not itself a trusted proxy's.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from verification.api.problems import Problem, answer

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
NEVER_SHOWN = frozenset(("csrfmiddlewaretoken", "code"))
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class TrustedProxies:
    """Sets ``REMOTE_ADDR`` to the visitor's own address when a proxy named in TRUSTED_PROXIES passed the request on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.trusted = [ipaddress.ip_network(entry.strip(), strict=False) for entry in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if said:
            passed = [*said.split(","), request.META.get("REMOTE_ADDR", "")]
            request.META["REMOTE_ADDR"] = self._visitor([entry.strip() for entry in passed])
        return self.get_response(request)

    def _visitor(self, passed: list[str]) -> str:
        """``passed`` from the visitor to the last proxy; nonsense ends the walk, the last good address counts."""
        visitor = passed[-1]
        for entry in reversed(passed):
            try:
                address = ipaddress.ip_address(entry)
            except ValueError:
                break
            visitor = str(address)
            if not any(address in network for network in self.trusted):
                break
        return visitor


class KnownHost:
    """Refuses a request for a name that is not in ALLOWED_HOSTS: a problem to a program, a page to a person.

    Django refuses it too, wherever it first looks, with a page to everybody and a traceback in the log.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost as error:
            log.warning("refused %s %s for the host %.100r", request.method, request.path, _host(request))
            response = self._refusal(request, error)
            response._has_been_logged = True  # type: ignore[attr-defined] # Django's mark for log_response
            return response
        return self.get_response(request)

    def _refusal(self, request: HttpRequest, error: DisallowedHost) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return bad_request(request, error)
        return answer(Problem(400, "The Host header names none of this desk's addresses.", code="host"))


def _host(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_HOST", ""))


class Packed(GZipMiddleware):
    """HTML is sent gzipped, what a program asks for is not: exports stream, and documents are their own bytes."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed


class Storable:
    """Refuses the NUL character in what is asked or sent to a page: no database takes it. The API refuses by itself.

    A form that was sent with one has it taken out, and ``request.held_nul`` is the sentence that says so: a view marked
    ``answers_nul`` shows its form again with all that was typed; for any other one a page here shows what that was.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/") and _has_nul(request.GET):
            return render(request, "400.html", status=422 if request.method == "POST" else 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, args: object, kwargs: object) -> HttpResponse | None:
        """The view, its own refusal or ours; after the form's token was looked at."""
        if request.path.startswith("/api/") or not self._holds_nul(request):
            return None
        why = _(
            "What was sent holds a character that cannot be stored (NUL). It is taken out of what you see here; "
            "look it over and send it again."
        )
        request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        request.held_nul = why  # type: ignore[attr-defined]
        if getattr(view, "answers_nul", False):
            return None
        typed = [
            (name, str(value))
            for name, value in request.POST.items()
            if name not in NEVER_SHOWN and "password" not in name and len(str(value).strip()) > 2
        ]
        return render(request, "400.html", {"held_nul": why, "typed": typed}, status=422)

    def _holds_nul(self, request: HttpRequest) -> bool:
        if request.method != "POST" or request.content_type not in FORMS:
            return False
        try:
            return _has_nul(request.POST)
        except UnreadablePostError:  # the visitor has gone
            return False


def _without_nul(fields: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        kept.setlist(name.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    kept._mutable = False
    return kept


def _has_nul(fields: QueryDict) -> bool:
    return any("\x00" in name or any("\x00" in value for value in values) for name, values in fields.lists())
