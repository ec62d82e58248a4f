"""What can be read off a claim and a passage about the one's stance to the other, each as a number from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from verification.checks import Check
from verification.checks.dates import in_full
from verification.checks.negation import negated
from verification.checks.quantities import quantities
from verification.stance.cues import (
    CONFIRMING,
    DENIAL,
    HELD_BACK,
    NOTHING_FOUND,
    OPEN,
    headline_denies,
    headline_holds_back,
    is_headline,
)
from verification.wording import content_stems, is_content, is_figure, is_name, sentences, stem, stems, words, words_of

_OPPOSED = (
    "rise increase grow climb gain surge soar jump higher up more double triple treble quadruple|"
    "fall decrease decline drop shrink sink plunge lower down fewer halve",
    "win beat|lose defeat", "support back favour favor approve endorse|oppose reject condemn disapprove",
    "allow permit legalise legalize|ban prohibit forbid outlaw block", "true accurate correct|false inaccurate wrong",
    "safe harmless|dangerous harmful unsafe toxic", "alive survive live|dead die kill",
    "guilty convict|innocent acquit", "uphold upheld|overturn overturned quash quashed", "profit|loss deficit",
    "surplus|deficit",
    "open start begin launch|close end stop halt", "accept agree|refuse decline reject deny", "confirm|deny",
    "hire recruit|fire dismiss sack", "first|last", "best|worst", "majority most|minority", "cause|prevent",
    "strengthen improve|weaken worsen", "include|exclude", "arrive enter|leave depart", "buy|sell",
    "legal lawful|illegal unlawful", "possible|impossible", "effective|ineffective", "male man men|female woman women",
    "before|after", "positive|negative", "hot warm|cold cool", "expand|contract", "join|quit leave", "high|low",
    "long|short", "large big|small", "strong|weak", "early|late", "fast|slow", "natural|artificial man-made",
    "rich|poor", "north northern|south southern", "east eastern|west western", "all every|none no",
    "largest biggest|smallest", "highest|lowest", "oldest|youngest", "longest|shortest", "fastest|slowest",
    "richest|poorest", "hottest warmest|coldest coolest", "strongest|weakest", "heaviest|lightest",
    "always|never", "many|few", "success succeed|failure fail", "public|private", "young|old",
    "free release|arrest jail", "common|rare",
)  # fmt: skip
_RAISES = frozenset(
    map(stem, words_of(
        "increase raise boost worsen aggravate exacerbate promote drive fuel cause elevate enhance accelerate lead "
        "contribute trigger induce risk higher greater more rise grow climb surge warm heat warming harm double triple "
        "treble quadruple soar jump gain"
    ))
)  # fmt: skip
_LOWERS = frozenset(
    map(stem, words_of(
        "decrease reduce lower cut prevent protect mitigate suppress inhibit slow limit block curb diminish weaken "
        "protective less fewer fall decline drop shrink cool cooling alleviate improve benefit effective treat cure "
        "stop halve plunge sink"
    ))
)  # fmt: skip


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _OPPOSED:
        left, right = ([stem(word) for word in side.split()] for side in line.split("|"))
        for one, other in ((left, right), (right, left)):
            for word in one:
                table.setdefault(word, set()).update(other)
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES = _opposites()
_OUTCOMES = (
    ("number", "numbers_agree", "numbers_differ"),
    ("date", "dates_agree", "dates_differ"),
    ("name", "names_agree", "names_differ"),
    ("negation", "negation_agrees", "negation_differs"),
    ("quote", "quote_verbatim", "quote_differs"),
)


def features(claim: str, passage: str, checks: tuple[Check, ...]) -> dict[str, float]:
    """The features that are there, each 0–1 (absent ones are left out)."""
    covered, names, densest = coverage(claim, passage)
    found: dict[str, float] = {"covers_claim": covered, "covers_names": names, "in_one_sentence": densest}
    for kind, yes, no in _OUTCOMES:
        found[yes] = float(any(c.kind == kind and c.agrees for c in checks))
        found[no] = float(any(c.kind == kind and not c.agrees for c in checks))
    found["another_date"] = float(_another_date(checks))
    found["another_place"] = float(any(_another_place(c) for c in checks))
    found["numbers_missing"] = float(not any(c.kind == "number" for c in checks) and bool(quantities(claim)))
    found["opposed_words"] = float(opposed(claim, passage)) * covered
    found["other_direction"], found["same_direction"] = (value * covered for value in _direction(claim, passage))
    found["no_effect"] = float(bool(NOTHING_FOUND.search(passage)) and not NOTHING_FOUND.search(claim)) * covered
    found["denies"] = float(bool(DENIAL.search(passage)) and not DENIAL.search(claim)) * covered
    found["holds_back"] = float(bool(HELD_BACK.search(passage)) and not HELD_BACK.search(claim))
    found["leaves_open"] = float(bool(OPEN.search(passage)) and not OPEN.search(claim))
    found["asks"] = float(passage.rstrip().endswith("?") and not claim.rstrip().endswith("?"))
    found["confirms"] = float(bool(CONFIRMING.search(passage))) * covered
    if is_headline(passage):
        asked = claim.rstrip().endswith("?")
        found |= _headline(claim, passage, asked=asked, takes_back=bool(found["negation_differs"]))
    return {name: value for name, value in found.items() if value}


def _another_date(checks: tuple[Check, ...]) -> bool:
    """Whether a date with month and year differs from the claim's, and none agrees: it is told of another time."""
    compared = [c for c in checks if c.kind == "date"]
    return any(in_full(c.claim) and in_full(c.source) for c in compared) and not any(c.agrees for c in compared)


def _another_place(check: Check) -> bool:
    """Whether a name differs by its state or country alone: the passage tells of a place of the same name."""
    ours, theirs = check.claim.partition(", "), check.source.partition(", ")
    return check.kind == "name" and not check.agrees and bool(ours[1] and theirs[1]) and ours[0] == theirs[0]


def _headline(claim: str, headline: str, *, asked: bool, takes_back: bool) -> dict[str, float]:
    """What a headline makes of the story it tells. It need not repeat the claim's words: all of it is about it.

    ``takes_back``: what the claim says is not so, the headline says is so. Only then does a headline without a "not"
    deny a claim that has one: "MMR vaccine and autism: a cohort study" states nothing.
    """
    apart = takes_back or (bool(negated(headline)) and not negated(claim))
    denies = apart or (headline_denies(headline) and not headline_denies(claim))
    distance = "" if denies or asked or HELD_BACK.search(claim) else headline_holds_back(headline)
    return {
        "headline_denies": float(denies),
        "headline_hedges": float(distance == "hedged"),
        "headline_attributes": float(distance == "attributed"),
    }


def coverage(claim: str, passage: str) -> tuple[float, float, float]:
    """The share of the claim's weight that the passage has, that of its names, and the best share in one sentence."""
    weights, names = claim_weights(claim)
    if not weights:
        return 0.0, 0.0, 0.0
    parts = [set(stems(passage[start:end])) for start, end in sentences(passage)]
    theirs = set().union(*parts) if parts else set()
    total = sum(weights.values())
    got = sum(weight for word, weight in weights.items() if word in theirs)
    best = max((sum(w for word, w in weights.items() if word in part) for part in parts), default=0.0)
    return got / total, (sum(name in theirs for name in names) / len(names) if names else 0.0), best / total


@lru_cache(maxsize=64)
def claim_weights(claim: str) -> tuple[Mapping[str, float], tuple[str, ...]]:
    """By stem, what the content words of a claim weigh (names and figures more than others), and those of its names."""
    weights: dict[str, float] = {}
    names = []
    previous_end = 0
    for word in words(claim):
        if is_content(word):
            name = is_name(word, previous_end, claim)
            if name:
                names.append(word.stem)
            weights[word.stem] = weights.get(word.stem, 0.0) + (1.5 if name or is_figure(word) else 1.0)
        previous_end = word.end
    return weights, tuple(names)


def opposed(claim: str, passage: str) -> bool:
    """A word of the claim whose opposite is in the passage, while the word itself is not, and the other way round."""
    ours, theirs = set(stems(claim)), set(stems(passage))
    return any(
        not OPPOSITES[word].isdisjoint(theirs) and OPPOSITES[word].isdisjoint(ours)
        for word in ours - theirs
        if word in OPPOSITES
    )


def _direction(claim: str, passage: str) -> tuple[float, float]:
    """(whether the two say that something goes opposite ways, whether the same way): raised against lowered."""
    ours, theirs = _way(claim), _way(passage)
    return float(ours * theirs < 0), float(ours * theirs > 0)


def _way(text: str) -> int:
    """1 for what raises, -1 for what lowers, 0 for neither or both; a negation turns it round."""
    denied = negated(text)
    ways = [
        (1 if word in _RAISES else -1) * (-1 if word in denied else 1)
        for word in content_stems(text)
        if word in _RAISES or word in _LOWERS
    ]
    total = sum(ways)
    return (total > 0) - (total < 0)
