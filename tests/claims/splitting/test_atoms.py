"""Finer than a desk reads: coordinated parts and circumstances by themselves, nothing invented."""

from __future__ import annotations

import re

import pytest

from claims.splitting import split


def facts(text: str, granularity: str = "atomic") -> list[str]:
    return [claim.statement for claim in split(text, granularity=granularity).claims]


def test_every_circumstance_is_a_fact() -> None:
    found = facts("Maria Gomez was awarded a medal at the Turin Fair in 1889.")
    assert "Maria Gomez was awarded a medal." in found
    assert "Maria Gomez was awarded a medal in 1889." in found
    assert "Maria Gomez was awarded a medal at the Turin Fair." in found


def test_coordinated_parts_are_facts() -> None:
    found = facts("Maria Gomez is an Italian singer and actress.")
    assert found == ["Maria Gomez is Italian.", "Maria Gomez is a singer.", "Maria Gomez is an actress."]


def test_fine_leaves_circumstances_with_their_clause() -> None:
    found = facts("In 1989 Maria Gomez wrote two novels and a play, winning a prize for the play.", "fine")
    assert "In 1989 Maria Gomez wrote two novels." in found
    assert "In 1989 Maria Gomez wrote a play." in found
    assert "Maria Gomez won a prize for the play." in found


def test_a_claim_is_the_default() -> None:
    text = "Maria Gomez was awarded a medal at the Turin Fair in 1889."
    assert facts(text, "claim") == [text]


def test_an_unknown_granularity_is_refused() -> None:
    with pytest.raises(ValueError, match="granularity"):
        facts("Costs rose by 4 percent.", "tiny")


def test_nothing_is_invented() -> None:
    text = (
        "Helen Marsh, a lawyer from Ohio who led the panel in 1998, moved to Rome and Turin, where she wrote "
        "three books, sold 400 paintings and taught law at two schools, earning praise from Tom Ray."
    )
    words = set(re.findall(r"\w+", text.lower()))
    for statement in facts(text):
        assert set(re.findall(r"\w+", statement.lower())) <= words | {"is", "was", "are", "were", "earned"}


def test_what_a_lawyer_did_is_said_of_the_one_who_is_one() -> None:
    found = facts("Maria Gomez is a lawyer who sued 12 clinics in Rome.", "fine")
    assert found == ["Maria Gomez sued 12 clinics in Rome.", "Maria Gomez is a lawyer."]


def test_a_reason_is_a_fact() -> None:
    found = facts("The ferry is faster than the train because it crosses the bay.", "fine")
    assert "The ferry is faster than the train." in found
    assert "The ferry crosses the bay." in found or "It crosses the bay." in found


def test_what_a_thing_is_capable_of_is_a_fact() -> None:
    found = facts("The ferry is the fastest ship of the bay, capable of speeds of 90 kilometres per hour.", "fine")
    assert "The ferry is the fastest ship of the bay." in found
    assert "The ferry is capable of speeds of 90 kilometres per hour." in found
