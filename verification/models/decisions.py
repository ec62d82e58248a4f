"""What people do with a claim: hold it, note, ask, decide."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from verification.models.sources import Evidence
from verification.models.work import Verification

# Names, since a page takes its colours from the style sheet alone; shape and word say the same without them.
COLOURS = ("green", "lime", "yellow", "orange", "red", "maroon", "blue", "grey")


class Rating(models.Model):
    """One step of the rating scale. ``value`` runs from 1 (least true) upwards; null stands outside the scale."""

    slug = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    explanation = models.TextField(blank=True, default="")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    decisive = models.BooleanField(default=True, help_text="Needs a rationale and cited evidence.")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)
    colour = models.CharField(max_length=8, blank=True, default="", choices=[(name, name) for name in COLOURS])
    translations = models.JSONField(
        default=dict, blank=True, help_text='The label in other languages, as {"de": "Wahr", "fr": "Vrai"}.'
    )

    id: int

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class Assignment(models.Model):
    """A reviewer's time-limited hold on a claim; one open hold a verification."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    taken_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, default="", help_text="verdict, given_back or expired")

    id: int
    verification_id: int
    reviewer_id: int

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification"], condition=Q(ended_at__isnull=True), name="one_open_assignment"
            )
        ]
        indexes = [models.Index(fields=["ended_at", "expires_at"], name="assignment_expiry")]

    def __str__(self) -> str:
        return f"{self.reviewer} holds verification {self.verification_id}"


class Verdict(models.Model):
    """A rating with its rationale and cited evidence. Rows are only ever added; the highest version counts."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="verdicts")
    version = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=12,
        default="first",
        choices=[("first", "first"), ("adjudication", "adjudication"), ("correction", "correction")],
    )
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="verdicts")
    statement = models.TextField(blank=True, default="", help_text="The claim's words as they were rated.")
    speaker = models.TextField(blank=True, default="", help_text="Whose words they were then.")
    rationale = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="", help_text="Public note of a correction.")
    excuses = models.JSONField(
        default=dict, blank=True, help_text="Standards that were not met, each with the reviewer's reason."
    )
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="verdicts")
    cited = models.ManyToManyField(Evidence, through="VerdictEvidence", related_name="verdicts")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    verification_id: int
    rating_id: int
    reviewer_id: int
    second: SecondReview

    class Meta:
        ordering = ["verification", "version"]
        constraints = [models.UniqueConstraint(fields=["verification", "version"], name="one_verdict_a_version")]

    def __str__(self) -> str:
        return f"{self.rating} (version {self.version})"

    @property
    def rated_words(self) -> tuple[str, str]:
        """Statement and speaker as they were rated; those of the claim where a backup from before had none."""
        claim = self.verification.claim
        return (self.statement, self.speaker) if self.statement else (claim.statement, claim.speaker)


class VerdictEvidence(models.Model):
    """One piece of evidence that a verdict cites, in the order of citing."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField(default=0)

    evidence_id: int

    class Meta:
        ordering = ["verdict", "position"]
        constraints = [models.UniqueConstraint(fields=["verdict", "evidence"], name="cited_once")]

    def __str__(self) -> str:
        return f"{self.verdict} cites {self.evidence_id}"


class SecondReview(models.Model):
    """What the second person said of a verdict. ``rating`` is set when they gave one of their own."""

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="second")
    reviewer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_reviews")
    rating = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rationale = models.TextField(blank=True, default="")
    agreed = models.BooleanField()
    rejected = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    reviewer_id: int

    def __str__(self) -> str:
        return "agreed" if self.agreed else "differs"


class Draft(models.Model):
    """What a reviewer has typed and not yet submitted; saved as they type, removed when the verdict stands."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    id: int

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verification", "author"], name="one_draft_a_person")]

    def __str__(self) -> str:
        return f"Draft of {self.author}"


class Contact(models.Model):
    """The claimant (or somebody else) was asked: whom, when, by what way, what they answered, until when."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="contacts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=300)
    way = models.CharField(max_length=60, blank=True, default="", help_text="phone, e-mail, letter …")
    asked_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    question = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.whom}, {self.asked_at:%Y-%m-%d}"


class Note(models.Model):
    """An internal note; never public."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
