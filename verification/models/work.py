"""Attempts to settle a claim, and the searches that they owe."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from claims.leases import Job
from claims.models import Claim
from verification.models.ordering import Topic


class State(models.TextChoices):
    NEW = "new", "new"
    GATHERING = "gathering", "gathering"
    OPEN = "open", "open"
    IN_REVIEW = "in_review", "in review"
    SECOND_REVIEW = "second_review", "second review"
    DECIDED = "decided", "decided"
    PUBLISHED = "published", "published"
    CORRECTING = "correcting", "correcting"
    RETRACTED = "retracted", "retracted"
    SET_ASIDE = "set_aside", "set aside"
    DUPLICATE = "duplicate", "duplicate"


CLOSED = (State.PUBLISHED, State.RETRACTED, State.SET_ASIDE, State.DUPLICATE)


class Verification(models.Model):
    """One attempt to settle one claim. ``state`` is written by verification.lifecycle alone."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="verifications")
    number = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    state = models.CharField(max_length=14, choices=State, default=State.NEW)
    priority = models.FloatField(default=0.0, help_text="What the queue sorts by; urgency is part of it.")
    urgency = models.SmallIntegerField(
        default=0, help_text="What a person adds to the priority: 1 before, -1 behind all that nobody moved."
    )
    reach = models.PositiveIntegerField(default=1, help_text="In how many places the claim was seen.")
    repeat = models.FloatField(default=0.0, help_text="How likely it says what an earlier claim said, 0 to 1.")
    rank_due_at = models.DateTimeField(null=True, blank=True, help_text="When its priority is worked out anew.")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="verifications")
    topic_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Empty: the machine."
    )
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_claims"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    corroboration = models.JSONField(default=dict, blank=True, help_text="Counted from the evidence rows.")
    disputed = models.BooleanField(default=False, help_text="The two reviewers differ; an editor adjudicates.")
    reason = models.TextField(blank=True, default="", help_text="Why it was set aside or is a duplicate.")
    duplicate_of = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="duplicate_verifications"
    )
    slug = models.SlugField(max_length=120, null=True, blank=True, unique=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version of the verdict that the public page shows."
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    claim_id: int
    duplicate_of_id: int | None
    assigned_to_id: int | None
    topic_id: int | None
    topic_by_id: int | None

    class Meta:
        ordering = ["-priority", "id"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="one_verification_a_number"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(is_current=True), name="one_current_verification_a_claim"
            ),
            models.CheckConstraint(condition=Q(is_current=True) | Q(state__in=CLOSED), name="open_means_current"),
        ]
        indexes = [
            models.Index(fields=["state", "-priority", "id"], name="verification_queue"),
            models.Index(fields=["updated_at", "id"], name="verification_updated"),
            models.Index(fields=["assigned_to", "state", "-priority", "id"], name="verification_assigned"),
            models.Index(fields=["rank_due_at"], condition=Q(rank_due_at__isnull=False), name="verification_rank_due"),
            models.Index(fields=["-priority", "id"], condition=Q(is_current=True), name="verification_all_by_rank"),
            models.Index(fields=["-claim", "-id"], condition=Q(is_current=True), name="verification_all_newest"),
        ]

    def __str__(self) -> str:
        return f"Verification {self.number} of “{self.claim}”"


class SearchState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    WAITING = "waiting", "waiting"
    FAILED = "failed", "failed"
    OUT_OF_QUOTA = "out_of_quota", "out of quota"
    NOT_CONFIGURED = "not_configured", "not configured"
    CANCELLED = "cancelled", "cancelled"


SETTLED = (
    SearchState.DONE,
    SearchState.WAITING,
    SearchState.FAILED,
    SearchState.OUT_OF_QUOTA,
    SearchState.NOT_CONFIGURED,
    SearchState.CANCELLED,
)


class Search(Job):
    """One claim asked of one provider. “Nothing found”, “could not ask” and “out of quota” are different states."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="searches")
    provider = models.CharField(max_length=40)
    generation = models.PositiveIntegerField(default=1, help_text="Grows each time somebody asks again.")
    own_words = models.CharField(max_length=400, blank=True, default="", help_text="A reviewer's own query.")
    state = models.CharField(max_length=16, choices=SearchState, default=SearchState.QUEUED)
    error = models.TextField(blank=True, default="")
    queries = models.JSONField(default=list, blank=True, help_text="What was really asked.")
    found = models.PositiveIntegerField(default=0, help_text="Hits that the provider named.")
    unread = models.JSONField(default=list, blank=True, help_text="Hits whose page could not be read, and why.")
    raw = models.BinaryField(default=b"", blank=True, help_text="The provider's answer, zlib-compressed.")
    raw_sha256 = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    verification_id: int

    class Meta:
        ordering = ["verification", "provider", "generation"]
        verbose_name_plural = "searches"
        constraints = [
            models.UniqueConstraint(
                fields=["verification", "provider", "generation"], name="one_search_a_provider_and_generation"
            )
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="search_due")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.state}"
