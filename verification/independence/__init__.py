"""Which documents go back to one origin, and which separate origins rest on one source behind them.

Ten links to one wire story are one piece of evidence. Documents are one origin when they come from one publisher, carry
one agency's credit on one event, are copies of each other's own words, or name the other as their source. A shared
quotation or shared furniture of a page is not enough: two reporters who quote one statement are two origins with one
source behind them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from verification.independence.behind import SourceBehind, sources_behind
from verification.independence.pairs import Prepared, Source, one_origin, prepare, same_report, same_text
from verification.independence.said import Passage


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Documents of one origin, by id, in the order given; ``reason`` is a sentence for people."""

    ids: tuple[int, ...]
    reason: str
    is_article_itself: bool = False


def group(
    documents: Sequence[Source], article: Source | None = None, against: Collection[int] = frozenset()
) -> list[OriginGroup]:
    """One group an origin, in the order of their first documents. All documents are about one claim.

    Documents of one origin with the article being checked form the one group with ``is_article_itself``, which never
    corroborates the claim: its copies, copies of these, and what else its owner or site published. Who shares its words
    and says otherwise (``against``, by id) is no copy: an original that the article has altered.
    """
    prepared = [prepare(document) for document in documents]
    checked = prepare(article) if article else None
    members: list[list[int]] = []
    reasons: list[str] = []
    own: list[int] = []
    own_reason = ""
    for i, document in enumerate(prepared):
        reason = one_origin(document, checked) if checked else ""
        if checked and reason:
            copied = same_report(document, checked)
            if not copied or document.source.id not in against:
                own.append(i)
                own_reason = own_reason or (
                    f"The article being checked, or a copy of it. {copied}"
                    if copied
                    else f"Another text of who published the article being checked. {reason}"
                )
                continue
        _join(prepared, members, reasons, i)
    _take_copies(prepared, members, reasons, own, against)
    groups = [
        OriginGroup(tuple(documents[i].id for i in sorted(indexes)), reason)
        for indexes, reason in zip(members, reasons, strict=True)
    ]
    if own:
        groups.append(OriginGroup(tuple(documents[i].id for i in sorted(own)), own_reason, is_article_itself=True))
    order = {document.id: i for i, document in enumerate(documents)}
    return sorted(groups, key=lambda found: order[found.ids[0]])


def _take_copies(
    prepared: list[Prepared], members: list[list[int]], reasons: list[str], own: list[int], against: Collection[int]
) -> None:
    """What copies the article's own group is part of it: one agency's report is not both the article and beside it."""
    for number in reversed(range(len(members))):
        indexes = members[number]
        if any(prepared[i].source.id in against for i in indexes):
            continue
        if any(same_text(prepared[i], prepared[j]) for i in indexes for j in own):
            own += indexes
            del members[number], reasons[number]


def _join(prepared: list[Prepared], members: list[list[int]], reasons: list[str], i: int) -> None:
    """Put document ``i`` into the groups that it is one origin with; a document may join two groups into one."""
    joined: list[int] = []
    found = ""
    for number, indexes in enumerate(members):
        reason = next((r for r in (one_origin(prepared[i], prepared[j]) for j in indexes) if r), "")
        if reason:
            joined.append(number)
            found = found or reason
    if not joined:
        members.append([i])
        reasons.append("The only document of its origin.")
        return
    first, *others = joined
    had = len(members[first]) > 1
    members[first].append(i)
    reasons[first] = reasons[first] if had else found
    for number in reversed(others):
        members[first] += members.pop(number)
        reasons.pop(number)


__all__ = ["OriginGroup", "Passage", "Source", "SourceBehind", "group", "one_origin", "prepare", "sources_behind"]
