"""What the checks answer to some 360 labelled pairs, which are our own wording (``pairs/*.jsonl``, a file a kind).

Every pair says whether the two texts agree in the figure, date, name, negation or quotation that the file is about,
disagree in it, or say nothing about the same; any disagreement found in the last two is a false alarm.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verification.checks import checks_for

PAIRS = Path(__file__).with_name("pairs")
KINDS = sorted(path.stem for path in PAIRS.glob("*.jsonl"))
PRECISION, RECALL = 0.95, 0.80


def answers(kind: str) -> list[tuple[str, bool, str]]:
    """(expected, whether a disagreement was found, the claim) of every pair of one kind."""
    found = []
    for line in (PAIRS / f"{kind}.jsonl").read_text().splitlines():
        pair = json.loads(line)
        checks = [check for check in checks_for(pair["claim"], "", pair["passage"]) if not check.agrees]
        alarm = any(check.kind == kind for check in checks) if pair["expected"] == "disagrees" else bool(checks)
        found.append((pair["expected"], alarm, pair["claim"]))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_an_alarm_can_be_trusted_and_few_are_missing(kind):
    found = answers(kind)
    right = sum(alarm for expected, alarm, _ in found if expected == "disagrees")
    false = [claim for expected, alarm, claim in found if expected != "disagrees" and alarm]
    missed = [claim for expected, alarm, claim in found if expected == "disagrees" and not alarm]
    assert right / (right + len(false)) >= PRECISION, false
    assert right / (right + len(missed)) >= RECALL, missed


def test_there_are_enough_pairs_to_tell():
    assert sum(len(answers(kind)) for kind in KINDS) >= 300
