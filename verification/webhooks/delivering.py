"""One delivery: take the lease, sign, send under the fetcher's guard, note what came back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
import time

from django.db import transaction
from django.db.models import F, Q, QuerySet

from claims import leases
from claims.clock import now
from claims.doorbell import DELIVER, ring_on_commit
from claims.errors import Conflict, FetchError
from claims.fetching import fetch
from claims.heartbeat import LEASE_SECONDS, heartbeat
from claims.roles import Actor
from verification import audit
from verification.models import DeliveryState, Webhook, WebhookDelivery
from verification.permissions import require

# Seconds after each failed try; ten tries over about three days.
RETRY_AFTER = (5, 60, 300, 1800, 7200, 18000, 36000, 72000, 86400)
TIMEOUT = 15.0
GIVEN_UP_IN_A_ROW = 5
GONE = 410

WAITING = Q(state__in=[DeliveryState.QUEUED, DeliveryState.WAITING], webhook__active=True)
RUNNING = Q(state=DeliveryState.RUNNING, webhook__active=True)


def due_deliveries() -> QuerySet[WebhookDelivery]:
    """Deliveries that some worker owes."""
    return WebhookDelivery.objects.filter(leases.is_due(WAITING, RUNNING))


def deliver(delivery_id: int) -> None:
    """Sends one delivery if it is due. At least once: the receiver knows a repeat by its ``webhook-id``."""
    delivery = WebhookDelivery.objects.filter(pk=delivery_id).select_related("webhook").first()
    if delivery is None or not due_deliveries().filter(pk=delivery_id).exists():
        return
    rows = WebhookDelivery.objects.filter(pk=delivery_id)
    waiting, running = Q(state__in=[DeliveryState.QUEUED, DeliveryState.WAITING]), Q(state=DeliveryState.RUNNING)
    due = leases.is_due(waiting, running)
    token = leases.take(rows, due, running, seconds=LEASE_SECONDS, state=DeliveryState.RUNNING)
    if token is None:
        return
    delivery.attempts += 1
    try:
        with heartbeat.holding(delivery, token):
            answer = fetch(
                delivery.webhook.url,
                method="POST",
                data=delivery.body.encode(),
                headers={"Content-Type": "application/json", **signature(delivery)},
                timeout=TIMEOUT,
                follow_redirects=False,
                paced=False,
            )
        if answer.status >= 300:
            raise FetchError("The receiver answered with a redirect; name its final address.", status=answer.status)
    except FetchError as error:
        _failed(delivery, token, error)
        return
    with transaction.atomic():
        if leases.finish(rows, token, state=DeliveryState.DONE, status=answer.status, error="", updated_at=now()):
            Webhook.objects.filter(pk=delivery.webhook_id).update(failures=0)


def signature(delivery: WebhookDelivery) -> dict[str, str]:
    """The Standard Webhooks headers: id, time, and HMAC-SHA-256 over ``id.time.body``."""
    timestamp = str(int(time.time()))
    secret = base64.b64decode(delivery.webhook.secret.removeprefix("whsec_"))
    signed = f"{delivery.event_id}.{timestamp}.{delivery.body}".encode()
    digest = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": delivery.event_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{digest}",
    }


def resend(delivery: WebhookDelivery, *, actor: Actor) -> None:
    """Owes an ended delivery again. Raises Conflict while it is still on its way."""
    require(actor, "administer")
    with transaction.atomic():
        ended = WebhookDelivery.objects.filter(
            pk=delivery.pk, state__in=[DeliveryState.DONE, DeliveryState.FAILED], webhook__active=True
        )
        again = ended.update(
            state=DeliveryState.QUEUED, attempts=0, losses=0, next_try_at=None, error="", rung_at=now()
        )
        if not again:
            raise Conflict("This delivery is still on its way, or its webhook is switched off.")
        audit.append(actor, audit.Act("resent", "webhook_delivery", delivery.pk))
        ring_on_commit(DELIVER, delivery.pk)


def _failed(delivery: WebhookDelivery, token: str, error: FetchError) -> None:
    rows = WebhookDelivery.objects.filter(pk=delivery.pk)
    tries = delivery.attempts
    with transaction.atomic():
        if error.status != GONE and tries <= len(RETRY_AFTER):
            wait = leases.from_now(RETRY_AFTER[tries - 1] * random.uniform(0.8, 1.2))
            leases.finish(
                rows,
                token,
                state=DeliveryState.WAITING,
                status=error.status,
                error=error.message,
                next_try_at=wait,
                rung_at=None,
                updated_at=now(),
            )
            return
        if not leases.finish(
            rows, token, state=DeliveryState.FAILED, status=error.status, error=error.message, updated_at=now()
        ):
            return
        hook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        Webhook.objects.filter(pk=hook.pk).update(failures=F("failures") + 1)
        if error.status == GONE or hook.failures + 1 >= GIVEN_UP_IN_A_ROW:
            why = "The receiver said that it is gone (HTTP 410)." if error.status == GONE else "Too many failures."
            Webhook.objects.filter(pk=hook.pk).update(active=False, disabled_reason=why)
            audit.append(None, audit.Act("disabled", "webhook", hook.pk))
