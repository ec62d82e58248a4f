"""Pairs about rumours: a short statement, and headlines or sentences that confirm it, deny it, or only pass it on.

The statement comes from the lists of ``words`` or is any true sentence; the frames are how news puts such things.
"""

from __future__ import annotations

import random
import re

from stance_pairs import LABELS, Pair
from stance_pairs.words import LISTS

FRAMES = {label: LISTS[f"frame {label}"] for label in LABELS}


def headlines(chance: random.Random, count: int) -> list[Pair]:
    """``count`` pairs over made-up headline statements."""
    made = []
    for _ in range(count):
        fact, slots = _fact(chance)
        claim = fact.format(**slots)
        label = chance.choices(("supports", "refutes", "mentions"), (9, 10, 10))[0]
        if label == "mentions" and chance.random() < 0.25:
            other, others = _fact(chance)
            if chance.random() < 0.6:
                others |= {key: slots[key] for key in chance.sample(sorted(slots), 4)}
            if other == fact:
                continue
            frame = chance.choice(("{s}", "{S}", *FRAMES["refutes"][:6]))
            made.append(Pair(_cap(claim), fill(chance, frame, other.format(**others)), label, "headline-other"))
            continue
        said = claim
        if label == "refutes" and chance.random() < 0.2:
            changed = _changed(chance, fact, slots)
            if changed:
                made.append(
                    Pair(_cap(claim), fill(chance, chance.choice(("{s}", "{S}")), changed), label, "headline-slot")
                )
                continue
        frame = chance.choice(FRAMES[label])
        if label == "supports" and chance.random() < 0.3:
            frame = "{s}"
        made.append(Pair(_cap(claim), fill(chance, frame, _shaken(chance, said)), label, "headline"))
    return made


def framed(chance: random.Random, sentence: str) -> Pair:
    """A true sentence as the claim, and a passage that confirms, denies or only passes it on."""
    label = chance.choices(("supports", "refutes", "mentions"), (3, 10, 8))[0]
    frame = chance.choice([f for f in FRAMES[label] if len(f) > 8])
    return Pair(sentence, fill(chance, frame, sentence.rstrip(". ")), label, "framed")


def fill(chance: random.Random, frame: str, statement: str) -> str:
    low = (
        statement
        if re.match(r"[A-Z][a-z]+ (?:[A-Z]|\w+s\b)|I\b", statement) or statement[:2].isupper()
        else (statement[0].lower() + statement[1:])
    )
    group = chance.choice(LISTS["groups"])
    said = frame.format(s=low, S=_cap(statement), g=group, P=chance.choice(LISTS["people"]))
    return _cap(said)


def _fact(chance: random.Random) -> tuple[str, dict[str, object]]:
    c, d = chance.sample(LISTS["companies"], 2)
    place, other = chance.sample(LISTS["places"], 2)
    slots: dict[str, object] = {
        "C": c,
        "D": d,
        "L": place,
        "K": other,
        "p": chance.choice(LISTS["products"]),
        "P": chance.choice(LISTS["people"]),
        "S": chance.choice(LISTS["stars"]),
        "G": chance.choice(LISTS["groups"]),
        "n": chance.randint(2, 300),
        "a": chance.randint(30, 95),
        "b": chance.choice(LISTS["goods"]),
    }
    return chance.choice(LISTS["headline facts"]), slots


def _changed(chance: random.Random, fact: str, slots: dict[str, object]) -> str:
    """The same fact with one functional slot (a number, or its predicate) changed."""
    swaps = (
        ("will launch", "drops plans for"),
        ("is buying", "will not buy"),
        ("to close", "will keep open"),
        ("has died", "is alive and well"),
        ("killed", "failed to kill"),
        ("has been freed", "is still held"),
        ("has been beheaded", "is alive"),
        ("bans", "allows"),
        ("has resigned", "refuses to resign"),
        ("has collapsed", "is still standing"),
        ("is pregnant", "is not pregnant"),
        ("will stop selling", "will go on selling"),
        ("has agreed", "has rejected"),
        ("were released", "are still missing"),
    )
    for before, after in swaps:
        if before in fact:
            return fact.replace(before, after).format(**slots)
    if "{n}" in fact:
        return fact.format(**(slots | {"n": int(str(slots["n"])) + chance.randint(3, 200)}))
    return ""


def _shaken(chance: random.Random, said: str) -> str:
    """A headline drops articles and small words."""
    if chance.random() < 0.5:
        said = re.sub(r"\b(?:a|an|the|has|is|was|were) ", "", said)
    return said


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]
