"""Words that attribute: verbs, nouns and phrases by which a text says that somebody said, wrote or thought something.

Verbs are listed by their base form; ``FORMS`` maps every inflected form to it, so that no lemmatizer is needed.
"""

from __future__ import annotations

from itertools import chain

from claims.splitting.word_lists import word_list, word_rows

# Saying and writing: these carry quotations, that-clauses and statements thrown in between commas.
SPEECH = word_list("cue_speech")
# Thinking, wanting and feeling: they take that-clauses or to-infinitives but carry no quotation by themselves.
THOUGHT = word_list("cue_thought")
# With a to-infinitive or an object: plans, refusals, calls.
STANCE = word_list("cue_stance")
# With a noun as what was said: "accused", "praised his plan", "rejected the idea".
OBJECT = word_list("cue_object")
# With a preposition before what was said: "talked about", "called for".
PREPOSITIONS = {row[0]: frozenset(row[1:]) for row in word_rows("cue_prepositions")}
VERBS = SPEECH | THOUGHT | STANCE | OBJECT | frozenset(PREPOSITIONS)

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "read": "reads read reading",
    "swear": "swears swore sworn swearing",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "begin": "begins began begun beginning",
    "think": "thinks thought thinking",
    "know": "knows knew known knowing",
    "feel": "feels felt feeling",
    "understand": "understands understood understanding",
    "hold": "holds held holding",
    "see": "sees saw seen seeing",
    "seek": "seeks sought seeking",
    "hear": "hears heard hearing",
    "learn": "learns learned learnt learning",
    "forget": "forgets forgot forgotten forgetting",
    "foresee": "foresees foresaw foreseen foreseeing",
    "mean": "means meant meaning",
    "bet": "bets bet betting",
    "beg": "begs begged begging",
    "plan": "plans planned planning",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
    "commit": "commits committed committing",
    "blog": "blogs blogged blogging",
    "pan": "pans panned panning",
    "refer": "refers referred referring",
    "infer": "infers inferred inferring",
    "prefer": "prefers preferred preferring",
    "slam": "slams slammed slamming",
    "forecast": "forecasts forecast forecasted forecasting",
    "rebut": "rebuts rebutted rebutting",
    "dub": "dubs dubbed dubbing",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
    "extol": "extols extolled extolling",
    "speak": "speaks spoke spoken speaking",
    "brag": "brags bragged bragging",
    "plead": "pleads pleaded pled pleading",
    "dream": "dreams dreamed dreamt dreaming",
    "lead": "leads led leading",
    "drive": "drives drove driven driving",
    "compel": "compels compelled compelling",
    "spur": "spurs spurred spurring",
    "permit": "permits permitted permitting",
}


def inflect(base: str) -> tuple[str, ...]:
    """All forms of a regular English verb (or of one that the table above lists)."""
    if base in _IRREGULAR:
        return (base, *_IRREGULAR[base].split())
    if base.endswith("e"):
        return (base, base + "s", base + "d", base[:-1] + "ing")
    if base.endswith("y") and base[-2] not in "aeiou":
        return (base, base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (base, plural, base + "ed", base + "ing")


FORMS: dict[str, str] = {form: base for base in sorted(VERBS) for form in inflect(base)}
# "prompted voters to argue that": the voters argued, and did.
MAKE_FORMS = frozenset(chain.from_iterable(map(inflect, word_list("making_others"))))
# "urged voters to accept that": they are to accept; that they did is not told.
LET_FORMS = frozenset(chain.from_iterable(map(inflect, word_list("letting_others"))))
SPEECH_FORMS = frozenset(chain.from_iterable(inflect(base) for base in SPEECH))

# Phrases with the source behind them and the content in the rest of the sentence.
ACCORDING = frozenset({"according"})

# Nouns with a that-clause or infinitive: "the claim that", "his promise to".
NOUNS = word_list("cue_nouns")
# Adjectives with a preposition behind "is", "feels" or "remains": "is skeptical of the plan".
ATTITUDES = {row[0]: frozenset(row[1:]) for row in word_rows("cue_attitudes")}
# Nouns with a preposition: "her criticism of the deal".
NOUN_PREPOSITIONS = {row[0]: frozenset(row[1:]) for row in word_rows("cue_noun_prepositions")}
# What a body says in its own name; a report or a study may be somebody else's.
DOCUMENTS = frozenset(["release", "statement", "announcement", "memo", "email", "letter", "tweet", "post", "filing"])
