from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import py3langid
import pytest

from claims.extraction import language


def test_the_language_of_a_text() -> None:
    assert language.language_of("The council will decide on the new harbour in the spring.") == "en"
    assert language.language_of("Der Rat entscheidet im Frühling über den neuen Hafen.") == "de"
    assert language.language_of("12 / 34") == ""


def test_first_texts_at_once_load_the_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library loads it with its first text, in every thread that finds none there yet."""
    loads: list[int] = []
    known = threading.Event()

    def classify(text: str) -> tuple[str, float]:
        if not known.is_set():
            loads.append(1)
            time.sleep(0.05)
            known.set()
        return "en", -1.0

    language._load.cache_clear()
    monkeypatch.setattr(py3langid, "classify", classify)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(language.language_of, ["A sentence that is long enough to be told."] * 8))
    language._load.cache_clear()
    assert len(loads) == 1
