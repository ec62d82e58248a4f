"""A desk of an earlier release: which of its tips the upgrade has read."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from claims import intake
from claims.models import TipReading
from tests.verification import desk
from verification import gathering

pytestmark = pytest.mark.django_db


def test_what_waits_for_a_decision_is_owed_and_what_was_decided_stays() -> None:
    unread, _ = intake.submit_tip(actor=None, statement="The bridge cost 12 million crowns.")
    gathering.plan([unread])
    TipReading.objects.all().delete()
    desk.published(of=desk.check(about=desk.claim()))
    desk.check(about=desk.claim(desk.article()))
    owe = import_module("verification.migrations.0018_unread_tips").owe
    for _ in range(2):
        owe(apps, None)
        assert list(TipReading.objects.values_list("claim_id", "state")) == [(unread.pk, "queued")]
    intake.read_tips(unread.pk)
    unread.refresh_from_db()
    assert unread.kinds
