"""What a person's own desk remembers: views they keep, what they have seen, what can be undone; and the standards."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Seat(models.Model):
    """One person's own settings of the desk, and when they last said that they had seen what was new."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="seat")
    looked_at = models.DateTimeField(null=True, blank=True, help_text="Claims that opened later count as new.")
    digest = models.BooleanField(default=False, help_text="A short e-mail a day on what waits for this person.")
    digest_sent_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True, default="", help_text="In which the digest is written.")

    id: int
    person_id: int

    def __str__(self) -> str:
        return f"Seat of {self.person}"


class SavedView(models.Model):
    """A name for a set of filters of the queue; a shared one is shown to everybody."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="The filters as they stand in the address.")
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    person_id: int

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name


class Deed(models.Model):
    """An act of one person that can be undone for a while: for each row it touched, what it left and what was there."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="deeds")
    verb = models.CharField(max_length=20)
    changes = models.JSONField(default=list, help_text="[row, what stood there before, what the act left] each.")
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    id: int
    person_id: int

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "-id"], name="latest_deed")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.person}"


class Standard(models.Model):
    """One rule of the desk on what a verdict should have; switched in the admin. What a name checks is in the code."""

    name = models.SlugField(max_length=20, unique=True)
    words = models.CharField(max_length=200)
    active = models.BooleanField(default=True, help_text="Shown beside the verdict form.")
    required = models.BooleanField(
        default=False, help_text="A decisive verdict is refused while it is neither met nor excused with a reason."
    )
    position = models.PositiveSmallIntegerField(default=0)

    id: int

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.words
