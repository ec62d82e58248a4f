"""Looking a claim up: what is asked of whom, by whom it is worked, what came back.

planning    a claim gets its verification and one owed search a provider
searching   one search: lease, ask, read, write behind the fence
reading     the pages behind the hits: fetched, stored, weighed
weighing    what a page says about a claim
advice      what an optional model service may propose meanwhile
grouping    evidence becomes origins, origins become the corroboration
changes     a new version of an article raises the verdicts whose words it touched
settling    a claim opens for review when its searches have settled, or its patience has run out
"""

from verification.gathering.changes import raise_changes
from verification.gathering.grouping import recount, regroup
from verification.gathering.planning import ask_again, plan
from verification.gathering.searching import (
    due_searches,
    gather,
    let_go_of_searches,
    quarantine,
    suspect_searches,
)
from verification.gathering.settling import overdue, settle

__all__ = [
    "ask_again",
    "due_searches",
    "gather",
    "let_go_of_searches",
    "overdue",
    "plan",
    "quarantine",
    "raise_changes",
    "recount",
    "regroup",
    "settle",
    "suspect_searches",
]
