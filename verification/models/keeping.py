"""What keeps a cited source provable: a copy in a public archive, visits to it again, and the verdicts it endangers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from claims.leases import Job
from verification.models.sources import Document
from verification.models.work import Verification


class CaptureState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    WAITING = "waiting", "waiting"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class Capture(Job):
    """A public archive asked to keep a copy of one document's page."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="capture")
    state = models.CharField(max_length=8, choices=CaptureState, default=CaptureState.QUEUED)
    job = models.CharField(max_length=120, blank=True, default="", help_text="The archive's own number for the work.")
    url = models.CharField(max_length=2300, blank=True, default="", help_text="Where the copy is.")
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    document_id: int

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="capture_due")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"


class VisitState(models.TextChoices):
    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"


class Visit(Job):
    """A document cited by a published verdict, visited again when ``next_try_at`` comes."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="visit")
    state = models.CharField(max_length=8, choices=VisitState, default=VisitState.WAITING)
    visited_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Visits in a row that could not reach the page.")

    id: int
    document_id: int

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="visit_due")]

    def __str__(self) -> str:
        return f"{self.document_id}, last on {self.visited_at or 'never'}"


class Danger(models.TextChoices):
    PASSAGE_GONE = "passage_gone", "the cited passage is no longer on the page"
    PAGE_DEAD = "page_dead", "the page can no longer be opened"
    RETRACTED = "retracted", "the paper was retracted"


class Risk(models.Model):
    """Why a published verdict is at risk: something happened to a source that it cites."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="risks")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="risks")
    danger = models.CharField(max_length=12, choices=Danger)
    detail = models.TextField(blank=True, default="")
    raised_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="The source is as it was again, or it was dealt with."
    )

    id: int
    verification_id: int
    document_id: int

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "document", "danger"],
                condition=Q(ended_at__isnull=True),
                name="one_open_risk_a_danger",
            )
        ]

    def __str__(self) -> str:
        return f"verification {self.verification_id}: {self.get_danger_display()}"
