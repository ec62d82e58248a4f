"""A new version of an article raises the verdicts whose words it touched."""

from __future__ import annotations

from claims.models import Article, ArticleVersion
from verification import audit
from verification.models import State, TextChange, Verification

# Somebody has put work into these; what nobody has looked at yet is simply read in its new wording.
_WORKED_ON = (
    State.IN_REVIEW,
    State.SECOND_REVIEW,
    State.DECIDED,
    State.PUBLISHED,
    State.CORRECTING,
    State.RETRACTED,
)


def raise_changes(article: Article, version: ArticleVersion) -> list[TextChange]:
    """One row, and one line of the trail, for each claim under review or decided whose sentence changed or is gone.

    Runs inside the transaction that wrote the version; a second run finds the rows there.
    """
    touched = {change["claim"]: change for change in version.changes}
    if not touched:
        return []
    rows = Verification.objects.filter(claim__article=article, claim__in=touched, is_current=True, state__in=_WORKED_ON)
    raised = []
    for verification in rows.exclude(text_changes__version=version).order_by("pk"):
        change = touched[verification.claim_id]
        raised.append(
            TextChange(
                verification=verification,
                version=version,
                gone=change["gone"],
                before=change["before"],
                after=change["after"],
            )
        )
    TextChange.objects.bulk_create(raised, ignore_conflicts=True)
    audit.append(
        None,
        *[
            audit.Act(
                "text_changed",
                "verification",
                row.verification_id,
                row.verification.claim_id,
                {"version": version.number, "gone": row.gone},
            )
            for row in raised
        ],
    )
    return raised
