"""The admin's lists of how claims are settled. They show; the verbs change.

work        verifications, searches, assignments
decisions   ratings (the one that can be edited), verdicts, second reviews, drafts, contacts, notes
sources     documents, snapshots, evidence, origins, the library
desk        the desk's standards (which editors switch), saved views, seats, what can be undone
ordering    weights of the rank, topics: editors change both
earlier     earlier claims, where they were seen again, articles that changed
keeping     archived copies, visits to cited sources, verdicts at risk, vectors of the library
asking      what providers were asked today, and the answers kept
trail       audit rows
weights     weights of check-worthiness, changed through their verb
access      tokens and second factors
webhooks    who is told of events, and the log of it
"""

from verification.admin import (
    access,
    asking,
    decisions,
    desk,
    earlier,
    keeping,
    ordering,
    sources,
    trail,
    webhooks,
    weights,
    work,
)

__all__ = [
    "access",
    "asking",
    "decisions",
    "desk",
    "earlier",
    "keeping",
    "ordering",
    "sources",
    "trail",
    "webhooks",
    "weights",
    "work",
]
