"""The tamper-evident trail: one row an act, each holding the hash of the one before."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One act. Written by verification.audit alone; triggers refuse changes and deletions.

    People's names and free text stand in ``actor_name`` and ``note`` beside the chain; the chain holds only
    ``note_digest`` of both, so that they can be erased (with the salt) and the chain still verifies.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=40, help_text="user:<id>, or machine")
    actor_name = models.CharField(max_length=150, blank=True, default="")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    claim_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    data = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True, default="")
    salt = models.CharField(max_length=32, blank=True, default="")
    note_digest = models.CharField(max_length=64, blank=True, default="")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.seq}: {self.verb} {self.object_type} {self.object_id}"


class AuditHead(models.Model):
    """The one row that says where the chain ends; its lock puts concurrent appends in order."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash}"
