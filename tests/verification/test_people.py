"""Somebody leaves: the door is shut, and on demand the name is nowhere any more."""

from __future__ import annotations

import pytest
from axes.models import AccessLog
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client

from claims.errors import Conflict
from tests.verification import desk
from verification import audit, people, reviewing, second_factor, tokens
from verification.models import AuditEntry, SavedView, Verdict

pytestmark = pytest.mark.django_db

NAME = "wilhelmina-quixote"


def somebody() -> User:
    """A reviewer who has left traces wherever one can."""
    person = desk.person("reviewer", name=NAME, password="correct horse battery")
    User.objects.filter(pk=person.pk).update(email=f"{NAME}@example.org", first_name=NAME)
    desk.verdict(desk.check(), person)
    row = desk.check()
    reviewing.take(row, reviewer=person)
    reviewing.save_draft(row, reviewer=person, data={"rationale": f"by {NAME}"})
    reviewing.set_aside(desk.check(), actor=person, reason="nobody can check this")
    SavedView.objects.create(person=person, name=f"{NAME}'s view", query="q=x")
    tokens.create_token(person, scopes=["read"], name=f"{NAME}'s script")
    second_factor.begin(person)
    AccessLog.objects.create(username=NAME, ip_address="198.51.100.1")
    LogEntry.objects.create(
        user=desk.person("admin"), content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk),
        object_repr=NAME, action_flag=CHANGE, change_message=f"Changed {NAME}",
    )  # fmt: skip
    return User.objects.get(pk=person.pk)


def everything_kept() -> str:
    """All rows of all tables, as text."""
    there = set(connection.introspection.table_names())
    models = [model for model in apps.get_models() if model._meta.db_table in there]
    return "\n".join(str(row) for model in models for row in model._default_manager.values())


def test_who_is_removed_gets_in_nowhere() -> None:
    person = somebody()
    secret = tokens.create_token(person, scopes=["read"])[1]
    client = Client()
    client.force_login(person)
    people.remove(person, actor=desk.person("admin"))
    assert client.get("/queue/").status_code == 302
    assert tokens.find_token(secret) is None
    assert not Client().login(username=NAME, password="correct horse battery")
    assert not second_factor.has(person)
    assert NAME in everything_kept(), "removed is not erased"


def test_an_erased_person_is_in_no_row_and_the_trail_still_verifies() -> None:
    person = somebody()
    before = list(AuditEntry.objects.values_list("seq", "actor", "verb", "hash").order_by("seq"))
    call_command("user", "remove", NAME, "--erase")
    assert NAME not in everything_kept()
    assert audit.verify().broken_seq is None
    after = list(AuditEntry.objects.values_list("seq", "actor", "verb", "hash").order_by("seq"))
    assert after[: len(before)] == before, "what was done, and when, stays as it was"
    assert Verdict.objects.filter(reviewer=person).exists()


def test_an_active_person_is_not_erased() -> None:
    with pytest.raises(Conflict):
        people.erase(somebody(), actor=None)
