"""The daily digest: to whoever asked, when something waits, once a day, in their language; no claims in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from claims.clock import now
from tests.verification import desk
from verification import notifying, reviewing
from verification.models import Seat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sends(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.example"  # the test runner keeps what is sent in mail.outbox
    settings.DIGEST_HOUR = 0


def subscribed(role: str, language: str = "") -> Client:
    person = desk.person(role, f"{role}-ada")
    client = Client(headers={"Accept-Language": language} if language else {})
    client.force_login(person)
    client.post("/me/settings/", {"email": f"{role}@desk.example", "digest": "1"})
    return client


def test_it_tells_in_numbers_what_waits_and_once_a_day() -> None:
    client = subscribed("reviewer")
    assert notifying.send_digests() == 0, "nothing waits"
    assert mail.outbox == []

    ada = Seat.objects.get().person
    row, late = desk.check(), desk.check()
    editor = desk.person("editor")
    reviewing.assign(row, actor=editor, to=ada, due_at=now() + timedelta(days=1))
    reviewing.assign(late, actor=editor, to=ada, due_at=now() - timedelta(days=1))
    desk.verdict(desk.check(), desk.person("reviewer"))
    Seat.objects.update(digest_sent_at=now() - timedelta(days=1, minutes=1))
    assert notifying.send_digests() == 1
    (sent,) = mail.outbox
    assert sent.to == ["reviewer@desk.example"]
    assert "2 claims are given to you." in sent.body
    assert "1 of them is overdue." in sent.body
    assert "1 verdict waits for a second review." in sent.body
    assert "/me/" in sent.body
    assert row.claim.statement not in sent.body
    assert notifying.send_digests() == 0

    Seat.objects.update(digest_sent_at=now() - timedelta(days=1, minutes=1))
    client.post("/me/settings/", {"email": "reviewer@desk.example"})
    assert notifying.send_digests() == 0, "it was switched off"


def test_it_is_written_in_the_language_of_whoever_asked_for_it() -> None:
    subscribed("editor", "de")
    desk.verdict(desk.check(), desk.person("reviewer"), "unproven")
    assert notifying.send_digests() == 1
    assert "kann veröffentlicht werden" in mail.outbox[0].body


def test_without_an_address_or_a_way_to_send_there_is_none(settings: Any) -> None:
    client = Client()
    client.force_login(desk.person("editor"))
    assert client.post("/me/settings/", {"email": "", "digest": "1"}).status_code == 422
    client.post("/me/settings/", {"email": "e@desk.example", "digest": "1"})
    desk.verdict(desk.check(), desk.person("reviewer"), "unproven")
    settings.EMAIL_URL = ""
    assert notifying.send_digests() == 0
    assert "cannot send mail yet" in client.get("/me/").content.decode()


def test_times_are_written_in_the_zone_of_the_reader() -> None:
    client = Client()
    client.force_login(desk.person("reviewer"))
    assert "UTC" in client.get("/me/").content.decode()
    client.cookies["zone"] = "Asia/Tokyo"
    assert "Asia/Tokyo" in client.get("/me/").content.decode()
    for nonsense in ("Nowhere/Land", "../../etc/passwd", "x" * 500):
        client.cookies["zone"] = nonsense
        assert client.get("/me/").status_code == 200
