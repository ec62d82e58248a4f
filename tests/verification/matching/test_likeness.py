"""Two claims compared: what wording, meaning and headline make of them."""

from __future__ import annotations

import pytest

from claims.meaning import available, embed
from verification.matching.likeness import CONFIRM, SUGGEST, EarlierTexts, pack
from verification.matching.memory import vectors_of
from verification.matching.pieces import PieceIndex, pieces

EARLIER = [
    ("The harbour bridge at Ellery cost 40 million euros.", "No, the Ellery bridge cost far less than 40 million"),
    ("Wolves killed 300 sheep in the Tarn valley last winter.", "How many sheep did wolves kill?"),
    ("Drinking salt water cures the flu.", ""),
    ("The mayor of Port Ellery never finished school.", "Mayor's diploma is real"),
]


@pytest.fixture(scope="module")
def texts():
    if not available():
        pytest.skip("the embedding model is not installed")
    made = EarlierTexts()
    for claim, headline in EARLIER:
        made.add(claim, headline, vectors_of(claim, headline))
    return made


@pytest.mark.parametrize(
    ("claim", "number"),
    [
        ("The bridge in Ellery's harbour cost forty million euros to build.", 0),
        ("Some 300 sheep were killed by wolves last winter in the valley of the Tarn.", 1),
        ("You can cure influenza by drinking salty water.", 2),
    ],
)
def test_the_same_said_in_other_words_is_offered_first(texts, claim, number):
    best = texts.nearest(claim, embed([claim])[0], 3)[0]
    assert best.number == number
    assert best.score >= SUGGEST


def test_the_very_same_words_are_sure(texts):
    for number, (claim, _) in enumerate(EARLIER):
        best = texts.nearest(claim, embed([claim])[0], 1)[0]
        assert (best.number, best.score >= CONFIRM) == (number, True)


def test_what_nobody_checked_is_not_offered(texts):
    claim = "The parliament of Osterland passed a budget without new debts."
    assert texts.nearest(claim, embed([claim])[0], 1)[0].score < SUGGEST


def test_a_desk_without_the_model_compares_by_wording_alone(texts):
    same = texts.nearest("The harbour bridge at Ellery cost 40 million euros.", None, 2)
    assert same[0].number == 0
    assert same[0].meaning is None
    assert same[0].score >= SUGGEST > same[1].score


def test_an_earlier_claim_without_vectors_yet_is_still_found_by_wording():
    made = EarlierTexts()
    for claim, headline in EARLIER:
        made.add(claim, headline)
    assert made.without_vectors([0, 3]) == [0, 3]
    made.give_vectors(3, bytes(range(1, 128)) * 3 + b"\1\1\1")
    assert made.without_vectors([0, 3]) == [0]
    assert made.nearest_by_wording("Wolves killed sheep", 4)[0] == 1
    assert made.nearest_by_wording("zzzz", 4) == []


def test_packed_vectors_keep_their_cosines():
    if not available():
        pytest.skip("the embedding model is not installed")
    vectors = embed([claim for claim, _ in EARLIER])
    made = EarlierTexts()
    for number, (claim, _) in enumerate(EARLIER):
        made.add(claim, "", pack(vectors[number : number + 1]))
    for found in made.nearest(EARLIER[1][0], vectors[1], 4):
        assert found.meaning == pytest.approx(float(vectors[found.number] @ vectors[1]), abs=0.01)


def test_nothing_is_near_an_empty_memory_or_an_empty_claim(texts):
    assert EarlierTexts().nearest("Anything.", None) == []
    assert {found.wording for found in texts.nearest("🙂 …", None, 4)} == {0.0}


def test_pieces_forgive_spelling_and_addresses():
    assert pieces("Müller's") == pieces("mullers")
    assert pieces("a b") == {" a ", " b "}
    index = PieceIndex()
    index.add("Photo shows a storm at CapeTown https://pictures.example/cape")
    index.add("Photo shows a calm sea")
    near, far = index.shares("A storm at Cape Town, pic.twitter.com/photo")
    assert near > 2 * far
    assert index.shares("").tolist() == [0.0, 0.0]


def test_an_index_grows_while_it_is_asked():
    index = PieceIndex()
    for number in range(600):
        index.add(f"claim number {number}")
        assert len(index.shares(f"number {number}")) == number + 1
    assert int(index.shares("claim number 512").argmax()) == 512
