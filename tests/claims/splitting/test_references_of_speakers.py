from __future__ import annotations

from claims.splitting import split


def statements(text: str) -> str:
    return " | ".join(claim.statement for claim in split(text).claims)


def test_he_in_reported_words_is_the_one_who_said_it() -> None:
    said = statements("Carlos Vega met Tomas Reade. Tomas Reade told reporters that he had closed the ferry in 2019.")
    assert "Tomas Reade had closed the ferry in 2019." in said


def test_he_before_a_quotation_inside_reported_words_is_the_one_who_said_it() -> None:
    said = statements("Carlos Vega has said he will meet Tomas Reade to discuss “the end of the ferry” in May.")
    assert "Carlos Vega said that he will meet Tomas Reade" in said


def test_he_inside_a_quotation_is_never_the_one_who_speaks() -> None:
    said = statements("Tomas Reade owns two ferries. “He paid 300 crowns for each,” Carlos Vega told the council.")
    assert "Carlos Vega paid" not in said


def test_who_had_the_surname_first_keeps_it() -> None:
    said = statements(
        "Paul Manafort owns 12 mines. Manafort sold one in 2019. Manafort closed another in 2020. His son "
        "Marco Manafort sold one as well. In 2020 Manafort bought 14 clinics in Ohio."
    )
    assert "In 2020 Paul Manafort bought 14 clinics" in said


def test_a_title_tells_two_of_one_surname_apart() -> None:
    said = statements("Helen Marsh and Tom Marsh moved to Ohio in 2001. Mrs. Marsh bought 12 clinics in 2019.")
    assert "Helen Marsh bought 12 clinics in 2019." in said


def test_who_spoke_before_speaks_again() -> None:
    text = "Carlos Vega says that Tomas Reade broke the law. He says that the ferry closed in 2019."
    assert split(text).claims[-1].speaker == "Carlos Vega"


def test_a_pronoun_ahead_of_its_name_waits_for_it() -> None:
    text = "Tom Ray lives in Rome. In his first speech of 2019, Carl Vega promised 12 schools."
    assert split(text).claims[-1].statement == "In his first speech of 2019, Carl Vega promised 12 schools."


def test_their_belongs_to_the_voters_of_its_own_clause() -> None:
    text = "The new parties of Ohio met in May. There were 12 voters in Ohio who cast their ballots by mail in 2019."
    assert "parties’ ballots" not in statements(text)


def test_the_client_of_a_lawyer_is_named() -> None:
    text = "Ann Lee, a lawyer for Tom Ray, said her client paid $4 million in 2019. {}"
    assert "| Tom Ray paid $4 million in 2019." in statements(text.format(""))
    said = split(text.format("“My client’s house was sold in 2020,” she said.")).claims[-1]
    assert said.statement == "Tom Ray’s house was sold in 2020."
    (alone,) = split("Ann Lee said her client paid $4 million in 2019.").claims
    assert alone.statement == "Ann Lee’s client paid $4 million in 2019."


def test_what_the_article_adds_is_not_the_accuser_s() -> None:
    text = "Ann Lee accused Tom Ray of theft, a crime that cost the state of Ohio $4 million in 2019."
    found = {claim.statement: claim.speaker for claim in split(text).claims}
    assert found.pop("Ann Lee accused Tom Ray of theft.", "") == "Ann Lee"
    assert set(found.values()) == {""}


def test_they_is_the_body_that_the_sentence_before_was_about() -> None:
    said = statements("The Sea Safety Office opened in 2011. They sold 40 ships to the town in 2019.")
    assert "The Sea Safety Office sold 40 ships to the town in 2019." in said


def test_they_is_no_body_where_several_others_may_be_meant() -> None:
    said = statements("Veltro Bank owns 40 ferries. The ferries crossed the bay. They lost 900 crowns in 2019.")
    assert "Veltro Bank lost" not in said


def test_he_behind_a_label_is_whom_it_names() -> None:
    said = statements("Carlos Vega bought 40 ships in 2011.\n\nTomas Reade: He sold 12 ferries to the town in 2019.")
    assert "Carlos Vega sold" not in said


def test_they_behind_a_body_and_its_ships_is_not_the_body() -> None:
    said = statements("The Sea Safety Office bought 40 ships in 2011. They lost 900 crowns a day in 2019.")
    assert "The Sea Safety Office lost" not in said
