"""What the queue is sorted and filtered by: the weights of the rank, and the desk's topics."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class RankWeight(models.Model):
    """How much one factor of the rank counts; what a name measures is in verification.priority."""

    factor = models.SlugField(max_length=20, unique=True)
    weight = models.FloatField(
        default=0.5,
        validators=[MinValueValidator(0.0), MaxValueValidator(3.0)],
        help_text="The power to which the factor is taken: 0 leaves it out, 1 counts it in full, 3 is the most.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    id: int

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.factor} × {self.weight:g}"


class Topic(models.Model):
    """A subject that the desk covers. The machine proposes it by its words; people give a claim another."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    translations = models.JSONField(
        default=dict, blank=True, help_text='The name in other languages, as {"de": "Verkehr", "fr": "Transports"}.'
    )
    words = models.TextField(
        blank=True, default="", help_text="Words that speak for the topic, with blanks or line breaks between them."
    )
    active = models.BooleanField(default=True, help_text="Proposed for new claims, and offered to people.")
    position = models.PositiveSmallIntegerField(default=0)

    id: int

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
