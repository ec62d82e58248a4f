"""Passages of a document for a claim."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from verification.ranking import best_passages, scores_of

PAGE = """Harbour news

The harbour board met on Tuesday. It discussed the new pier at length.
The ferry Marigold, owned by Northern Line, sank off Port Ellery on 2 March 2026. Of the 212 people aboard, 41 died.
Judge Ruth Amsel was asked to lead an inquiry. She will report in the autumn, the minister said.
Read more: ferry timetable

Weather: rain."""


def test_the_sentence_that_speaks_of_the_claim_comes_first():
    passages = best_passages("41 of the 212 people aboard the ferry Marigold died", PAGE)
    assert passages[0].text == "Of the 212 people aboard, 41 died."
    assert "Marigold" in passages[1].text
    assert passages[0].score > passages[1].score > 0


def test_a_short_sentence_takes_in_the_next_of_its_paragraph():
    text = "Ruth Amsel leads the inquiry. She will report in the autumn.\nOther news."
    assert best_passages("Ruth Amsel leads the inquiry", text, limit=1)[0].text == (
        "Ruth Amsel leads the inquiry. She will report in the autumn."
    )


def test_no_shared_word_is_no_passage():
    assert best_passages("Zebras hibernate in caves", PAGE) == []
    assert best_passages("", PAGE) == []
    assert best_passages("anything", "") == []


def test_a_table_without_full_stops_is_cut_to_readable_pieces():
    text = "unemployment by region " + "north 3.1 south 4.2 " * 400
    passages = best_passages("unemployment by region", text)
    assert len(passages[0].text) <= 600


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=1500))
def test_offsets_are_exact_and_passages_apart(question, text):
    passages = best_passages(question, text, limit=3)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
    ordered = sorted(passages, key=lambda p: p.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))


def test_rare_words_of_the_document_weigh_more():
    first, second, third = scores_of(
        "The inquiry found the ferry unsafe",
        ["The ferry left the ferry port.", "The inquiry took a year.", "A ferry is a ship, another ferry too."],
    )
    assert second > third
    assert first > 0


def test_what_the_best_sentence_lacks_comes_before_what_it_has_already():
    claim = "The ferry Marigold sank off Port Ellery and 41 people died"
    pieces = [
        "The ferry Marigold sank off Port Ellery on Monday night.",
        "The ferry Marigold left Port Ellery every hour.",
        "Of those aboard, 41 people died.",
        "Rain is expected on Tuesday.",
    ]
    scores = scores_of(claim, pieces)
    assert sorted(range(4), key=lambda i: -scores[i])[:2] in ([0, 2], [2, 0])
    assert scores[3] == 0.0
    assert all(0 <= score <= 1 for score in scores)
