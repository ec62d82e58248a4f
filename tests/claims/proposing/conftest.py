"""A model service on this machine, and a desk that is pointed at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stubs import running
from tests.stubs.model_service import KEY, MODEL, ModelServiceStub


@pytest.fixture
def service(settings) -> Iterator[ModelServiceStub]:
    stub = ModelServiceStub()
    with running(stub):
        settings.LLM_BASE_URL = f"{stub.url}/v1"
        settings.LLM_API_KEY = KEY
        settings.LLM_MODEL = MODEL
        settings.LLM_TIMEOUT = 5.0
        settings.LLM_TASKS = ["split", "queries", "stance"]
        settings.FETCH_PER_HOST = 0
        yield stub
