"""`the airline`, `the order`: by name where one thing is meant, open where several are."""

from __future__ import annotations

from claims.splitting import split


def test_the_one_airline_is_named() -> None:
    text = "Veltro Airways bought 30 jets in 2019. The airline sold 12 of them in 2021."
    assert split(text).claims[-1].statement.startswith("Veltro Airways sold 12 of the 30 jets")


def test_two_airlines_are_not_guessed_between() -> None:
    text = "Veltro Airways and Norvia Airlines bought 30 jets in 2019. The airline sold 12 jets in 2021."
    claim = split(text).claims[-1]
    assert claim.statement.startswith("The airline sold")
    assert claim.ambiguous
    assert any("airline" in question for question in claim.open_questions)


def test_a_thing_is_named_by_what_brought_it_up() -> None:
    text = "Veltro placed an order for 30 jets in 2019. The order was worth $9 billion."
    assert split(text).claims[-1].statement == "The order for 30 jets was worth $9 billion."


def test_it_in_the_words_of_a_body_is_the_body() -> None:
    text = "The council closed 12 pools. Veltro Airways said it bought 30 jets in 2019."
    assert split(text).claims[-1].statement == "Veltro Airways bought 30 jets in 2019."


def test_the_son_and_the_short_form_of_a_name_are_the_same_man() -> None:
    text = "Patrick Lindholm Jr. was born in Rome in 1961. Pat Lindholm left it. Lindholm was arrested in April 2019."
    assert split(text).claims[-1].statement == "Patrick Lindholm Jr. was arrested in April 2019."


def test_the_company_is_the_one_that_the_article_is_about() -> None:
    text = "Veltro Air opened 12 mines in 2019. Veltro Air closed two in May. {} paid $4 million for it."
    assert split(text.format("The company")).claims[-1].statement == "Veltro Air paid $4 million for it."
    assert split(text.format("The agency")).claims[-1].statement == "The agency paid $4 million for it."


def test_the_state_is_the_one_that_the_article_is_about() -> None:
    text = "Ohio closed 12 mines in 2019. Ohio sold two of them to Norway. {} paid $4 million for the others."
    assert split(text.format("The state")).claims[-1].statement.startswith("Ohio paid $4 million")
    assert split(text.format("The country")).claims[-1].statement.startswith("The country paid $4 million")


def test_of_two_states_neither_is_the_state() -> None:
    text = "Ohio closed 12 mines in 2019. Texas closed 14 mines. Ohio and Texas sold two. The state paid $4 million."
    assert split(text).claims[-1].statement == "The state paid $4 million."


def test_the_population_is_that_of_the_place_that_all_is_about() -> None:
    text = "In Norway 12 mines closed. In 2019 Norway sold 4. Italy bought 2 of Norway. A third of the population left."
    assert split(text).claims[-1].statement == "A third of Norway’s population left."
