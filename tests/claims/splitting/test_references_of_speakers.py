from __future__ import annotations

from claims.splitting import split


def statements(text: str) -> str:
    return " | ".join(claim.statement for claim in split(text).claims)


def test_he_in_reported_words_is_the_one_who_said_it() -> None:
    said = statements("Carlos Vega met Tomas Reade. Tomas Reade told reporters that he had closed the ferry in 2019.")
    assert "Tomas Reade had closed the ferry in 2019." in said


def test_he_before_a_quotation_inside_reported_words_is_the_one_who_said_it() -> None:
    said = statements("Carlos Vega has said he will meet Tomas Reade to discuss “the end of the ferry” in May.")
    assert "Carlos Vega said that he will meet Tomas Reade" in said


def test_he_inside_a_quotation_is_never_the_one_who_speaks() -> None:
    said = statements("Tomas Reade owns two ferries. “He paid 300 crowns for each,” Carlos Vega told the council.")
    assert "Carlos Vega paid" not in said
