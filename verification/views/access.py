"""Who may open a page, and how a refusal looks: a sentence, and never the loss of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from claims.errors import Conflict, InvalidInput, NotAllowed, UserError
from verification.permissions import require

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who is logged in and has a role."""

    user: User
    htmx: HtmxDetails


def desk(
    act: str = "read", *, form: bool = False
) -> Callable[
    [Callable[Concatenate[DeskRequest, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]
]:
    """Guards a view: log-in, then the role for ``act`` of verification.permissions; errors of verbs become pages.

    ``form`` is for a view that asks ``refuse_nul`` itself, where it can show its own form again.
    """

    def guard(
        view: Callable[Concatenate[DeskRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User):
                return _to_login(request)
            ours = cast(DeskRequest, request)
            # One query here spares one for every question about the role below.
            prefetch_related_objects([request.user], "groups")
            try:
                require(request.user, act)
                if not form:
                    refuse_nul(request)
                return view(ours, *args, **kwargs)
            except UserError as problem:
                return refused(ours, problem)

        guarded.answers_nul = True  # type: ignore[attr-defined]
        return guarded

    return guard


def refuse_nul(request: HttpRequest) -> None:
    """InvalidInput when the form that was sent held a NUL (see verification.running.edge)."""
    if why := getattr(request, "held_nul", ""):
        raise InvalidInput(why, code="unclean_text")


def _to_login(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": resolve_url("login")})
    # What a form was sent to is no page to come back to.
    back = request.get_full_path() if request.method == "GET" else came_from(request) or "/"
    return redirect_to_login(back)


def status_of(problem: UserError) -> int:
    """The HTTP status that says the same as the error's class."""
    if isinstance(problem, NotAllowed):
        return 403
    if isinstance(problem, Conflict):
        return 409
    return 422 if isinstance(problem, InvalidInput) else 400


def refused(request: DeskRequest, problem: UserError) -> HttpResponse:
    """The error as a page that shows what was typed, or as a notice when htmx asked."""
    status = status_of(problem)
    if request.htmx:
        answer = render(request, "parts/notice.html", {"problem": problem}, status=status)
        answer["HX-Retarget"] = "#notices"
        answer["HX-Reswap"] = "innerHTML show:top"
        return answer
    titles = {403: _("This is not for your role"), 409: _("Somebody else was first")}
    context = {
        "problem": problem,
        "title": titles.get(status, _("That did not work")),
        "typed": typed(request),
        "back": came_from(request),
    }
    return render(request, "problem.html", context, status=status)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The longer texts of the form that was sent, so that nobody has to type them twice."""
    return [
        (name, value)
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken" and isinstance(value, str) and len(value.strip()) > 2
    ]


def came_from(request: HttpRequest) -> str:
    """The page of ours that the form stood on; "" when it is not known to be ours."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours else ""
