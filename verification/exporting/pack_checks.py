"""Whether a pack still is what the desk gave out; needs nothing but the file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from claims.errors import InvalidInput
from verification import audit
from verification.exporting.pack_grounds import ground_faults
from verification.exporting.pack_verdicts import verdict_faults
from verification.exporting.packs import AUDIT, MANIFEST, VERSION
from verification.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Proven:
    """What was looked through: files, rows of the trail, its last row, and every fault as a sentence."""

    files: int
    rows: int
    faults: list[str]
    head: str = "none"  # "12 3f9a…", the number and hash of a row


def check_pack(path: Path) -> Proven:
    """Every file against the manifest, every row of the trail against its hash, every passage against its source,
    every verdict against the rows that tell of it.

    Raises InvalidInput for a file that is no pack at all.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            manifest = orjson.loads(pack.read(MANIFEST))
            if not isinstance(manifest, dict) or manifest.get("proofdesk_pack") != VERSION:
                raise InvalidInput(f"{path.name} is no pack that this version knows.")
            acts = [orjson.loads(line) for line in pack.read(AUDIT).splitlines()]
            entries = [_entry(act) for act in acts]
            faults = [*_files(pack, manifest["files"]), *_trail(entries, manifest), *_contents(pack)]
            faults += _verdicts(pack, manifest["public"], acts)
            faults += _grounds(pack, acts)
            head = f"{entries[-1].seq} {entries[-1].hash}" if entries else "none"
            return Proven(len(manifest["files"]), len(entries), faults, head)
    except (LookupError, TypeError, AttributeError) as error:
        raise InvalidInput(f"{path.name} is no pack that can be read: its files are not those of a pack.") from error
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        raise InvalidInput(
            f"{path.name} is no pack that can be read: {getattr(error, 'strerror', None) or error}."
        ) from error


def _files(pack: zipfile.ZipFile, told: dict[str, str]) -> Iterator[str]:
    there = set(pack.namelist()) - {MANIFEST}
    for name in sorted(set(told) - there):
        yield f"{name} is missing."
    for name in sorted(there - set(told)):
        yield f"{name} was put in: the manifest does not know it."
    for name in sorted(there & set(told)):
        if hashlib.sha256(pack.read(name)).hexdigest() != told[name]:
            yield f"{name} was changed: its SHA-256 is not the one in the manifest."


def _trail(entries: list[AuditEntry], manifest: dict[str, Any]) -> Iterator[str]:
    found = audit.verify_rows(entries)
    if found.broken_seq is not None:
        yield f"The trail is broken at row {found.broken_seq}: {found.why}."
    if entries and entries[-1].seq == manifest["chain"]["seq"] and entries[-1].hash != manifest["chain"]["hash"]:
        yield f"The trail does not end in the row {entries[-1].seq} that the manifest names."
    if strange := [entry.seq for entry in entries if str(entry.claim_id) != manifest["claim"]]:
        yield f"Row {strange[0]} of the trail is about another claim."


def _contents(pack: zipfile.ZipFile) -> Iterator[str]:
    claim, article = orjson.loads(pack.read("claim.json")), orjson.loads(pack.read("article.json"))
    documents = {document["id"]: document for document in orjson.loads(pack.read("documents.json"))}
    if article is not None:
        if hashlib.sha256(article["text"].encode()).hexdigest() != article["text_sha256"]:
            yield "article.json: the text is not the one that its hash was taken of."
        if article["text"][claim["start"] : claim["end"]] != claim["quote"]:
            yield "claim.json: the quote does not stand in the article at its place."
    for search in orjson.loads(pack.read("searches.json")):
        if search["answer"] and _sha256(pack, search["answer"]) != search["answer_sha256"]:
            yield f"{search['answer']} is not the answer that was hashed when it came."
    for document in documents.values():
        if document["stored"] and _sha256(pack, document["stored"]) != document["sha256"]:
            yield f"{document['stored']} is not the source that was hashed when it was fetched."
    for piece in orjson.loads(pack.read("evidence.json")):
        passage, source = piece["passage"], documents.get(piece["document"]["id"], {"text": ""})
        if source["text"] is not None and source["text"][passage["start"] : passage["end"]] != passage["text"]:
            yield f"evidence.json: passage {piece['id']} does not stand in its source at its place."


def _verdicts(pack: zipfile.ZipFile, public: bool, acts: list[dict[str, Any]]) -> Iterator[str]:
    verdicts, claim = orjson.loads(pack.read("verdicts.json")), orjson.loads(pack.read("claim.json"))
    history = [] if public else orjson.loads(pack.read("history.json"))
    return verdict_faults(verdicts, claim, history, acts, public=public)


def _grounds(pack: zipfile.ZipFile, acts: list[dict[str, Any]]) -> Iterator[str]:
    claim, evidence, documents = (
        orjson.loads(pack.read(f"{name}.json")) for name in ("claim", "evidence", "documents")
    )
    return ground_faults(claim, evidence, documents, acts)


def _sha256(pack: zipfile.ZipFile, name: str) -> str:
    return hashlib.sha256(pack.read(name)).hexdigest() if name in pack.namelist() else ""


def _entry(record: dict[str, Any]) -> AuditEntry:
    """A row of the trail from its record, not for saving."""
    return AuditEntry(
        seq=record["seq"],
        at=datetime.fromisoformat(record["at"]),
        actor=record["actor"],
        actor_name=record["actor_name"],
        verb=record["verb"],
        object_type=record["object"]["type"],
        object_id=int(record["object"]["id"]),
        claim_id=None if record["claim"] is None else int(record["claim"]),
        data=record["data"],
        note=record["note"],
        salt=record["salt"],
        note_digest=record["note_digest"],
        prev_hash=record["prev_hash"],
        hash=record["hash"],
    )
