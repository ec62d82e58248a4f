"""Sentences survive what ends with a full stop without ending a sentence."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.splitting import segment


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Lena Voss met Gov. Hale on Jan. 5.", "They spoke for 2.5 hours."],
        ["J. R. Miller lives in the U.S. and works for Brick & Co. in Ohio.", "He moved there in 2011."],
        ["The firm paid $3.4 million to Brick & Co.", "It denied everything."],
        ["“Is that so?” Mrs Hale asked the clerk.", "He nodded."],
        ["“It is over.", "We lost,” she said.", "Nobody answered."],
        ["The train left at 5 p.m. on Monday.", "It was late."],
        ["Wait... what?", "He left without a word..."],
        ["The law (which passed in May. Nobody noticed.) is now in force.", "Courts must apply it."],
        ["See No. 7 on the list.", "It is empty."],
        ["The river rose in 1998. [3] [4]", "Nobody was hurt."],
        ["He called it “a joke of a plan.” ...", "The next day he resigned."],
        ["“It is a long way home.” - Ann Lee"],
        ["I was taken to a room and told to sign the letter at once. Valeria Lund"],
        ["The mayor opens the new bridge in May", "Image: Town Hall / Press Office."],
    ],
)
def test_known_traps(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_lines_of_their_own_are_sentences_of_their_own() -> None:
    assert cut("Council votes to close pool\nBy Ann Lee\n\nThe council voted. It was close.") == [
        "Council votes to close pool",
        "By Ann Lee",
        "The council voted.",
        "It was close.",
    ]


def test_wrapped_lines_are_joined() -> None:
    text = "The council of the town voted on Monday evening to close\nthe old pool by the river."
    assert cut(text) == [text]


def test_two_sentences_glued_together() -> None:
    assert cut("You are now logged in.Please refresh the page.") == [
        "You are now logged in.",
        "Please refresh the page.",
    ]


@given(st.text(alphabet="aB .!?…\"“”‘’'()\n1\u200f\u00ad😀", max_size=200))
def test_every_character_but_white_space_is_in_exactly_one_sentence(text: str) -> None:
    spans = segment(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["Go. [1] ", 'Go." ... ', "Image: ", '"He said so." ', "a.  ", "Go. Ann Lee ", "“", "(", '" ', "a"],
)
def test_ten_times_the_text_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        runs = []
        for _ in range(3):
            start = time.process_time()
            segment(text)
            runs.append(time.process_time() - start)
        return min(runs)

    assert seconds(20_000) <= 30 * max(seconds(2_000), 0.002)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", ["A" * 5000, "A." * 2500, "A, " * 2000, "A’" * 2500])
def test_a_signature_of_capitals_holds_nobody_up(name: str) -> None:
    assert "".join(cut(f"“It is over.” — {name}!")).startswith("“It is over.”")
