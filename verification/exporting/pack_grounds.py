"""Whether the verdicts of a pack rest on what they were given on: the claim's words, and each cited passage.

The rows of the trail hold digests of both, which whoever changes the files and their manifest cannot make fit. Rows
written before there were digests (2026-12-01) prove only which passages were cited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from verification import audit
from verification.exporting.records.verdicts import Record


def ground_faults(
    claim: Record, evidence: Sequence[Record], documents: Sequence[Record], acts: Sequence[Record]
) -> Iterator[str]:
    """Every way in which claim, evidence and documents are not those that the trail tells of."""
    yield from _of_claim(claim, acts)
    pieces = {piece["id"]: piece for piece in evidence}
    told: dict[str, str] = {}
    for act in acts:
        cited = [str(key) for key in act["data"].get("evidence", [])] if "verdict" in act["data"] else []
        for key, digest in zip(cited, act["data"].get("evidence_sha256") or [""] * len(cited), strict=True):
            told[key] = digest or told.get(key, "")
    for key, digest in told.items():
        if key not in pieces:
            yield f"evidence.json: passage {key} is not there, which a verdict cites."
        elif digest and digest != _of_passage(pieces[key]):
            yield f"evidence.json: passage {key} is not the one that was cited."
    yield from _of_marks(pieces, acts)
    stored = {document["id"]: document for document in documents}
    for key, piece in pieces.items():
        about = piece["document"]
        same = stored.get(about["id"])
        if same is None or any(same[name] != about[name] for name in ("url", "sha256", "title", "publisher")):
            yield f"documents.json: what passage {key} stands in is not what evidence.json says."


def _of_claim(claim: Record, acts: Sequence[Record]) -> Iterator[str]:
    """The claim's words were the same when the last verdict was given, unless they were edited since."""
    for act in reversed(acts):
        if act["verb"] == "claim_edited":
            return
        if digest := act["data"].get("claim_sha256"):
            words = (claim[name] for name in ("statement", "speaker", "quote", "start", "end"))
            if audit.digest_of(*words) != digest:
                yield f"claim.json: its words are not those of row {act['seq']} of the trail."
            return


def _of_marks(pieces: dict[str, Record], acts: Sequence[Record]) -> Iterator[str]:
    marks: dict[str, Any] = {
        str(act["data"]["evidence"]): act["data"]["mark"]
        for act in acts
        if act["verb"] == "evidence_marked" and "mark" in act["data"]
    }
    for key, mark in marks.items():
        if key in pieces and pieces[key]["mark"] != mark:
            yield f"evidence.json: passage {key} was marked “{mark}”, not “{pieces[key]['mark']}”."


def _of_passage(piece: Record) -> str:
    passage = piece["passage"]
    return audit.digest_of(piece["document"]["sha256"], passage["start"], passage["end"], passage["text"])
