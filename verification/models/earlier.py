"""What was checked before, here or elsewhere, and where a new claim was found to say the same."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from claims.comparing import Part, word_changes
from claims.models import Claim
from verification.models.work import Verification


class EarlierClaim(models.Model):
    """A claim that new ones are compared with: one of the desk's own, or one reviewed elsewhere (ClaimReview).

    What the desk says of its own claims is never copied here: it is looked up when it is shown. Of others' reviews
    the row keeps what their publisher said.
    """

    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="as_earlier")
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of address and claim, or of our claim's id.")
    statement = models.TextField()
    title = models.CharField(max_length=500, blank=True, default="", help_text="The review's own headline.")
    speaker = models.CharField(max_length=300, blank=True, default="")
    said_at = models.DateTimeField(null=True, blank=True)
    rating = models.CharField(max_length=200, blank=True, default="", help_text="In the words of who gave it.")
    explanation = models.TextField(blank=True, default="")
    publisher = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="", help_text="The file that it came from.")
    model = models.CharField(max_length=16, blank=True, default="", help_text="Which model made the vectors.")
    vectors = models.BinaryField(default=b"", blank=True, help_text="int8, 384 for the claim, 384 for the headline.")
    added_at = models.DateTimeField(auto_now_add=True)
    compared_at = models.DateTimeField(null=True, blank=True, help_text="When a claim of ours was last compared.")

    id: int
    claim_id: int | None

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["model", "id"], name="earlier_unembedded")]

    def __str__(self) -> str:
        return self.statement


class Answered(models.TextChoices):
    OFFERED = "offered", "offered"
    ACCEPTED = "accepted", "accepted"
    DISMISSED = "dismissed", "dismissed"


class SeenBefore(models.Model):
    """An earlier claim offered as the same as a new one. The machine offers; only a person accepts."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="seen_before")
    earlier = models.ForeignKey(EarlierClaim, on_delete=models.CASCADE, related_name="offers")
    score = models.FloatField(help_text="How likely both say the same, 0 to 1.")
    sure = models.BooleanField(default=False, help_text="Above the confirming threshold, and nothing speaks against.")
    reasons = models.JSONField(default=list, blank=True)
    answer = models.CharField(max_length=9, choices=Answered, default=Answered.OFFERED)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    verification_id: int
    earlier_id: int

    class Meta:
        ordering = ["verification", "-score", "id"]
        verbose_name_plural = "seen before"
        constraints = [
            models.UniqueConstraint(fields=["verification", "earlier"], name="one_offer_an_earlier_claim"),
            models.CheckConstraint(condition=Q(score__gte=0) & Q(score__lte=1), name="seen_before_0_to_1"),
        ]

    def __str__(self) -> str:
        return f"{self.verification_id} may be {self.earlier_id} ({self.score:.2f})"


class TextChange(models.Model):
    """A new version of an article changed or dropped the words of a claim that somebody had decided on."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="text_changes")
    version = models.ForeignKey("claims.ArticleVersion", on_delete=models.CASCADE, related_name="text_changes")
    gone = models.BooleanField(default=False, help_text="The words are no longer in the article at all.")
    before = models.TextField(help_text="What the article said when the claim was read from it.")
    after = models.TextField(blank=True, default="", help_text="What it says there now; empty when it is gone.")
    raised_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    id: int
    verification_id: int

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["verification", "version"], name="one_text_change_a_version"),
        ]

    def __str__(self) -> str:
        return f"verification {self.verification_id}: {'gone' if self.gone else 'changed'}"

    @property
    def words(self) -> list[Part]:
        """What leads from the old wording to the new one."""
        return word_changes(self.before, self.after)
