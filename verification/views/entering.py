"""Coming in: password first, then the second factor of those who have one or must have one.

Who has given the password only is nobody yet: ``SecondStep`` shows them to every view as a stranger, but for the two
pages here. So no page and no call of the API can forget to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import LoginView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from claims.errors import UserError
from verification import second_factor
from verification.second_factor import DUE, PASSED, STEP


class SecondStep:
    """Middleware: ``request.user`` is a stranger until the second step is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.user
        # Lazy, like what it stands before: a request that asks for nobody asks the database for nothing.
        settled = SimpleLazyObject(lambda: AnonymousUser() if is_halfway(request, given) else given)
        request.user = settled  # type: ignore[assignment]
        return self.get_response(request)


def is_halfway(request: HttpRequest, person: Any) -> bool:
    """Whether this log-in still lacks its second step."""
    if not person.is_authenticated:
        return False
    step = request.session.get(STEP)
    if step == DUE:
        return True
    # is_staff is on the row at hand; every editor and admin has it.
    return step != PASSED and settings.SECOND_FACTOR == "required" and bool(person.is_staff)


class LogIn(LoginView):
    """Django's own, going on to the second step of whoever needs one."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_halfway(request, get_user(request)):
            return redirect(self._onward())
        return super().get(request, *args, **kwargs)

    def get_success_url(self) -> str:
        halfway = is_halfway(self.request, get_user(self.request))
        return self._onward() if halfway else super().get_success_url()

    def _onward(self) -> str:
        page = "second_step" if self.request.session.get(STEP) == DUE else "second_factor"
        return f"{reverse(page)}?{urlencode({'next': super().get_success_url()})}"


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Asks for a code of whoever gave the right password."""
    person = get_user(request)
    if not isinstance(person, User):
        return redirect_to_login(_onward(request))
    if request.session.get(STEP) != DUE:
        return redirect(_onward(request))
    wrong = ""
    if request.method == "POST":
        try:
            if second_factor.check(person, request.POST.get("code", "")[:40]):
                _passed(request)
                return redirect(_onward(request))
            wrong = _("This code is wrong, or was used already. Wait for the next one.")
        except UserError as problem:
            wrong = problem.message
    context = {"wrong": wrong, "next": _onward(request)}
    return render(request, "registration/second_step.html", context, status=422 if wrong else 200)


@never_cache
@sensitive_post_parameters("code")
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Sets the second factor up, or takes it away; each against a code."""
    person = get_user(request)
    if not isinstance(person, User) or request.session.get(STEP) == DUE:
        return redirect_to_login(request.get_full_path())
    if second_factor.has(person):
        return _take_away(request, person)
    factor = second_factor.begin(person)
    wrong = ""
    if request.method == "POST":
        try:
            codes = second_factor.confirm(person, request.POST.get("code", "")[:40])
        except UserError as problem:
            codes, wrong = None, problem.message
        if codes:
            _passed(request)
            return render(request, "registration/recovery_codes.html", {"codes": codes, "next": _onward(request)})
        wrong = wrong or _("This code is wrong. Wait for the next one, and check the clock of the telephone.")
    picture = segno.make(second_factor.address_for_app(factor), error="m").svg_data_uri(scale=5, border=4, light="#fff")
    context = {
        "wrong": wrong,
        "picture": picture,
        "secret": " ".join(factor.secret[at : at + 4] for at in range(0, len(factor.secret), 4)),
        "demanded": second_factor.is_demanded(person),
        "next": _onward(request),
    }
    return render(request, "registration/second_factor.html", context, status=422 if wrong else 200)


def _take_away(request: HttpRequest, person: User) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        try:
            right = second_factor.check(person, request.POST.get("code", "")[:40])
        except UserError as problem:
            right, wrong = False, problem.message
        if right:
            second_factor.remove(person, actor=person)
            request.session.pop(STEP, None)
            messages.success(request, _("The second factor is removed."))
            return redirect("second_factor")
        wrong = wrong or _("This code is wrong, or was used already. Wait for the next one.")
    return render(
        request, "registration/second_factor.html", {"has": True, "wrong": wrong}, status=422 if wrong else 200
    )


def _passed(request: HttpRequest) -> None:
    request.session.cycle_key()
    request.session[STEP] = PASSED


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
