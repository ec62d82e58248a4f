"""A person's word on the grouping by origin: split a page off, join it to another's, or leave it to the machine again.

The word is kept as a row and holds whenever late evidence has the origins grouped anew; corroboration is counted again.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.errors import InvalidInput
from verification.gathering import regroup
from verification.models import Evidence, OriginChoice, Verification
from verification.permissions import require
from verification.reviewing.rows import locked, record


def split_origin(evidence: Evidence, *, actor: User) -> Verification:
    """The passage's page counts as an origin of its own."""
    return _choose(evidence, None, "origin_split", actor)


def join_origin(evidence: Evidence, *, other: Evidence, actor: User) -> Verification:
    """All pages of the passage's origin go to the origin of ``other``; InvalidInput where that says nothing."""
    if other.verification_id != evidence.verification_id:
        raise InvalidInput(_("Only pages found for one claim can be one origin. Choose a passage of this claim."))
    if other.document_id == evidence.document_id:
        raise InvalidInput(_("Both passages are from one page, which is one origin already. Choose another page."))
    return _choose(evidence, other, "origin_joined", actor)


def release_origin(evidence: Evidence, *, actor: User) -> Verification:
    """The machine's grouping of this page stands again."""
    require(actor, "mark")
    with transaction.atomic():
        row = locked(evidence.verification)
        OriginChoice.objects.filter(verification=row, document=evidence.document_id).delete()
        record(actor, "origin_released", row, data={"document": evidence.document_id})
    return _counted(row)


def _choose(evidence: Evidence, other: Evidence | None, verb: str, actor: User) -> Verification:
    require(actor, "mark")
    with transaction.atomic():
        row = locked(evidence.verification)
        documents = [evidence.document_id]
        if other is not None and evidence.origin_id is not None and evidence.origin_id != other.origin_id:
            together = Evidence.objects.filter(verification=row, origin=evidence.origin_id)
            documents = sorted(set(together.values_list("document_id", flat=True)))
        like = other.document_id if other else None
        # A choice is applied after those made before it: the latest word is the last row.
        OriginChoice.objects.filter(verification=row, document__in=documents).delete()
        for document in documents:
            OriginChoice.objects.create(verification=row, document_id=document, like_id=like, made_by=actor)
        record(actor, verb, row, data={"documents": documents, "like": like})
    return _counted(row)


def _counted(row: Verification) -> Verification:
    regroup(row.pk)
    row.refresh_from_db()
    return row
