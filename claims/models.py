"""What was said, and where: articles, the versions of their text, and the claims in them.

No status of checking lives here: a claim is only words at a place. See verification.models for the rest.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from claims.leases import Job


class ArticleState(models.TextChoices):
    QUEUED = "queued", "queued"
    FETCHING = "fetching", "fetching"
    SPLITTING = "splitting", "splitting"
    GATHERING = "gathering", "gathering"
    READY = "ready", "ready"
    FAILED = "failed", "failed"


class Attribution(models.TextChoices):
    QUOTED = "quoted", "quoted"
    REPORTED = "reported", "reported"
    AUTHOR = "author", "author"


class Article(Job):
    """One article, whatever its number of versions. The same canonical address or the same text is the same row."""

    state = models.CharField(max_length=12, choices=ArticleState, default=ArticleState.QUEUED)
    error_code = models.CharField(max_length=40, blank=True, default="")
    error = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="", help_text="Why there are no claims, or what else is odd.")
    url = models.CharField(max_length=2000, blank=True, default="")
    canonical_url = models.CharField(max_length=2000, null=True, blank=True, unique=True)
    content_sha256 = models.CharField(max_length=64, null=True, blank=True, unique=True)
    title = models.CharField(max_length=500, blank=True, default="")
    authors = models.JSONField(default=list, blank=True)
    publisher = models.CharField(max_length=300, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    duplicate_of_id: int | None
    submitted_by_id: int | None

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="article_due"),
            models.Index(fields=["updated_at", "id"], name="article_updated"),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"Article {self.pk}"

    @property
    def current(self) -> ArticleVersion | None:
        """The newest version of the text, or None before the first was read."""
        return self.versions.order_by("-number").first()


class RawInput(models.Model):
    """Exactly what came in: the pasted text, the uploaded file or the fetched page. Never changed, never deleted."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="inputs")
    body = models.BinaryField(help_text="zlib-compressed bytes")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(
        max_length=8, choices=[("text", "text"), ("html", "html"), ("file", "file"), ("page", "page")]
    )
    content_type = models.CharField(max_length=120, blank=True, default="")
    charset = models.CharField(max_length=60, blank=True, default="")
    filename = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    cleaned = models.BooleanField(default=True, help_text="Furniture is to be left out.")
    unreadable = models.BooleanField(default=False, help_text="No article text could be read from it.")
    received_at = models.DateTimeField(auto_now_add=True)

    id: int
    article_id: int

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} of article {self.article_id}, {self.received_at:%Y-%m-%d %H:%M}"


class ArticleVersion(models.Model):
    """The text of an article at one time. The text never changes: a changed article is a new version."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.ForeignKey(RawInput, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)
    raw_text = models.TextField(blank=True, default="", help_text="What left_out's offsets refer to.")
    left_out = models.JSONField(default=list, blank=True)
    sentences = models.JSONField(default=list, blank=True)
    attributions = models.JSONField(default=list, blank=True)
    splitter_version = models.CharField(max_length=20, blank=True, default="")
    proposing = models.JSONField(
        default=dict, blank=True, help_text="What the model service proposed, and what became of it; empty without one."
    )
    changes = models.JSONField(
        default=list, blank=True, help_text="Claims whose words the version before had: claim, before, after, gone."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    article_id: int

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"


class Claim(models.Model):
    """One checkable statement, anchored at exact characters of one article version; a tip has no article."""

    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    article_version = models.ForeignKey(
        ArticleVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    quote = models.TextField(blank=True, default="")
    key = models.CharField(max_length=64, help_text="SHA-256 of place and first statement: one claim, one row.")
    statement = models.TextField()
    speaker = models.CharField(max_length=300, blank=True, default="")
    attribution = models.CharField(max_length=8, choices=Attribution, default=Attribution.AUTHOR)
    cue = models.CharField(max_length=120, blank=True, default="")
    kinds = models.JSONField(default=list, blank=True)
    checkworthiness = models.FloatField(default=0.0)
    reasons = models.JSONField(default=list, blank=True)
    ambiguous = models.BooleanField(default=False)
    open_questions = models.JSONField(default=list, blank=True)
    entities = models.JSONField(default=list, blank=True)
    measures = models.JSONField(
        default=dict, blank=True, help_text="What the weights of check-worthiness were multiplied with."
    )
    proposal = models.JSONField(default=dict, blank=True, help_text="What the machine proposed, kept when people edit.")
    url = models.CharField(max_length=2000, blank=True, default="", help_text="Where a tip was seen.")
    published_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims_made"
    )
    version = models.PositiveIntegerField(default=1, help_text="Grows with every edit; a stale edit is refused.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    id: int
    article_id: int | None
    article_version_id: int | None
    made_by_id: int | None

    class Meta:
        ordering = ["article", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article_version", "key"], name="one_row_a_claim"),
            models.UniqueConstraint(fields=["key"], condition=Q(article_version__isnull=True), name="one_row_a_tip"),
            models.CheckConstraint(
                condition=Q(checkworthiness__gte=0) & Q(checkworthiness__lte=1), name="checkworthiness_0_to_1"
            ),
        ]
        indexes = [models.Index(fields=["updated_at", "id"], name="claim_updated")]

    def __str__(self) -> str:
        return self.statement


class ReadingState(models.TextChoices):
    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"


class TipReading(Job):
    """The reading of a tip that some worker owes: its kinds, names and check-worthiness. One row a tip, for good."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(max_length=8, choices=ReadingState, default=ReadingState.QUEUED)
    error = models.TextField(blank=True, default="", help_text="Why it was given up.")
    splitter_version = models.CharField(max_length=20, blank=True, default="")
    read_at = models.DateTimeField(null=True, blank=True)

    id: int
    claim_id: int

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="tip_reading_due")]

    def __str__(self) -> str:
        return f"Reading of tip {self.claim_id}: {self.state}"


class ClaimEdit(models.Model):
    """What a person changed in a claim: the fields before and after. Only ever added."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="edits")
    editor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"Edit {self.version} of claim {self.claim_id}"


class FeatureWeight(models.Model):
    """A weight of check-worthiness that this desk changed; what has no row keeps the weight that was shipped."""

    feature = models.CharField(max_length=60, unique=True)
    weight = models.FloatField(help_text="Log-odds for each unit of the feature's measure.")
    why = models.CharField(max_length=300, blank=True, default="")
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    id: int
    changed_by_id: int | None

    class Meta:
        ordering = ["feature"]

    def __str__(self) -> str:
        return f"{self.feature} {self.weight:+.3f}"


class Feed(models.Model):
    """An RSS or Atom feed whose new entries come in as articles. Times are those of the database."""

    url = models.CharField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True, default="")
    active = models.BooleanField(default=True)
    every_minutes = models.PositiveIntegerField(default=15)
    next_poll_at = models.DateTimeField(null=True, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="", help_text="Why the last poll failed; empty after one that worked.")
    failures = models.PositiveIntegerField(default=0, help_text="Polls that failed in a row.")
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    added_by_id: int | None

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["active", "next_poll_at"], name="feed_due")]

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    """One entry of a feed and what became of it: its article, or why there is none. Never taken twice."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64, help_text="SHA-256 of the entry's own id, else of its address.")
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=500, blank=True, default="")
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="feed_entries")
    duplicate = models.BooleanField(default=False, help_text="The article was there before.")
    error = models.TextField(blank=True, default="")
    seen_at = models.DateTimeField(auto_now_add=True)

    id: int
    feed_id: int
    article_id: int | None

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "feed entries"
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="one_row_an_entry")]

    def __str__(self) -> str:
        return self.title or self.url
