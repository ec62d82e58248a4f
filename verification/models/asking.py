"""What asking outside has cost today, and the answers kept so that the same question is not paid for twice."""

from __future__ import annotations

from django.db import models


class ProviderDay(models.Model):
    """How many questions a provider was sent on one day (UTC). Counted before they are sent, by all workers."""

    provider = models.CharField(max_length=40)
    day = models.DateField()
    questions = models.PositiveIntegerField(default=0)

    id: int

    class Meta:
        ordering = ["-day", "provider"]
        constraints = [models.UniqueConstraint(fields=["provider", "day"], name="one_count_a_provider_and_day")]

    def __str__(self) -> str:
        return f"{self.provider}, {self.day}: {self.questions}"


class KeptAnswer(models.Model):
    """What a provider answered to one question, for as long as ``ANSWERS_KEPT_HOURS`` says."""

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of provider, address and question.")
    provider = models.CharField(max_length=40)
    answer = models.BinaryField(help_text="Hits and queries as JSON, zlib-compressed.")
    raw = models.BinaryField(default=b"", blank=True, help_text="The provider's answer as it came, zlib-compressed.")
    raw_sha256 = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(db_index=True)

    id: int

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.provider}, {self.asked_at:%Y-%m-%d %H:%M}"
