"""Every call of the API × every role × every scope: who gets past the door.

A call that a role may make answers anything but 401 and 403 (often 404 or 422: the ids here are nobody's).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from claims.roles import ROLES, at_least
from tests.verification import desk
from tests.verification.api.conftest import Caller, caller  # noqa: F401
from verification.api.document import openapi
from verification.api.urls import api
from verification.permissions import SCOPE_ROLE, SCOPES

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]

# call → (scope, least role); None for anybody. Written from the contract, beside the table in the code.
CALLS: dict[tuple[str, str], tuple[str, str] | None] = {
    ("POST", "/articles"): ("submit", "submitter"),
    ("POST", "/articles/batch"): ("submit", "submitter"),
    ("GET", "/articles"): ("read", "submitter"),
    ("GET", "/articles/{article_id}"): ("read", "submitter"),
    ("POST", "/articles/{article_id}/retry"): ("submit", "submitter"),
    ("POST", "/articles/{article_id}/claims"): ("review", "reviewer"),
    ("POST", "/claims"): ("submit", "submitter"),
    ("GET", "/claims"): ("read", "submitter"),
    ("GET", "/claims/{claim_id}"): ("read", "submitter"),
    ("PATCH", "/claims/{claim_id}"): ("review", "reviewer"),
    ("GET", "/claims/{claim_id}/evidence"): ("read", "submitter"),
    ("GET", "/claims/{claim_id}/searches"): ("read", "submitter"),
    ("GET", "/claims/{claim_id}/seen-before"): ("read", "submitter"),
    ("PUT", "/claims/{claim_id}/seen-before/{offer_id}"): ("review", "reviewer"),
    ("GET", "/claims/{claim_id}/history"): ("read", "submitter"),
    ("POST", "/claims/{claim_id}/gather"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/take"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/verdicts"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/approve"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/reject"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/adjudicate"): ("publish", "editor"),
    ("POST", "/claims/{claim_id}/publish"): ("publish", "editor"),
    ("POST", "/claims/{claim_id}/correct"): ("publish", "editor"),
    ("POST", "/claims/{claim_id}/retract"): ("publish", "editor"),
    ("POST", "/claims/{claim_id}/set-aside"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/reopen"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/merge"): ("review", "reviewer"),
    ("GET", "/claims/{claim_id}/notes"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/notes"): ("review", "reviewer"),
    ("GET", "/claims/{claim_id}/contacts"): ("review", "reviewer"),
    ("POST", "/claims/{claim_id}/contacts"): ("review", "reviewer"),
    ("PUT", "/evidence/{evidence_id}/mark"): ("review", "reviewer"),
    ("GET", "/documents/{document_id}"): ("read", "submitter"),
    ("GET", "/documents/{document_id}/snapshot"): ("read", "submitter"),
    ("POST", "/queue/next"): ("review", "reviewer"),
    ("POST", "/assignments/{assignment_id}/renew"): ("review", "reviewer"),
    ("DELETE", "/assignments/{assignment_id}"): ("review", "reviewer"),
    ("GET", "/exports/claims"): ("read", "submitter"),
    ("GET", "/exports/evidence"): ("read", "submitter"),
    ("GET", "/exports/claimreview"): None,
    ("GET", "/exports/packs/{slug}"): None,
    ("POST", "/exports/jobs"): ("read", "submitter"),
    ("GET", "/exports/jobs"): ("read", "submitter"),
    ("GET", "/exports/jobs/{export_id}"): ("read", "submitter"),
    ("DELETE", "/exports/jobs/{export_id}"): ("read", "submitter"),
    ("GET", "/exports/files/{secret}"): None,
    ("GET", "/claims/{claim_id}/pack"): ("read", "submitter"),
    ("GET", "/webhooks"): ("admin", "admin"),
    ("POST", "/webhooks"): ("admin", "admin"),
    ("DELETE", "/webhooks/{webhook_id}"): ("admin", "admin"),
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def reach(one: Client, method: str, path: str) -> int:
    for name in ("article", "claim", "evidence", "document", "assignment", "webhook", "offer", "export"):
        path = path.replace(f"{{{name}_id}}", "999999")
    return int(one.generic(method, f"/api/v1{path}", b"", content_type="application/json").status_code)


def test_the_document_has_exactly_these_calls() -> None:
    paths = openapi(api)["paths"]
    calls = {(method.upper(), path.removeprefix("/api/v1")) for path in paths for method in paths[path]}
    assert calls == set(CALLS)


@pytest.mark.parametrize("role", ROLES)
def test_every_call_for_every_role(caller: Make, role: str) -> None:  # noqa: F811
    one: Caller = caller(role)
    for (method, path), rule in CALLS.items():
        status = reach(one.client, method, path)
        if rule is None or at_least(role, rule[1]):
            assert status not in (401, 403, 405, 500), (role, method, path, status)
        else:
            assert status == 403, (role, method, path, status)


@pytest.mark.parametrize("scope", SCOPES)
def test_every_call_for_every_scope_of_an_admin(caller: Make, scope: str) -> None:  # noqa: F811
    one: Caller = caller("admin", [scope])
    for (method, path), rule in CALLS.items():
        status = reach(one.client, method, path)
        assert (status == 403) == (rule is not None and rule[0] != scope), (scope, method, path, status)


def test_a_token_does_less_when_its_owner_does(caller: Make) -> None:  # noqa: F811
    one: Caller = caller("admin")
    one.person.groups.clear()
    one.person.is_superuser = False
    one.person.save()
    for (method, path), rule in CALLS.items():
        assert rule is None or reach(one.client, method, path) == 403


@pytest.mark.parametrize("kind", ["none", "wrong", "other scheme", "revoked", "expired", "inactive", "session"])
def test_nobody_gets_in_without_a_live_token(caller: Make, kind: str) -> None:  # noqa: F811
    one: Caller = caller("admin")
    client = one.client
    if kind in ("none", "wrong", "other scheme"):
        value = {"wrong": "Bearer pd_no", "other scheme": "Basic YTpi"}.get(kind)
        client = Client(headers={"Authorization": value} if value else None)
    elif kind == "session":
        client = Client()
        client.force_login(desk.person("admin"))
    elif kind == "inactive":
        one.person.is_active = False
        one.person.save()
    else:
        field = "revoked_at" if kind == "revoked" else "expires_at"
        one.person.api_tokens.update(**{field: "2020-01-01T00:00:00Z"})
    exports = {"/exports/claims", "/exports/evidence"}
    open_to_sessions = exports | {"/documents/{document_id}/snapshot", "/claims/{claim_id}/pack"}
    for (method, path), rule in CALLS.items():
        status = reach(client, method, path)
        let_in = rule is None or (kind == "session" and path in open_to_sessions)
        assert (status != 401) == let_in, (kind, method, path, status)


def test_methods_that_a_path_has_not_are_405(caller: Make) -> None:  # noqa: F811
    one: Caller = caller("admin")
    for path in {path for _, path in CALLS}:
        for method in METHODS:
            if (method, path) not in CALLS:
                assert reach(one.client, method, path) == 405, (method, path)


def test_scopes_are_of_roles() -> None:
    assert all(rule is None or SCOPE_ROLE[rule[0]] == rule[1] for rule in CALLS.values())
