"""Every address that there is, found in the code and not listed here: nobody who has no role gets anything from it.

A page that is added without a guard fails this test; what is public is public because it stands below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.verification import desk
from verification.models import Document

pytestmark = pytest.mark.django_db

PUBLIC = re.compile(
    r"/(healthz|readyz|metrics|checks/.*|accounts/(login|logout|reset|password_reset)/.*|api/.*"
    r"|admin/(login|logout|jsi18n)/.*|admin/sheet-\w+\.css|i18n/setlang/|sitemap\.xml|robots\.txt|static/.*)?"
)
OPEN_TO_ANYBODY = re.compile(r"/(?!$)" + PUBLIC.pattern[1:].removesuffix("?"))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
NOT_LET_IN = (301, 302, 403, 404, 405)


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every pattern as a path with rows that exist; what takes a word gets one."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield re.sub(r"<(?:\w+:)?\w+>|\(\?P<\w+>[^)]*\)", "1", route)


def strangers() -> dict[str, Client]:
    nobody = Client(raise_request_exception=False)
    without_role = Client(raise_request_exception=False)
    without_role.force_login(desk.User.objects.create_user("without-role"))
    return {"nobody": nobody, "somebody without a role": without_role}


@pytest.mark.parametrize("method", METHODS)
def test_without_a_role_no_address_gives_anything(method: str) -> None:
    row = desk.published()
    assert Document.objects.exists()
    assert row.claim_id
    seen = 0
    for who, client in strangers().items():
        for path in addresses():
            if OPEN_TO_ANYBODY.fullmatch(path) or (who != "nobody" and path.startswith("/accounts/")):
                continue
            answer = client.generic(method, path)
            assert answer.status_code in NOT_LET_IN, (who, method, path, answer.status_code)
            if answer.status_code == 302:
                assert "/login/" in answer["Location"], (who, method, path, answer["Location"])
            seen += 1
    assert seen > 100


def test_the_account_pages_want_a_log_in() -> None:
    for path in ("/accounts/second-factor/", "/accounts/second-step/", "/accounts/password_change/"):
        assert Client().get(path)["Location"].startswith("/accounts/login/")


def test_no_form_is_taken_without_its_token() -> None:
    """Cross-site requests: every page that writes wants the token of its own form."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(desk.person("admin"))
    row = desk.check()
    for path in addresses():
        if path.startswith(("/api/", "/admin/")) or path in ("/healthz", "/readyz", "/metrics"):
            continue
        status = client.post(path.replace("/1/", f"/{row.claim_id}/")).status_code
        assert status in (302, 403, 404, 405), (path, status)
        assert status != 302 or path == "/admin/login/", path
