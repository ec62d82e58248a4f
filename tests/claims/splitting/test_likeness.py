"""The network that says how much a sentence reads like the ones that were worth a check."""

from __future__ import annotations

import pytest

from claims.splitting import assess_sentences, likeness, parsing, split
from claims.splitting.checkworthiness import LIKENESS
from claims.splitting.parsing import Piece, Word


def words_of(text: str) -> list[Word]:
    return [word for found in parsing.parse([Piece(text, 0, [(0, len(text))])]) for words in found for word in words]


def test_a_fact_reads_more_like_it_than_a_courtesy() -> None:
    fact, courtesy = assess_sentences(
        ["The country spent 40 billion dollars on roads in 2019.", "Thank you all so much for being with us."]
    )
    assert fact.measures[LIKENESS] > courtesy.measures[LIKENESS] + 0.5


def test_the_same_words_give_the_same_answer_whatever_stands_beside_them() -> None:
    text = "Crime fell by a third in ten years."
    alone = next(assess_sentences([text]))
    *_, last = assess_sentences(["Good evening.", "I hope we can agree on that!", text])
    assert last.measures[LIKENESS] == pytest.approx(alone.measures[LIKENESS], abs=0.001)


def test_a_clause_uses_what_its_sentence_was_read_as() -> None:
    words = words_of("Crime fell by a third, and the mayor was very proud of it.")
    likeness.log_odds(words, {})
    rows = [word.channels for word in words]
    likeness.log_odds(words[:6], {})
    assert all(word.channels is row for word, row in zip(words, rows, strict=True))


def test_words_that_no_table_knows_do_no_harm() -> None:
    found = likeness.log_odds(words_of("Zxqwv blorptify 12,000 grumblefrotz-like qwxzes in Vlorbistan."), {})
    assert all(-20 < odds < 20 for odds in found)


def test_a_long_sentence_is_read_to_its_48th_word_and_its_last_clause_all_the_same() -> None:
    text = "The council said that " + "the bridge and " * 40 + "the road cost 3 million euros."
    words = words_of(text)
    whole = likeness.log_odds(words, {})
    assert whole == likeness.log_odds(words[: likeness.WIDTH], {})
    assert likeness.log_odds(words[-8:], {}) != likeness.log_odds(words[:8], {})


def test_sentences_read_together_are_read_as_if_alone() -> None:
    texts = ["Crime fell by a third.", "Yes.", "Thank you all so much!", "The road cost 3 million euros in 2019."]
    together = [words_of(text) for text in texts]
    likeness.read([*together, []])
    for text, words in zip(texts, together, strict=True):
        assert likeness.log_odds(words, {}) == pytest.approx(likeness.log_odds(words_of(text), {}), abs=1e-4)


def test_a_text_of_any_length_is_read_in_blocks() -> None:
    many = [words_of("Crime fell by a third in ten years.") for _ in range(3)]
    sentences = [list(sentence) for sentence in many] + [words_of("Crime fell, and " * 1_500)]
    likeness.read(sentences)
    first = {id(sentence[0].channels[0]) for sentence in sentences}
    assert len(first) == 2
    assert likeness.log_odds(sentences[-1], {}) == pytest.approx(
        likeness.log_odds(words_of("Crime fell, and " * 1_500), {}), abs=1e-4
    )


@pytest.mark.parametrize("text", ["…", "12", "—", "\u00ad", "Yes."])
def test_scraps_are_read_without_complaint(text: str) -> None:
    assert all(0.0 <= sentence.checkworthiness <= 1.0 for sentence in split(text).sentences)
    assert len(list(assess_sentences([text]))) == 1
