"""Which of the desk's topics a claim belongs to: the one whose words it, its headline and its article use most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.models import Claim
from verification.models import Topic
from verification.wording import stem, words

# A word of the claim itself says more than one of the headline, and that more than one further down.
IN_CLAIM, IN_TITLE, IN_TEXT = 3, 2, 1
READ = 3000  # characters of the article; what it is about stands at its top
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class _Subject:
    topic: Topic
    stems: frozenset[str]


class Topics:
    """The desk's active topics with their words, read once for a whole article's claims."""

    def __init__(self) -> None:
        rows = Topic.objects.filter(active=True)
        self.subjects = [_Subject(row, frozenset(map(stem, row.words.split()))) for row in rows]
        self._articles: dict[int | None, list[int]] = {}

    def of(self, claim: Claim) -> Topic | None:
        """The likeliest topic; None where too little speaks for any."""
        if not self.subjects:
            return None
        around = self._around(claim)
        own = _stems(f"{claim.statement} {claim.speaker}")
        scores = [IN_CLAIM * len(own & subject.stems) + around[place] for place, subject in enumerate(self.subjects)]
        best = max(range(len(scores)), key=lambda place: scores[place])
        return self.subjects[best].topic if scores[best] >= ENOUGH else None

    def _around(self, claim: Claim) -> list[int]:
        """What the article as a whole says for each topic."""
        if claim.article_id not in self._articles:
            article, version = claim.article, claim.article_version
            title = _stems(article.title if article is not None else "")
            text = _stems(version.text[:READ] if version is not None else "")
            self._articles[claim.article_id] = [
                IN_TITLE * len(title & subject.stems) + IN_TEXT * len(text & subject.stems) for subject in self.subjects
            ]
        return self._articles[claim.article_id]


def active() -> Iterable[Topic]:
    """The topics that people are offered."""
    return Topic.objects.filter(active=True).defer("words")


def _stems(text: str) -> set[str]:
    return {word.stem for word in words(text)}
