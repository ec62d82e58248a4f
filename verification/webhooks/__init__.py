"""Telling other programs what happened, as Standard Webhooks (standardwebhooks.com) describes it.

outbox     an event becomes one owed delivery for each webhook that wants it, in the transaction of the event
delivering one delivery: lease, sign, send under the fetcher's guard, note what came back
hooks      webhooks made and ended by admins
"""

from verification.webhooks.delivering import deliver, due_deliveries, resend
from verification.webhooks.hooks import add_webhook, remove_webhook, switch
from verification.webhooks.outbox import announce

__all__ = ["add_webhook", "announce", "deliver", "due_deliveries", "remove_webhook", "resend", "switch"]
