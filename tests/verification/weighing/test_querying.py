"""Queries from a claim."""

from __future__ import annotations

from datetime import UTC, datetime

from verification import querying
from verification.providers import Question


def ask(statement: str, **changes: object) -> Question:
    values: dict[str, object] = {
        "quote": statement,
        "speaker": "",
        "entities": (),
        "published_at": datetime(2026, 3, 3, tzinfo=UTC),
    }
    return Question(statement=statement, **(values | changes))


def test_names_and_figures_come_before_other_words():
    question = ask("Officials said the ferry Marigold sank off Port Ellery and 41 people died last week.")
    assert querying.keywords(question, 4).split() == ["Marigold", "Port", "Ellery", "41"]


def test_words_of_saying_go_last_and_the_order_is_the_claims():
    question = ask("He announced a plan to close the harbour in Ellery.")
    assert querying.keywords(question, 4).split() == ["plan", "close", "harbour", "Ellery"]


def test_own_words_replace_everything():
    question = ask("Anything at all.", own_words=" my words ")
    assert querying.keywords(question, 3) == "my words"
    assert querying.library_query(question) == "my words"


def test_names_only_the_statement_s_own():
    question = ask("Ruth Amsel lied.", entities=("Ruth Amsel", "Port Ellery", "41"))
    assert querying.names(question) == "Ruth Amsel"


def test_the_longest_quotation_is_the_exact_one():
    question = ask("She said “no” and then “the bow door had not been closed”.")
    assert querying.exact_quote(question) == "the bow door had not been closed"
    assert querying.exact_quote(ask("Nobody said anything.")) == ""


def test_the_window_is_around_publication():
    start, end = querying.date_window(ask("x"), before_days=2, after_days=5)
    assert (start.day, end.day) == (1, 8)
    assert querying.date_window(ask("x", published_at=None), before_days=2, after_days=5) is None
