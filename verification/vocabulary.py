"""The product's own vocabulary in words that are translated: states, kinds, stances, roles, orders, fields, acts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

# Written out, so that the translators' tools find them; the keys are those of State, SearchState and ArticleState.
STATE_WORDS = {
    "new": pgettext_lazy("state", "new"),
    "gathering": pgettext_lazy("state", "gathering"),
    "open": pgettext_lazy("state", "open"),
    "in_review": pgettext_lazy("state", "in review"),
    "second_review": pgettext_lazy("state", "second review"),
    "decided": pgettext_lazy("state", "decided"),
    "published": pgettext_lazy("state", "published"),
    "correcting": pgettext_lazy("state", "correcting"),
    "retracted": pgettext_lazy("state", "retracted"),
    "set_aside": pgettext_lazy("state", "set aside"),
    "duplicate": pgettext_lazy("state", "duplicate"),
    "queued": pgettext_lazy("state", "queued"),
    "fetching": pgettext_lazy("state", "fetching"),
    "splitting": pgettext_lazy("state", "splitting"),
    "ready": pgettext_lazy("state", "ready"),
    "failed": pgettext_lazy("state", "failed"),
    "running": pgettext_lazy("state", "running"),
    "done": pgettext_lazy("state", "done"),
    "waiting": pgettext_lazy("state", "waiting"),
    "out_of_quota": pgettext_lazy("state", "out of quota"),
    "not_configured": pgettext_lazy("state", "not configured"),
    "cancelled": pgettext_lazy("state", "cancelled"),
}

# The words of the machine's own vocabulary: kinds of claims, stances and marks, roles, orders, fields of the forms.
KIND_WORDS = {
    "quantity": pgettext_lazy("kind", "quantity"),
    "event": pgettext_lazy("kind", "event"),
    "quote": pgettext_lazy("kind", "quote"),
    "comparison": pgettext_lazy("kind", "comparison"),
    "cause": pgettext_lazy("kind", "cause"),
    "law": pgettext_lazy("kind", "law"),
    "prediction": pgettext_lazy("kind", "prediction"),
}
STANCE_WORDS = {
    "supports": pgettext_lazy("stance", "supports"),
    "refutes": pgettext_lazy("stance", "refutes"),
    "mentions": pgettext_lazy("stance", "mentions"),
    "irrelevant": pgettext_lazy("stance", "irrelevant"),
}
ROLE_WORDS = {
    "submitter": pgettext_lazy("role", "submitter"),
    "reviewer": pgettext_lazy("role", "reviewer"),
    "editor": pgettext_lazy("role", "editor"),
    "admin": pgettext_lazy("role", "admin"),
}
ORDER_WORDS = {
    "priority": pgettext_lazy("order", "rank"),
    "newest": pgettext_lazy("order", "newest first"),
    "updated": pgettext_lazy("order", "last changed first"),
}
FIELD_WORDS = {
    "statement": pgettext_lazy("field", "statement"),
    "statements": pgettext_lazy("field", "statements"),
    "speaker": pgettext_lazy("field", "said by"),
    "kinds": pgettext_lazy("field", "kinds"),
    "rating": pgettext_lazy("field", "rating"),
    "rationale": pgettext_lazy("field", "rationale"),
    "evidence": pgettext_lazy("field", "evidence"),
    "excuses": pgettext_lazy("field", "why a standard is not met"),
    "comment": pgettext_lazy("field", "comment"),
    "reason": pgettext_lazy("field", "reason"),
    "note": pgettext_lazy("field", "note"),
    "text": pgettext_lazy("field", "text"),
    "whom": pgettext_lazy("field", "who was asked"),
    "way": pgettext_lazy("field", "how"),
    "question": pgettext_lazy("field", "question"),
    "answer": pgettext_lazy("field", "answer"),
    "into": pgettext_lazy("field", "the other claim"),
    "own_words": pgettext_lazy("field", "in your own words"),
}
ATTRIBUTION_WORDS = {
    "quoted": pgettext_lazy("attribution", "quoted"),
    "reported": pgettext_lazy("attribution", "reported"),
    "author": pgettext_lazy("attribution", "author"),
}
CHECK_WORDS = {
    "number": pgettext_lazy("check", "number"),
    "quantity": pgettext_lazy("check", "quantity"),
    "date": pgettext_lazy("check", "date"),
    "name": pgettext_lazy("check", "name"),
    "negation": pgettext_lazy("check", "negation"),
    "quote": pgettext_lazy("check", "quote"),
}
# What a stance, or the likeness of two claims, is made of.
EVIDENCE_WORDS = {
    "covers_claim": pgettext_lazy("evidence", "covers the claim"),
    "covers_names": pgettext_lazy("evidence", "covers its names"),
    "in_one_sentence": pgettext_lazy("evidence", "in one sentence"),
    "near_in_meaning": pgettext_lazy("evidence", "near in meaning"),
    "says_nearly_the_same": pgettext_lazy("evidence", "says nearly the same"),
    "numbers_agree": pgettext_lazy("evidence", "numbers agree"),
    "numbers_differ": pgettext_lazy("evidence", "numbers differ"),
    "numbers_missing": pgettext_lazy("evidence", "numbers missing"),
    "dates_agree": pgettext_lazy("evidence", "dates agree"),
    "dates_differ": pgettext_lazy("evidence", "dates differ"),
    "names_agree": pgettext_lazy("evidence", "names agree"),
    "names_differ": pgettext_lazy("evidence", "names differ"),
    "negation_agrees": pgettext_lazy("evidence", "negation agrees"),
    "negation_differs": pgettext_lazy("evidence", "negation differs"),
    "quote_verbatim": pgettext_lazy("evidence", "quoted word for word"),
    "quote_differs": pgettext_lazy("evidence", "quote differs"),
    "opposed_words": pgettext_lazy("evidence", "opposed words"),
    "other_direction": pgettext_lazy("evidence", "other direction"),
    "same_direction": pgettext_lazy("evidence", "same direction"),
    "no_effect": pgettext_lazy("evidence", "says there is no effect"),
    "denies": pgettext_lazy("evidence", "denies it"),
    "holds_back": pgettext_lazy("evidence", "holds back"),
    "leaves_open": pgettext_lazy("evidence", "leaves it open"),
    "asks": pgettext_lazy("evidence", "asks"),
    "confirms": pgettext_lazy("evidence", "confirms it"),
    "another_date": pgettext_lazy("evidence", "tells of another date"),
    "another_place": pgettext_lazy("evidence", "tells of another place of that name"),
    "headline_denies": pgettext_lazy("evidence", "a headline that denies it"),
    "headline_hedges": pgettext_lazy("evidence", "a headline that holds back"),
    "headline_attributes": pgettext_lazy("evidence", "a headline that passes it on"),
    "pair_model": pgettext_lazy("evidence", "read as a pair"),
    "same_wording": pgettext_lazy("evidence", "same wording"),
    "same_meaning": pgettext_lazy("evidence", "same meaning"),
    "same_as_headline": pgettext_lazy("evidence", "same as the headline"),
}
# Acts of the trail that concern a claim.
VERB_WORDS = {
    "gathering_started": pgettext_lazy("act", "looked up"),
    "opened_for_review": pgettext_lazy("act", "opened for review"),
    "taken": pgettext_lazy("act", "taken"),
    "given_back": pgettext_lazy("act", "given back"),
    "hold_expired": pgettext_lazy("act", "hold ran out"),
    "verdict_given": pgettext_lazy("act", "verdict given"),
    "approved": pgettext_lazy("act", "approved"),
    "differed": pgettext_lazy("act", "differed"),
    "sent_back": pgettext_lazy("act", "sent back"),
    "adjudicated": pgettext_lazy("act", "adjudicated"),
    "published": pgettext_lazy("act", "published"),
    "correction_begun": pgettext_lazy("act", "correction begun"),
    "corrected": pgettext_lazy("act", "corrected"),
    "retracted": pgettext_lazy("act", "withdrawn"),
    "set_aside": pgettext_lazy("act", "set aside"),
    "reopened": pgettext_lazy("act", "opened again"),
    "merged": pgettext_lazy("act", "merged"),
    "divided": pgettext_lazy("act", "divided"),
    "undone": pgettext_lazy("act", "undone"),
    "assigned": pgettext_lazy("act", "assigned"),
    "prioritised": pgettext_lazy("act", "moved in the queue"),
    "topic_chosen": pgettext_lazy("act", "topic chosen"),
    "asked_again": pgettext_lazy("act", "asked again"),
    "evidence_marked": pgettext_lazy("act", "evidence marked"),
    "claim_edited": pgettext_lazy("act", "claim edited"),
    "added": pgettext_lazy("act", "added"),
    "noted": pgettext_lazy("act", "note added"),
    "contacted": pgettext_lazy("act", "contact added"),
    "text_changed": pgettext_lazy("act", "article changed"),
    "text_change_seen": pgettext_lazy("act", "change looked at"),
    "seen_before_accepted": pgettext_lazy("act", "same as an earlier claim"),
    "seen_before_dismissed": pgettext_lazy("act", "not the same as an earlier claim"),
    "origin_split": pgettext_lazy("act", "origin split off"),
    "origin_joined": pgettext_lazy("act", "origin joined"),
    "origin_released": pgettext_lazy("act", "origin as proposed"),
    "put_at_risk": pgettext_lazy("act", "put at risk"),
    "risk_ended": pgettext_lazy("act", "risk ended"),
}

_said: dict[tuple[str, int, str], str] = {}


def in_words(table: Mapping[str, str | Promise], name: str) -> str:
    """The word for ``name`` in the reader's language; a name that the table does not know, with blanks.

    Kept by language: a page of fifty rows asks for the same few words hundreds of times.
    """
    key = (get_language() or "", id(table), name)
    if key not in _said:
        if name not in table:
            return name.replace("_", " ")
        _said[key] = str(table[name])
    return _said[key]
