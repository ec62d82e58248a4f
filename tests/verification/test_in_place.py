"""A claim's words in their paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification.views.marked_text import in_place

TEXT = "A heading\nThe council voted on Monday. The bridge is shut, it said.\nThe end."


def test_the_sentence_stands_in_its_paragraph_and_no_further() -> None:
    start = TEXT.index("The bridge is shut")
    assert in_place(TEXT, start, start + 18) == (
        "The council voted on Monday. ",
        "The bridge is shut",
        ", it said.",
    )
    assert in_place(TEXT, TEXT.index("The end"), len(TEXT)) == ("", "The end.", "")


def test_a_long_paragraph_is_cut_at_blanks() -> None:
    text = "word " * 200 + "CLAIM" + " word" * 200
    found = in_place(text, 1000, 1005, room=22)
    assert found == ("… word word word word ", "CLAIM", " word word word word …")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(TEXT) + 1)])
def test_a_place_outside_the_text_is_none(start: int, end: int) -> None:
    assert in_place(TEXT, start, end) is None


@given(st.text(max_size=600), st.data())
def test_the_words_are_those_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    found = in_place(text, start, end)
    if start == end:
        assert found is None
        return
    assert found is not None
    assert found.words == text[start:end]
    assert len(found.before) <= 243
    assert len(found.after) <= 243
    assert found.before.removeprefix("… ") in text
    assert found.after.removesuffix(" …") in text
