"""Repairs of the parse: whatever tree they are given, a tree is what they leave."""

from __future__ import annotations

import random

import pytest

from claims.splitting.attachments import is_below, move
from claims.splitting.parsing import Word
from claims.splitting.repairs import repair
from verification.wording import words_of

TAGS = sorted(words_of("VBD VBZ VBG VBN VBP VB IN NN NNS NNP DT WDT WP PRP , CC MD JJ RB TO CD"))
DEPS = sorted(
    words_of(
        "conj advcl acl relcl ccomp xcomp nsubj nsubjpass dobj pobj prep aux auxpass cc mark punct attr acomp dative "
        "amod advmod npadvmod appos det"
    )
)
WORDS = sorted(
    words_of(
        "said told before until after once since is was are were has have been did that which who and , May spring the "
        "mine company letters in of to as warned regard"
    )
)


def tree(chance: random.Random, size: int) -> list[Word]:
    words = []
    for i in range(size):
        words.append(Word(i, chance.choice(WORDS), i * 9, True, chance.choice(TAGS), chance.choice(DEPS), "", 2))
    order = chance.sample(words, size)
    order[0].dep = "ROOT"
    for place, word in enumerate(order[1:], start=1):
        word.head = chance.choice(order[:place])
        word.head.children.append(word)
    for word in words:
        word.children.sort(key=lambda child: child.i)
    return words


@pytest.mark.parametrize("seed", range(4))
def test_a_repaired_tree_is_a_tree(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15_000):
        words = tree(chance, chance.randint(4, 14))
        repair(words)
        root = next(word for word in words if word.head is word)
        assert all(_depth(word, root, len(words)) <= len(words) for word in words)
        assert sorted(child.i for word in words for child in word.children) == [w.i for w in words if w is not root]
        assert all(child.head is word for word in words for child in word.children)


def _depth(word: Word, root: Word, most: int) -> int:
    for steps in range(most + 1):
        if word is root:
            return steps
        word = word.head
    return most + 1


def test_nothing_is_hung_below_itself() -> None:
    words = tree(random.Random(1), 12)
    root = next(word for word in words if word.head is word)
    top = root.children[0]
    under = next((child for child in top.children), top)
    assert is_below(under, top)
    move(top, under, "conj")
    assert top.head is root
    assert not is_below(root, top)
