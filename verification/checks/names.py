"""The same name in the same place?

A name of the claim that the passage also has agrees (a surname alone is enough). It disagrees only where the passage
has another name in its very place: the same surname with another first name, the same office, or the same words on
both sides, or the same place in another state or country.
"""

from __future__ import annotations

from dataclasses import dataclass

from verification.checks import regions
from verification.checks.places import WELL_KNOWN
from verification.checks.spelling import initials_of, plain, same_thing, same_word
from verification.wording import ACRONYMS, CALENDAR, STOP_WORDS, Word, is_content, is_name, words, words_of

_OFFICES = words_of(
    "president minister premier chancellor senator governor mayor secretary king queen prince princess "
    "pope judge justice professor general colonel captain ambassador congressman congresswoman "
    "representative"
)
_TITLES = words_of("prof professor dr doctor mr mrs ms miss sir lord lady dame rev sister brother father")
# Words that may stand inside a name without a capital.
_JOINING = words_of("of the de von van der den la le bin al and for")


SAME_MATTER = 0.75
CAPITALS = 0.8


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words and where it stands in the list of the text's words."""

    parts: tuple[Word, ...]
    first: int
    last: int
    whole: str = ""

    @property
    def text(self) -> str:
        return " ".join(part.form for part in self.parts)

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(part.stem for part in self.parts)


def compare(claim: str, passage: str) -> list[tuple[str, str, bool]]:
    """(the claim's name, the passage's, whether they agree) for each name of the claim that can be compared."""
    ours_words, theirs_words = words(claim), words(passage)
    theirs = find(passage, theirs_words)
    everywhere = {w.stem for w in theirs_words}
    in_claim = {w.stem for w in ours_words}
    # Where every word has a capital, nothing shows which ones are names.
    content = [w for w in theirs_words if is_content(w)]
    headline = len(content) > 3 and sum(w.form[0].isupper() for w in content) > CAPITALS * len(content)
    placed = regions.compare(claim, passage)
    found: list[tuple[str, str, bool]] = [(ours, theirs, same) for ours, theirs, same in placed if not same]
    told = {part for place, _, _ in found for part in place.split(", ")}
    settled = {place.split(", ")[1] for place, _, _ in placed}
    for ours in find(claim, ours_words):
        if ours.whole in told:
            continue
        if all(len(part.form) == 1 for part in ours.parts):
            continue
        same = next((name for name in theirs if _same(ours, name)), None)
        if same or ours.stems <= everywhere:
            if instead := _exchanged(ours, ours_words, theirs, theirs_words, same):
                found.append((ours.text, instead.text, False))
                continue
            found.append((ours.text, same.text if same else ours.text, True))
            continue
        if headline or ours.whole in settled or not _same_matter(ours, ours_words, everywhere):
            continue
        instead = next(
            (n for n in theirs if not n.stems <= in_claim and _other_in_place(ours, ours_words, n, theirs_words)), None
        )
        if instead:
            found.append((ours.text, instead.text, False))
    return found


def _same_matter(ours: Name, ours_words: list[Word], everywhere: set[str]) -> bool:
    """Whether the passage has nearly all of what the claim says besides the name: else it is about another case."""
    rest = {w.stem for i, w in enumerate(ours_words) if is_content(w) and not ours.first <= i <= ours.last}
    return len(rest & everywhere) >= SAME_MATTER * len(rest)


def find(text: str, every: list[Word]) -> list[Name]:
    """Names of the text: runs of capitalised words, the office before a name not being part of it."""
    flags = [_looks_like_name(every, i, text) for i in range(len(every))]
    found: list[Name] = []
    i = 0
    while i < len(every):
        if not flags[i]:
            i += 1
            continue
        end = i
        while end + 1 < len(every) and _goes_on(text, every, flags, end):
            end += 1 if flags[end + 1] else 2
        while i < end and every[i].form.lower() in _TITLES:
            i += 1
        parts = tuple(w for w in every[i : end + 1] if w.form not in _JOINING)
        found.append(Name(parts, i, end, text[every[i].start : every[end].end]))
        i = end + 1
    return found


def _looks_like_name(every: list[Word], i: int, text: str) -> bool:
    word = every[i]
    low = word.form.lower()
    if word.form in ACRONYMS:
        return True
    if low in CALENDAR or low in _OFFICES or low in STOP_WORDS or not word.form[0].isupper():
        return False
    if is_name(word, every[i - 1].end if i else 0, text) or plain(word.form) in WELL_KNOWN:
        return True
    # A capital that opens a sentence counts when another follows it at once: "Jane Doe said".
    follower = every[i + 1] if i + 1 < len(every) else None
    return bool(
        follower
        and follower.form[0].isupper()
        and follower.form.lower() not in STOP_WORDS
        and text[word.end : follower.start] == " "
    )


def _goes_on(text: str, every: list[Word], flags: list[bool], end: int) -> bool:
    following = every[end + 1]
    if text[every[end].end : following.start] not in (" ", ". ", "-", " -"):
        return False
    if flags[end + 1]:
        return True
    after = end + 2
    return (
        following.form in ("of", "de", "von", "van", "der", "bin", "al", "la")
        and after < len(every)
        and flags[after]
        and text[following.end : every[after].start] == " "
    )


def _same(ours: Name, theirs: Name) -> bool:
    """One is part of the other with the last word the same, the other's initials, or the other spelt otherwise."""
    if ours.stems <= theirs.stems:
        return True
    if theirs.stems <= ours.stems and theirs.parts[-1].stem == ours.parts[-1].stem:
        return True
    if same_thing(ours.whole, theirs.whole):
        return True
    if initials_of(ours.whole, theirs.whole) or initials_of(theirs.whole, ours.whole):
        return True
    short, long = sorted((ours, theirs), key=lambda name: len(name.parts))
    return _spelt_otherwise([part.form for part in short.parts], [part.form for part in long.parts])


def _spelt_otherwise(short: list[str], long: list[str]) -> bool:
    """Whether every word of the shorter name is one of the longer, in order, the last being the last.

    A single letter stands for any word that it begins.
    """
    if not same_word(short[-1], long[-1]):
        return False
    rest = iter(long[:-1])
    return all(
        any(same_word(word, other) or ((len(word) == 1 or len(other) == 1) and word[0] == other[0]) for other in rest)
        for word in short[:-1]
    )


def _other_in_place(ours: Name, ours_words: list[Word], theirs: Name, theirs_words: list[Word]) -> bool:
    if len(ours.parts) > 1 and len(theirs.parts) > 1 and not any(p.form.isupper() for p in ours.parts):
        surname = ours.parts[-1].stem == theirs.parts[-1].stem
        firsts_differ = ours.parts[0].form[0] != theirs.parts[0].form[0]
        if surname and firsts_differ and len(ours.parts) == len(theirs.parts) == 2:
            return True
    if _does_and_is_done_by(ours, ours_words, theirs, theirs_words):
        return True
    left = _neighbour(ours_words, ours.first, -1), _neighbour(theirs_words, theirs.first, -1)
    right = _neighbour(ours_words, ours.last, 1), _neighbour(theirs_words, theirs.last, 1)
    if left[0] and left[0] == left[1] and (left[0] in _OFFICES and right[0] == right[1]):
        return True
    same_left = left[0] is not None and left[0] == left[1]
    same_right = right[0] is not None and right[0] == right[1]
    second_right = _neighbour(ours_words, ours.last, 2), _neighbour(theirs_words, theirs.last, 2)
    second_left = _neighbour(ours_words, ours.first, -2), _neighbour(theirs_words, theirs.first, -2)
    return (
        (same_left and same_right)
        or (same_right and second_right[0] is not None and second_right[0] == second_right[1])
        or (same_left and second_left[0] is not None and second_left[0] == second_left[1])
    )


def _does_and_is_done_by(ours: Name, ours_words: list[Word], theirs: Name, theirs_words: list[Word]) -> bool:
    """ "A directed the film" and "the film was directed by B", or the other way round."""
    for one, one_words, other, other_words in (
        (ours, ours_words, theirs, theirs_words),
        (theirs, theirs_words, ours, ours_words),
    ):
        by = other.first >= 2 and other_words[other.first - 1].form.lower() == "by"
        verb = _neighbour(one_words, one.last, 1)
        if by and verb is not None and verb == other_words[other.first - 2].stem:
            return True
    return False


def _exchanged(
    ours: Name, ours_words: list[Word], theirs: list[Name], theirs_words: list[Word], same: Name | None
) -> Name | None:
    """The name that does in the passage what ours does in the claim, where both texts say all the same otherwise.

    "Spain beat Norway" and "Norway beat Spain": only for a name that opens an active sentence of the same words.
    """
    if same is None or ours.first or not theirs or theirs[0].first or theirs[0] is same:
        return None
    both = {w.stem for w in ours_words if is_content(w)}, {w.stem for w in theirs_words if is_content(w)}
    passive = any(w.form.lower() in ("by", "and", "with", "from") for w in (*ours_words, *theirs_words))
    right = _neighbour(ours_words, ours.last, 1), _neighbour(theirs_words, theirs[0].last, 1)
    return theirs[0] if both[0] == both[1] and not passive and right[0] and right[0] == right[1] else None


def _neighbour(every: list[Word], index: int, step: int) -> str | None:
    """The stem of the ``step``-th meaningful word before (negative) or after a place."""
    side = 1 if step > 0 else -1
    left = abs(step)
    i = index + side
    while 0 <= i < len(every):
        if is_content(every[i]):
            left -= 1
            if not left:
                return every[i].stem
        i += side
    return None
