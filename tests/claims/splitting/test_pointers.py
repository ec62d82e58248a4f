"""What "the pair", "there", "that year" and "I" point at, or the question that stays open."""

from __future__ import annotations

import pytest

from claims.splitting import Claim, split


def last(text: str) -> Claim:
    return split(text).claims[-1]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Anna Kern flew to Rome. Tom Ray took a train. The pair met twice in 2019.",
            "Anna Kern and Tom Ray met twice in 2019.",
        ),
        ("Anna Kern sued Tom Ray. The two lost 3 million euros.", "Anna Kern and Tom Ray lost 3 million euros."),
        (
            "The mill closed in 2009. Over 300 people lost their jobs that year.",
            "Over 300 people lost their jobs that year (2009).",
        ),
        ("The ferry left for Rome in May. Over 30 people died there.", "Over 30 people died in Rome."),
        ("The Veltro company made 3 million. The company sold 10 mills.", "The company sold 10 mills."),
        ("The two firms paid 40 million euros.", "The two firms paid 40 million euros."),
        ("The shop opened in Rome and sold 400 books there.", "The shop sold 400 books in Rome."),
    ],
)
def test_what_only_one_thing_can_be_is_written_in(text: str, statement: str) -> None:
    claim = last(text)
    assert claim.statement == statement
    assert not claim.ambiguous


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The pair met twice in 2019.", "Who are 'The pair'?"),
        ("Anna Kern met Tom Ray and Ida Voss. The two lost 3 million euros.", "Who are 'The two'?"),
        ("The company sold 10 mills in 2019.", "Which company is meant by 'The company'?"),
        ("In 1954 a ferry with 300 people sank there.", "Where is 'there'?"),
        ("The ferry sailed from Rome to Oslo in May. Over 30 people died there.", "Where is 'there'?"),
        ("Over 300 people lost their jobs that year.", "Which year is 'that year'?"),
        ("My water bill rose by 22 percent.", "Who is 'My'?"),
        ("Eva Lind says you closed two reactors in 2015.", "Who is 'you'?"),
        ("The mill closed in 2009.\n\nOver 300 people lost their jobs that year.", "Which year is 'that year'?"),
        ("The lake is 90 metres deep near Rome. In 1954 a ferry sank there.", "Where is 'there'?"),
        ("Anna Kern met Maria Huber in 2019. She won 54 percent of the vote.", "Who is 'She'?"),
        (
            "On Thursday the court fined Veltro Bank 4 million euros. Two years ago it was 5 percent.",
            "What does 'it' stand for?",
        ),
    ],
)
def test_what_is_open_is_asked(text: str, question: str) -> None:
    claim = last(text)
    assert claim.ambiguous
    assert claim.open_questions == (question,)


def test_a_speaker_is_who_says_i_and_there_may_be_nowhere() -> None:
    assert last("“I paid 400 euros,” said Tom Ray.").statement == "Tom Ray paid 400 euros."
    assert not last("There were 300 people in the hall.").ambiguous
