"""A stub server a provider, and the settings that lead the product to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from tests.stubs import Stub, running
from verification.providers import Question


@pytest.fixture
def serve(settings) -> Iterator[Callable[[type[Stub]], Stub]]:
    """Starts a stub and points its setting there."""
    settings.FETCH_PER_HOST = 0
    settings.USER_AGENT_CONTACT = "desk@example.org"
    cache.clear()
    with ExitStack() as stack:

        def start(kind: type[Stub]) -> Stub:
            stub = stack.enter_context(running(kind()))
            setattr(settings, stub.setting, stub.url)
            settings.FETCH_ALLOW_PRIVATE = [*settings.FETCH_ALLOW_PRIVATE, stub.url.removeprefix("http://")]
            return stub

        yield start


@pytest.fixture
def question() -> Callable[..., Question]:
    """A question about the ferry of the stubs' world, changed as the test says."""

    def make(**changes: object) -> Question:
        values: dict[str, object] = {
            "statement": "The ferry Marigold sank off Port Ellery and 41 people died.",
            "quote": "It sank off Port Ellery and 41 people died.",
            "speaker": "",
            "entities": ("Marigold", "Port Ellery", "41"),
            "published_at": datetime(2026, 3, 3, 8, tzinfo=UTC),
        }
        return Question(**(values | changes))  # type: ignore[arg-type]

    return make
