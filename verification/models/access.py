"""Programs' access: tokens, and keys that make a repeated POST harmless. People's: the second factor."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class ApiToken(models.Model):
    """A bearer token, kept only as its SHA-256. ``prefix`` is what people may see of it."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100, blank=True, default="")
    prefix = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    id: int
    owner_id: int

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.owner}"


class IdempotencyKey(models.Model):
    """One POST with an Idempotency-Key: while it runs ``status`` is 0, afterwards the answer that is replayed."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    location = models.CharField(max_length=300, blank=True, default="", help_text="Where the new object is.")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_row_an_idempotency_key")]

    def __str__(self) -> str:
        return self.key


class SecondFactor(models.Model):
    """A person's app for six-digit codes. Counts once it is confirmed; ``recovery`` holds SHA-256 of unused codes."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    secret = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0, help_text="The 30-second step of the last code: each counts once.")
    recovery = models.JSONField(default=list, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Wrong codes in a row.")
    not_before = models.DateTimeField(null=True, blank=True, help_text="No code is looked at earlier.")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    person_id: int

    def __str__(self) -> str:
        return f"Second factor of {self.person}"
