"""Webhooks made and ended by admins."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.cleaning import clean_text
from claims.errors import FetchError, InvalidInput
from claims.fetching import refuse_private
from claims.roles import Actor
from verification import audit
from verification.models import EVENTS, Webhook
from verification.permissions import require


def add_webhook(*, actor: Actor, url: str, events: Sequence[str] | None = None) -> Webhook:
    """A new webhook with a secret of its own; ``events`` None means all. Raises InvalidInput or Denied."""
    require(actor, "administer")
    url = clean_text(url, max_length=2000).strip()
    try:
        refuse_private(url, allowed_private=frozenset(entry.lower() for entry in settings.FETCH_ALLOW_PRIVATE))
    except FetchError as error:
        raise InvalidInput(error.message, fields={"url": error.message}) from error
    known = ", ".join(EVENTS)
    if events is not None and not events:
        why = f"Name at least one event, or leave events out to be told of all. Known are: {known}."
        raise InvalidInput(why, fields={"events": why})
    unknown = [event for event in events or () if event not in EVENTS]
    if unknown:
        raise InvalidInput(
            f"“{unknown[0]}” is no event. Known are: {known}.", fields={"events": f"Known are: {known}."}
        )
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        hook = Webhook.objects.create(
            url=url,
            secret=secret,
            events=list(dict.fromkeys(events or ())),
            created_by=actor if isinstance(actor, User) else None,
        )
        audit.append(actor, audit.Act("added", "webhook", hook.pk, data={"events": hook.events}, note=url))
    return hook


def switch(hook: Webhook, *, on: bool, actor: Actor) -> None:
    """Switches a webhook on, with its failures forgotten and what it is owed due again, or off."""
    require(actor, "administer")
    with transaction.atomic():
        why = "" if on else "Switched off by an admin."
        changed = Webhook.objects.filter(pk=hook.pk).exclude(active=on)
        if changed.update(active=on, failures=0, disabled_reason=why):
            audit.append(actor, audit.Act("enabled" if on else "disabled", "webhook", hook.pk))


def remove_webhook(hook: Webhook, *, actor: Actor) -> None:
    """Ends a webhook, with what it is still owed."""
    require(actor, "administer")
    with transaction.atomic():
        audit.append(actor, audit.Act("removed", "webhook", hook.pk))
        hook.delete()
