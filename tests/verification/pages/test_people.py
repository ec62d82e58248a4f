"""One's own page, and the people of the desk."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.clock import now
from claims.roles import role_of
from tests.verification import desk
from tests.verification.pages.browsing import client_for, login, page
from verification import audit, reviewing
from verification.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_my_page_shows_what_was_given_to_me_what_is_late_and_what_i_began() -> None:
    ada = desk.person("reviewer", "ada")
    late, later, begun, other = (desk.check() for _ in range(4))
    reviewing.assign(late, actor=ada, to=ada, due_at=now() - timedelta(hours=1))
    reviewing.assign(later, actor=ada, to=ada, due_at=now() + timedelta(days=1))
    reviewing.save_draft(begun, reviewer=ada, data={"rationale": "So far …"})
    text = page(login(ada).get("/me/"))
    assert text.index(late.claim.statement) < text.index(later.claim.statement)
    assert "was due" in text
    assert begun.claim.statement in text
    assert other.claim.statement not in text


def test_one_keeps_ones_own_address() -> None:
    ada = desk.person("reviewer", "ada")
    client = login(ada)
    assert client.post("/me/settings/", {"email": "no address"}).status_code == 422
    client.post("/me/settings/", {"email": "ada@desk.example"})
    assert User.objects.get(pk=ada.pk).email == "ada@desk.example"


def test_an_invited_person_sets_a_password_once_and_is_in() -> None:
    admin = client_for("admin")
    text = page(admin.post("/people/invite/", {"username": "ben", "email": "", "role": "reviewer"}))
    link = re.findall(r'value="http://[^/]+(/accounts/reset/[^"]+)"', text)[0]
    ben = User.objects.get(username="ben")
    assert role_of(ben) == "reviewer"
    assert not ben.has_usable_password()

    browser = Client()
    form = browser.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    words = "a long and winding pass phrase"
    browser.post(address, {"new_password1": words, "new_password2": words})
    assert User.objects.get(username="ben").check_password(words)
    assert "new_password1" not in page(Client().get(link, follow=True)), "the link worked once"
    assert audit.verify().broken_seq is None


def test_what_is_wrong_with_an_invitation_is_said() -> None:
    admin = client_for("admin")
    desk.person("reviewer", "ada")
    for form in (
        {"username": "ada", "role": "reviewer"},
        {"username": "two words", "role": "reviewer"},
        {"username": "cy", "role": "king"},
        {"username": "cy", "role": "editor", "email": "nowhere"},
    ):
        assert admin.post("/people/invite/", form).status_code == 422
    assert not User.objects.filter(username="cy").exists()


def test_roles_are_changed_with_a_trail_but_never_ones_own() -> None:
    boss = desk.person("admin", "boss")
    ada = desk.person("reviewer", "ada")
    client = login(boss)
    client.post(f"/people/{ada.pk}/role/", {"role": "editor"})
    assert role_of(User.objects.get(pk=ada.pk)) == "editor"
    assert AuditEntry.objects.filter(verb="person_changed", object_id=ada.pk).exists()
    assert client.post(f"/people/{boss.pk}/role/", {"role": "submitter"}).status_code == 409
    assert client.post(f"/people/{ada.pk}/role/", {"role": "king"}).status_code == 422
    assert "/accounts/reset/" in page(client.post(f"/people/{ada.pk}/link/"))


@pytest.mark.parametrize("role", ["reviewer", "editor"])
def test_only_admins_see_people(role: str) -> None:
    client = client_for(role)
    assert client.get("/people/").status_code == 403
    assert client.post("/people/invite/", {"username": "x", "role": "admin"}).status_code == 403
