"""The part of a claim that is its fact, and the part of a long passage that tells it."""

from __future__ import annotations

import pytest

from verification.stance import nearnesses, stance_of
from verification.stance.parts import telling_part, without_source

CLAIM = "The bridge cost 40 million euros."
LEAD = (
    "The mayor, who has been criticised for months over delays and rising prices in the port district, said on Tuesday "
    "that the bridge cost 40 million euros, twice as much as planned, and that nobody else would pay for it."
)


def test_the_clause_that_tells_the_claim_is_found() -> None:
    assert telling_part(CLAIM, LEAD) == "that the bridge cost 40 million euros"
    crowd = "Judge homered twice as the Yankees beat the Red Sox 6-2 on Sunday while attendance was 23,118, a record."
    assert telling_part("Attendance was 23,118.", crowd) == "while attendance was 23,118"


@pytest.mark.parametrize(
    "passage",
    [
        "",
        "The bridge cost 40 million euros.",
        "The bridge opened on Monday, and the port cost the city 40 million euros more than planned, the mayor said.",
        "A bridge collapsed in the storm, and seven people were hurt when the wind threw a lorry over.",
    ],
)
def test_there_is_none_where_the_passage_is_the_claim_or_tells_something_else(passage: str) -> None:
    assert telling_part(CLAIM, passage) == ""


def test_a_fact_in_a_long_lead_supports_as_in_a_short_sentence() -> None:
    short, long = (stance_of(CLAIM, text) for text in ("The bridge cost 40 million euros.", LEAD))
    assert (short.label, long.label) == ("supports", "supports")
    assert long.near is not None
    assert long.near > 0.9


def test_a_lead_that_denies_it_refutes_it() -> None:
    denied = "The mayor denied on Tuesday that the bridge cost 40 million euros, twice as much as had been planned."
    assert stance_of(CLAIM, denied).label == "refutes"


def test_no_passage_gets_farther_by_its_part() -> None:
    whole, part = nearnesses(CLAIM, [LEAD, telling_part(CLAIM, LEAD)])
    assert whole is not None
    assert part is not None
    assert whole >= part


@pytest.mark.parametrize(
    ("claim", "fact"),
    [
        ("The bridge was paid for in 29 instalments, bank records show.", "The bridge was paid for in 29 instalments"),
        ("The bridge cost 40 million euros, according to the port.", "The bridge cost 40 million euros"),
        ("According to the port, the bridge cost 40 million euros.", "the bridge cost 40 million euros."),
        ("It fell, the mayor said.", "It fell, the mayor said."),
        ("The mayor said the bridge cost 40 million euros.", "The mayor said the bridge cost 40 million euros."),
        (
            "The bridge closed in May, and the records show cracks.",
            "The bridge closed in May, and the records show cracks.",
        ),
    ],
)
def test_a_claim_is_weighed_without_the_words_that_say_whose_it_is(claim: str, fact: str) -> None:
    assert without_source(claim) == fact


def test_a_passage_need_not_name_the_claims_source() -> None:
    claim = "The bridge was paid for in 29 instalments, bank records show."
    without = stance_of(claim, "The bridge was paid for in 29 instalments.")
    assert without.label == "supports"
    assert without.shares == stance_of("The bridge was paid for in 29 instalments", without_source(claim) + ".").shares
