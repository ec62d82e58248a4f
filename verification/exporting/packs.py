"""Everything that one check rests on, as one zip that can be gone through and proven without the desk.

index.html      what is in here and how to prove it     manifest.json   every file's SHA-256, and where the chain ended
claim.json      the claim as the API tells it           article.json    the version of the text that it stands in
verdicts.json   every version of the verdict            history.json    acts and verdicts in their order
evidence.json   the passages                            documents.json  the sources, with the text read from them
searches.json   who was asked what, with what outcome   audit.ndjson    the acts as rows of the hash chain
answers/        the providers' raw answers              sources/        the stored bytes, named by SHA-256

The pack for the public leaves out others' works (the bytes and texts of sources and answers) and the names and notes
beside the chain: it holds without them (see verification.audit). What was published stands in the verdicts.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

import orjson
from django.conf import settings
from django.template.loader import render_to_string

from claims.clock import now
from claims.errors import Conflict
from claims.roles import Actor
from verification.documents import stored_bytes
from verification.exporting.pack_verdicts import GIVING, SECOND
from verification.exporting.records import (
    audit_record,
    claim_record,
    document_record,
    evidence_records,
    history,
    verdict_records,
)
from verification.exporting.records.trail import hidden_verdicts
from verification.exporting.records.verdicts import Record
from verification.models import AuditEntry, AuditHead, Document, Snapshot, Verdict, Verification

VERSION = 1
MANIFEST, AUDIT = "manifest.json", "audit.ndjson"
IN_MEMORY = 4_000_000
PIECE = 65536
TRIES = 5  # to read a check while nobody acts on it
ENDINGS = {"text/html": "html", "text/plain": "txt", "application/pdf": "pdf", "application/json": "json"}


class _Pack:
    """A zip that remembers the hash of each of its files."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.files: dict[str, str] = {}

    def add(self, name: str, body: bytes) -> None:
        if name not in self.files:
            self.files[name] = hashlib.sha256(body).hexdigest()
            self.zip.writestr(name, body)

    def add_json(self, name: str, data: Any) -> None:
        self.add(name, orjson.dumps(data, option=orjson.OPT_INDENT_2))


def open_pack(check: Verification, viewer: Actor, *, public: bool = False) -> Iterator[bytes]:
    """The pack of one check as pieces of a zip. Raises Conflict while blind second review hides a verdict of it."""
    if hidden_verdicts(check.claim, viewer):
        raise Conflict("The second review of this claim is blind. Its pack can be had once that has ended.")
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when the last piece was sent
    pack = _Pack(file)
    _fill(pack, check, viewer, public)
    pack.zip.close()
    file.seek(0)
    return _pieces(file)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _fill(pack: _Pack, check: Verification, viewer: Actor, public: bool) -> None:
    head = AuditHead.objects.get(pk=1)
    claim, verdicts, told, acts = _settled(check, viewer, public)
    evidence = evidence_records(check.evidence.order_by("pk"), viewer)
    searches = _searches(pack, check, public)
    documents = _documents(pack, check, public)
    pack.add_json("claim.json", claim)
    pack.add_json("article.json", _article(check))
    pack.add_json("evidence.json", evidence)
    pack.add_json("verdicts.json", verdicts)
    if not public:
        pack.add_json("history.json", told)
    pack.add_json("searches.json", searches)
    pack.add_json("documents.json", documents)
    pack.add(AUDIT, b"".join([orjson.dumps(act, option=orjson.OPT_APPEND_NEWLINE) for act in acts]))
    context = {
        "claim": claim,
        "article": _article(check),
        "evidence": evidence,
        "verdicts": verdicts,
        "searches": searches,
        "documents": documents,
        "acts": acts,
        "public": public,
        "desk": settings.DESK_NAME,
        "made_at": now(),
    }
    pack.add("index.html", render_to_string("packs/index.html", context).encode())
    manifest = {
        "proofdesk_pack": VERSION,
        "made_at": now(),
        "desk": {"name": settings.DESK_NAME, "url": settings.SITE_URL},
        "claim": claim["id"],
        "public": public,
        "chain": {"seq": head.seq, "hash": head.hash},
        "files": dict(sorted(pack.files.items())),
    }
    pack.add_json(MANIFEST, manifest)


def _settled(
    check: Verification, viewer: Actor, public: bool
) -> tuple[Record, list[Record], list[Record], list[Record]]:
    """The claim, its verdicts, its history and its acts, all of one moment: read again if somebody acted meanwhile."""
    trail = AuditEntry.objects.filter(claim_id=check.claim_id).order_by("seq")
    for _ in range(TRIES):
        entries = list(trail)
        check.refresh_from_db()
        claim, verdicts, told = claim_record(check, viewer), _verdicts(check, public), []
        if not public:
            told = history(check.claim, viewer)
        if trail.count() == len(entries):
            break
    acts = [_act(entry, public) for entry in entries]
    if public:
        claim |= {"assignee": None, "verdict": verdicts[-1] if verdicts else None, **_words_shown(check)}
    names = _names(acts)
    for verdict in (claim["verdict"], *verdicts, *(item for item in told if item["type"] == "verdict")):
        _name_as_then(verdict, names)
    return claim, verdicts, told, acts


def _words_shown(check: Verification) -> Record:
    """The claim's words as the public reads them: as the version that is shown has rated them."""
    shown = Verdict.objects.filter(verification=check, version=check.published_version or 0).first()
    return dict(zip(("statement", "speaker"), shown.rated_words, strict=True)) if shown is not None else {}


def _names(acts: list[Record]) -> dict[tuple[str, bool], str]:
    """(verdict, whether of its second review) → the name that its giver had then, where the trail still has it."""
    names: dict[tuple[str, bool], str] = {}
    for act in acts:
        second = act["verb"] in SECOND
        if act["actor_name"] and (second or act["verb"] in GIVING):
            names.setdefault((str(act["data"].get("verdict", "")), second), act["actor_name"])
    return names


def _name_as_then(verdict: Record | None, names: dict[tuple[str, bool], str]) -> None:
    """Who was renamed since is called in the pack as in its rows of the trail, so that the two can be compared."""
    if verdict is None:
        return
    verdict["reviewer"] = names.get((verdict["id"], False), verdict["reviewer"])
    if verdict["second"] is not None:
        verdict["second"]["reviewer"] = names.get((verdict["id"], True), verdict["second"]["reviewer"])


def _verdicts(check: Verification, public: bool) -> list[Record]:
    """Every version; for the public those that were published, without the reviewers' names."""
    rows = Verdict.objects.filter(verification=check).order_by("version")
    if not public:
        return [record for _, record in verdict_records(rows)]
    shown = verdict_records(rows.filter(version__lte=check.published_version or 0))
    return [{**record, "reviewer": "", "second": None} for _, record in shown]


def _article(check: Verification) -> Record | None:
    version = check.claim.article_version
    if version is None or check.claim.article is None:
        return None
    return {
        "id": str(version.article_id),
        "url": check.claim.article.url,
        "title": check.claim.article.title,
        "version": version.number,
        "text": version.text,
        "text_sha256": version.text_sha256,
        "splitter_version": version.splitter_version,
        "created_at": version.created_at,
    }


def _searches(pack: _Pack, check: Verification, public: bool) -> list[Record]:
    records = []
    for search in check.searches.order_by("provider", "generation"):
        name = f"answers/{search.provider}-{search.generation}.bin"
        kept = bool(search.raw) and not public
        if kept:
            pack.add(name, zlib.decompress(bytes(search.raw)))
        records.append(
            {
                "id": str(search.pk),
                "provider": search.provider,
                "generation": search.generation,
                "state": search.state,
                "error": search.error or None,
                "own_words": search.own_words,
                "queries": search.queries,
                "found": search.found,
                "unread": search.unread,
                "answer": name if kept else None,
                "answer_sha256": search.raw_sha256 or None,
                "asked_at": search.updated_at,
            }
        )
    return records


def _documents(pack: _Pack, check: Verification, public: bool) -> list[Record]:
    records = []
    keys = check.evidence.order_by().values("document_id")
    for document in (
        Document.objects.filter(pk__in=keys).select_related("snapshot").defer("snapshot__body").order_by("pk")
    ):
        name = None
        if not public:
            kind = document.snapshot.content_type.partition(";")[0].strip().lower()
            name = f"sources/{document.snapshot.sha256}.{ENDINGS.get(kind, 'bin')}"
            pack.add(name, stored_bytes(Snapshot.objects.get(pk=document.snapshot_id)))
        records.append({**document_record(document), "stored": name} | ({"text": None} if public else {}))
    return records


def _act(entry: AuditEntry, public: bool) -> Record:
    record = audit_record(entry)
    if public:
        record |= {"actor_name": "", "note": "", "salt": ""}
    return record
