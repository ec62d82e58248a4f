from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from claims.errors import Conflict, InvalidInput, NotAllowed
from tests.verification import desk
from verification import lifecycle, webhooks
from verification.models import AuditEntry, DeliveryState, State, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(settings: Settings, httpserver: HTTPServer) -> Webhook:
    settings.FETCH_ALLOW_PRIVATE = [f"{httpserver.host}:{httpserver.port}"]
    return webhooks.add_webhook(actor=desk.person("admin"), url=httpserver.url_for("/hook"))


def announced(event: str = "claim.ready") -> WebhookDelivery:
    with transaction.atomic():
        assert webhooks.announce(event, {"claim": "7"}) == 1
    return WebhookDelivery.objects.get()


def test_an_opened_claim_is_told_with_a_signature_that_holds(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook", method="POST").respond_with_data("thanks")
    lifecycle.move(desk.check("gathering"), State.OPEN, actor=None, verb="opened_for_review")
    delivery = WebhookDelivery.objects.get()
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (DeliveryState.DONE, 200)
    request, _ = httpserver.log[0]
    body = request.get_data(as_text=True)
    assert json.loads(body)["type"] == "claim.ready"
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert request.headers["webhook-signature"] == f"v1,{digest}"


def test_a_webhook_is_told_only_what_it_asked_for(hook: Webhook) -> None:
    Webhook.objects.update(events=["verdict.published"])
    with transaction.atomic():
        assert webhooks.announce("claim.ready", {}) == 0
        assert webhooks.announce("verdict.published", {}) == 1


def test_a_receiver_in_trouble_is_tried_again_with_the_same_id(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_ordered_request("/hook").respond_with_data("no", status=500)
    httpserver.expect_ordered_request("/hook").respond_with_data("ok")
    delivery = announced()
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status) == (DeliveryState.WAITING, 500)
    webhooks.deliver(delivery.pk)
    assert len(httpserver.log) == 1, "not before its time"
    WebhookDelivery.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DONE
    assert httpserver.log[0][0].headers["webhook-id"] == httpserver.log[1][0].headers["webhook-id"]


def test_a_receiver_that_is_gone_is_switched_off(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("gone", status=410)
    delivery = announced()
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    hook.refresh_from_db()
    assert delivery.state == DeliveryState.FAILED
    assert not hook.active
    assert AuditEntry.objects.filter(verb="disabled", object_type="webhook").exists()


def test_redirects_are_not_followed(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("", status=302, headers={"Location": httpserver.url_for("/x")})
    delivery = announced()
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert len(httpserver.log) == 1


def test_a_private_receiver_is_never_called(httpserver: HTTPServer) -> None:
    Webhook.objects.create(url=httpserver.url_for("/hook"), secret="whsec_AAAA")
    delivery = announced()
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.WAITING
    assert not httpserver.log


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8080/x",
        "https://desk.local/",
        "http://192.168.1.7/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "https://hooks.example:2525/",
    ],
)
def test_an_address_that_could_never_be_told_is_refused_at_once(url: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        webhooks.add_webhook(actor=desk.person("admin"), url=url)
    assert "url" in caught.value.fields
    assert not Webhook.objects.exists()


def test_five_deliveries_given_up_in_a_row_switch_it_off(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("no", status=500)
    Webhook.objects.update(failures=4)
    delivery = announced()
    WebhookDelivery.objects.update(attempts=9)
    webhooks.deliver(delivery.pk)
    hook.refresh_from_db()
    assert not hook.active


def test_an_ended_delivery_can_be_sent_again_and_a_running_one_not(hook: Webhook, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hook").respond_with_data("ok")
    delivery = announced()
    admin = desk.person("admin")
    with pytest.raises(Conflict):
        webhooks.resend(delivery, actor=admin)
    webhooks.deliver(delivery.pk)
    webhooks.resend(delivery, actor=admin)
    webhooks.deliver(delivery.pk)
    assert len(httpserver.log) == 2


def test_only_admins_make_webhooks_and_only_for_real_addresses_and_events() -> None:
    with pytest.raises(NotAllowed):
        webhooks.add_webhook(actor=desk.person("editor"), url="https://hooks.example/a")
    admin = desk.person("admin")
    for bad in ("ftp://hooks.example/", "hooks", "https://u:p@hooks.example/"):
        with pytest.raises(InvalidInput):
            webhooks.add_webhook(actor=admin, url=bad)
    with pytest.raises(InvalidInput):
        webhooks.add_webhook(actor=admin, url="https://hooks.example/a", events=["claim.eaten"])
    assert not Webhook.objects.exists()
