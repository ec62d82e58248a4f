"""Webhooks: which addresses are told of what happens here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from verification.api import shapes
from verification.api.answers import answer, items, nothing
from verification.api.door import actor, endpoint
from verification.api.paging import BY_ROW, page
from verification.api.problems import not_found
from verification.exporting.records.verdicts import Record
from verification.filtering import row_id
from verification.models import Webhook
from verification.webhooks import add_webhook, remove_webhook

router = Router(tags=["webhooks"])


@endpoint(router, "GET", "/webhooks", act="administer", query=shapes.PAGING, returns={200: shapes.WebhookPage})
def list_webhooks(request: HttpRequest) -> HttpResponseBase:
    """All webhooks; their secrets are not shown again."""
    rows, following = page(Webhook.objects.all(), BY_ROW, request)
    return items([_record(hook) for hook in rows], following)


@endpoint(router, "POST", "/webhooks", act="administer", body=True, returns={201: shapes.NewWebhookOut})
def create_webhook(request: HttpRequest, payload: shapes.WebhookIn) -> HttpResponseBase:
    """Add an address that is told of events, signed as Standard Webhooks say. The secret is shown this once."""
    events = [str(event) for event in payload.events] if "events" in payload.model_fields_set else None
    hook = add_webhook(actor=actor(request), url=payload.url, events=events)
    return answer({**_record(hook), "secret": hook.secret}, status=201)


@endpoint(router, "DELETE", "/webhooks/{webhook_id}", act="administer", returns={204: None})
def delete_webhook(request: HttpRequest, webhook_id: str) -> HttpResponseBase:
    """Remove a webhook, with what it is still owed."""
    hook = Webhook.objects.filter(pk=row_id(webhook_id) or 0).first()
    if hook is None:
        raise not_found("webhook")
    remove_webhook(hook, actor=actor(request))
    return nothing()


def _record(hook: Webhook) -> Record:
    return {
        "id": str(hook.pk),
        "url": hook.url,
        "events": hook.events,
        "active": hook.active,
        "disabled_reason": hook.disabled_reason,
        "created_at": hook.created_at,
    }
