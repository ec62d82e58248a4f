"""Who is told of what happens here, and every telling that is owed or done."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from claims.leases import Job

EVENTS = (
    "article.ready",
    "article.failed",
    "claim.ready",
    "verdict.published",
    "verdict.corrected",
    "verdict.retracted",
)


class Webhook(models.Model):
    """One address that is told of events. ``secret`` signs what is sent (Standard Webhooks)."""

    url = models.CharField(max_length=2000)
    secret = models.CharField(max_length=80)
    events = models.JSONField(default=list, blank=True, help_text="Which events; none means all.")
    active = models.BooleanField(default=True)
    disabled_reason = models.TextField(blank=True, default="")
    failures = models.PositiveIntegerField(default=0, help_text="Deliveries given up in a row.")
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    WAITING = "waiting", "waiting"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class WebhookDelivery(Job):
    """One event for one webhook: work that is owed, then its outcome. ``body`` is sent exactly as it stands."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.CharField(max_length=40, help_text="The webhook-id header: the same in every try.")
    event = models.CharField(max_length=30)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The last HTTP status.")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    webhook_id: int

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "webhook deliveries"
        constraints = [models.UniqueConstraint(fields=["webhook", "event_id"], name="one_delivery_an_event")]
        indexes = [models.Index(fields=["state", "next_try_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.event} to webhook {self.webhook_id}: {self.state}"
