"""Who said what: direct, indirect, inverted, continued and unclosed speech."""

from __future__ import annotations

import pytest

from claims.splitting import Split, split


def said(text: str) -> list[tuple[str, str]]:
    """(speaker, content) of each attribution."""
    found: Split = split(text)
    return [(a.speaker, text[a.content[0] : a.content[1]].strip("“”\"'’‘, ")) for a in found.attributions]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“The bridge is safe,” Maria Gomez said on Monday.", "Maria Gomez", "The bridge is safe"),
        ("Maria Gomez said that the bridge is safe.", "Maria Gomez", "that the bridge is safe"),
        ("The bridge is safe, according to Maria Gomez.", "Maria Gomez", "The bridge is safe"),
        ("The bridge is safe, said Maria Gomez, the engineer.", "Maria Gomez", "The bridge is safe"),
        ("The bridge is safe, the Transport Ministry said.", "Transport Ministry", "The bridge is safe"),
        ('"The bridge is safe," Maria Gomez told reporters.', "Maria Gomez", "The bridge is safe"),
        ("”The bridge is safe,“ Maria Gomez told reporters.", "Maria Gomez", "The bridge is safe"),
    ],
)
def test_one_saying(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in said(text)


def test_the_fullest_name_of_the_article_is_the_speaker() -> None:
    text = "Maria Gomez runs the harbour.\n\nIt lost money last year, Gomez said. “We will close it,” Ms Gomez added."
    assert {speaker for speaker, _ in said(text)} == {"Maria Gomez"}


def test_a_pronoun_is_the_speaker_before_it() -> None:
    text = "Maria Gomez closed the harbour on Friday. She said that the costs rose by 40 percent."
    assert said(text) == [("Maria Gomez", "that the costs rose by 40 percent")]


def test_two_candidates_are_not_guessed_between() -> None:
    text = "John Baker and Peter Stone met in Rome. He said that the costs rose by 40 percent."
    claim = split(text).claims[-1]
    assert claim.speaker == ""
    assert claim.ambiguous
    assert "Who is 'He'?" in claim.open_questions


def test_a_quotation_goes_on_with_its_speaker() -> None:
    text = "“The costs rose by 40 percent,” Maria Gomez said.\n\n“Revenue fell by 10 percent last year.”"
    claims = [(c.speaker, c.attribution, c.statement) for c in split(text).claims]
    assert ("Maria Gomez", "quoted", "Revenue fell by 10 percent last year.") in claims


def test_a_quotation_over_several_sentences_belongs_to_the_cue_behind_it() -> None:
    text = "“The costs rose by 40 percent in May. Revenue fell by 10 percent,” Maria Gomez said."
    assert {c.speaker for c in split(text).claims} == {"Maria Gomez"}


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "Maria Gomez said: “The costs rose by 40 percent.\n\nThe council meets again in June 2027."
    claims = split(text).claims
    assert [c.speaker for c in claims if "council" in c.statement] == [""]


def test_source_and_cue_are_where_they_stand() -> None:
    text = "The bridge closed in 2019, Maria Gomez said."
    (found,) = split(text).attributions
    assert found.source is not None
    assert found.cue is not None
    assert text[slice(*found.source)] == "Maria Gomez"
    assert text[slice(*found.cue)] == "said"


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Maria Gomez talked about the old bridge on Monday.", "Maria Gomez", "the old bridge"),
        ("Maria Gomez repeated her criticism of the old bridge.", "Maria Gomez", "the old bridge"),
        ("Maria Gomez: The old bridge must be closed", "Maria Gomez", "The old bridge must be closed"),
        ("The poll showed a narrow lead for Maria Gomez.", "poll", "a narrow lead for Maria Gomez"),
    ],
)
def test_cues_that_are_not_said(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in said(text)


def test_what_seems_is_said_by_nobody() -> None:
    assert said("The bridge appears to have moved by 4 inches.") == [
        ("", "The bridge"),
        ("", "to have moved by 4 inches"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Maria Gomez backed the tax on water.", "the tax on water"),
        ("Maria Gomez met 12 voters backing the tax on water.", None),
        ("Maria Gomez did not back the tax on water.", None),
        ("Maria Gomez came to Rome to back the tax on water.", None),
        ("Maria Gomez emailed that the bridge is safe.", "that the bridge is safe"),
        ("Maria Gomez committed to close the harbour.", "to close the harbour"),
    ],
)
def test_a_side_that_nobody_took_is_not_theirs(text: str, content: str | None) -> None:
    assert [found for _, found in said(text)] == ([content] if content else [])


def speakers(text: str) -> dict[str, str]:
    """The speaker of each claim by its statement."""
    return {claim.statement: claim.speaker for claim in split(text).claims}


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“What a waste of crowns that was,” Maria Gomez said.", "What a waste of crowns that was"),
        ("“The pipe we laid is new,” Maria Gomez, an engineer, responded.", "The pipe we laid is new"),
        ("“The costs rose by 40 percent,’’ Maria Gomez told the council.", "The costs rose by 40 percent"),
        ("As Maria Gomez put it, the costs rose by 40 percent.", "the costs rose by 40 percent"),
        ("In 2019, Maria Gomez wrote, the costs rose by 40 percent.", "the costs rose by 40 percent"),
        ("Maria Gomez told the paper that she paid 40 crowns.", "that she paid 40 crowns"),
        ("Maria Gomez denied taking 40 crowns.", "taking 40 crowns"),
        ("“No,” Maria Gomez said.", "No"),
        ("Maria Gomez sees the harbour as a threat to the town.", "the harbour as a threat to the town"),
        ("Maria Gomez is deeply skeptical of the new harbour.", "the new harbour"),
        ("Maria Gomez voted against the new harbour.", "the new harbour"),
        ("The loss does not surprise Maria Gomez: “We lost 40 ships.”", "We lost 40 ships."),
    ],
)  # fmt: skip
def test_more_ways_of_saying(text: str, content: str) -> None:
    assert ("Maria Gomez", content) in said(text)


def test_a_quotation_without_a_subject_is_no_claim_of_the_author() -> None:
    found = split("“What a waste of 40 million crowns that was,” Maria Gomez said.").claims
    assert [(c.speaker, c.attribution) for c in found] == [("Maria Gomez", "quoted")]


def test_what_somebody_calls_a_thing_is_said_by_them() -> None:
    assert set(speakers("Maria Gomez called the new harbour a “costly mistake for the town” in May.").values()) == {
        "Maria Gomez"
    }
    assert set(speakers("The village by the harbour is called Marsh End.").values()) == {""}


def test_blaming_is_said_when_it_happened_and_thought_when_it_lasts() -> None:
    assert "Maria Gomez" in speakers("Maria Gomez blamed the council for the flood of 2019.").values()
    assert set(speakers("Many residents blame the council for the flood of 2019.").values()) == {""}


def test_a_deed_beside_an_accusation_has_no_speaker() -> None:
    found = speakers("Maria Gomez accused the firm of fraud and sold 40 ships in May.")
    assert found["Maria Gomez sold 40 ships in May."] == ""


def test_nobody_says_people() -> None:
    assert speakers("The unions said more than 900 people registered for the march.") == {
        "More than 900 people registered for the march.": "unions"
    }


def test_a_promise_beside_what_was_said_is_not_part_of_it() -> None:
    found = said("Maria Gomez said the plan would cost 40 million crowns and called it a waste.")
    assert ("Maria Gomez", "the plan would cost 40 million crowns") in found


def test_what_follows_a_quotation_is_the_articles() -> None:
    found = said("“Follow us to the harbour,” Maria Gomez said, and the boys trailed behind her.")
    assert found == [("Maria Gomez", "Follow us to the harbour")]


def test_who_is_told_of_in_a_relative_clause_has_said_it() -> None:
    text = "The council met voters who said the harbour had cost 40 million crowns."
    assert ("voters", "the harbour had cost 40 million crowns") in said(text)


def test_the_release_of_an_office_is_the_offices() -> None:
    text = (
        "The harbour lost 40 ships, the Office for Sea Safety announced. "
        "Its budget fell by 10 percent, according to the office release."
    )
    assert {claim.speaker for claim in split(text).claims} == {"Office for Sea Safety"}


def test_the_figures_of_a_poll_are_the_polls() -> None:
    found = speakers("In a Marsh University poll, 50 percent of residents chose the ferry.")
    assert found == {"50 percent of residents chose the ferry.": "Marsh University poll"}


POST = "— Maria Gomez (@mgomez) May 3, 2019"


def test_a_post_is_said_by_whoever_signed_it() -> None:
    text = f"The council met.\n\nMy office sold 40 ships to the town of Marsh in 2018.\n\n{POST}"
    assert speakers(text)["Maria Gomez’s office sold 40 ships to the town of Marsh in 2018."] == "Maria Gomez"


def test_a_signature_does_not_claim_what_the_article_reports() -> None:
    text = f"Another resident claimed that 40 ships were sold to Marsh.\n\n{POST}"
    assert "Maria Gomez" not in speakers(text).values()


def test_hearsay_is_attributed_to_nobody() -> None:
    assert said("The ferry reportedly sank off Marsh in 2019.") == [
        ("", "The ferry"),
        ("", "sank off Marsh in 2019"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria Gomez said she fears that the harbour will close.",
         [("Maria Gomez", "she fears that the harbour will close")]),
        ("Maria Gomez said that the council announced that costs rose by 40 percent.",
         [("Maria Gomez", "that the council announced that costs rose by 40 percent")]),
        ("Maria Gomez hopes that the town supports the new harbour.",
         [("Maria Gomez", "that the town supports the new harbour")]),
    ],
)  # fmt: skip
def test_what_is_thought_or_told_inside_reported_words_is_part_of_them(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


def test_what_was_said_aloud_is_not_lost_in_a_thought() -> None:
    text = "Maria Gomez forgot that the court announced that the harbour may close."
    assert ("court", "that the harbour may close") in said(text)


def test_what_is_claimed_inside_reported_words_is_said_by_whoever_reports_it() -> None:
    found = speakers("Maria Gomez said that the council announced that costs rose by 40 percent.")
    assert set(found.values()) == {"Maria Gomez"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The storm forced Maria Gomez to admit that 40 houses were lost.", "Maria Gomez"),
        ("Posters in the town prompted some drivers to argue that the new road killed 40 people.", "some drivers"),
        ("The noise caused residents to complain that the harbour was open in 2019.", "residents"),
    ],
)
def test_who_is_made_to_say_something_says_it(text: str, speaker: str) -> None:
    assert [source for source, _ in said(text)] == [speaker]
    assert speakers(text) == {text: speaker}


def test_what_nobody_was_made_to_say_has_no_speaker() -> None:
    text = "The storm did not lead Maria Gomez to say that 40 houses were lost."
    assert speakers(text) == {text: ""}


def test_what_somebody_is_urged_to_admit_is_the_words_of_who_urges() -> None:
    text = "Peter Stone urged Maria Gomez to admit that 40 houses were lost."
    assert speakers(text) == {text: "Peter Stone"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Maria Gomez campaign said that 40 houses were lost.", "Maria Gomez campaign"),
        ("Some Gomez supporters said that 40 houses were lost.", "Some Gomez supporters"),
        ("Council spokeswoman Maria Gomez said that 40 houses were lost.", "Maria Gomez"),
    ],
)
def test_what_is_named_after_somebody_is_not_that_person(text: str, speaker: str) -> None:
    assert [source for source, _ in said(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Gomez released a statement saying that 40 houses were lost.",
        "Maria Gomez sent a letter to the council saying that 40 houses were lost.",
        "Maria Gomez left Rome in a statement saying that 40 houses were lost.",
    ],
)
def test_a_document_speaks_for_who_issued_it(text: str) -> None:
    assert said(text) == [("Maria Gomez", "that 40 houses were lost")]


def test_what_a_released_statement_says_has_its_issuer_for_a_speaker() -> None:
    text = "The council of Rome met. Maria Gomez released a statement saying that 40 houses were lost."
    assert speakers(text)["Maria Gomez released a statement saying that 40 houses were lost."] == "Maria Gomez"


def test_who_receives_a_letter_has_not_said_what_it_says() -> None:
    assert [source for source, _ in said("Maria Gomez received a letter saying that 40 houses were lost.")] == [
        "letter"
    ]


def test_who_is_quick_to_add_something_has_said_it() -> None:
    assert said("Maria Gomez was quick to add that 40 houses were lost.") == [
        ("Maria Gomez", "that 40 houses were lost")
    ]


def test_the_source_goes_up_to_its_pronoun() -> None:
    text = "Maria Gomez, who said that 40 houses were lost, lives in Rome."
    source = split(text).attributions[0].source
    assert source is not None
    assert text[slice(*source)] == "Maria Gomez, who"


def test_in_a_transcript_the_whole_answer_is_of_who_stands_before_the_colon() -> None:
    text = (
        "Mayor Ida Thorne: We had no choice. The repairs would have cost £3m, and the council has debts of £40m. I "
        "asked the government for help twice, in 2023 and last year.\n\nQuestion: Did the council "
        "spend £200,000 on a statue?\n\n"
        "The pool closed in 2021."
    )
    found = {claim.statement: claim.speaker for claim in split(text).claims}
    assert found["The repairs would have cost £3m."] == "Ida Thorne"
    assert found["The council has debts of £40m."] == "Ida Thorne"
    assert any(
        said.startswith("Ida Thorne asked the government") and who == "Ida Thorne" for said, who in found.items()
    )
    assert found["The pool closed in 2021."] == ""


@pytest.mark.parametrize(
    "text",
    [
        "The report does not say that Tom Ray knew of the letter.",
        "Nobody claims that the council took 3 million euros.",
        "The ministry has not confirmed that 30 people were hurt.",
        "No study showed that the drug worked in 300 patients.",
        "The survey never found that 40 schools were closed.",
    ],
)
def test_what_was_not_said_is_nobodys_claim(text: str) -> None:
    found = split(text).claims
    assert [claim.statement for claim in found] == [text]
    assert found[0].speaker == ""


def test_not_only_is_no_denial() -> None:
    found = split("Tom Ray did not only say that the bridge cost 40 million euros.").attributions
    assert [a.speaker for a in found] == ["Tom Ray"]
    claims = split("Police said that four people were killed. Police denied that four houses burned.").claims
    assert [(claim.statement, claim.speaker) for claim in claims] == [
        ("Four people were killed.", "Police"),
        ("Police denied that four houses burned.", "Police"),
    ]


def test_labels_in_capitals_are_the_persons_of_the_transcript() -> None:
    text = (
        "HOST: With me is the energy minister, Johan Berg.\n\nBERG: Prices doubled because imports fell by 40 percent. "
        "We built 312 wind turbines in 2021.\n\nHOST: Is that so?\n\nBERG: The grid lost 9 million euros in 2020."
    )
    found = {claim.statement: claim.speaker for claim in split(text).claims}
    assert found["Prices doubled because imports fell by 40 percent."] == "Johan Berg"
    assert found["The grid lost 9 million euros in 2020."] == "Johan Berg"


def test_headings_in_capitals_speak_for_nobody() -> None:
    text = "FACT: The bridge cost 40 million euros.\n\nNOTE: Rents rose by 4 percent.\n\nFACT: Forty houses burned."
    assert {claim.speaker for claim in split(text).claims} == {""}


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("The governor, Paul Hart, disagreed.\n\n", "Ida Voss"),  # whoever is named behind the last paragraph
        ("", "Anna Kern"),  # right behind a speaker it goes on from there
    ],
)
def test_an_open_quotation_is_of_who_is_named_next_to_it(between: str, speaker: str) -> None:
    text = (
        f"“The plan costs 4 million euros,” said Anna Kern, the mayor.\n\n{between}"
        "“The plan costs 9 million euros. It covers 300 schools.\n\n“It has cost 300 jobs,” said union leader Ida Voss."
    )
    found = {claim.quote.rstrip(".,"): claim.speaker for claim in split(text).claims}
    assert found["The plan costs 4 million euros"] == "Anna Kern"
    assert found["The plan costs 9 million euros"] == speaker
    assert found["It covers 300 schools"] == speaker
    assert found["It has cost 300 jobs"] == "Ida Voss"
