"""What passages say about claims: ``stance_*`` and ``verify_*``, each in the words of its set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from verification.evaluation.retrieval import beside
from verification.evaluation.rows import Row, read_rows
from verification.ranking import best_passages
from verification.stance import LABELS, Shares, stances_of
from verification.stance.headlines import Collection, belongs, told_as_fact
from verification.wording import content_stems

# The product's labels in the words of each set.
WORDS: dict[str, dict[str, str]] = {
    "stance_factcheckbench": {"supports": "completely-support", "refutes": "refute", "mentions": "irrelevant"},
    "stance_emergent": {"supports": "for", "refutes": "against", "mentions": "observing"},
    "stance_fnc1": {"supports": "agree", "refutes": "disagree", "mentions": "discuss"},
    "verify_healthver": {"supports": "Supports", "refutes": "Refutes", "mentions": "Neutral"},
    "verify_climatefever": {"supports": "SUPPORTS", "refutes": "REFUTES", "mentions": "NOT_ENOUGH_INFO"},
    "verify_covidfact": {"supports": "SUPPORTED", "refutes": "REFUTED", "mentions": "REFUTED"},
    "verify_averitec": {"supports": "Supported", "refutes": "Refuted", "mentions": "Not Enough Evidence"},
}
CONFLICTING = {"verify_climatefever": "DISPUTED", "verify_averitec": "Conflicting Evidence/Cherrypicking"}
PARTLY = {"stance_factcheckbench": "partially-support"}
# The proposals are calibrated on what a search returns, which mostly takes no side. Where a person chose the passages
# for the claim, they take a side more often: the likelihoods are weighed by this before the largest wins.
CHOSEN: Shares = (16.0, 24.0, 1.0)
SEARCHED: Shares = (1.0, 1.0, 1.0)
# Chosen on the development halves: every headline of Emergent tells the claim's story, and in COVID-Fact a passage that
# only mentions the subject counts as refuting.
PRIORS = {
    "stance_factcheckbench": SEARCHED,
    "stance_emergent": (32.0, 1.5, 1.0),
    "verify_covidfact": (8.0, 12.0, 1.0),
    "verify_climatefever": (7.0, 7.0, 1.0),
}
# Both sides at least so likely are a conflict.
CONFLICT = 0.4
# Support that is likely, but less than this, is called partial; below the second share it is none.
WHOLLY, PARTIAL = 0.3, 0.15
# Passages of an article that are read against a headline, and how much likelier than "discuss" a side must be.
PASSAGES, SIDE = 3, 2.0
# Log-odds above which a headline is taken to belong: a wrong "unrelated" costs the challenge's score most.
RELATED = -1.0


class Stances:
    """One passage against one claim, or the passages of one claim taken together."""

    def __init__(self, name: str) -> None:
        self._name = name

    def covers(self, name: str) -> bool:
        return name == self._name

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        prior = PRIORS.get(self._name, CHOSEN)
        for row in rows:
            found = [weighted(stance.shares, prior) for stance in stances_of(row["claim"], _passages(row))]
            yield {"id": row["id"], "label": together(found, self._name)}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        return class_figures([(str(g["label"]), str(p["label"])) for g, p in zip(gold, predicted, strict=True)])


class HeadlineStance:
    """The Fake News Challenge: a headline against an article body."""

    def covers(self, name: str) -> bool:
        return name == "stance_fnc1"

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        headlines = {row["headline_id"]: row["headline"] for row in read_rows(beside(path, "headlines"), "headline_id")}
        bodies = {row["body_id"]: row["body"] for row in read_rows(beside(path, "bodies"), "body_id")}
        stems = {number: content_stems(body) for number, body in bodies.items()}
        counts = {number: Counter(found) for number, found in stems.items()}
        collection = Collection(stems.values())
        for row in rows:
            headline, number = headlines[row["headline_id"]], row["body_id"]
            related = belongs(headline, counts[number], len(stems[number]), collection) > RELATED
            yield {"id": row["id"], "label": taken(headline, bodies[number]) if related else "unrelated"}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        pairs = [(str(g["label"]), str(p["label"])) for g, p in zip(gold, predicted, strict=True)]
        got = sum(
            (1.0 if g != "unrelated" else 0.25) if g == p else 0.25 * ("unrelated" not in (g, p)) for g, p in pairs
        )
        best = sum(1.0 if g != "unrelated" else 0.25 for g, _ in pairs)
        return class_figures(pairs) | {"fnc_relative_score": got / best if best else 0.0}


def taken(headline: str, body: str) -> str:
    """The side of an article on its headline: the mean of its best passages' likelihoods, or that of its manner."""
    passages = [passage.text for passage in best_passages(headline, body, limit=PASSAGES)]
    found = [stance.shares for stance in stances_of(headline, passages)]
    if not found:
        return WORDS["stance_fnc1"]["mentions"]
    supports, refutes, mentions = (sum(side) / len(found) for side in zip(*found, strict=True))
    side = max(("supports", supports), ("refutes", refutes), key=lambda pair: pair[1])
    if side[1] > SIDE * mentions:
        return WORDS["stance_fnc1"][side[0]]
    return WORDS["stance_fnc1"]["supports" if told_as_fact(headline, body, passages) else "mentions"]


def weighted(shares: Shares, prior: Shares) -> Shares:
    """Likelihoods under another share of each label among the passages (Bayes)."""
    first, second, third = (share * weight for share, weight in zip(shares, prior, strict=True))
    total = first + second + third
    return first / total, second / total, third / total


def together(found: Sequence[Shares], name: str) -> str:
    """The stronger side; both sides strong are a conflict where the set has a word for it."""
    words = WORDS[name]
    if words["mentions"] == words["refutes"]:  # two words for three labels: the word with the larger sum
        return words["supports"] if max((shares[0] for shares in found), default=0.0) >= 0.5 else words["refutes"]
    tops = [LABELS[max(range(3), key=shares.__getitem__)] for shares in found]
    strength = {
        side: max(
            (shares[LABELS.index(side)] for shares, top in zip(found, tops, strict=True) if top == side), default=0.0
        )
        for side in ("supports", "refutes")
    }
    if name in PARTLY and strength["refutes"] == 0.0:
        support = max((shares[0] for shares in found), default=0.0)
        return words["supports"] if support > WHOLLY else PARTLY[name] if support > PARTIAL else words["mentions"]
    if not any(strength.values()):
        return words["mentions"]
    if name in CONFLICTING and min(strength.values()) > CONFLICT:
        return CONFLICTING[name]
    return words[max(strength, key=lambda side: strength[side])]


def class_figures(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Accuracy, macro-F1 over the gold labels, and F1 of each."""
    right, truth, said = (
        Counter(g for g, p in pairs if g == p),
        Counter(g for g, _ in pairs),
        Counter(p for _, p in pairs),
    )
    f1 = {label: 2 * right[label] / (truth[label] + said[label]) for label in sorted(truth)}
    if not pairs:
        return {}
    return {
        "accuracy": right.total() / len(pairs),
        "macro_f1": sum(f1.values()) / len(f1),
        **{f"f1[{label}]": value for label, value in f1.items()},
    }


def _passages(row: Row) -> list[str]:
    """The evidence of a row in whichever form its set has it."""
    if "headline" in row:
        return [row["headline"]]
    if "questions" in row:
        return [a["answer"] for q in row["questions"] for a in q["answers"] if a.get("answer")]
    if "evidences" in row:
        return [evidence["text"] for evidence in row["evidences"]]
    evidence = row["evidence"]
    return [evidence] if isinstance(evidence, str) else [" ".join(evidence)]
