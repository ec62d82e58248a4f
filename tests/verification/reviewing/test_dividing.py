"""One claim that says several things becomes several, and a claim moves to other words of its article."""

from __future__ import annotations

import pytest

from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from tests.verification import desk
from verification import reviewing
from verification.errors import StaleVersion
from verification.models import State, Verification

pytestmark = pytest.mark.django_db
TWO = ["The bridge cost 40 million euros.", "The bridge opened in 2019."]


def test_the_first_statement_stays_and_the_others_are_looked_up_at_the_same_place() -> None:
    row = desk.check()
    first, second = reviewing.divide(row, actor=desk.person("reviewer"), version=1, statements=[TWO[0], " ", TWO[1]])
    assert first.pk == row.claim_id
    assert [first.statement, second.statement] == TWO
    assert (second.start, second.end, second.speaker) == (first.start, first.end, first.speaker)
    assert Verification.objects.get(claim=second).state == State.GATHERING
    assert "divided" in desk.trail(row)


def test_a_tip_is_divided_into_tips() -> None:
    row = desk.check(about=desk.claim(None, statement="Two things."))
    made = reviewing.divide(row, actor=desk.person("reviewer"), version=1, statements=TWO)
    assert [claim.article_id for claim in made] == [None, None]


@pytest.mark.parametrize(
    "statements", [[], ["One thing only."], ["Same.", "Same."], [f"Number {n}." for n in range(11)]]
)
def test_what_cannot_be_divided_stays_as_it_is(statements: list[str]) -> None:
    row = desk.check()
    with pytest.raises(InvalidInput):
        reviewing.divide(row, actor=desk.person("reviewer"), version=1, statements=statements)
    assert Claim.objects.count() == 1


def test_a_stale_or_settled_claim_is_not_divided() -> None:
    row, actor = desk.check(), desk.person("reviewer")
    with pytest.raises((StaleVersion, Conflict)):
        reviewing.divide(row, actor=actor, version=7, statements=TWO)
    with pytest.raises(Conflict):
        reviewing.divide(desk.put(row, State.DECIDED), actor=actor, version=1, statements=TWO)
    assert Claim.objects.count() == 1


def test_a_claim_gets_another_place_and_its_old_one_is_kept_in_its_history() -> None:
    row = desk.check()
    claim = reviewing.edit_claim(row, actor=desk.person("reviewer"), version=1, place=(49, 82))
    assert claim.quote == desk.TEXT[49:82]
    assert claim.edits.get().before["start"] == 0
    with pytest.raises(InvalidInput, match="inside the text"):
        reviewing.edit_claim(row, actor=desk.person("reviewer"), version=2, place=(0, 5000))
