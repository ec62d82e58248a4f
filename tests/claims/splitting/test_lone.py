"""A statement that came by itself is read as one in an article is, and never cut."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claims.splitting import SplitInput, Statement, read_statements, split

BRIDGE = "The harbour bridge in Eastmoor cost 12 million crowns, Mayor Irena Vasko said."


def read(text: str, published_at: datetime | None = None) -> Statement:
    return next(read_statements([SplitInput(text, published_at=published_at)]))


def test_a_statement_of_one_clause_gets_what_it_would_get_in_an_article() -> None:
    claim = split(BRIDGE).claims[0]
    found = read(BRIDGE)
    assert (found.checkworthiness, found.reasons) == (claim.checkworthiness, claim.reasons)
    assert (found.kinds, found.measures) == (claim.kinds, claim.measures)


def test_all_its_names_count_where_they_stand_in_the_statement() -> None:
    entities = read(BRIDGE).entities
    assert {"Irena Vasko", "12 million"} <= {entity.text for entity in entities}
    for entity in entities:
        assert BRIDGE[entity.start : entity.end] == entity.text


def test_several_sentences_are_one_statement_as_worth_checking_as_its_best() -> None:
    opinion, figure = "Our mayor is a disgrace.", "Unemployment in Eastmoor fell by 3 percent in 2019."
    both = read(f"{opinion} {figure}")
    assert both.checkworthiness >= read(figure).checkworthiness - 0.05
    assert "quantity" in both.kinds
    assert both.checkable


def test_what_the_words_leave_open_is_named_and_a_date_settles_it() -> None:
    text = "He doubled the taxes last year."
    assert "Who is 'He'?" in read(text).open_questions
    assert read(text).ambiguous
    dated = read(text, datetime(2026, 5, 4, tzinfo=UTC))
    assert len(dated.open_questions) < len(read(text).open_questions)


@pytest.mark.parametrize("text", ["I love this town!", "Good morning!", "???", "What a wonderful view!"])
def test_an_opinion_or_greeting_scores_low_and_says_why(text: str) -> None:
    found = read(text)
    assert not found.checkable
    assert found.checkworthiness < 0.1
    assert found.reasons[0].feature == "not_checkable"
    assert found.reasons[0].weight < 0


def test_read_together_or_alone_each_says_the_same() -> None:
    texts = [BRIDGE, "I love this town!", "He doubled the taxes last year.", "", "Vaccines cause autism."]
    together = list(read_statements([SplitInput(text) for text in texts]))
    assert together == [read(text) for text in texts]


def test_the_desks_own_weights_hold() -> None:
    lower = next(read_statements([SplitInput(BRIDGE, weights={"start": -8.0})]))
    assert lower.checkworthiness < read(BRIDGE).checkworthiness - 0.3
