"""Word pieces, held against what the reference tokenizer gives for the same text."""

from __future__ import annotations

import pytest

from claims.meaning.wordpiece import encode

CLS, SEP = 101, 102


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello, world!", [7592, 1010, 2088, 999]),
        ("HELLO", [7592]),
        ("héllo", [7592]),
        ("hello\u200b\x00", [7592]),
        ("", []),
        ("   \n\t", []),
        ("a" * 101, [100]),
    ],
)
def test_pieces(text: str, pieces: list[int]) -> None:
    assert encode(text, 128) == [CLS, *pieces, SEP]


def test_a_long_text_is_cut_and_still_closed() -> None:
    pieces = encode("word " * 100_000, 128)
    assert len(pieces) == 128
    assert (pieces[0], pieces[-1]) == (CLS, SEP)


def test_a_text_cannot_write_the_marks_of_the_model() -> None:
    assert SEP not in encode("[SEP] [CLS]", 128)[1:-1]
