"""Everything that writes an article or a claim.

submitting   what people and programs hand in becomes one row, or is recognised as one that is there
moving       the article's states, one function
processing   fetch, read, split: what a worker does with an article that is owed
versions     a split text becomes claims, re-anchored where the article was here before
claims       claims made and edited by people
readings     tips read: what a worker does with a claim that came without an article
bulk         many at once: files, a table
many         thousands at once: the API's batch
feeds        RSS and Atom, polled in turn
"""

from claims.intake.bulk import Outcome, submit_files, submit_table
from claims.intake.claims import add_claim, edit_claim, submit_tip
from claims.intake.feeds import add_feed, due_feeds, poll, retry_entry
from claims.intake.many import Came, submit_many
from claims.intake.moving import move_article
from claims.intake.processing import (
    due_articles,
    fetch_article,
    give_up_splitting,
    let_go_of_article,
    next_task,
    quarantine,
    split_article,
    suspect_articles,
)
from claims.intake.readings import (
    due_readings,
    let_go_of_reading,
    quarantine_readings,
    read_tips,
    suspect_readings,
)
from claims.intake.submitting import Submitted, retry, submit

__all__ = [
    "Came",
    "Outcome",
    "Submitted",
    "add_claim",
    "add_feed",
    "due_articles",
    "due_feeds",
    "due_readings",
    "edit_claim",
    "fetch_article",
    "give_up_splitting",
    "let_go_of_article",
    "let_go_of_reading",
    "move_article",
    "next_task",
    "poll",
    "quarantine",
    "quarantine_readings",
    "read_tips",
    "retry",
    "retry_entry",
    "split_article",
    "submit",
    "submit_files",
    "submit_many",
    "submit_table",
    "submit_tip",
    "suspect_articles",
    "suspect_readings",
]
