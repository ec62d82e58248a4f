"""Who may do what: one table. A refusal says why.

An act needs a role; some also need a person who is not the one who went before (second review, adjudication).
Programs act for a person: a token's scope must cover the act as well (``scope``).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from claims.roles import Actor, at_least, role_of
from verification.errors import Denied
from verification.models import State


@dataclass(frozen=True, slots=True)
class Rule:
    """The least role for an act, and the token scope that covers it."""

    role: str
    scope: str
    words: str


ACTS: dict[str, Rule] = {
    "read": Rule("submitter", "read", "read the desk"),
    "submit": Rule("submitter", "submit", "submit articles and tips"),
    "take": Rule("reviewer", "review", "take claims for review"),
    "verdict": Rule("reviewer", "review", "give verdicts"),
    "second": Rule("reviewer", "review", "review somebody's verdict"),
    "edit_claim": Rule("reviewer", "review", "edit claims"),
    "mark": Rule("reviewer", "review", "mark evidence"),
    "gather": Rule("reviewer", "review", "ask for more evidence"),
    "triage": Rule("reviewer", "review", "assign and prioritise claims"),
    "set_aside": Rule("reviewer", "review", "set claims aside"),
    "reopen": Rule("reviewer", "review", "reopen claims"),
    "merge": Rule("reviewer", "review", "merge claims"),
    "note": Rule("reviewer", "review", "write notes and contacts"),
    "adjudicate": Rule("editor", "publish", "adjudicate between reviewers"),
    "publish": Rule("editor", "publish", "publish"),
    "correct": Rule("editor", "publish", "correct published checks"),
    "retract": Rule("editor", "publish", "retract published checks"),
    "administer": Rule("admin", "admin", "administer the desk"),
}

SCOPES = ("read", "submit", "review", "publish", "admin")
SCOPE_ROLE = {"read": "submitter", "submit": "submitter", "review": "reviewer", "publish": "editor", "admin": "admin"}


def may(actor: Actor, act: str) -> bool:
    """Whether the person's role covers the act."""
    return at_least(role_of(actor), ACTS[act].role)


def require(actor: Actor, act: str) -> None:
    """Raises Denied, with the reason in a sentence, unless the person's role covers the act."""
    if not may(actor, act):
        rule = ACTS[act]
        raise Denied(f"To {rule.words} one must be {_article(rule.role)} {rule.role}. Ask an admin for that role.")


def is_blind(state: str, disputed: bool) -> bool:
    """Whether a second person is to judge now without knowing what the first one thinks."""
    # The state first: an export asks this of every row, and a setting costs more to look up than all the rest.
    return state == State.SECOND_REVIEW and not disputed and bool(settings.BLIND_SECOND_REVIEW)


def is_hidden(state: str, disputed: bool, author: str | None, viewer: Actor) -> bool:
    """Whether a verdict or a mark must not be shown: in blind second review only to the one who gave it."""
    if not is_blind(state, disputed):
        return False
    return viewer is None or viewer.get_username() != author


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
