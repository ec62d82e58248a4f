"""Clauses apart: what is shared is repeated, what only makes sense together stays together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claims.splitting import split
from claims.splitting.verb_forms import past_of_gerund


def statements(text: str) -> list[str]:
    return [claim.statement for claim in split(text).claims]


def test_a_shared_auxiliary_is_repeated() -> None:
    found = statements("John Baker could face 10 years in prison in Ohio and have to pay $250,000 to the state.")
    assert found == [
        "John Baker could face 10 years in prison in Ohio.",
        "John Baker could have to pay $250,000 to the state.",
    ]


def test_two_verbs_with_one_object_stay_together() -> None:
    text = "The flood of 2019 has damaged and destroyed 400 houses in the valley."
    assert statements(text) == [text]


def test_what_follows_from_a_clause_stays_with_it() -> None:
    text = "The dam broke in 2019, leaving 4,000 people in the valley without power."
    assert statements(text) == [text]


def test_a_participle_becomes_a_finite_verb() -> None:
    found = statements("Maria Gomez left the council in 2019, joining the board of a bank in Rome.")
    assert found == ["Maria Gomez left the council in 2019.", "Maria Gomez joined the board of a bank in Rome."]


def test_infinitives_are_not_taken_for_claims() -> None:
    text = "The mayor urged the council to close 12 pools and make the state pay for it."
    assert len(statements(text)) == 1


def test_party_and_converted_measure_are_left_out() -> None:
    assert statements("Senator Ann Lee (D-N.Y.) walked 5 miles (8 kilometers) in 2019.") == [
        "Senator Ann Lee walked 5 miles in 2019."
    ]


def test_the_clause_is_cut_out_of_a_told_statement() -> None:
    text = "Ann Lee told The Post in a letter that her client did not mean to hurt Tom Ray and did not plan the raid."
    assert len(statements(text)) == 2


@pytest.mark.parametrize(
    ("gerund", "past"),
    [("seating", "seated"), ("leaving", "left"), ("carrying", "carried"), ("stopping", "stopped"), ("making", "made")],
)
def test_past_of_gerunds(gerund: str, past: str) -> None:
    assert past_of_gerund(gerund) == past


def test_a_name_between_and_and_a_verb_is_its_subject() -> None:
    found = statements("Brandon Miller scored for the Sharks and Linus Olsen stopped 22 shots.")
    assert found == ["Brandon Miller scored for the Sharks.", "Linus Olsen stopped 22 shots."]


def test_a_plural_noun_in_a_list_is_no_verb() -> None:
    found = statements(
        "Relations between Oslo and Riga have soured rapidly in the wake of the war and annexation of the island, "
        "encounters between Russian and Nato ships, sanctions and the 2015 trial."
    )
    assert not any("Riga encounters" in statement for statement in found)


def test_marks_that_point_the_wrong_way_are_turned() -> None:
    (found,) = statements("Maria Gomez voted for repealing”Clearcare,“ and 12 other laws in 2016.")
    assert "repealing “Clearcare,” and" in found


def test_the_title_gives_the_name_in_full() -> None:
    claim = split("Costs rose by 4 percent, Gomez said.", title="Maria Gomez defends rising costs").claims[0]
    assert claim.speaker == "Maria Gomez"


def test_no_country_is_a_lawyer() -> None:
    text = "Following his arrest in the UK, a lawyer for the woman in the case asked for it to be resumed in 2019."
    assert not any("UK is" in statement for statement in statements(text))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The winds in Oxley should ease by Thursday morning, the county said.", "November 21"),
        ("The bridge in Oxley is expected to open on Friday for 40 tonnes.", "November 22"),
        ("The council of Oxley could vote on 12 bills by Monday.", "November 25"),
        ("The 12 guards in Oxley could have left on Monday.", "November 18"),
        ("The winds in Oxley eased by Monday morning, the county said.", "November 18"),
    ],
)
def test_a_weekday_lies_ahead_where_what_is_told_does(text: str, day: str) -> None:
    found = [claim.statement for claim in split(text, published_at=datetime(2019, 11, 20, tzinfo=UTC)).claims]
    assert any(f"{day}, 2019" in statement for statement in found), found


def test_a_weekday_of_the_future_is_the_next_one() -> None:
    text = "The council will vote on 12 bills on Thursday. Wednesday morning’s vote in Rome drew 400 people."
    found = [claim.statement for claim in split(text, published_at=datetime(2019, 11, 20, tzinfo=UTC)).claims]
    assert "November 21, 2019" in found[0]
    assert "2019" not in found[1]


@pytest.mark.parametrize(
    "text",
    [
        "The flood made it look as if 12 houses in the valley had been built on sand in 2019.",
        "A man of 40 died after he was hit by a bus in Rome in 2019.",
        "If the pool closes in 2020 and the council sells it, 12 teachers in Rome will lose their jobs.",
        "The act would put a ban on 12 officials deemed responsible for the flood of 2019 in Rome.",
    ],
)
def test_what_only_makes_sense_together_is_one_claim(text: str) -> None:
    assert statements(text) == [text]


def test_a_fact_behind_after_is_a_claim_where_both_say_enough() -> None:
    found = statements("The council of Rome closed 12 pools in 2019 after a court in Milan found lead in the water.")
    assert found == ["The council of Rome closed 12 pools in 2019.", "A court in Milan found lead in the water."]


def test_the_verb_of_a_long_content_is_no_second_verb_of_its_source() -> None:
    found = split("The agency estimated that 900 people age 12 and older, which is 4 percent of Rome, reported pain.")
    assert [(c.statement, c.speaker) for c in found.claims] == [
        ("900 people age 12 and older reported pain.", "agency"),
        ("900 people age 12 and older is 4 percent of Rome.", "agency"),
    ]


def test_a_colon_behind_a_verb_brings_no_other_name_of_the_subject() -> None:
    found = statements("The resolve of the council is an answer to events in 2019: the new tax on water in Milan.")
    assert not any("resolve of the council is the new tax" in statement for statement in found)


def test_what_a_restricting_clause_tells_of_the_past_is_a_claim_besides() -> None:
    text = "An outage in Napa County that affected 12,000 people in 2019 was the first of its kind."
    assert statements(text) == [text, "An outage in Napa County affected 12,000 people in 2019."]


@pytest.mark.parametrize(
    "dateline",
    [
        "LONDON (Reuters) - ",
        "New York (AFP) – ",
        "WASHINGTON, June 10 (UPI) — ",
        "Cape Town, South Africa (AP) — ",
        "Berlin, 2 May 2021 - ",
    ],
)
def test_a_dateline_is_not_given_to_the_parser(dateline: str) -> None:
    found = statements(dateline + "Helen Marsh opened 12 schools in Ohio in 2019, calling the last council a disgrace.")
    assert found == [
        "Helen Marsh opened 12 schools in Ohio in 2019.",
        "Helen Marsh called the last council a disgrace.",
    ]


@pytest.mark.parametrize("subject", ["Ann Lee", "She"])
def test_what_a_noun_that_describes_somebody_did_they_did(subject: str) -> None:
    text = f"Ann Lee lives in Rome. {subject} is a lawyer who sued 12 clinics in Rome in 2019."
    assert statements(text)[1:] == [
        "Ann Lee is a lawyer who sued 12 clinics in Rome in 2019.",
        "Ann Lee sued 12 clinics in Rome in 2019.",
    ]


def test_an_aside_about_one_of_two_nouns_is_about_the_one_that_agrees() -> None:
    text = "Residents left an area of the Marsh and Lowe districts that was burned in a wildfire in May 2019."
    found = statements(text)
    assert not any(statement.startswith(("The Marsh and Lowe districts was", "Districts")) for statement in found)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("In contrast, the ferry carried 900 people in 2019.", "The ferry carried 900 people in 2019."),
        ("As a result, the ferry closed in 2019.", "The ferry closed in 2019."),
        (
            "As a result of the strike, the ferry closed in 2019.",
            "As a result of the strike, the ferry closed in 2019.",
        ),
        ("Overall rents in Marsh rose by 9 percent in 2019.", "Overall rents in Marsh rose by 9 percent in 2019."),
    ],
)
def test_what_ties_a_sentence_to_the_one_before_is_left_out(text: str, statement: str) -> None:
    assert statements(text) == [statement]


def test_no_date_does_what_a_clause_behind_it_tells() -> None:
    found = statements("The work follows an inspection in the spring that found cracks in 31 of the pier's 112 bolts.")
    assert found[1:] == ["An inspection in the spring found cracks in 31 of the pier's 112 bolts."]
    text = "The quay has had a limit of 12 tonnes since May, which has sent lorries on a detour of 19 kilometres."
    assert statements(text) == [text]


def test_a_number_in_words_is_small_within_a_statement() -> None:
    found = statements("“Nine thousand cars cross this quay every day, and one of them will fall,” Ida Penrose said.")
    assert not any("of Nine" in statement for statement in found), found


def test_a_plural_after_that_is_no_verb() -> None:
    found = statements("The harbour service has warned that calls to the east bank will take six minutes longer.")
    assert found == ["Calls to the east bank will take six minutes longer."]


def test_the_beginning_of_a_clause_that_stands_elsewhere_is_left_out() -> None:
    found = split(
        "The floods have been “truly dreadful” and Norvia is taking steps to avoid them in the future but at the "
        "moment, “we won’t gamble with public safety,” company CEO Ann Lee said."
    ).claims
    assert "Norvia is taking steps to avoid the floods in the future." in [claim.statement for claim in found]
    assert not any(claim.quote.rstrip().endswith((" and", " but", "moment")) for claim in found)


def test_what_is_reported_in_one_breath_with_a_quotation_is_kept() -> None:
    found = statements(
        "The chief executive Ann Lee said the floods have been “truly dreadful” and that Norvia is taking steps to "
        "avoid them in the future but at the moment “we won’t gamble with public safety.”"
    )
    assert found == [
        "Ann Lee said that the floods have been “truly dreadful”.",
        "Norvia is taking steps to avoid the floods in the future.",
        "Ann Lee said: “we won’t gamble with public safety”.",
    ]


def test_what_stands_before_a_dash_is_the_writers_and_not_the_speakers() -> None:
    text = "Yet Tom Ray has already sold his ferry once — “I now do recall,” he said, talking of 2019."
    first = split(text).claims[0]
    assert (first.statement, first.attribution) == ("Tom Ray has already sold his ferry once.", "author")


def test_a_lost_subject_is_the_speaker_even_where_others_are_named_later() -> None:
    text = "Mr Baker said reserved the right to speak out if Mr Vega or his policies breach certain “values or ideals”."
    [statement] = statements(text)
    assert statement.startswith("Baker reserved the right to speak out if Mr Vega or his policies breach")


def test_a_number_is_not_made_the_subject_of_what_somebody_does() -> None:
    found = statements("The order of 777 jets is down by 30 to 126, which Norvia is opting for by using its rights.")
    assert not any("opting for 30" in statement for statement in found)


def test_what_is_coordinated_with_an_aside_goes_with_it() -> None:
    found = statements(
        "Since 1989, when it crushed the protests that began in Tiananmen Square, and witnessed the beginning of the "
        "end for the Soviet Union, Beijing has calculated that bloodshed should be avoided."
    )
    assert not any(statement.startswith("Since 1989 and") for statement in found)


def test_a_phrase_before_a_passive_is_its_subject() -> None:
    found = statements(
        "The army did not reveal the crash location and said it was withholding the names of those killed until next "
        "of kin could be told."
    )
    assert "The army did not reveal the crash location." in found
    assert not any("location and could be told" in statement for statement in found)


def test_who_regards_a_thing_is_its_subject() -> None:
    found = statements(
        "The team used 2 telescopes in Hawaii to study the 1,900-mile-wide Europa, which astrobiologists regard as one "
        "of the solar system's best bets to host alien life."
    )
    assert found[-1].startswith("Astrobiologists regard the 1,900-mile-wide Europa as one of")


def test_an_auxiliary_is_not_cut_from_its_verb_by_a_phrase_between_commas() -> None:
    found = statements(
        "The slogan drew ridicule, but Noem cited the backlash as proof that efforts to raise awareness around South "
        "Dakota's methamphetamine crisis was, in fact, working."
    )
    assert found[-1].endswith("crisis was, in fact, working.")


def test_a_day_that_is_dated_is_not_dated_again() -> None:
    found = split(
        "The new paper was published online today (Nov. 18) in Nature.", published_at=datetime(2019, 11, 20, tzinfo=UTC)
    )
    assert "November 20" not in found.claims[0].statement


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Attendance was 23,118, the club said.", "Attendance was 23,118."),
        ("A jury found a Leeds man guilty of fraud on Monday.", "A jury found a Leeds man guilty of fraud on Monday."),
        ("Helen Marsh died in 1999.", "Helen Marsh died in 1999."),
    ],
)
def test_short_facts_are_claims(text: str, statement: str) -> None:
    assert statements(text) == [statement]


def test_where_something_was_stays_with_what_is_told_of_it() -> None:
    found = statements("In Norway, where the same model was sold 300 times, none has failed, the operator says.")
    assert "In Norway the same model was sold 300 times." in found


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "The mill opened at 9 a.m. and 30 people came, but the roof collapsed at 10:45 p.m. Rents rose by 12%.",
            ["The mill opened at 9 a.m.", "30 people came.", "The roof collapsed at 10:45 p.m."],
        ),
        (
            "The firm said that repairs had tripled since Ray took office in 2017 and that no bridge was closed.",
            ["Repairs had tripled since Ray took office in 2017.", "No bridge was closed."],
        ),
        (
            "Mayor Clara Hensley resigned on 2 May 2020, a day after an audit found that $4 million had vanished.",
            ["Mayor Clara Hensley resigned on 2 May 2020.", "$4 million had vanished."],
        ),
        (
            "Clara Hensley resigned two weeks before an audit found that $4 million had vanished.",
            ["Clara Hensley resigned two weeks before an audit found that $4 million had vanished."],
        ),
        (
            "Experts studied the collapse of the Tarn bridge, which killed 27 people in 2004.",
            [
                "Experts studied the collapse of the Tarn bridge.",
                "The collapse of the Tarn bridge killed 27 people in 2004.",
            ],
        ),
    ],
)
def test_times_and_second_clauses_stay_where_they_belong(text: str, statements: list[str]) -> None:
    assert [claim.statement for claim in split(text).claims][: len(statements)] == statements


def test_who_found_it_stands_behind_after() -> None:
    text = "Mayor Clara Hensley resigned on 2 May 2020, a day after an audit found that $4 million had vanished."
    assert next(c.speaker for c in split(text).claims if "vanished" in c.statement) == "audit"


def test_a_day_that_something_is_told_of_is_no_dateline() -> None:
    text = "On Monday, 2 January 2021 - a holiday in Oxley - the bus fares rose by 3 percent."
    assert any("2 January 2021" in statement for statement in statements(text))
