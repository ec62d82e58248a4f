"""Who may open a page of the intake."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from claims.roles import at_least, role_of

P = ParamSpec("P")


def answers_nul(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view looks at ``request.held_nul`` itself and shows its form again (see verification.running.edge)."""
    view.answers_nul = True  # type: ignore[attr-defined]
    return view


def for_submitters(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for people who are logged in and have a role at all."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        if not at_least(role_of(request.user), "submitter"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
