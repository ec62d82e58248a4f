"""The weights of check-worthiness as this desk has them: seen, changed by hand, fitted to its own decisions.

weights     the readable features, each with the shipped weight and the desk's own; the verb that changes them
decisions   what the desk took up and what it set aside
fitting     a logistic regression that starts from given weights and leaves them only for a reason (pure)
refit       the verb: fit, measure on decisions that were held out, apply if better
"""

from verification.refitting.decisions import Decision, Standing, decisions, standing
from verification.refitting.refit import Outcome, refit, said
from verification.refitting.weights import Line, change, feature_words, lines

__all__ = [
    "Decision",
    "Line",
    "Outcome",
    "Standing",
    "change",
    "decisions",
    "feature_words",
    "lines",
    "refit",
    "said",
    "standing",
]
