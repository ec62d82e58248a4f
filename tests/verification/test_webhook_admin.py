"""The log of deliveries in the admin: seen, sent again, and webhooks that failed too often switched on again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.verification import desk
from verification import webhooks
from verification.models import AuditEntry, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db
DELIVERIES, HOOKS = "/admin/verification/webhookdelivery/", "/admin/verification/webhook/"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(desk.person("admin"))
    return client


@pytest.fixture
def hook() -> Webhook:
    made = Webhook.objects.create(url="https://hooks.example/in", secret="whsec_c2VjcmV0")
    with transaction.atomic():
        webhooks.announce("claim.ready", {"claim": "7"})
    return made


def act(browser: Client, page: str, name: str, row: Any) -> str:
    answer = browser.post(page, {"action": name, "_selected_action": [row.pk]}, follow=True)
    return answer.content.decode()


def test_the_log_tells_each_try_and_never_the_secret(browser: Client, hook: Webhook) -> None:
    WebhookDelivery.objects.update(state="failed", status=500, error="The receiver answered with 500.", attempts=10)
    for page in (DELIVERIES, f"{HOOKS}{hook.pk}/change/"):
        shown = browser.get(page).content.decode()
        assert "The receiver answered with 500." in shown
        assert "claim.ready" in shown
        assert "whsec_" not in shown


def test_an_ended_delivery_is_sent_again_and_a_waiting_one_is_not(browser: Client, hook: Webhook) -> None:
    delivery = WebhookDelivery.objects.get()
    assert "still on its way" in act(browser, DELIVERIES, "resend", delivery)
    WebhookDelivery.objects.update(state="failed", attempts=10)
    assert "sent again" in act(browser, DELIVERIES, "resend", delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("queued", 0)
    assert AuditEntry.objects.filter(verb="resent").count() == 1


def test_a_webhook_that_failed_too_often_says_why_and_is_switched_on_again(browser: Client, hook: Webhook) -> None:
    Webhook.objects.update(active=False, failures=5, disabled_reason="Too many failures.")
    assert "Too many failures." in browser.get(HOOKS).content.decode()
    assert "switched off" in act(browser, DELIVERIES, "resend", WebhookDelivery.objects.get())
    act(browser, HOOKS, "switch_on", hook)
    act(browser, HOOKS, "switch_on", hook)
    hook.refresh_from_db()
    assert (hook.active, hook.failures, hook.disabled_reason) == (True, 0, "")
    assert webhooks.due_deliveries().count() == 1
    act(browser, HOOKS, "switch_off", hook)
    hook.refresh_from_db()
    assert not hook.active
    assert list(AuditEntry.objects.filter(object_type="webhook").values_list("verb", flat=True)) == [
        "enabled",
        "disabled",
    ]
