"""Rows by their opaque ids: a malformed id is as unknown as a wrong one."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User

from claims.errors import InvalidInput
from claims.models import Article
from verification.api.problems import not_found
from verification.filtering import row_id
from verification.models import Assignment, Document, Evidence, ExportJob, Verification


def check_of(claim_id: str) -> Verification:
    """The current verification of a claim, with the claim and its article; 404."""
    rows = Verification.objects.filter(is_current=True).select_related("claim", "claim__article")
    check = rows.filter(claim_id=row_id(claim_id) or 0).first()
    if check is None:
        raise not_found("claim")
    return check


def article_of(article_id: str) -> Article:
    """404 when there is none."""
    article = Article.objects.filter(pk=row_id(article_id) or 0).first()
    if article is None:
        raise not_found("article")
    return article


def evidence_of(evidence_id: str) -> Evidence:
    """404 when there is none."""
    evidence = Evidence.objects.filter(pk=row_id(evidence_id) or 0).select_related("verification").first()
    if evidence is None:
        raise not_found("evidence")
    return evidence


def document_of(document_id: str) -> Document:
    """The document with its snapshot's facts, not its bytes; 404."""
    documents = Document.objects.select_related("snapshot").defer("snapshot__body")
    document = documents.filter(pk=row_id(document_id) or 0).first()
    if document is None:
        raise not_found("document")
    return document


def assignment_of(assignment_id: str) -> Assignment:
    """404 when there is none."""
    rows = Assignment.objects.select_related("verification", "reviewer")
    assignment = rows.filter(pk=row_id(assignment_id) or 0).first()
    if assignment is None:
        raise not_found("assignment")
    return assignment


def export_of(export_id: str, owner: User) -> ExportJob:
    """One of the owner's own; 404 for those of others too."""
    job = ExportJob.objects.filter(pk=row_id(export_id) or 0, owner=owner).first()
    if job is None:
        raise not_found("export")
    return job


def cited(ids: Sequence[str]) -> list[int]:
    """The rows that cited ids stand for; an id that can be no row is an InvalidInput."""
    rows = []
    for value in ids:
        row = row_id(value)
        if row is None:
            why = f"There is no evidence “{value[:40]}” on this claim."
            raise InvalidInput(why, fields={"evidence": why})
        rows.append(row)
    return rows
