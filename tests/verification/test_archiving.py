"""Copies in a public archive: ordered only when switched on, asked about with patience, ended with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.stubs import Stub, running
from tests.stubs.wayback import WaybackStub
from tests.verification import desk
from verification import archiving
from verification.models import Capture, CaptureState, Document

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(settings: Settings) -> Iterator[Stub]:
    with running(WaybackStub()) as stub:
        settings.WAYBACK, settings.WAYBACK_URL = True, stub.url
        settings.WAYBACK_KEY = "access:secret"
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        settings.FETCH_PER_HOST = 1000.0
        yield stub


def ordered() -> Capture:
    document = desk.evidence(desk.check()).document
    Document.objects.filter(pk=document.pk).update(final_url=document.url)
    document.refresh_from_db()
    archiving.order(document)
    return Capture.objects.get()


def work(capture: Capture) -> Capture:
    Capture.objects.filter(next_try_at__isnull=False).update(next_try_at=timezone.now() - timedelta(seconds=1))
    archiving.work(capture.pk)
    capture.refresh_from_db()
    return capture


def test_nothing_leaves_the_desk_unless_it_is_switched_on(settings: Settings) -> None:
    assert settings.WAYBACK is False
    archiving.order(desk.evidence(desk.check()).document)
    assert not Capture.objects.exists()
    assert not archiving.due().exists()


def test_a_page_is_ordered_asked_about_and_its_copy_kept(archive: Stub) -> None:
    capture = work(ordered())
    assert (capture.state, capture.job) == (CaptureState.WAITING, "spn2-1")
    assert archive.requests[0].headers["authorization"] == "LOW access:secret"
    archive.play("pending")
    assert work(capture).state == CaptureState.WAITING
    capture = work(capture)
    assert capture.state == CaptureState.DONE
    assert capture.url == f"{archive.url}/web/20260504120000/{capture.document.url}"
    assert not archiving.due().exists()
    archiving.order(capture.document)
    assert Capture.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "state", "why"),
    [
        ("overload", CaptureState.WAITING, "overloaded"),
        ("429", CaptureState.WAITING, "could not be asked"),
        ("daily", CaptureState.WAITING, "often enough today"),
        ("gateway", CaptureState.WAITING, "busy"),
        ("blocked", CaptureState.FAILED, "may not copy"),
        ("401", CaptureState.FAILED, "WAYBACK_KEY"),
    ],
)
def test_every_fault_ends_in_a_state_with_its_reason(archive: Stub, fault: str, state: str, why: str) -> None:
    archive.play(fault)
    capture = work(ordered())
    assert capture.state == state
    assert why in capture.error
    assert (capture.next_try_at is None) is (state == CaptureState.FAILED)


def test_it_gives_up_after_a_day(archive: Stub) -> None:
    capture = work(ordered())
    archive.play("pending", times=len(archiving.PAUSES) + 1)
    for _ in archiving.PAUSES:
        capture = work(capture)
    assert capture.state == CaptureState.FAILED
    assert "after a day" in capture.error


def test_a_lost_worker_changes_nothing(archive: Stub) -> None:
    capture = ordered()
    Capture.objects.update(state=CaptureState.RUNNING, lease_until=timezone.now() + timedelta(minutes=1))
    assert work(capture).state == CaptureState.RUNNING
    assert not archive.requests
