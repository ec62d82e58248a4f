"""Two texts compared word by word."""

from __future__ import annotations

import time

import pytest

from claims.comparing import Part, text_changes, word_changes

PAIRS = [
    ("The bridge cost 40 million euros.", "The bridge cost 90 million euros."),
    ("One.\n\nTwo stays.\n\nThree goes.", "Zero comes.\n\nOne.\n\nTwo stays."),
    ("", "All new."),
    ("All gone.", ""),
    ("Same.", "Same."),
    ("naïve ‘quotes’ — and\u200b more", "naïve “quotes” – and more"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
@pytest.mark.parametrize("compare", [word_changes, text_changes])
def test_the_parts_give_both_texts_back(compare, before, after):
    parts = compare(before, after)
    assert "".join(part.text for part in parts if part.kind != "new") == before
    assert "".join(part.text for part in parts if part.kind != "gone") == after


def test_only_the_word_that_changed_is_marked():
    assert word_changes(*PAIRS[0]) == [
        Part("same", "The bridge cost "),
        Part("gone", "40"),
        Part("new", "90"),
        Part("same", " million euros."),
    ]


def test_a_long_article_is_compared_quickly():
    before = "\n".join(f"Sentence number {n} says what it says about {n * 7}." for n in range(5000))
    after = before.replace("number 77 ", "number seventy-seven ").replace("about 700.", "about nothing.")
    started = time.perf_counter()
    parts = text_changes(before, after)
    assert time.perf_counter() - started < 5
    assert [part.text for part in parts if part.kind == "gone"] == ["77", "700"]


def test_texts_that_have_nothing_in_common_are_not_compared_word_by_word():
    started = time.perf_counter()
    parts = text_changes("a " * 200_000, "b " * 200_000)
    assert time.perf_counter() - started < 2
    assert [part.kind for part in parts] == ["gone", "new"]
