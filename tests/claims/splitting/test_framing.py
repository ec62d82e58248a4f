"""The content of a saying and the fact that it was said are two claims; the statement shows which is meant."""

from __future__ import annotations

import pytest

from claims.splitting import split


def statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text).claims]


def test_a_fact_stands_without_the_one_who_told_it() -> None:
    assert statements("Maria Gomez said that costs rose by 4 percent in 2019.") == ["Costs rose by 4 percent in 2019."]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Maria Gomez said that the delays in 2019 were “simply unacceptable”.",
            "Maria Gomez said that the delays in 2019 were “simply unacceptable”.",
        ),
        (
            "The council should close 12 of its pools in 2020, Maria Gomez said.",
            "Maria Gomez said that the council should close 12 of its pools in 2020.",
        ),
    ],
)
def test_an_opinion_or_a_scrap_of_quotation_stands_only_as_said(text: str, statement: str) -> None:
    assert statements(text) == [statement]


def test_what_somebody_thinks_is_no_fact() -> None:
    (claim,) = split("Beijing has calculated since 1989 that 12 reforms can be avoided.").claims
    assert claim.statement.startswith("Beijing has calculated")
    assert claim.attribution == "author"


def test_a_frame_keeps_to_whom_and_in_what_it_was_said_and_the_quotation_its_marks() -> None:
    text = "In a letter to the council in May, Maria Gomez warned that the delays of 2019 were “simply unacceptable.”"
    assert statements(text) == [
        "Maria Gomez warned in a letter to the council in May that the delays of 2019 were “simply unacceptable”."
    ]
    text = "Maria Gomez told the council that the delays in 2019 were unfair."
    assert statements(text) == [text]


def test_a_judgement_inside_a_clause_does_not_make_it_one() -> None:
    text = "Maria Gomez said that 12 clinics in Rome sued over the right of patients to see a good doctor in 2019."
    assert statements(text) == ["12 clinics in Rome sued over the right of patients to see a good doctor in 2019."]


def test_a_pronoun_behind_its_own_frame_is_left_alone() -> None:
    text = "Tom Ray said that he hates the 12 new pools of Rome."
    assert statements(text) == [text]


def test_nobody_says_what_is_only_asked() -> None:
    text = "The agency asked whether 12 clinics in Rome had closed in 2019."
    assert statements(text) == [text]
    assert statements("She asked whether the mayor of Rome had closed 12 clinics in 2019.") == []


def test_the_verb_agrees_with_the_name_that_stands_for_i() -> None:
    assert statements("“I support a tax of 4 percent on the 300 mines of Ohio,” Helen Marsh said.") == [
        "Helen Marsh supports a tax of 4 percent on the 300 mines of Ohio."
    ]


def test_a_quotation_that_a_cue_parts_is_one() -> None:
    text = "“I did nothing wrong,” Clara Hensley told reporters. “But the city,” she added, “needs a fresh start.”"
    assert [c.statement for c in split(text).claims][-1] == "Clara Hensley added: “But the city needs a fresh start”."


def test_a_cue_by_itself_is_no_claim() -> None:
    text = "'He called me and said, “Nobody will check the fund”', former treasurer Ann Dole recalled in an interview."
    assert not any("recalled" in claim.statement for claim in split(text).claims)


def test_the_name_of_a_body_ends_where_the_sentence_goes_on() -> None:
    text = (
        "A committee accused the transport ministry of ignoring nine warnings. Its chair, Sophie Laurent, said the "
        "ministry had spent only €3 million."
    )
    assert [c.statement for c in split(text).claims][-1] == "The transport ministry had spent only €3 million."
