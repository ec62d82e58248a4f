"""Seen before? A new claim against the desk's earlier claims, its published verdicts and reviews from elsewhere.

pieces     shared wording: BM25 over four-letter pieces (pure)
likeness   wording and meaning as one calibrated figure, with its two thresholds (pure)
memory     every earlier claim as this process has it in memory, kept in step with the table
keeping    the writes: a claim of ours, and reviews of others, become rows that later claims are compared with
offering   a claim is compared; what is near enough is offered to its reviewer, never more than offered

It stands in this app, not in ``claims``, because what is offered is verdicts, and because it compares numbers, dates
and negation with the checks that weigh evidence.
"""

from verification.matching.keeping import remember_claims, remember_reviews, renew_reviews
from verification.matching.offering import offer, offer_if_never, offer_to_open

__all__ = ["offer", "offer_if_never", "offer_to_open", "remember_claims", "remember_reviews", "renew_reviews"]
