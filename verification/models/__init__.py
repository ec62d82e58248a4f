"""Is it so, who says so, on what evidence?

Verification   one attempt to settle one claim; it alone has a status
├── Search     one provider asked about it: work that is owed, or its outcome
├── Evidence   one passage of one stored Document, seen against the claim; counted by Origin
├── Assignment a reviewer's time-limited hold
├── Verdict    a rating with rationale and cited evidence; versions, only ever added
├── AuditEntry every act, chained by hash
├── Risk       why a published verdict is at risk; Visit and Capture keep its sources provable
├── SeenBefore an EarlierClaim (ours, or a review from elsewhere) offered as the same; TextChange: its article changed
├── desk       a person's saved views, what they have seen, what can be undone; the desk's standards
└── ordering   what the queue is sorted and filtered by: weights of the rank, topics
"""

from verification.models.access import ApiToken, IdempotencyKey, SecondFactor
from verification.models.asking import KeptAnswer, ProviderDay
from verification.models.decisions import (
    Assignment,
    Contact,
    Draft,
    Note,
    Rating,
    SecondReview,
    Verdict,
    VerdictEvidence,
)
from verification.models.desk import Deed, SavedView, Seat, Standard
from verification.models.earlier import Answered, EarlierClaim, SeenBefore, TextChange
from verification.models.exports import ExportJob, ExportState
from verification.models.hooks import EVENTS, DeliveryState, Webhook, WebhookDelivery
from verification.models.keeping import Capture, CaptureState, Danger, Risk, Visit, VisitState
from verification.models.ordering import RankWeight, Topic
from verification.models.sources import (
    Document,
    Evidence,
    LibraryCopy,
    LibraryDocument,
    LibraryVectors,
    Mark,
    Origin,
    OriginChoice,
    Snapshot,
    SourceBehind,
    Stance,
)
from verification.models.trail import AuditEntry, AuditHead
from verification.models.work import CLOSED, SETTLED, Search, SearchState, State, Verification

__all__ = [
    "CLOSED",
    "EVENTS",
    "SETTLED",
    "Answered",
    "ApiToken",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "Capture",
    "CaptureState",
    "Contact",
    "Danger",
    "Deed",
    "DeliveryState",
    "Document",
    "Draft",
    "EarlierClaim",
    "Evidence",
    "ExportJob",
    "ExportState",
    "IdempotencyKey",
    "KeptAnswer",
    "LibraryCopy",
    "LibraryDocument",
    "LibraryVectors",
    "Mark",
    "Note",
    "Origin",
    "OriginChoice",
    "ProviderDay",
    "RankWeight",
    "Rating",
    "Risk",
    "SavedView",
    "Search",
    "SearchState",
    "Seat",
    "SecondFactor",
    "SecondReview",
    "SeenBefore",
    "Snapshot",
    "SourceBehind",
    "Stance",
    "Standard",
    "State",
    "TextChange",
    "Topic",
    "Verdict",
    "VerdictEvidence",
    "Verification",
    "Visit",
    "VisitState",
    "Webhook",
    "WebhookDelivery",
]
