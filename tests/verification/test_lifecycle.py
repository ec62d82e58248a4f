"""Every pair of states, for every role: what the table of docs/statuses.md allows happens, all else is refused."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import User

from claims.clock import now
from claims.roles import ROLES, at_least
from tests.verification import desk
from verification import audit
from verification.errors import Denied, IllegalMove, LostRace
from verification.lifecycle import MOVES, move
from verification.models import State
from verification.permissions import ACTS

pytestmark = pytest.mark.django_db

# (from, to) → the least role; "machine" for what no person may do. Written by hand, beside the table in the code.
ALLOWED: dict[tuple[str, str], str] = {
    ("new", "gathering"): "machine",
    ("gathering", "open"): "machine",
    ("open", "in_review"): "reviewer",
    ("in_review", "open"): "reviewer",
    ("in_review", "second_review"): "reviewer",
    ("in_review", "decided"): "reviewer",
    ("second_review", "decided"): "reviewer",
    ("second_review", "open"): "reviewer",
    ("decided", "published"): "editor",
    ("decided", "open"): "reviewer",
    ("published", "correcting"): "editor",
    ("correcting", "published"): "editor",
    ("correcting", "retracted"): "editor",
    ("published", "retracted"): "editor",
    ("open", "set_aside"): "reviewer",
    ("in_review", "set_aside"): "reviewer",
    ("set_aside", "open"): "reviewer",
    ("duplicate", "open"): "reviewer",
    **{
        (state, "duplicate"): "reviewer"
        for state in ("new", "gathering", "open", "in_review", "second_review", "decided", "set_aside")
    },
}
PAIRS = list(itertools.product(State.values, State.values))


def test_the_table_in_the_code_is_the_table_of_this_test() -> None:
    assert {(old.value, new.value) for old, new in MOVES} == set(ALLOWED)
    for pair, act in MOVES.items():
        wanted = ALLOWED[pair[0].value, pair[1].value]
        assert wanted == (ACTS[act].role if act else "machine")


@pytest.mark.parametrize("role", ["", *ROLES])
def test_every_pair_of_states(role: str) -> None:
    person = desk.person(role) if role else User.objects.create_user("nobody")
    check = desk.check("new")
    for old, new in PAIRS:
        row = desk.put(check, State(old))
        least = ALLOWED.get((old, new))
        before = audit.verify().rows
        if least is None or least == "machine":
            with pytest.raises(IllegalMove):
                move(row, State(new), actor=person, verb="tried")
        elif not at_least(role, least):
            with pytest.raises(Denied):
                move(row, State(new), actor=person, verb="tried")
        else:
            assert move(row, State(new), actor=person, verb="tried").state == new
        moved = desk.fresh(check).state == new and old != new
        assert moved == (least not in (None, "machine") and at_least(role, least or ""))
        assert audit.verify().rows == before + moved


def test_the_machine_moves_only_what_is_its_own() -> None:
    check = desk.check("new")
    mine = {pair for pair, least in ALLOWED.items() if least == "machine"} | {("in_review", "open")}
    for old, new in PAIRS:
        row = desk.put(check, State(old))
        if (old, new) in mine:
            assert move(row, State(new), actor=None, verb="moved").state == new
        else:
            with pytest.raises((IllegalMove, Denied)):
                move(row, State(new), actor=None, verb="moved")


def test_whoever_comes_second_writes_nothing() -> None:
    check, one = desk.check("open"), desk.person("reviewer")
    stale = desk.fresh(check)
    move(check, State.IN_REVIEW, actor=one, verb="taken")
    rows = audit.verify().rows
    with pytest.raises(LostRace):
        move(stale, State.SET_ASIDE, actor=one, verb="set_aside", reason="late")
    assert (desk.fresh(check).state, desk.fresh(check).reason) == ("in_review", "")
    assert audit.verify().rows == rows


def test_a_move_counts_as_a_change_of_the_claim() -> None:
    check, before = desk.check("open"), now()
    move(check, State.IN_REVIEW, actor=desk.person("reviewer"), verb="taken")
    assert desk.fresh(check).updated_at >= before
