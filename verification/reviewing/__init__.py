"""What reviewers do with a claim. Each verb: keyword arguments, the actor, one transaction, audit, the object back.

assignments   take the next one, take this one, renew, give back; holds that ran out go back to the queue
triage        assign, prioritise, choose a topic, one act on many claims
undoing       one's own latest act taken back
verdicts      a rating with rationale and cited evidence; drafts of it
second        approve, reject, adjudicate
standards     what the desk asks of a verdict, and what was excused
dividing      one claim made several
closing       set aside, reopen, merge
earlier       what was offered as seen before: the same, or not; a changed text was looked at
origins       where a document belongs: split off, joined, left to the machine again
remarks       mark evidence, edit the claim, notes, contacts
"""

from verification.reviewing.assignments import expire_assignments, give_back, renew, take, take_next
from verification.reviewing.closing import merge, reopen, set_aside
from verification.reviewing.dividing import divide
from verification.reviewing.earlier import accept_earlier, dismiss_earlier, see_text_change
from verification.reviewing.origins import join_origin, release_origin, split_origin
from verification.reviewing.remarks import add_contact, add_note, edit_claim, mark_evidence
from verification.reviewing.second import adjudicate, approve, reject
from verification.reviewing.triage import MOST_AT_ONCE, URGENCIES, assign, choose_topic, each, prioritise
from verification.reviewing.undoing import remember, undo, undoable
from verification.reviewing.verdicts import save_draft, submit_verdict

__all__ = [
    "MOST_AT_ONCE",
    "URGENCIES",
    "accept_earlier",
    "add_contact",
    "add_note",
    "adjudicate",
    "approve",
    "assign",
    "choose_topic",
    "dismiss_earlier",
    "divide",
    "each",
    "edit_claim",
    "expire_assignments",
    "give_back",
    "join_origin",
    "mark_evidence",
    "merge",
    "prioritise",
    "reject",
    "release_origin",
    "remember",
    "renew",
    "reopen",
    "save_draft",
    "see_text_change",
    "set_aside",
    "split_origin",
    "submit_verdict",
    "take",
    "take_next",
    "undo",
    "undoable",
]
