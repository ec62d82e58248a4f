"""The admin: every table has a list, none is changed round the verbs, and no list asks once a row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Feed, RawInput
from claims.roles import role_of
from tests.verification import desk
from verification import reviewing, tokens
from verification.models import (
    ApiToken,
    AuditEntry,
    Evidence,
    RankWeight,
    Rating,
    Standard,
    Topic,
    Verdict,
    Webhook,
)
from verification.scales import SCALES, steps_of_scale

pytestmark = pytest.mark.django_db

OURS = [model for app in ("claims", "verification") for model in apps.get_app_config(app).get_models()]
# Rows of theirs stand on another object's page, or there is only one.
WITHOUT_LIST = {"VerdictEvidence", "AuditHead"}
LISTED = [model for model in OURS if model.__name__ not in WITHOUT_LIST]
QUERIES = 10


def client_for(role: str) -> Client:
    client = Client()
    client.force_login(desk.person(role))
    return client


def address(model: Any, page: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


def loaded(page: str) -> set[str]:
    """Styles, scripts and pictures that a page of the admin asks for."""
    return set(re.findall(r"""<(?:script|img|link)[^>]*?(?:src|href)="([^"]+)\"""", page))


def everything() -> None:
    """At least one row in most tables."""
    row = desk.published()
    reviewing.add_note(row, actor=desk.person("reviewer"), text="A note.")
    reviewing.add_contact(row, actor=desk.person("reviewer"), whom="The mayor")
    other = desk.check(about=desk.claim(desk.article(url="https://other.example")))
    reviewing.save_draft(other, reviewer=desk.person("reviewer"), data={"rationale": "…"})
    RawInput.objects.create(article=other.claim.article, body=b"x", sha256="0" * 64, kind="text")
    tokens.create_token(desk.person("reviewer"), scopes=["read"], name="a script")
    Feed.objects.get_or_create(url=f"https://paper.example/feed/{Feed.objects.count()}")


def test_every_table_is_registered() -> None:
    assert {model.__name__ for model in LISTED} == {model.__name__ for model in admin.site._registry if model in OURS}


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_a_list_searches_filters_and_asks_as_often_for_many_rows_as_for_few(model: Any) -> None:
    client = client_for("admin")
    everything()
    client.get(address(model))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(model), {"q": "a"}).status_code == 200
            assert client.get(address(model)).status_code == 200
        counts.append(len(seen))
        everything()
        everything()
    assert counts[1] <= counts[0]
    assert counts[0] <= 2 * QUERIES


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_nothing_is_deleted_here_and_only_rules_and_feeds_are_changed(model: Any) -> None:
    everything()
    client = client_for("admin")
    row = model.objects.first()
    may_edit = model in (Rating, Standard, Feed, RankWeight, Topic)
    assert client.get(address(model, "add/")).status_code == (200 if model in (Rating, Topic) else 403)
    if row is None:
        return
    assert client.get(address(model, f"{row.pk}/change/")).status_code == 200
    assert client.post(address(model, f"{row.pk}/delete/"), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()
    if not may_edit:
        assert client.post(address(model, f"{row.pk}/change/"), {}).status_code == 403


@pytest.mark.parametrize("role", ["submitter", "reviewer"])
def test_only_editors_and_admins_come_in(role: str) -> None:
    assert client_for(role).get("/admin/").status_code == 302


def test_an_editor_sees_the_work_but_not_tokens_and_people() -> None:
    client = client_for("editor")
    assert client.get("/admin/").status_code == 200
    assert client.get(address(Verdict)).status_code == 200
    for model in (ApiToken, Webhook, User):
        assert client.get(address(model)).status_code == 403


def test_a_token_is_never_shown_and_is_revoked_through_its_verb() -> None:
    token, secret = tokens.create_token(desk.person("reviewer"), scopes=["read"], name="a script")
    client = client_for("admin")
    for page in ("", f"{token.pk}/change/"):
        text = client.get(address(ApiToken, page)).content.decode()
        assert secret not in text
        assert token.sha256 not in text
    client.post(address(ApiToken), {"action": "revoke", "_selected_action": [token.pk]})
    assert tokens.find_token(secret) is None


def test_a_rating_is_reworded_but_keeps_its_slug() -> None:
    rating = Rating.objects.get(slug="half-true")
    data = {"label": "Half right", "slug": "half", "explanation": "x", "value": 4, "position": 2, "decisive": "on"}
    client_for("editor").post(address(Rating, f"{rating.pk}/change/"), data)
    rating.refresh_from_db()
    assert (rating.label, rating.slug, rating.active) == ("Half right", "half-true", False)


def test_an_admin_makes_a_person_with_a_role_and_changes_it() -> None:
    client = client_for("admin")
    words = "a long and winding word"
    data = {"username": "ada", "password1": words, "password2": words, "role": "reviewer"}
    client.post("/admin/auth/user/add/", data)
    ada = User.objects.get(username="ada")
    assert role_of(ada) == "reviewer"

    change = f"/admin/auth/user/{ada.pk}/change/"
    client.post(change, {"username": "ada", "role": "editor", "is_active": "on"})
    ada = User.objects.get(username="ada")
    assert role_of(ada) == "editor"
    assert ada.is_staff
    assert not ada.is_superuser
    assert client.post(f"/admin/auth/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", SCALES)
def test_a_ready_scale_is_taken_over_and_old_verdicts_keep_their_rating(name: str) -> None:
    row = desk.published("half-true")
    client = client_for("editor")
    page = f"/admin/verification/rating/scale/{name}/"
    assert SCALES[name][1][0].label in client.get(page).content.decode()
    client.post(page)
    active = list(Rating.objects.filter(active=True).values_list("slug", flat=True))
    assert active == [step.slug for step in SCALES[name][1]]
    assert row.verdicts.get().rating.slug == "half-true"
    assert all(rating.colour and rating.translations["de"] for rating in Rating.objects.filter(active=True))
    assert steps_of_scale() == max(step.value or 0 for step in SCALES[name][1])
    assert client.get(f"/checks/{row.slug}/").status_code == 200
    assert client.get("/admin/verification/rating/scale/none/").status_code == 404
    assert client_for("reviewer").post(page).status_code == 302


def test_blind_second_review_hides_the_first_from_editors_too(settings: Any) -> None:
    settings.BLIND_SECOND_REVIEW = True
    first, check = desk.person("editor"), desk.check()
    piece = desk.evidence(check)
    reviewing.mark_evidence(piece, actor=first, mark="refutes")
    desk.verdict(check, first)
    own = Client()
    own.force_login(first)
    for model in (Verdict, AuditEntry, Evidence):
        hidden, shown = client_for("editor").get(address(model)), own.get(address(model))
        assert hidden.context["cl"].result_count < shown.context["cl"].result_count
    verdict = Verdict.objects.get(verification=check)
    page = address(Verdict, f"{verdict.pk}/change/")
    assert client_for("editor").get(page).status_code == 302
    assert own.get(page).status_code == 200
    reviewing.approve(check, reviewer=desk.person("editor"), rating="true")
    assert client_for("editor").get(page).status_code == 200


def test_every_list_is_drawn_with_eight_requests_at_most() -> None:
    everything()
    client = client_for("admin")
    for model in admin.site._registry:
        path = address(model)
        parts = loaded(client.get(path).content.decode())
        assert any("/admin/sheet-" in part for part in parts), path
        assert len(parts) + 1 <= 8, (path, sorted(parts))


def test_the_one_stylesheet_holds_what_it_replaces_and_is_kept_for_ever() -> None:
    page = client_for("editor").get("/admin/").content.decode()
    (sheet,) = (part for part in loaded(page) if part.endswith(".css"))
    answer = Client().get(sheet)
    text = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer["Cache-Control"]
    for rule in ("#changelist-filter", ".form-row", ".dashboard", "prefers-color-scheme: dark", "--primary: #17578f"):
        assert rule in text, rule
    assert "@import" not in text
    assert "url(../" not in text
    assert Client().get("/admin/sheet-of-yesterday.css")["Cache-Control"] == "no-cache"
    assert Client().post(sheet).status_code == 405
