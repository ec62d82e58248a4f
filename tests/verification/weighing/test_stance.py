"""Stance proposals on our own examples."""

from __future__ import annotations

import pytest

from verification.stance import stance_of

CLAIM = "The ferry Marigold sank off Port Ellery and 41 people died."


@pytest.mark.parametrize(
    ("passage", "label"),
    [
        ("Police confirmed that the ferry Marigold sank off Port Ellery and that 41 people died.", "supports"),
        ("The ferry Marigold sank off Port Ellery, and 41 of those aboard, mostly young people, died.", "supports"),
        (
            "It is not true that the ferry Marigold sank off Port Ellery and 41 people died, the coastguard said.",
            "refutes",
        ),
        ("The ferry Marigold never sank off Port Ellery and no people died.", "refutes"),
        ("The ferry Marigold was built in 1988 and painted blue.", "mentions"),
        ("Port Ellery has a market on Thursdays.", "mentions"),
        ("Zebras live in herds.", "mentions"),
    ],
)
def test_labels(passage, label):
    stance = stance_of(CLAIM, passage)
    assert stance.label == label, stance
    assert 0 <= stance.score <= 1
    assert sum(abs(reason.weight) for reason in stance.reasons) > 0 or label == "mentions"


def test_a_differing_number_counts_against_support():
    same = stance_of(CLAIM, "The ferry Marigold sank off Port Ellery and 41 people died there.")
    other = stance_of(CLAIM, "The ferry Marigold sank off Port Ellery and 14 people died there.")
    assert same.label == "supports"
    assert other.label != "supports"
    assert "numbers_differ" in {reason.feature for reason in other.reasons}


def test_reasons_come_strongest_first():
    weights = [abs(reason.weight) for reason in stance_of(CLAIM, "Police deny that the Marigold sank.").reasons]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    "passage",
    [
        "The review did not find that €6.5 million had gone missing from the building fund.",
        "The review found no proof that €6.5 million had gone missing from the building fund.",
        "The board said no money had gone missing from the hospital's building fund.",
    ],
)
def test_what_was_not_found_is_no_support(passage):
    claim = "€6.5 million had gone missing from the hospital's building fund."
    assert stance_of(claim, passage).label == "refutes"


def test_another_month_is_no_support():
    claim = "Rents in Halden fell to 900 euros in March 2021, the lowest since 2003."
    same = stance_of(claim, "Rents in Halden fell to 900 euros in March 2021.")
    other = stance_of(claim, "Rents in Halden fell to 900 euros in March 2006.")
    assert same.label == "supports"
    assert other.label != "supports"
    assert "another_date" not in {reason.feature for reason in same.reasons}


def test_a_place_of_the_same_name_elsewhere_is_only_mentioned():
    stance = stance_of("The tram depot in Salem, Oregon, burned down.", "The tram depot in Salem, Mass., burned down.")
    assert stance.label == "mentions"


@pytest.mark.parametrize(
    ("claim", "passage", "label"),
    [
        ("Bike thefts in Halden doubled in 2020.", "Bike thefts in Halden were halved in 2020.", "refutes"),
        ("Bike thefts in Halden quadrupled within a year.", "Bike thefts in Halden fell within a year.", "refutes"),
        ("Bike thefts in Halden doubled in 2020.", "Bike thefts in Halden rose sharply in 2020.", "supports"),
        ("Ode is the oldest mayor in Halden.", "Ode is the youngest mayor in Halden.", "refutes"),
        ("Mara Deel took office as mayor in 2017.", "Mara Deel took office as mayor of Halden in 2018.", "refutes"),
    ],
)
def test_opposite_ways_and_another_year(claim, passage, label):
    assert stance_of(claim, passage).label == label


@pytest.mark.parametrize(
    "passage",
    [
        "It is not disputed that the dam at Orrin leaked for three weeks.",
        "Nobody denies that the dam at Orrin leaked for three weeks.",
    ],
)
def test_a_denial_taken_back_is_none(passage):
    assert stance_of("The dam at Orrin leaked for three weeks.", passage).label == "supports"


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        (
            "The MMR vaccine does not cause autism.",
            "MMR vaccine and autism: a nationwide cohort study of 657,461 children",
        ),
        ("Vitamin D does not prevent colds.", "Vitamin D and colds: a trial"),
        ("Nobody was hurt in the fire at Calder mill.", "Fire at Calder mill"),
        ("No Russian ships entered the harbour in 2024.", "Russian ships and the harbour: what we know"),
        ("The council did not approve the stadium plan.", "Council debates stadium plan"),
    ],
)
def test_a_title_that_states_nothing_refutes_no_denial(claim, title):
    assert stance_of(claim, title).label != "refutes"


def test_a_title_that_states_what_is_denied_refutes_it():
    assert (
        stance_of("The council did not approve the stadium plan.", "Council approves stadium plan").label == "refutes"
    )


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The court upheld the ban.", "The court overturned the ban."),
        ("The firm made a loss of 40 million euros.", "The firm made a profit of 40 million euros."),
        ("Growth was minus 0.4 percent in 2024.", "Growth was 0.4 percent in 2024."),
    ],
)
def test_the_opposite_word_or_sign_is_no_support(claim, passage):
    assert stance_of(claim, passage).label == "refutes"
