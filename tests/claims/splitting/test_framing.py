"""The content of a saying and the fact that it was said are two claims; the statement shows which is meant."""

from __future__ import annotations

import pytest

from claims.splitting import split


def statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text).claims]


def test_a_fact_stands_without_the_one_who_told_it() -> None:
    assert statements("Maria Gomez said that costs rose by 4 percent in 2019.") == ["Costs rose by 4 percent in 2019."]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Maria Gomez said that the delays in 2019 were “simply unacceptable”.",
            "Maria Gomez said that the delays in 2019 were “simply unacceptable”.",
        ),
        (
            "The council should close 12 of its pools in 2020, Maria Gomez said.",
            "Maria Gomez said that the council should close 12 of its pools in 2020.",
        ),
    ],
)
def test_an_opinion_or_a_scrap_of_quotation_stands_only_as_said(text: str, statement: str) -> None:
    assert statements(text) == [statement]


def test_what_somebody_thinks_is_no_fact() -> None:
    (claim,) = split("Beijing has calculated since 1989 that 12 reforms can be avoided.").claims
    assert claim.statement.startswith("Beijing has calculated")
    assert claim.attribution == "author"
