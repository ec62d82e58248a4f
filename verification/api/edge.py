"""What is the same for every path: HEAD and OPTIONS, methods that it has not, addresses that are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from verification.api.problems import Problem, answer, not_found

View = Callable[..., HttpResponseBase]


def edged(view: View, methods: frozenset[str]) -> View:
    """``view``, asked only for methods that it has; HEAD is GET without the body."""
    allowed = sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))

    @csrf_exempt
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _nothing({"Allow": ", ".join(allowed)})
        head = request.method == "HEAD" and "GET" in methods
        if head:
            request.method = "GET"
        elif request.method not in methods:
            return answer(
                Problem(
                    405,
                    f"This address takes {', '.join(allowed)}, not {str(request.method)[:20]}.",
                    code="method",
                    headers={"Allow": ", ".join(allowed)},
                )
            )
        response = view(request, *args, **kwargs)
        if head:
            request.method = "HEAD"
        return response

    return wrapped


def _nothing(headers: dict[str, str]) -> HttpResponse:
    response = HttpResponse(status=204, headers=headers)
    del response["Content-Type"]
    return response


@csrf_exempt
def no_such_address(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """404 for everything below /api/v1/ that is no call."""
    return answer(not_found())
