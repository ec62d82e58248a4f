from __future__ import annotations

import pytest

from verification.ranking import speaks_to

CLAIM = "Councillors in Kelmouth voted on Monday to close the swing bridge for 14 months."


@pytest.mark.parametrize(
    ("passage", "shown"),
    [
        ("The council voted to close the swing bridge.", True),
        ("The bridge at Kelmouth is old.", True),
        ("The closing of the cinema surprised many.", False),
        ("He was born on a Monday.", False),
        ("", False),
    ],
)
def test_a_passage_must_share_more_than_a_chance_word(passage: str, shown: bool) -> None:
    assert speaks_to(CLAIM, passage) is shown


def test_a_question_of_one_word_is_met_by_that_word() -> None:
    assert speaks_to("Kelmouth", "Kelmouth is a town.")
