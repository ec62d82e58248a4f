"""The readable features of check-worthiness: what each means, the shipped weight, the desk's own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.clock import now
from claims.errors import InvalidInput
from claims.models import FeatureWeight
from claims.roles import Actor
from claims.splitting import shipped_weights
from verification import audit
from verification.permissions import require
from verification.vocabulary import in_words

LARGEST = 10.0
# A difference that no score shows.
_SAME = 0.0005

ABOUT: dict[str, str | Promise] = {
    "start": _("What every claim begins with. Higher: all claims score higher."),
    "wording": _("The words themselves, as learned from debates. 1 takes them as shipped, 0 leaves them out."),
    "reads_like_checked": _("How much it reads like sentences worth a check. 1 takes it as shipped, 0 leaves it out."),
    "ability": _("“can”"),
    "advice": _("“should”, “must”, “ought”"),
    "comparison": _("“more”, “largest” and the like"),
    "conditional": _("“would”"),
    "date": _("a date"),
    "feeling_word": _("a word of feeling or courtesy"),
    "first_person": _("“I”, “we”, “our”"),
    "future": _("“will”, “shall”"),
    "has_number": _("a number of any kind"),
    "length": _("length (logarithm of the words)"),
    "many_names": _("many named things (four or more count 1)"),
    "measure": _("a length, weight or other measure"),
    "money": _("an amount of money"),
    "named_event": _("a named event"),
    "named_group": _("a nationality, religion or party"),
    "named_law": _("a named law"),
    "named_organisation": _("a named organisation"),
    "named_person": _("a named person"),
    "named_place": _("a named place"),
    "negation": _("“not”, “never”"),
    "no_verb": _("no verb at all"),
    "number": _("a count"),
    "opinion_word": _("a word of judgement"),
    "past_tense": _("a verb in the past tense"),
    "percent": _("a percentage"),
    "possibility": _("“could”, “may”, “might”"),
    "present_tense": _("a verb in the present tense"),
    "question": _("a question"),
    "rank": _("“first”, “second” and the like"),
    "second_person": _("“you”, “your”"),
    "supposed": _("“imagine”, “suppose”, “click” at the head of a sentence"),
    "time_of_day": _("a time of day"),
}


# The features of check-worthiness (claims.splitting.checkworthiness) in a word or two.
FEATURES: dict[str, str | Promise] = {
    "wording": pgettext_lazy("feature", "its wording"),
    "reads_like_checked": pgettext_lazy("feature", "reads like claims worth a check"),
    "ability": pgettext_lazy("feature", "says what can be"),
    "advice": pgettext_lazy("feature", "gives advice"),
    "comparison": pgettext_lazy("feature", "compares"),
    "conditional": pgettext_lazy("feature", "conditional"),
    "date": pgettext_lazy("feature", "a date"),
    "feeling_word": pgettext_lazy("feature", "a word of feeling"),
    "first_person": pgettext_lazy("feature", "speaks of oneself"),
    "future": pgettext_lazy("feature", "the future"),
    "has_number": pgettext_lazy("feature", "a number"),
    "length": pgettext_lazy("feature", "its length"),
    "many_names": pgettext_lazy("feature", "many names"),
    "measure": pgettext_lazy("feature", "a measure"),
    "money": pgettext_lazy("feature", "a sum of money"),
    "named_event": pgettext_lazy("feature", "a named event"),
    "named_group": pgettext_lazy("feature", "a named group"),
    "named_law": pgettext_lazy("feature", "a named law"),
    "named_organisation": pgettext_lazy("feature", "a named organisation"),
    "named_person": pgettext_lazy("feature", "a named person"),
    "named_place": pgettext_lazy("feature", "a named place"),
    "negation": pgettext_lazy("feature", "a negation"),
    "no_verb": pgettext_lazy("feature", "no verb"),
    "number": pgettext_lazy("feature", "a count"),
    "opinion_word": pgettext_lazy("feature", "a word of judgement"),
    "past_tense": pgettext_lazy("feature", "tells of the past"),
    "percent": pgettext_lazy("feature", "a percentage"),
    "possibility": pgettext_lazy("feature", "says what may be"),
    "present_tense": pgettext_lazy("feature", "tells of the present"),
    "question": pgettext_lazy("feature", "a question"),
    "rank": pgettext_lazy("feature", "a rank"),
    "second_person": pgettext_lazy("feature", "speaks to somebody"),
    "supposed": pgettext_lazy("feature", "asks the reader to imagine or to do something"),
    "time_of_day": pgettext_lazy("feature", "a time of day"),
    # No features of the words, and without a weight that could be changed.
    "not_checkable": pgettext_lazy("feature", "states nothing that can be checked"),
    "sent_as_a_tip": pgettext_lazy("feature", "sent in as a tip, not read yet"),
    "added_by_hand": pgettext_lazy("feature", "added by a person"),
}


def feature_words(name: str) -> str:
    """A feature in a word or two of the reader's language."""
    return in_words(FEATURES, name)


@dataclass(frozen=True, slots=True)
class Line:
    """One feature as the page for weights shows it; ``changed_at`` is None where the shipped weight holds."""

    feature: str
    about: str | Promise
    shipped: float
    weight: float
    why: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


def lines() -> list[Line]:
    """Every readable feature, the intercept and what was learned first, in one query."""
    own = {row.feature: row for row in FeatureWeight.objects.select_related("changed_by")}
    shipped = shipped_weights()
    first = [name for name in ("start", "wording", "reads_like_checked") if name in shipped]
    return [
        _line(name, shipped[name], own.get(name)) for name in (*first, *(n for n in sorted(shipped) if n not in first))
    ]


def _line(name: str, shipped: float, row: FeatureWeight | None) -> Line:
    about = ABOUT.get(name, name.replace("_", " "))
    if row is None:
        return Line(name, about, shipped, shipped)
    who = row.changed_by.get_username() if row.changed_by else ""
    return Line(name, about, shipped, row.weight, row.why, who, row.changed_at)


def current() -> dict[str, float]:
    """The weights that hold now for each readable feature."""
    return {line.feature: line.weight for line in lines()}


def change(
    weights: Mapping[str, float],
    *,
    actor: Actor,
    why: str,
    verb: str = "weights_changed",
    figures: Mapping[str, object] | None = None,
) -> dict[str, tuple[float, float]]:
    """Writes new weights with one audit row; returns what really changed, as (before, after) by feature.

    A weight set to the shipped one is the shipped one again. ``actor`` None is the machine (the command line).
    Raises Denied, or InvalidInput naming each feature that does not fit; then nothing is written.
    """
    if isinstance(actor, User):
        require(actor, "administer")
    shipped = shipped_weights()
    wrong = {name: problem for name, weight in weights.items() if (problem := _problem(name, weight, shipped))}
    if wrong:
        raise InvalidInput("No weight was changed: " + " ".join(wrong.values()), fields=wrong)
    with transaction.atomic():
        list(FeatureWeight.objects.select_for_update().filter(feature__in=weights))
        before = current()
        changed = {
            name: (round(before[name], 4), round(weight, 4))
            for name, weight in sorted(weights.items())
            if abs(weight - before[name]) >= _SAME
        }
        if not changed:
            return {}
        for name, (_old, weight) in changed.items():
            _write(name, weight, shipped[name], actor, why)
        data = {"changed": {name: list(pair) for name, pair in changed.items()}, **(figures or {})}
        audit.append(actor, audit.Act(verb, "weights", 0, data=data, note=why))
    return changed


def _problem(name: str, weight: float, shipped: Mapping[str, float]) -> str:
    if name not in shipped:
        return f"There is no feature “{name}”."
    if not math.isfinite(weight) or abs(weight) > LARGEST:
        return f"The weight of “{name}” must lie between -{LARGEST:g} and {LARGEST:g}."
    return ""


def _write(name: str, weight: float, shipped: float, actor: Actor, why: str) -> None:
    if abs(weight - shipped) < _SAME:
        FeatureWeight.objects.filter(feature=name).delete()
        return
    FeatureWeight.objects.update_or_create(
        feature=name,
        defaults={
            "weight": weight,
            "why": why[:300],
            "changed_by": actor if isinstance(actor, User) else None,
            "changed_at": now(),
        },
    )
