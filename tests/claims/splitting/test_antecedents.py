"""Who is meant in a statement's own words is neither asked nor put in a second time."""

from __future__ import annotations

from datetime import UTC, datetime

from claims.splitting import Claim, split

WEDNESDAY = datetime(2019, 11, 20, 10, tzinfo=UTC)


def claims(text: str) -> list[Claim]:
    return list(split(text, published_at=WEDNESDAY).claims)


def test_a_man_who_is_the_subject_is_he() -> None:
    [found] = claims("An Orland man pleaded guilty to charges he threatened to kill a state senator, prosecutors said.")
    assert found.statement == "An Orland man pleaded guilty to charges he threatened to kill a state senator."
    assert not found.ambiguous


def test_a_woman_is_not_he() -> None:
    [found] = claims("An Orland woman told the court that he threatened to kill a state senator in 2019.")
    assert found.ambiguous


def test_he_in_a_clause_cut_from_its_subject_is_named_by_it() -> None:
    found = claims("A driver from Orland was arrested on Monday, and later he paid a fine of 300 crowns to the state.")
    assert found[-1].statement == "Later the driver from Orland paid a fine of 300 crowns to the state."
    assert not found[-1].ambiguous


def test_they_who_stand_in_the_same_words_are_not_asked_for() -> None:
    [found] = claims("“Norvia is one of many firms that say they lost data in May,” Ann Lee said.")
    assert not found.ambiguous


def test_a_role_that_speaks_of_itself_is_not_named_a_second_time() -> None:
    found = claims(
        "Carlos Vega, the president of Norvia, won in November.\n\nTomas Reade met Carlos Vega. “The president "
        "confirmed he is willing to sell 4 ships,” Mr Reade told reporters."
    )
    assert "confirmed he is willing to sell 4 ships" in found[-1].statement


def test_a_day_of_the_same_name_is_today_where_something_is_due() -> None:
    [found] = claims("The Orland council was set to begin cutting down 300 trees Wednesday in 18 parks.")
    assert "Wednesday, November 20, 2019" in found.statement
    [found] = claims("The Orland council is due to vote next Wednesday on 300 trees in 18 parks.")
    assert "Wednesday, November 27, 2019" in found.statement


def test_him_is_neither_who_stands_beside_him_nor_whose_verb_it_is() -> None:
    found = claims("Carlos Vega went to Orland. Tomas Reade met him in May 2019.")
    assert found[-1].statement == "Tomas Reade met Carlos Vega in May 2019."
    found = claims("Messages that Tomas Reade sent to 9 lawmakers showed talks between him, Vega and others in Orland.")
    assert "between him, Vega and others" in found[0].statement


def test_he_is_not_whom_he_asks() -> None:
    found = claims("Envoys spoke of a July 25 call when he asked President Carlos Vega for 3 ships.")
    assert all("Vega asked" not in claim.statement for claim in found)


def test_it_in_what_a_body_is_made_to_announce_is_not_named_twice() -> None:
    found = claims("The cutback led the French manufacturer to announce it would scrap 300 jets in Toulouse.")
    assert "to announce it would scrap 300 jets" in found[0].statement


def test_a_country_before_a_name_is_no_part_of_it() -> None:
    found = claims(
        "Another diplomat, former special envoy to Norway Kurt Walker, "
        "shifted his own account of the July 10 meeting to say the firm did, in fact, discuss ships.\n\n"
        "“The conversation did not continue and the meeting ended at 9,” Walker said."
    )
    assert not found[0].ambiguous
    assert found[-1].speaker == "Kurt Walker"
