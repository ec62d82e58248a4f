"""The one record() a kind of thing, as docs/api.md shows it: API, exports and pages cannot disagree.

Every function takes rows in the order wanted, asks a fixed number of queries however many rows there are, and returns
plain dicts that orjson writes as they are (moments stay datetimes). Ids are strings: opaque to whoever reads them.
"""

from verification.exporting.records.articles import article_records
from verification.exporting.records.claims import claim_record, claim_records
from verification.exporting.records.earlier import seen_before_records
from verification.exporting.records.sources import document_record, evidence_records, search_records
from verification.exporting.records.trail import audit_record, contact_record, history, note_record
from verification.exporting.records.verdicts import verdict_records

__all__ = [
    "article_records",
    "audit_record",
    "claim_record",
    "claim_records",
    "contact_record",
    "document_record",
    "evidence_records",
    "history",
    "note_record",
    "search_records",
    "seen_before_records",
    "verdict_records",
]
