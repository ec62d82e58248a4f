"""Fits the readable weights to what the desk took up and what it set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from claims.errors import Conflict
from claims.roles import Actor
from claims.splitting import shipped_weights
from verification.permissions import require
from verification.refitting.decisions import Decision, decisions, standing
from verification.refitting.fitting import fit, log_loss, probability, right_order
from verification.refitting.weights import LARGEST, change, current

LEAST = 60
LEAST_OF_EACH = 15
LEAST_GROUPS = 5
FOLDS = 5
# One weight's prior: two thirds of desks would lie within 0.5 of the shipped weight. The intercept says how large a
# share of its claims a desk takes up, which differs far more.
PULL = 4.0
PULL_OF_START = 0.25
# The order of claims may not suffer for a better calibration by more than this.
_ORDER_MAY_LOSE = 0.005


@dataclass(frozen=True, slots=True)
class Figures:
    """On decisions that the fit had not seen: mean surprise (less is better) and share of pairs in right order."""

    surprise: float
    order: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a refit found and did. ``changes`` is (before, after) by feature; ``applied`` says whether they hold now."""

    accepted: int
    set_aside: int
    before: Figures
    after: Figures
    better: bool
    applied: bool
    changes: Mapping[str, tuple[float, float]]


def refit(*, actor: Actor, dry_run: bool = False, force: bool = False) -> Outcome:
    """Fits, measures by cross-validation over articles, and applies the fit if it is better (or ``force``).

    Raises Denied, and Conflict (code ``too_few``) while there are too few decisions; then nothing is written.
    """
    if isinstance(actor, User):
        require(actor, "administer")
    taken = decisions()
    _enough(taken)
    labels = [row.accepted for row in taken]
    now_held = current()
    before = _figures(labels, [probability(row.measures, now_held) for row in taken])
    after = _figures(labels, _held_out(taken))
    better = after.surprise < before.surprise and after.order >= before.order - _ORDER_MAY_LOSE
    weights = {name: max(-LARGEST, min(LARGEST, round(w, 3))) for name, w in _fit(taken).items()}
    changes = {n: (round(now_held[n], 3), w) for n, w in weights.items() if abs(w - now_held[n]) >= 0.001}
    apply = bool(changes) and not dry_run and (better or force)
    if apply:
        figures = {
            "decisions": len(taken),
            "before": {"surprise": before.surprise, "order": before.order},
            "after": {"surprise": after.surprise, "order": after.order},
        }
        words = f"Fitted to {len(taken)} decisions of this desk."
        change(
            {n: w for n, (_, w) in changes.items()}, actor=actor, why=words, verb="weights_refitted", figures=figures
        )
    return Outcome(sum(labels), len(labels) - sum(labels), before, after, better, apply, changes)


def said(found: Outcome, *, dry_run: bool = False) -> str:
    """The outcome in a sentence."""
    if found.applied:
        return f"{len(found.changes)} weights changed. New articles are split with them; scores given before stay."
    if dry_run:
        verdict = "better" if found.better else "no better"
        return f"Nothing was changed. On decisions it had not seen the fit is {verdict} than the weights that hold now."
    if not found.changes:
        return "Nothing was changed: the fit agrees with the weights that hold now."
    return "Nothing was changed: on decisions it had not seen the fit is no better than the weights that hold now."


def _enough(taken: Sequence[Decision]) -> None:
    accepted = sum(row.accepted for row in taken)
    aside = len(taken) - accepted
    groups = len({row.group for row in taken})
    if len(taken) >= LEAST and min(accepted, aside) >= LEAST_OF_EACH and groups >= LEAST_GROUPS:
        return
    left_out = standing().without_measures
    raise Conflict(
        f"There are too few decisions to learn from: {accepted} claims with a verdict and {aside} set aside, from "
        f"{groups} articles. A refit needs {LEAST}, at least {LEAST_OF_EACH} of each kind, from {LEAST_GROUPS} "
        "articles. Decide some more and try again."
        + (f" ({left_out} more were left out: tips, claims by hand, or older than this release.)" if left_out else ""),
        code="too_few",
    )


def _held_out(taken: Sequence[Decision]) -> list[float]:
    """For each decision what weights say that were fitted without any of its article."""
    fold = {group: i % FOLDS for i, group in enumerate(sorted({row.group for row in taken}))}
    chances = [0.0] * len(taken)
    for held in range(FOLDS):
        weights = _fit([row for row in taken if fold[row.group] != held])
        for i, row in enumerate(taken):
            if fold[row.group] == held:
                chances[i] = probability(row.measures, weights)
    return chances


def _fit(taken: Sequence[Decision]) -> dict[str, float]:
    return fit([row.measures for row in taken], [row.accepted for row in taken], shipped_weights(), _pull)


def _pull(name: str) -> float:
    return PULL_OF_START if name == "start" else PULL


def _figures(labels: Sequence[bool], chances: Sequence[float]) -> Figures:
    return Figures(round(log_loss(labels, chances), 4), round(right_order(labels, chances), 4))
