"""Stored sources, the passages that count as evidence, and the origins by which they are counted."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from verification.models.work import Search, Verification


class LibraryDocument(models.Model):
    """A source document of the desk's own library; the full-text index follows it by triggers."""

    url = models.CharField(max_length=2000, blank=True, default="")
    canonical_url = models.CharField(max_length=2000, null=True, blank=True, unique=True)
    title = models.CharField(max_length=500, blank=True, default="")
    text = models.TextField()
    publisher = models.CharField(max_length=300, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 of title, newline, text.")
    source = models.CharField(max_length=300, blank=True, default="", help_text="The file that it came from.")
    added_at = models.DateTimeField(auto_now_add=True)

    id: int

    class Meta:
        db_table = "library_document"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.url or f"Library document {self.pk}"


class LibraryVectors(models.Model):
    """What the passages of a library document mean, as vectors (see library.vectors); made when there is time."""

    document = models.OneToOneField(LibraryDocument, on_delete=models.CASCADE, primary_key=True, related_name="vectors")
    model = models.CharField(max_length=16, help_text="The model's mark: vectors of another model do not compare.")
    vectors = models.BinaryField(help_text="int8, 384 a passage.")

    class Meta:
        db_table = "library_vectors"
        verbose_name_plural = "library vectors"

    def __str__(self) -> str:
        return f"Vectors of library document {self.pk}"


class Snapshot(models.Model):
    """The bytes of a fetched source, kept once under their SHA-256. Never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    body = models.BinaryField(help_text="zlib-compressed bytes")
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120, blank=True, default="")
    charset = models.CharField(max_length=60, blank=True, default="")
    stored_at = models.DateTimeField(auto_now_add=True)

    id: int

    def __str__(self) -> str:
        return f"{self.sha256[:12]}… ({self.size} bytes)"


class LibraryCopy(models.Model):
    """The bytes that a library document was read from; a line of JSONL has none."""

    document = models.OneToOneField(LibraryDocument, on_delete=models.CASCADE, primary_key=True, related_name="copy")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="library_copies")
    captured_at = models.DateTimeField(null=True, blank=True, help_text="When an archive got these bytes.")

    document_id: int

    class Meta:
        db_table = "library_copy"
        ordering = ["document"]
        verbose_name_plural = "library copies"

    def __str__(self) -> str:
        return f"Copy of library document {self.pk}"


class Document(models.Model):
    """One source page as it was at one time: its stored bytes and the text read from them."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="documents")
    url = models.CharField(max_length=2000, blank=True, default="")
    final_url = models.CharField(max_length=2000, blank=True, default="")
    canonical_url = models.CharField(max_length=2000, blank=True, default="", db_index=True)
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of canonical address and stored bytes.")
    site = models.CharField(max_length=255, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    publisher = models.CharField(max_length=300, blank=True, default="")
    authors = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, blank=True, default="")
    fetched_at = models.DateTimeField()

    id: int
    snapshot_id: int

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.url or f"Document {self.pk}"


class SourceBehind(models.Model):
    """The one study, statement or interview on which separate origins rest."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="sources_behind")
    name = models.CharField(max_length=300)

    id: int

    class Meta:
        verbose_name_plural = "sources behind"

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """Documents of one verification that go back to one source of the information, and why we think so."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="origins")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    is_article = models.BooleanField(default=False, help_text="The article being checked, or a copy of it.")
    source_behind = models.ForeignKey(
        SourceBehind, null=True, blank=True, on_delete=models.SET_NULL, related_name="origins"
    )

    id: int
    verification_id: int
    source_behind_id: int | None

    class Meta:
        ordering = ["verification", "number"]

    def __str__(self) -> str:
        return f"Origin {self.number}: {self.reason}"


class OriginChoice(models.Model):
    """A person's word on where a document belongs; it holds whenever origins are grouped anew.

    ``like`` is a document of the origin that it shares; none means that it is an origin of its own.
    """

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="origin_choices")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="origin_choices")
    like = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now=True)

    id: int
    document_id: int
    like_id: int | None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["verification", "document"], name="one_origin_choice_a_document")
        ]

    def __str__(self) -> str:
        return f"Document {self.document_id}: {f'with {self.like_id}' if self.like_id else 'on its own'}"


ONLY_SHARES = 300


class Stance(models.TextChoices):
    SUPPORTS = "supports", "supports"
    REFUTES = "refutes", "refutes"
    MENTIONS = "mentions", "mentions"


class Mark(models.TextChoices):
    SUPPORTS = "supports", "supports"
    REFUTES = "refutes", "refutes"
    IRRELEVANT = "irrelevant", "irrelevant"


class Evidence(models.Model):
    """One passage of one document against one claim. ``stance`` is the machine's proposal, ``mark`` a person's."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="evidence")
    search = models.ForeignKey(Search, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evidence")
    origin = models.ForeignKey(Origin, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    provider = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    passage = models.TextField(help_text="document.text[start:end], kept so that lists need not load the document.")
    stance = models.CharField(max_length=8, choices=Stance)
    score = models.FloatField()
    reasons = models.JSONField(default=list, blank=True)
    checks = models.JSONField(default=list, blank=True)
    only_shares = models.CharField(
        max_length=ONLY_SHARES,
        blank=True,
        default="",
        help_text="The words that are all that joins the document to the claim; empty where it is about the claim.",
    )
    mark = models.CharField(max_length=10, choices=Mark, null=True, blank=True)
    marked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    late = models.BooleanField(default=False, help_text="Arrived after the claim was opened for review.")
    created_at = models.DateTimeField(auto_now_add=True)

    id: int
    verification_id: int
    document_id: int
    origin_id: int | None

    class Meta:
        ordering = ["verification", "-score", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["verification", "document", "start"], name="one_evidence_a_passage")
        ]

    def __str__(self) -> str:
        return f"{self.stance}: {self.passage[:80]}"

    def stands_apart(self, *, marks: bool = True) -> bool:
        """Whether it is shown apart and counts for nothing: it only shares words with the claim, and nobody says that
        it takes a side. ``marks`` as in ``corroboration``."""
        return bool(self.only_shares) and self.stance == Stance.MENTIONS and not (marks and self.mark)
