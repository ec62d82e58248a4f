"""An event becomes one owed delivery for each webhook that wants it, in the transaction of the event."""

from __future__ import annotations

import uuid
from typing import Any

import orjson

from claims.clock import now
from claims.doorbell import DELIVER, ring_on_commit
from verification.models import Webhook, WebhookDelivery


def announce(event: str, data: dict[str, Any]) -> int:
    """Writes the deliveries for ``event`` and rings once the transaction is committed; returns how many.

    ``data`` stays small (ids, state, addresses): whoever is told asks the API for the rest, with their own rights.
    """
    wanting = [hook for hook in Webhook.objects.filter(active=True) if not hook.events or event in hook.events]
    if not wanting:
        return 0
    event_id = f"msg_{uuid.uuid4().hex}"
    body = orjson.dumps({"type": event, "timestamp": now(), "data": data}).decode()
    made = [
        WebhookDelivery.objects.create(webhook=hook, event_id=event_id, event=event, body=body, rung_at=now())
        for hook in wanting
    ]
    ring_on_commit(DELIVER, *[delivery.pk for delivery in made])
    return len(made)
