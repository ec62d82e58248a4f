"""Evidence as the review page and the public page show it: by stance, by origin, numbered, with shared words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.roles import Actor
from verification.models import Document, Evidence, Origin, Search, SearchState, Verification
from verification.models.sources import Mark
from verification.permissions import is_hidden
from verification.providers import PROVIDERS
from verification.reviewing.standards import is_primary
from verification.vocabulary import STANCE_WORDS, in_words
from verification.wording import is_content, words

APART = "apart"
STANCES = ("supports", "refutes", "mentions", "irrelevant", APART)
TITLES = {
    "supports": _("Supports"),
    "refutes": _("Refutes"),
    "mentions": _("Mentions its subject"),
    "irrelevant": _("Marked as irrelevant"),
    APART: _("Only shares words"),
}
WORTH_COMING_BACK = (SearchState.QUEUED, SearchState.RUNNING)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a passage; ``shared`` when the claim has the word too."""

    text: str
    shared: bool


@dataclass(slots=True)
class Piece:
    """One passage with its number on the page; ``stance`` is a person's mark, else the machine's proposal."""

    number: int
    evidence: Evidence
    stance: str
    parts: list[Part]

    @property
    def marked(self) -> SafeString:
        """The passage with the words marked that the claim has too."""
        return SafeString(
            "".join(f"<mark>{escape(part.text)}</mark>" if part.shared else escape(part.text) for part in self.parts)
        )

    @property
    def proposed(self) -> bool:
        return self.evidence.mark is None

    @property
    def secondary(self) -> bool:
        """Whether it is what another fact-checker found: a lead to sources, not one."""
        known = PROVIDERS.get(self.evidence.provider)
        return known is not None and known.kind == "factchecks"

    @property
    def primary(self) -> bool:
        return is_primary(self.evidence)


@dataclass(slots=True)
class OriginGroup:
    """Passages of one stance that go back to one origin."""

    origin: Origin | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def documents(self) -> int:
        return len({piece.evidence.document_id for piece in self.pieces})


@dataclass(slots=True)
class StanceGroup:
    """All origins on one side; passages from the checked article itself stand in their own group and do not count."""

    stance: str
    origins: list[OriginGroup] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(TITLES[self.stance])

    @property
    def is_apart(self) -> bool:
        """Whether its passages only share words with the claim: folded away, and not counted."""
        return self.stance == APART

    @property
    def counted(self) -> list[OriginGroup]:
        return [group for group in self.origins if group.origin is None or not group.origin.is_article]

    @property
    def links(self) -> int:
        return sum(group.documents for group in self.counted)

    @property
    def resting(self) -> list[tuple[int, str]]:
        """How many of the counted origins rest on one source behind them, and on which; the most first."""
        behind = [group.origin.source_behind for group in self.counted if group.origin and group.origin.source_behind]
        counts = Counter(source.name for source in behind)
        return [(number, name) for name, number in counts.most_common() if number > 1]


def weighed(verification: Verification, viewer: Actor) -> list[StanceGroup]:
    """The verification's evidence as ``viewer`` may see it, in two queries; document texts are not loaded."""
    rows = list(
        Evidence.objects.filter(verification=verification)
        .select_related("document", "origin", "origin__source_behind", "marked_by")
        .defer("document__text")
        .order_by("-score", "id")
    )
    for row in rows:
        author = row.marked_by.get_username() if row.marked_by else None
        if row.mark is not None and is_hidden(verification.state, verification.disputed, author, viewer):
            row.mark = row.marked_by = None
    return grouped(rows, verification.claim.statement)


def grouped(evidence: Iterable[Evidence], statement: str) -> list[StanceGroup]:
    """By stance, then by origin in the order of its best passage; numbered in the order of the page."""
    stems = {word.stem for word in words(statement) if is_content(word)}
    groups = {stance: StanceGroup(stance) for stance in STANCES}
    found: dict[tuple[str, int | None], OriginGroup] = {}
    for row in evidence:
        stance = APART if row.stands_apart() else row.mark or row.stance
        place = (stance, row.origin_id)
        if place not in found:
            found[place] = OriginGroup(row.origin)
            groups[stance].origins.append(found[place])
        found[place].pieces.append(Piece(0, row, stance, shared_words(row.passage, stems)))
    shown = [group for group in groups.values() if group.origins]
    for number, piece in enumerate(pieces_of(shown), start=1):
        piece.number = number
    return shown


def origin_choices(groups: Sequence[StanceGroup]) -> SafeString:
    """One option an origin, named by its best passage; made once, since every passage on the page offers them."""
    firsts = [origin.pieces[0] for group in groups for origin in group.origins if origin.origin is not None]
    rows = ((piece.evidence.pk, piece.number, _outlet(piece.evidence.document)) for piece in firsts)
    return format_html_join("", '<option value="{}">{} {}</option>', rows)


def _outlet(document: Document) -> str:
    return (document.publisher or document.site or document.title)[:40]


def pieces_of(groups: Sequence[StanceGroup]) -> list[Piece]:
    """Every piece in the order of the page."""
    return [piece for group in groups for origin in group.origins for piece in origin.pieces]


def shared_words(passage: str, stems: set[str]) -> list[Part]:
    """The passage cut at the words that the claim has too."""
    parts: list[Part] = []
    at = 0
    for word in words(passage):
        if word.stem not in stems:
            continue
        if word.start > at:
            parts.append(Part(passage[at : word.start], shared=False))
        parts.append(Part(passage[word.start : word.end], shared=True))
        at = word.end
    if at < len(passage):
        parts.append(Part(passage[at:], shared=False))
    return parts


@dataclass(frozen=True, slots=True)
class Asked:
    """One provider and what came of asking it, in its latest search."""

    label: str
    search: Search

    @property
    def answered(self) -> bool:
        return self.search.state == SearchState.DONE


def asked(verification: Verification) -> list[Asked]:
    """The latest search at each provider, those that answered last."""
    rows = Search.objects.filter(verification=verification).defer("raw").order_by("provider", "generation")
    latest = {search.provider: search for search in rows}
    found = [Asked(label_of(name), search) for name, search in latest.items()]
    return sorted(found, key=lambda one: one.answered)


def label_of(provider: str) -> str:
    """The provider's name for people."""
    known = PROVIDERS.get(provider)
    return known.label if known else provider


def marks_in_words() -> list[dict[str, str]]:
    """What a person can say of a passage, each with its word: looked up once a page, not once a passage."""
    return [{"value": mark, "word": in_words(STANCE_WORDS, mark)} for mark in Mark.values]
