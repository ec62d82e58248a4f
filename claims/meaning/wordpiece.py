"""Word pieces of a text, as BERT's uncased models read it.

Method: Devlin et al. 2019; the pieces are the same, text for text, as those of the reference tokenizer, whose package
would bring a download client for model hubs into the product.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).with_name("vocab.txt")
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
UNKNOWN, OPENING, CLOSING = "[UNK]", "[CLS]", "[SEP]"
# Longer "words" are noise; the reference gives up on them alike.
WORD_MAX = 100
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def encode(text: str, limit: int) -> list[int]:
    """Numbers of at most ``limit`` word pieces, the opening and closing marks among them."""
    vocabulary = _vocabulary()
    numbers = [vocabulary[OPENING]]
    # No piece is made of less than nothing, and no word of more than a hundred characters counts.
    for word in _words(text[: limit * WORD_MAX]):
        numbers.extend(_pieces(word))
        if len(numbers) >= limit:
            break
    return [*numbers[: limit - 1], vocabulary[CLOSING]]


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    content = VOCABULARY.read_bytes()
    if hashlib.sha256(content).hexdigest() != VOCABULARY_SHA256:
        raise ValueError(f"{VOCABULARY.name} is not the vocabulary that the model was trained with.")
    return {piece: number for number, piece in enumerate(content.decode("utf-8").splitlines())}


def _words(text: str) -> list[str]:
    """Lower-case words without diacritics; every mark of punctuation and every ideograph is one of its own."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", text):
        kind = _kind(letter)
        if kind == "apart":
            letters.append(f" {letter.lower()} ")
        elif kind == "blank":
            letters.append(" ")
        elif kind == "letter":
            letters.append(letter.lower())
    return "".join(letters).split()


@lru_cache(maxsize=4096)
def _kind(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\t\n\r" or category == "Zs":
        return "blank"
    # Control and format characters, unassigned ones and combining accents mean nothing to the model.
    if letter == "\ufffd" or category[0] == "C" or category == "Mn":
        return "nothing"
    if category[0] == "P" or letter in _ASCII_PUNCTUATION:
        return "apart"
    if any(first <= ord(letter) <= last for first, last in _IDEOGRAPHS):
        return "apart"
    return "letter"


@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[int, ...]:
    """The longest known beginning, again and again; one unknown where that does not cover the word."""
    vocabulary = _vocabulary()
    if len(word) > WORD_MAX:
        return (vocabulary[UNKNOWN],)
    numbers: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            number = vocabulary.get(("##" if start else "") + word[start:end])
            if number is not None:
                numbers.append(number)
                start = end
                break
        else:
            return (vocabulary[UNKNOWN],)
    return tuple(numbers)
