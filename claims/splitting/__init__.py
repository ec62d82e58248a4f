"""Text to claims: sentences, speakers, clauses, references, check-worthiness. No Django, no files, no network.

    >>> found = split("Costs rose by 4 percent, the minister said on Monday.")
    >>> found.claims[0].statement
    'Costs rose by 4 percent.'

``split`` needs the language model and loads it on first use (``warm_up`` loads it ahead); importing this package
does not.
"""

from __future__ import annotations

from claims.splitting.analysis import (
    SPLITTER_VERSION,
    SplitInput,
    pipe,
    segment,
    split,
    split_batch,
    warm_up,
)
from claims.splitting.checkworthiness import shipped_weights
from claims.splitting.limits import READ_UP_TO, unread
from claims.splitting.lone import Statement, assess_sentences, read_statements
from claims.splitting.parsing import ModelUnavailableError
from claims.splitting.shapes import KINDS, Attribution, Claim, Entity, Reason, Sentence, Split, claim_to_json, to_json

__all__ = [
    "KINDS",
    "READ_UP_TO",
    "SPLITTER_VERSION",
    "Attribution",
    "Claim",
    "Entity",
    "ModelUnavailableError",
    "Reason",
    "Sentence",
    "Split",
    "SplitInput",
    "Statement",
    "assess_sentences",
    "claim_to_json",
    "pipe",
    "read_statements",
    "segment",
    "shipped_weights",
    "split",
    "split_batch",
    "to_json",
    "unread",
    "warm_up",
]
