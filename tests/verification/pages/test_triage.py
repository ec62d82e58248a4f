"""Sorting the queue on its page: one row, several, all that match; undo; saved views; what is new."""

from __future__ import annotations

from datetime import timedelta

import pytest

from claims.clock import now
from tests.verification import desk
from tests.verification.pages.browsing import client_for, login, page
from verification.models import SavedView, Seat, State, Verification

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def states() -> list[str]:
    return list(Verification.objects.order_by("pk").values_list("state", flat=True))


def test_ticked_rows_are_set_aside_with_their_reason_and_undone() -> None:
    rows = [desk.check() for _ in range(3)]
    client = client_for("reviewer")
    form = {"act": "set_aside", "row": [rows[0].claim_id, rows[2].claim_id], "reason": "Too old to matter."}
    text = page(client.post("/queue/acts/", form, follow=True))
    assert "2 claims are set aside." in text
    assert 'action="/undo/"' in text
    assert states() == [State.SET_ASIDE, State.OPEN, State.SET_ASIDE]
    assert desk.fresh(rows[0]).reason == "Too old to matter."

    assert "2 claims are as they were." in page(client.post("/undo/", follow=True))
    assert states() == [State.OPEN] * 3
    assert client.post("/undo/").status_code == 409


def test_all_that_match_the_filters_are_assigned_and_nothing_else() -> None:
    ada = desk.person("reviewer", "ada")
    mine = [desk.check(about=desk.claim(desk.article(), speaker="the harbour master")) for _ in range(3)]
    desk.check()
    form = {"act": "assign", "every": "1", "assignee": "ada", "due": "2030-01-02T10:00"}
    client = client_for("editor")
    client.post("/queue/acts/?state=open&speaker=harbour", form)
    assert set(Verification.objects.filter(assigned_to=ada).values_list("pk", flat=True)) == {row.pk for row in mine}
    text = page(login(ada).get("/queue/?assignee=me"))
    assert text.count("for <b>ada</b>, due") == 3


@pytest.mark.parametrize(
    "form", [{"act": "urgent"}, {"act": "assign", "assignee": "ada"}], ids=lambda form: form["act"]
)
def test_the_history_of_a_sorted_claim_can_be_read(form: dict[str, str]) -> None:
    desk.person("reviewer", "ada")
    row = desk.check()
    client = client_for("editor")
    client.post("/queue/acts/", {**form, "row": str(row.claim_id)})
    assert "ada" in page(client.get("/queue/")) or form["act"] == "urgent"
    answer = client.get(f"/claims/{row.claim_id}/")
    assert answer.status_code == 200
    assert {"urgent": "moved in the queue", "assign": "assigned"}[form["act"]] in page(answer)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"act": "set_aside"}, "No claim is chosen"),
        ({"act": "assign", "row": "1", "assignee": "nobody-here"}, "nobody called"),
        ({"act": "assign", "row": "1", "due": "soon"}, "deadline"),
        ({"act": "dance", "row": "1"}, "Choose what is to be done"),
        ({"act": "urgent", "row": "99999"}, "No claim is chosen"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_changed(form: dict[str, str], why: str) -> None:
    desk.check()
    answer = client_for("reviewer").post("/queue/acts/", form)
    assert answer.status_code == 422
    assert why in page(answer)
    assert states() == [State.OPEN]


def test_one_row_is_set_aside_or_made_urgent_without_loading_the_page() -> None:
    row, other = desk.check(priority=0.1), desk.check(priority=0.9)
    client = client_for("reviewer")
    pressed = client.post("/queue/acts/", {"urgent": row.claim_id}, headers=HTMX)
    assert 'aria-pressed="true"' in page(pressed)
    assert "<html" not in page(pressed)
    text = page(client.get("/queue/"))
    assert text.index(row.claim.statement) < text.index(other.claim.statement)

    gone = client.post("/queue/acts/", {"aside": other.claim_id, "reason": "Not worth a check."}, headers=HTMX)
    assert page(gone).startswith('<li class="gone">')
    again = client.post("/queue/acts/", {"aside": other.claim_id, "reason": "Not worth a check."}, headers=HTMX)
    assert again.status_code == 422
    client.post("/undo/")
    assert desk.fresh(other).state == State.OPEN
    client.post("/undo/")
    assert desk.fresh(row).urgency == 0


def test_the_reasons_for_setting_aside_have_a_label_that_is_seen() -> None:
    desk.check()
    text = page(client_for("reviewer").get("/queue/"))
    assert '<label for="aside-reason">Reason for setting aside</label>' in text


def test_marks_merges_and_taking_on_the_review_page_are_undone_as_well() -> None:
    row, other = desk.check(), desk.check()
    evidence = desk.evidence(row)
    client = client_for("reviewer")
    client.post(f"/evidence/{evidence.pk}/mark/", {"mark": "refutes"})
    client.post(f"/claims/{row.claim_id}/take/")
    client.post("/undo/")
    assert desk.fresh(row).state == State.OPEN
    client.post("/undo/")
    evidence.refresh_from_db()
    assert evidence.mark is None
    merged = client.post(f"/claims/{other.claim_id}/merge/", {"into": row.claim_id, "reason": "The same."}, follow=True)
    assert 'action="/undo/"' in page(merged)
    client.post("/undo/")
    assert desk.fresh(other).state == State.OPEN


def test_views_are_kept_by_name_shared_and_removed_by_their_owner_only() -> None:
    ada, ben = login(desk.person("reviewer", "ada")), login(desk.person("reviewer", "ben"))
    ada.post("/queue/views/?state=open&kind=quantity", {"name": "Figures", "shared": "1"})
    ada.post("/queue/views/?state=open&kind=quote", {"name": "Mine"})
    assert SavedView.objects.get(name="Figures").query == "state=open&kind=quantity"
    text = page(ben.get("/queue/"))
    assert "Figures" in text
    assert "Mine" not in text
    view = SavedView.objects.get(name="Figures")
    ben.post(f"/queue/views/{view.pk}/remove/")
    assert SavedView.objects.filter(pk=view.pk).exists()
    ada.post(f"/queue/views/{view.pk}/remove/")
    assert not SavedView.objects.filter(pk=view.pk).exists()
    assert ada.post("/queue/views/?state=open", {"name": " "}).status_code == 422
    assert ada.post("/queue/views/?kind=nonsense", {"name": "Wrong"}).status_code == 422


def test_what_opened_since_one_last_looked_is_new_until_one_says_so() -> None:
    ada = desk.person("reviewer")
    client = login(ada)
    old = desk.check(opened_at=now() - timedelta(hours=2))
    Seat.objects.create(person=ada, looked_at=now() - timedelta(hours=1))
    fresh = desk.check(opened_at=now())
    text = page(client.get("/queue/?state=open&new=1"))
    assert fresh.claim.statement in text
    assert old.claim.statement not in text
    assert page(client.get("/queue/")).count('class="fresh"') == 1
    client.post("/queue/seen/")
    assert "Nothing new has opened" in page(client.get("/queue/?state=open&new=1"))
