"""Whether the verdicts that a pack tells of are those of its trail: each disagreement as a sentence.

The rows of the trail are hashed; verdicts.json, claim.json and history.json are not, but by a manifest that whoever
changes them can write anew. So every word of theirs that the trail knows too is held against it. Where a row was given
out without its name and note (to the public, or because the person was erased) these two prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from verification.exporting.records.verdicts import Record
from verification.models import State

WITH_RATIONALE = ("verdict_given", "adjudicated")  # the act's note is the rationale
WITH_NOTE = ("corrected", "published")  # the act's note is the public note
GIVING = (*WITH_RATIONALE, *WITH_NOTE)
SECOND = {  # verb → agreed, rejected
    "approved": (True, False),
    "differed": (False, False),
    "sent_back": (False, True),
}


def verdict_faults(
    verdicts: Sequence[Record],
    claim: Record,
    history: Sequence[Record],
    acts: Sequence[Record],
    *,
    public: bool,
) -> Iterator[str]:
    """Every disagreement between what the pack's files say of the verdicts and what its rows of the trail say."""
    for verdict in verdicts:
        about = [act for act in acts if _named(act) == verdict["id"]]
        for fault in _of_one(verdict, about, public):
            yield f"verdicts.json: verdict {verdict['id']}, {fault}."
    yield from _left_out(verdicts, acts, public)
    yield from _of_claim(claim, verdicts, acts)
    yield from _of_history(history, verdicts, acts)


def _named(act: Record) -> str:
    return str(act["data"].get("verdict", ""))


def _of_one(verdict: Record, about: Sequence[Record], public: bool) -> Iterator[str]:
    given = [act for act in about if act["verb"] in GIVING]
    if not given:
        yield "no row of the trail tells that it was given"
        return
    for act in given:
        data, row = act["data"], f"row {act['seq']} of the trail"
        for name in ("version", "rating"):
            if data[name] != verdict[name]:
                yield f"{name}: “{verdict[name]}” here, “{data[name]}” in {row}"
        if "evidence" in data and (cited := [str(key) for key in data["evidence"]]) != verdict["evidence"]:
            yield f"evidence: {_listed(verdict['evidence'])} here, {_listed(cited)} in {row}"
        for name, verbs in (("rationale", WITH_RATIONALE), ("note", WITH_NOTE)):
            if act["verb"] in verbs and act["salt"] and act["note"] != verdict[name]:
                yield f"{name}: not the words of {row}"
    first = given[0]
    if verdict["kind"] != _kind(first):
        yield f"kind: “{verdict['kind']}” here, “{_kind(first)}” in row {first['seq']} of the trail"
    yield from _who("reviewer", verdict["reviewer"], first, public)
    yield from _of_second(verdict, [act for act in about if act["verb"] in SECOND], public)


def _kind(act: Record) -> str:
    if act["verb"] == "adjudicated":
        return "adjudication"
    return "first" if act["verb"] == "verdict_given" and "to" in act["data"] else "correction"


def _who(what: str, name: str, act: Record, public: bool) -> Iterator[str]:
    """The name beside the act; of an erased person only the number is left."""
    told = act["actor_name"] or ("" if public else f"removed-{act['actor'].removeprefix('user:')}")
    if name != told:
        yield f"{what}: “{name}” here, “{told or act['actor']}” in row {act['seq']} of the trail"


def _of_second(verdict: Record, acts: Sequence[Record], public: bool) -> Iterator[str]:
    second = verdict["second"]
    if public and second is None:
        return
    if not acts or second is None:
        if acts:
            yield f"second: none here, “{acts[-1]['verb']}” in row {acts[-1]['seq']} of the trail"
        elif second is not None:
            yield "second: no row of the trail tells of it"
        return
    act = acts[-1]
    agreed, rejected = SECOND[act["verb"]]
    rating = act["data"].get("rating") or (verdict["rating"] if agreed else None)
    for name, told in (("agreed", agreed), ("rejected", rejected), ("rating", rating)):
        if second[name] != told:
            yield f"second {name}: “{second[name]}” here, “{told}” in row {act['seq']} of the trail"
    yield from _who("second reviewer", second["reviewer"], act, public)


def _left_out(verdicts: Sequence[Record], acts: Sequence[Record], public: bool) -> Iterator[str]:
    """Versions that the trail knows and the pack does not. The public pack ends with the version that was published."""
    here = {verdict["id"] for verdict in verdicts}
    ours = _own(verdicts, acts)
    last = max((act["data"]["version"] for act in ours if act["verb"] in WITH_NOTE), default=0)
    seen: set[str] = set()
    for act in ours:
        key = _named(act)
        if act["verb"] in GIVING and key not in here | seen and (not public or act["data"]["version"] <= last):
            seen.add(key)
            yield f"verdicts.json: verdict {key} is not there, of which row {act['seq']} of the trail tells."
    versions = [verdict["version"] for verdict in verdicts]
    if versions != sorted(set(versions)):
        yield "verdicts.json: the versions do not stand in their order, once each."


def _own(verdicts: Sequence[Record], acts: Sequence[Record]) -> list[Record]:
    """The acts on the very check that the pack is about; a claim may have been checked before."""
    checks = [act for act in acts if act["object"]["type"] == "verification"]
    here = {verdict["id"] for verdict in verdicts}
    keys = {act["object"]["id"] for act in checks if _named(act) in here}
    newest = max((int(act["object"]["id"]) for act in checks), default=0)
    keys = keys or {str(newest)}
    return [act for act in checks if act["object"]["id"] in keys]


def _of_claim(claim: Record, verdicts: Sequence[Record], acts: Sequence[Record]) -> Iterator[str]:
    said, latest = claim["verdict"], verdicts[-1] if verdicts else None
    if said != latest:
        parts = sorted(name for name in said if said[name] != latest.get(name)) if said and latest else []
        yield f"claim.json: its verdict is not the latest of verdicts.json ({_listed(parts) if parts else 'none'})."
    moves = [act for act in _own(verdicts, acts) if all(act["data"].get(end) in (*State,) for end in ("from", "to"))]
    if moves and moves[-1]["data"]["to"] != claim["state"]:
        told = moves[-1]["data"]["to"]
        yield f"claim.json: the state is “{claim['state']}”, “{told}” in row {moves[-1]['seq']} of the trail."


def _of_history(history: Sequence[Record], verdicts: Sequence[Record], acts: Sequence[Record]) -> Iterator[str]:
    rows = {act["seq"]: act for act in acts}
    known = {verdict["id"]: verdict for verdict in verdicts}
    hashes = {(_named(act), act["hash"]) for act in acts}
    for item in history:
        record: dict[str, Any] = {name: value for name, value in item.items() if name != "type"}
        if item["type"] == "audit":
            row = rows.get(item["seq"])
            hidden = {"data": {}, "note": "", "salt": ""}  # as blind second review leaves marks out
            if row is None or (record != row and record != row | hidden):
                yield f"history.json: row {item['seq']} is not as it stands in the trail."
            continue
        own_hash = record.pop("hash")
        if (item["id"], own_hash) not in hashes:
            yield f"history.json: verdict {item['id']} does not have the hash of its row of the trail."
        if item["id"] in known and record != known[item["id"]]:
            yield f"history.json: verdict {item['id']} is not as it stands in verdicts.json."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or "none"
