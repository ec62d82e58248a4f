"""Claims, evidence and the trail as tables: the same records, one line each, for CSV and Parquet.

A table is its columns, each with its kind, and a function from a record to the line's values in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

from verification.exporting.records.verdicts import Record

# A code is text that the desk itself makes: an id, a state, a hash; no spreadsheet takes one for a formula.
TEXT, CODE, NUMBER, WHOLE = "text", "code", "number", "whole"
YES_NO, MOMENT, LIST = "yes or no", "moment", "list"
NOTHING: Record = {}


@dataclass(frozen=True, slots=True)
class Table:
    """``columns`` gives each column's kind by its name; ``line`` the values of one record, in that order."""

    columns: dict[str, str]
    line: Callable[[Record], tuple[Any, ...]]


def _data(value: Any) -> Any:
    """A JSON column of a record that was read TO_TABULATE, or of any other."""
    return orjson.loads(value) if isinstance(value, str) else value


# There are a hundred-odd combinations of kinds at most, in however many claims; of numbers of origins, not many more.
_read_kinds = lru_cache(maxsize=256)(orjson.loads)


@lru_cache(maxsize=2048)
def _read_counts(text: str) -> tuple[Any, ...]:
    return _counts(orjson.loads(text))


def _counts(corroboration: Record) -> tuple[Any, ...]:
    """Its eleven columns."""
    supports, refutes, mentions = _stances(corroboration)
    not_searched = [item["provider"] for item in corroboration["not_searched"]]
    return *_count(supports), *_count(refutes), *_count(mentions), corroboration["searched"], not_searched


def _kinds(value: Any) -> Any:
    return _read_kinds(value) if isinstance(value, str) else value


# In blocks that are taken out of a record at one go.
_SAID = {
    "start": WHOLE,
    "end": WHOLE,
    "quote": TEXT,
    "statement": TEXT,
    "speaker": TEXT,
    "attribution": CODE,
    "cue": TEXT,
    "checkworthiness": NUMBER,
    "ambiguous": YES_NO,
    "url": TEXT,
    "said_at": MOMENT,
    "state": CODE,
    "state_reason": TEXT,
    "disputed": YES_NO,
    "duplicate_of": CODE,
    "priority": NUMBER,
    "assignee": TEXT,
    "public_url": CODE,
    "published_at": MOMENT,
    "version": WHOLE,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
_DECIDED = {"rating": CODE, "rationale": TEXT, "evidence": LIST, "reviewer": TEXT, "version": WHOLE, "note": TEXT}
_VERDICT = {f"verdict_{name}" if name in ("version", "note") else name: kind for name, kind in _DECIDED.items()}
_SECOND = {"second_reviewer": TEXT, "second_rating": CODE}
CLAIM = {
    "id": CODE,
    "article_id": CODE,
    "article_title": TEXT,
    "article_url": TEXT,
    **_SAID,
    "kinds": LIST,
    **{
        f"{stance}_{name}": WHOLE
        for stance in ("supports", "refutes", "mentions")
        for name in ("documents", "origins", "sources_behind")
    },
    "searched": LIST,
    "not_searched": LIST,
    **_VERDICT,
    **_SECOND,
}
_said, _decided = itemgetter(*_SAID), itemgetter(*_DECIDED)
_article, _second = itemgetter("id", "title", "url"), itemgetter("reviewer", "rating")
_count = itemgetter("documents", "origins", "sources_behind")
_stances = itemgetter("supports", "refutes", "mentions")


def _claim(record: Record) -> tuple[Any, ...]:
    article, verdict, counts = record["article"], record["verdict"], record["corroboration"]
    second = verdict and verdict["second"]
    return (
        record["id"],
        *(_article(article) if article else (None,) * 3),
        *_said(record),
        _kinds(record["kinds"]),
        *(_read_counts(counts) if isinstance(counts, str) else _counts(counts)),
        *(_decided(verdict) if verdict else (None,) * len(_DECIDED)),
        *(_second(second) if second else (None,) * len(_SECOND)),
    )


EVIDENCE = {
    "id": CODE,
    "claim": CODE,
    "stance": CODE,
    "score": NUMBER,
    "mark": CODE,
    "passage": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "document_id": CODE,
    "document_url": TEXT,
    "document_title": TEXT,
    "document_publisher": TEXT,
    "document_published_at": MOMENT,
    "document_fetched_at": MOMENT,
    "document_sha256": CODE,
    "provider": TEXT,
    "origin": CODE,
    "origin_documents": WHOLE,
    "origin_reason": TEXT,
    "source_behind": TEXT,
    "checks": LIST,
    "late": YES_NO,
    "created_at": MOMENT,
    "only_shares": TEXT,
}


def _evidence(record: Record) -> tuple[Any, ...]:
    document, passage = record["document"], record["passage"]
    origin, behind = record["origin"] or NOTHING, record["source_behind"] or NOTHING
    return (
        record["id"],
        record["claim"],
        record["stance"],
        record["score"],
        record["mark"],
        passage["text"],
        passage["start"],
        passage["end"],
        document["id"],
        document["url"],
        document["title"],
        document["publisher"],
        document["published_at"],
        document["fetched_at"],
        document["sha256"],
        record["provider"],
        origin.get("id"),
        origin.get("documents"),
        origin.get("reason"),
        behind.get("name"),
        [_check(item) for item in _data(record["checks"])],
        record["late"],
        record["created_at"],
        ", ".join(record["only_shares"]),
    )


def _check(item: Record) -> str:
    return f"{item['kind']}: {item['claim']} / {item['source']} ({'agrees' if item['agrees'] else 'differs'})"


AUDIT = {
    "seq": WHOLE,
    "at": MOMENT,
    "actor": TEXT,
    "actor_name": TEXT,
    "verb": TEXT,
    "object_type": TEXT,
    "object_id": CODE,
    "claim": CODE,
    "data": TEXT,
    "note": TEXT,
    "salt": CODE,
    "note_digest": CODE,
    "prev_hash": CODE,
    "hash": CODE,
}


def _audit(record: Record) -> tuple[Any, ...]:
    about = {"object_type": record["object"]["type"], "object_id": record["object"]["id"]}
    about["data"] = orjson.dumps(_data(record["data"]), option=orjson.OPT_SORT_KEYS).decode()
    return tuple(about[name] if name in about else record[name] for name in AUDIT)


TABLES = {"claims": Table(CLAIM, _claim), "evidence": Table(EVIDENCE, _evidence), "audit": Table(AUDIT, _audit)}
