"""One name in several spellings: transliterated (Kyiv, Kiev), shortened (Robert, Bob), accented, or as initials."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from verification.wording import words_of

_SHORT_FORMS = (
    "robert bob rob bobby|william bill will billy|richard dick rick rich|michael mike mick|james jim jimmy|"
    "john jack johnny|joseph joe joey|thomas tom tommy|charles charlie chuck|edward ed eddie ted|david dave|"
    "daniel dan danny|benjamin ben|samuel sam|andrew andy drew|anthony tony|christopher chris|matthew matt|"
    "nicholas nick|patrick pat|peter pete|stephen steve steven|timothy tim|gregory greg|kenneth ken|lawrence larry|"
    "donald don|ronald ron|raymond ray|alexander alex sasha|elizabeth liz beth lizzie|margaret maggie meg|"
    "katherine kate kathy catherine|susan sue|deborah debbie|jennifer jen jenny|patricia pat patty|barbara barb|"
    "rebecca becky|victoria vicky|vladimir volodymyr|mohammed muhammad mohamed mohammad|frederick fred|"
    "albert al|alfred alf|francis frank|henry harry|theodore ted theo|abraham abe|jeffrey jeff geoffrey|philip phil"
)
# Names of one thing that share no letters to go by.
_ALIASES = [
    frozenset(line.split("/"))
    for line in (
        "us/united states/america/usa/united states of america/u s", "uk/united kingdom/britain/great britain/u k",
        "isis/isil/islamic state/daesh/islamic state of iraq/is", "ny/new york/new york city/nyc", "la/los angeles",
        "eu/european union", "un/united nations/u n", "burma/myanmar", "holland/netherlands", "turkey/türkiye",
        "czechia/czech republic", "dc/washington", "bbc/british broadcasting corporation",
    )
]  # fmt: skip
_SHORT = [words_of(line) for line in _SHORT_FORMS.split("|")]
_ALIKE = str.maketrans({"q": "k", "g": "k", "c": "k", "w": "v", "z": "s", "x": "s", "j": "i", "f": "p"})
# Letters that transliterations add, drop or change.
_SOFT = re.compile(r"[aeiouyh]")
ALIKE = 0.6
NEARLY_THE_SAME = 0.86


def same_word(a: str, b: str) -> bool:
    """Whether two words of names are one word in two spellings, or one first name and its short form."""
    one, other = plain(a), plain(b)
    if one == other:
        return True
    if any(one in forms and other in forms for forms in _SHORT):
        return True
    if min(len(one), len(other)) < 4:
        return False
    likeness = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return (likeness >= ALIKE and _bones(one) == _bones(other)) or (likeness >= NEARLY_THE_SAME and one[0] == other[0])


def same_thing(a: str, b: str) -> bool:
    """Whether two whole names are known as names of one thing."""
    one, other = (" ".join(re.findall(r"\w+", name.lower())).removeprefix("the ") for name in (a, b))
    return any(one in names and other in names for names in _ALIASES)


def initials_of(short: str, long: str) -> bool:
    """Whether ``short`` ("WHO", "BoE") is made of the first letters of ``long``, with or without its small words."""
    letters = short.replace(".", "")
    if not 2 <= len(letters) <= 6 or sum(letter.isupper() for letter in letters) < 2:
        return False
    parts = re.findall(r"\w+", long)
    if len(parts) < 2:
        return False
    every = "".join(part[0] for part in parts).upper()
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    return letters.upper() in (every, capitals)


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Small letters without diacritics."""
    apart = unicodedata.normalize("NFKD", word.lower().replace("ł", "l").replace("ø", "o").replace("ß", "ss"))
    return "".join(letter for letter in apart if letter.isalnum())


def _bones(word: str) -> str:
    """The consonants, with those that transliterations exchange made one, and doubled ones single."""
    bones = _SOFT.sub("", word.replace("ph", "f").replace("kh", "h").translate(_ALIKE))
    return re.sub(r"(.)\1+", r"\1", bones)
