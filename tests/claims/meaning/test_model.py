"""Vectors: their shape, what lies close, and a desk without the model."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest

from claims import meaning
from claims.meaning import model as door

np = pytest.importorskip("numpy")
pytest.importorskip("onnxruntime")


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_loaded", [])


def test_vectors_have_length_one_and_paraphrases_lie_closer() -> None:
    vectors = meaning.embed(
        [
            "The unemployment rate fell to its lowest in ten years.",
            "Joblessness has not been this low for a decade.",
            "The museum reopened its east wing on Tuesday.",
        ]
    )
    assert vectors.shape == (3, meaning.DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.5 > 0.2 > vectors[0] @ vectors[2]


def test_a_vector_does_not_depend_on_its_neighbours() -> None:
    alone = meaning.embed(["The bridge was closed."])
    beside = meaning.embed(["A much longer text, " * 30, "The bridge was closed.", ""])
    assert np.array_equal(alone[0], beside[1])


def test_no_texts_make_no_vectors() -> None:
    assert meaning.embed([]).shape == (0, meaning.DIMENSIONS)


def test_threads_get_what_one_thread_gets() -> None:
    texts = [f"Report number {n} was published." for n in range(8)]
    expected = meaning.embed(texts)
    found: dict[int, object] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: meaning.embed([texts[n]])[0]})) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[n], expected[n]) for n in range(8))


@pytest.mark.usefixtures("fresh")
def test_switched_off_is_said_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("EMBEDDINGS", "off")
    with caplog.at_level(logging.WARNING):
        assert not meaning.available()
        with pytest.raises(meaning.MeaningUnavailableError):
            meaning.embed(["anything"])
    assert [record.message for record in caplog.records].count(caplog.records[0].message) == 1
    assert "by their words alone" in caplog.text


@pytest.mark.usefixtures("fresh")
def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PACKAGE", "no_such_weights")
    with pytest.raises(meaning.MeaningUnavailableError, match="no_such_weights is not installed"):
        meaning.embed(["anything"])


@pytest.mark.usefixtures("fresh")
def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other_weights.py").write_text(
        "from pathlib import Path\n\ndef model_path():\n    return Path(__file__)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(door, "PACKAGE", "other_weights")
    with pytest.raises(meaning.MeaningUnavailableError, match="not those that were checked"):
        meaning.embed(["anything"])
