"""Exports made in the background: too large, or too slow a line, for one answer."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from claims.leases import Job


class ExportState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    EXPIRED = "expired", "expired"


class ExportJob(Job):
    """One file: work that is owed, then where it can be had until when.

    ``after``, ``rows`` and ``size`` say how far the file is whole: whoever takes the work up again goes on from there.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=12)
    file_format = models.CharField(max_length=8)
    filters = models.JSONField(default=dict, blank=True, help_text="As the query of GET /claims has them.")
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.QUEUED)
    error = models.TextField(blank=True, default="")
    total = models.PositiveBigIntegerField(null=True, blank=True, help_text="Rows, as counted at the start.")
    rows = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    secret = models.CharField(max_length=60, unique=True, help_text="Who has it may download the file.")
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    owner_id: int

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="export_due")]

    def __str__(self) -> str:
        return f"{self.kind} as {self.file_format}: {self.state}"
