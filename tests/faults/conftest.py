"""Real processes that are stopped, killed and starved: small in `make test`, full size in `make test-faults`.

Nothing here waits for a number of seconds where it can wait for a state, and limits are generous: on a slow machine a
test takes longer, it does not fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.running.service import Service

FULL = os.environ.get("FAULTS") == "full"
full_size_only = pytest.mark.skipif(not FULL, reason="full size only: make test-faults")


def size(small: int, full: int) -> int:
    return full if FULL else small


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The web server with two processes and the broker, no workers; shared, and left as it was found."""
    service = Service(tmp_path_factory.mktemp("web"), "--no-worker", "--workers", "2", PROOFDESK_TEST="1")
    yield service
    service.end()
