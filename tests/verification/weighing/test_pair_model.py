"""The pair model: a desk's own, ours, and none at all."""

from __future__ import annotations

import pytest

from tests.verification.weighing.onnx_files import write_pair_model
from verification.stance import pair_model, stance_of, stances_of

CLAIM = "The ferry Marigold sank off Port Ellery and 41 people died."
PASSAGES = ["The Marigold sank off Port Ellery; 41 people died.", "Police deny that the Marigold sank.", "It rained."]


@pytest.fixture
def fresh(monkeypatch):
    """Each test loads its own model, and leaves none behind."""
    monkeypatch.setattr(pair_model, "_loaded", [])
    return monkeypatch


def test_a_desk_s_own_model_is_asked_in_the_order_of_its_labels(fresh, tmp_path):
    pytest.importorskip("onnxruntime")
    fresh.setenv(
        "STANCE_MODEL", str(write_pair_model(tmp_path, (0.0, 0.001, -0.001), ["mentions", "supports", "refutes"]))
    )
    model = pair_model.loaded()
    assert model is not None
    for supports, refutes, mentions in model.shares(CLAIM, PASSAGES):
        assert supports > mentions > refutes
        assert supports + refutes + mentions == pytest.approx(1)


def test_what_it_reads_moves_the_proposal_and_is_among_the_reasons(fresh, tmp_path):
    pytest.importorskip("onnxruntime")
    found = {}
    for name, factors in (("for", (0.01, -0.01, 0.0)), ("against", (-0.01, 0.01, 0.0))):
        fresh.setattr(pair_model, "_loaded", [])
        fresh.setenv(
            "STANCE_MODEL", str(write_pair_model(tmp_path / name, factors, ["supports", "refutes", "mentions"]))
        )
        found[name] = stance_of(CLAIM, PASSAGES[0])
    assert found["for"].shares[0] > found["against"].shares[0]
    assert found["for"].shares[1] < found["against"].shares[1]
    assert any(reason.feature.startswith("read_as") for reason in found["for"].reasons)


@pytest.mark.parametrize("value", ["off", "0", "no", "/there/is/no/such/folder"])
def test_without_a_model_the_features_alone_decide(fresh, caplog, value):
    fresh.setenv("STANCE_MODEL", value)
    stance = stance_of(CLAIM, PASSAGES[0])
    assert stance.label == "supports"
    assert not any(reason.feature.startswith("read_as") for reason in stance.reasons)
    assert len(caplog.records) == value.startswith("/"), "what is switched off is no news; what is missing is, once"


def test_embeddings_off_switches_the_pair_model_off_too(fresh):
    fresh.setenv("EMBEDDINGS", "off")
    assert pair_model.loaded() is None


@pytest.mark.parametrize("broken", ["labels", "weights"])
def test_a_broken_model_is_said_once_and_does_without(fresh, tmp_path, caplog, broken):
    pytest.importorskip("onnxruntime")
    folder = write_pair_model(tmp_path, (0.0, 0.0, 0.0), ["supports", "refutes", "mentions"])
    if broken == "labels":
        (folder / "labels.json").write_text('["yes", "no"]')
    else:
        (folder / "model.onnx").write_bytes(b"no model")
    fresh.setenv("STANCE_MODEL", str(folder))
    assert len(stances_of(CLAIM, PASSAGES)) == 3
    assert len(caplog.records) == 1
    assert "without the pair model" in caplog.text


def test_a_passage_s_stance_does_not_depend_on_those_beside_it():
    together = stances_of(CLAIM, PASSAGES)
    assert [stance_of(CLAIM, passage) for passage in PASSAGES] == together
    assert [sum(stance.shares) for stance in together] == pytest.approx([1, 1, 1])
