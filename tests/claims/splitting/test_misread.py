"""What a parser reads wrongly, and words that mean somebody else: nothing is said that the text does not say."""

# ruff: noqa: E501 - sentences as they are

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claims.splitting import split

PUBLISHED = datetime(2026, 10, 14, tzinfo=UTC)


def told(text: str) -> list[tuple[str, str]]:
    return [(claim.statement, claim.speaker) for claim in split(text, published_at=PUBLISHED).claims]


REPAIRED = [
    (
        "The auditor is Grant Hollis. Had the bins been bought on the open market, he wrote in a letter to councillors, they would have cost £2.1m less.",
        ("Had the bins been bought on the open market they would have cost £2.1m less.", "Grant Hollis"),
        "letter",
    ),
    (
        "The case collapsed after an expert for the defence, Professor Miriam Stoll, testified that the tests used by the hospital could not tell one kind from the other.",
        (
            "The case collapsed after an expert for the defence, Professor Miriam Stoll, testified that the tests used by the hospital could not tell one kind from the other.",
            "",
        ),
        "case testified",
    ),
    (
        "Three people have been killed and nearly 200,000 homes left without power after Storm Ottilie hit the west coast overnight, bringing gusts of up to 104mph.",
        ("Storm Ottilie hit the west coast overnight, bringing gusts of up to 104mph.", ""),
        "power bringing",
    ),
    (
        'At Dunmore airport, passengers slept on the floor after 17 flights were called off; one of them, Gemma Hart, said staff had handed out "a blanket and a biscuit".',
        ("17 flights were called off.", ""),
        "nothing",
    ),
    (
        "The mayor of Harrow Vale, Denise Clough, spoke on Friday. Cllr Ravi Menon produced 3 letters. The mayor did not deny having received them in 2026, but said she could not remember what help he meant.",
        ("Denise Clough could not remember what help Cllr Ravi Menon meant.", "Denise Clough"),
        "Menon could",
    ),
    (
        "Vitamin D does not reduce the number of winter colds, Dr Lena Fisk of the Tannock clinic said.",
        ("Vitamin D does not reduce the number of winter colds.", "Lena Fisk"),
        "Fisk",
    ),
    (
        "Torrential rain has killed at least 46 people and forced some 120,000 from their homes in the southern province "
        "of Karsa, the country's disaster agency said on Monday, as rescuers struggled to reach villages that have been "
        "cut off since Friday.",
        ("Torrential rain has killed at least 46 people.", "country's disaster agency"),
        "rain said",
    ),
    (
        "Mensah levelled with a penalty in the 87th minute, after Sand had been sent off for handball on the line, and "
        "then curled in the winner from 25 yards in stoppage time.",
        ("Mensah curled in the winner from 25 yards in stoppage time.", ""),
        "Sand curled",
    ),
    (
        "The hostel had no alarm. Amina Dossa, a cook at the hostel, who survived by climbing onto the roof, has lost "
        "two brothers.",
        ("Amina Dossa survived by climbing onto the roof.", ""),
        "The hostel survived",
    ),
    (
        "Engineers from the army, who arrived on Sunday, hope to have a crossing in place within a week.",
        ("Engineers from the army arrived on Sunday, October 11, 2026.", ""),
        "The army arrived",
    ),
    (
        "Nurses at St Bride's Hospital in Leeming say they were ordered not to report falls on the wards for almost a "
        "year, internal documents seen by this newspaper show.",
        (
            "Nurses at St Bride's Hospital in Leeming say they were ordered not to report falls on the wards for almost "
            "a year.",
            "internal documents seen by this newspaper",
        ),
        "Leeming falls",
    ),
    (
        "The airport in Karsa City has been shut since Saturday and the only bridge across the Oro, built by a Chinese "
        "company in 2014, has collapsed.",
        ("The only bridge across the Oro, built by a Chinese company in 2014, has collapsed.", ""),
        "Saturday, October 10, 2026 and the only bridge",
    ),
    (
        "Without the grant, the council's own finance director, Malcolm Orr, has warned, debt payments would take up 11% "
        "of the budget by 2031, up from 6% now.",
        ("Without the grant debt payments would take up 11% of the budget by 2031, up from 6% now.", "Malcolm Orr"),
        "has warned",
    ),
    (
        "The German engineering group Norvane said on Thursday it would cut 1,400 jobs, about 8% of its workforce.",
        ("Norvane would cut 1,400 jobs, about 8% of its workforce.", "Norvane"),
        "Thursday",
    ),
    (
        "Darren Pike, 44, who owned the building, his brother Colin Pike, 39, and the site manager, Stefan Wolski, 51, "
        "admitted the charges at Ellerby Crown Court on Tuesday.",
        ("Darren Pike owned the building.", ""),
        "44 his",
    ),
    (
        "Ms Lowe, who had joined the service only seven months earlier, was posthumously awarded the Queen's Gallantry "
        "Medal.",
        ("Ms Lowe was posthumously awarded the Queen's Gallantry Medal.", ""),
        "Medal's",
    ),
]


@pytest.mark.parametrize(("text", "expected", "never"), REPAIRED, ids=[row[0][:40] for row in REPAIRED])
def test_clauses_are_hung_where_they_belong(text: str, expected: tuple[str, str], never: str) -> None:
    found = told(text)
    assert expected in found
    assert not any(never in statement for statement, _ in found)


MEANT = [
    (
        "The judge said that custodial sentences were inevitable. Neither of the brothers spoke to reporters as they "
        "left the court in Ellerby.",
        "Neither of the brothers spoke to reporters as they left the court in Ellerby.",
    ),
    (
        "Researchers at the University of Leicester followed 226,459 adults for 13 years. During that time 2,893 of them "
        "were diagnosed with kidney stones.",
        "During that time 2,893 of the 226,459 adults were diagnosed with kidney stones.",
    ),
    (
        "A large British study suggests that night work is harmful. An earlier Danish study of 60,000 nurses found no "
        "link. The study was funded by the Medical Research Council.",
        "The study was funded by the Medical Research Council.",
    ),
    (
        "The club was founded in 1902. Attendance was 18,204, a record for the ground since it was rebuilt in 2011.",
        "Attendance was 18,204, a record for the ground since it was rebuilt in 2011.",
    ),
    (
        "Shares in the group fell by 11 percent. They have lost a third of their value since March 2020.",
        "Shares in the group have lost a third of their value since March 2020.",
    ),
    (
        "Cholera has been reported in two camps. Doctors Without Borders said it had treated 61 people, three of whom had "
        "died.",
        "Doctors Without Borders had treated 61 people, three of whom had died.",
    ),
    (
        "The UN asked for help. The UN said it had released $4 million in aid.",
        "The UN had released $4 million in aid.",
    ),
    (
        "“I've been in the game for 30 years and never seen anything like it,” said Carla Jennings, the manager of the "
        "club.",
        "Carla Jennings has never seen anything like it.",
    ),
    (
        "“Kofi Mensah begged me to let him play,” said the manager, Carla Jennings. “He was ill for a week.” Her opposite "
        "number, Mick Deegan, refused to speak to the press for a year.",
        "Carla Jennings’ opposite number, Mick Deegan, refused to speak to the press for a year.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), MEANT, ids=[row[0][:40] for row in MEANT])
def test_words_that_point_mean_what_the_text_means(text: str, expected: str) -> None:
    assert expected in [statement for statement, _ in told(text)]


def test_who_speaks_without_a_name_goes_on_speaking() -> None:
    text = (
        "In an email the head of nursing, Carol Swain, wrote that forms were optional. At least 118 falls went unrecorded, "
        "according to a log that one nurse kept in secret. The nurse, who asked not to be named, said two patients had "
        "died after falls. “I went to my manager three times in 2025,” she said."
    )
    assert ("The nurse went to the nurse’s manager three times in 2025.", "nurse") in told(text)


def test_nobody_speaks_before_the_text_has_named_him() -> None:
    text = (
        "The clip shows a man holding a letter. “From January they can fine you 5,000 euros for a tomato plant,” he says. "
        "A spokeswoman for the European Commission, Marta Wilk, said in 2026 that there was no such law."
    )
    claim = next(claim for claim in split(text).claims if "5,000" in claim.statement)
    assert claim.speaker == ""
    assert "Who is 'he'?" in claim.open_questions


def test_his_spokesman_is_somebodys() -> None:
    text = "President Samuel Okoro promised $25 million in aid. His spokesman said that 4,000 letters had arrived."
    assert ("4,000 letters had arrived.", "Samuel Okoro’s spokesman") in told(text)


def test_a_former_something_named_right_before() -> None:
    text = (
        "“We will not return to China,” Chief Executive Officer Anna Sander told reporters. The former Siemens manager "
        "said about 900 of the cuts would come in Germany."
    )
    assert ("About 900 of the cuts would come in Germany.", "Anna Sander") in told(text)


def test_nobody_without_a_name_is_taken_for_somebody_with_one() -> None:
    text = (
        "Dana Whitlow, 36, wept as the verdicts were read out. She had always insisted she was innocent. The prosecution's "
        "own expert conceded in 2025 that the tests were wrong. He had told the jury in 2024 that nobody else could have "
        "done it."
    )
    assert not any("Dana Whitlow" in claim.statement and "jury" in claim.statement for claim in split(text).claims)


def test_a_widow_is_no_man() -> None:
    text = (
        "The widow of one of the patients, 81-year-old Harold Benn, said in 2025 that 4 doctors had told her nothing about "
        "her husband."
    )
    assert all(claim.speaker != "Harold Benn" for claim in split(text).claims)
