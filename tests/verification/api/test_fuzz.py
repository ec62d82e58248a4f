"""The whole document, fuzzed: schemathesis makes requests of it, good and bad, and checks every answer against it.

FUZZ_EXAMPLES sets how many of each a call (default 3, some two hundred in all).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode

from config.wsgi import application
from tests.verification import desk
from verification.api.document import openapi
from verification.api.urls import api
from verification.permissions import SCOPES
from verification.tokens import create_token

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
CALLS = [
    (method.upper(), path)
    for path, calls in api.get_openapi_schema(path_prefix="/api/v1")["paths"].items()
    for method in calls
]
# They take nothing, any name, or any lines: what is wrong with one of the lines is told in its place.
TAKE_ALL = (
    "/api/v1/exports/claimreview",
    "/api/v1/exports/packs/{slug}",
    "/api/v1/exports/files/{secret}",
    "/api/v1/articles/batch",
)
STATES = ("open", "in_review", "second_review", "decided", "published", "set_aside")


@pytest.fixture
def document(db: None) -> Iterator[Any]:
    """The document; behind it a desk with something in every list."""
    for signal in (request_started, request_finished):  # the test's transaction lives in this very connection
        signal.disconnect(close_old_connections)
    for state in STATES:
        desk.evidence(desk.check(state))
    document = schemathesis.openapi.from_dict(openapi(api))
    document.app = application
    yield document
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize(("method", "path"), CALLS, ids=[f"{method} {path}" for method, path in CALLS])
def test_every_call_keeps_its_word(document: Any, method: str, path: str, mode: GenerationMode) -> None:
    if path in TAKE_ALL and mode == GenerationMode.NEGATIVE:
        pytest.skip("it takes nothing that could be wrong")
    secret = create_token(desk.person("admin"), scopes=SCOPES)[1]
    operation = document[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],  # no shrinking: the first bad answer tells enough
        derandomize=True,
        database=None,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def fuzz(case: Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

    fuzz()
