from __future__ import annotations

import pytest

from verification.ranking import only_shares, speaks_to

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


FAR_OFF, NEAR = 0.21, 0.52


def test_a_document_far_in_meaning_that_has_little_of_the_claim_only_shares_words() -> None:
    passages = [("The bridge at Kelmouth is old.", FAR_OFF), ("A months-long dispute on Monday.", FAR_OFF)]
    assert only_shares(CLAIM, passages) == ["Kelmouth", "Monday", "bridge", "months"]


@pytest.mark.parametrize(
    "passages",
    [
        [("The bridge at Kelmouth is old.", NEAR)],
        [("The bridge at Kelmouth is old.", FAR_OFF), ("It carries no lorries.", NEAR)],
        [("Councillors voted on Monday to close it for 14 months.", FAR_OFF)],
        [("The bridge at Kelmouth is old.", None)],
        [],
    ],
    ids=["near in meaning", "one of them is", "most of the claim", "meaning unknown", "none"],
)
def test_a_document_is_about_the_claim(passages: list[tuple[str, float | None]]) -> None:
    assert only_shares(CLAIM, passages) == []
