"""Sorting the queue: who shall take what, what goes first, and taking one's own act back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import now
from claims.errors import Conflict, InvalidInput
from tests.verification import desk
from verification import audit, filtering, reviewing
from verification.models import Assignment, Deed, Evidence, State, Verification

pytestmark = pytest.mark.django_db


def test_what_is_assigned_is_offered_to_that_person_first_and_to_nobody_else() -> None:
    editor, ada, ben = desk.person("editor"), desk.person("reviewer"), desk.person("reviewer")
    high, low = desk.check(priority=0.9), desk.check(priority=0.1)
    reviewing.assign(low, actor=editor, to=ada, due_at=now() + timedelta(days=1))

    assert reviewing.take_next(reviewer=ben).verification_id == high.pk
    assert reviewing.take_next(reviewer=ben) is None
    assert reviewing.take_next(reviewer=ada).verification_id == low.pk
    mine = filtering.claims(filtering.parse({"assignee": "me"}), actor=ada)
    assert [row.pk for row in mine] == [low.pk]
    assert "assigned" in desk.trail(low)


def test_only_reviewers_can_be_assigned_and_only_what_is_still_to_do() -> None:
    editor = desk.person("editor")
    with pytest.raises(InvalidInput, match="may not review"):
        reviewing.assign(desk.check(), actor=editor, to=desk.person("submitter"))
    with pytest.raises(Conflict, match="nothing to plan"):
        reviewing.assign(desk.check("published"), actor=editor, to=editor)


def test_urgency_moves_a_claim_before_and_behind_all_others_and_back() -> None:
    editor = desk.person("editor")
    first, second = desk.check(priority=0.9), desk.check(priority=0.2)
    reviewing.prioritise(second, actor=editor, urgency=1)
    assert [row.pk for row in Verification.objects.order_by("-priority")] == [second.pk, first.pk]
    reviewing.prioritise(desk.fresh(second), actor=editor, urgency=-1)
    assert [row.pk for row in Verification.objects.order_by("-priority")] == [first.pk, second.pk]
    reviewing.prioritise(desk.fresh(second), actor=editor, urgency=0)
    assert desk.fresh(second).priority == pytest.approx(0.2)
    assert desk.trail(second) == ["prioritised"] * 3


def test_many_are_set_aside_each_with_its_audit_row_and_undone_at_once() -> None:
    ada = desk.person("reviewer")
    rows = [desk.check() for _ in range(3)]
    closed = desk.check("published")

    def aside(row: Verification) -> tuple[object, object]:
        before = row.state
        return before, str(reviewing.set_aside(row, actor=ada, reason="Not worth it.").state)

    sweep = reviewing.each([*rows, closed], aside)
    assert [change[0] for change in sweep.changes] == [row.pk for row in rows]
    assert [row.pk for row, _why in sweep.refused] == [closed.pk]
    reviewing.remember(ada, "set_aside", sweep.changes)

    moved_on = desk.fresh(rows[0])
    reviewing.reopen(moved_on, actor=desk.person("reviewer"), reason="It is worth it.")
    undone = reviewing.undo(actor=ada)
    assert (undone.verb, undone.rows, undone.kept) == ("set_aside", 2, 1)
    assert {desk.fresh(row).state for row in rows} == {State.OPEN}
    assert desk.trail(rows[1]) == ["set_aside", "undone"]
    assert audit.verify().broken_seq is None
    with pytest.raises(Conflict, match="nothing to undo"):
        reviewing.undo(actor=ada)


def test_assigning_urgency_marks_and_taking_are_undone_in_turn_latest_first() -> None:
    ada, ben = desk.person("reviewer"), desk.person("reviewer")
    row = desk.check(priority=0.4)
    evidence = desk.evidence(row)
    due = now() + timedelta(hours=3)
    reviewing.assign(row, actor=ada, to=ben, due_at=due)
    reviewing.remember(ada, "assign", [[row.pk, *reviewing.assign(row, actor=ada, to=ada)]])
    reviewing.remember(ada, "prioritise", [[row.pk, *reviewing.prioritise(row, actor=ada, urgency=1)]])
    reviewing.mark_evidence(evidence, actor=ada, mark="refutes")
    reviewing.remember(ada, "mark", [[evidence.pk, None, "refutes"]])
    held = reviewing.take(row, reviewer=ada)
    reviewing.remember(ada, "take", [[held.pk, None, row.pk]])

    assert [reviewing.undo(actor=ada).verb for _ in range(4)] == ["take", "mark", "prioritise", "assign"]
    row = desk.fresh(row)
    assert row.state == State.OPEN
    assert not Assignment.objects.filter(ended_at__isnull=True).exists()
    assert Evidence.objects.get().mark is None
    assert row.urgency == 0
    assert 0 < row.priority < 1, "only its own rank is left, worked out anew when the mark changed the evidence"
    assert (row.assigned_to, row.due_at) == (ben, due)


def test_an_act_can_be_undone_only_for_a_while_and_only_by_its_person() -> None:
    ada = desk.person("reviewer")
    row = desk.check()
    reviewing.remember(ada, "prioritise", [[row.pk, *reviewing.prioritise(row, actor=ada, urgency=1)]])
    assert reviewing.undoable(desk.person("reviewer")) is None
    Deed.objects.update(done_at=now() - timedelta(minutes=16))
    with pytest.raises(Conflict):
        reviewing.undo(actor=ada)
    assert desk.fresh(row).urgency == 1
