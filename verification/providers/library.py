"""The local library of source documents."""

from __future__ import annotations

from verification.library import index
from verification.providers.base import Answer, Hit, Provider, Question
from verification.querying import library_query

# Any shared word is a match; what answers this much less well than the best only shares a common word.
FAR = 1 / 3
# Above this cosine two texts speak of the same thing, in whatever words.
CLOSE = 0.5


class Library(Provider):
    """Full-text search in our own database; never fails for reasons of the network and costs nothing."""

    name = "library"
    label = "Local library"
    kind = "library"

    def search(self, question: Question, limit: int) -> Answer:
        """The documents that best match the claim by words and meaning, with their full text."""
        query = library_query(question)
        rows = index.search(query, limit=limit, exclude_urls=question.exclude_urls)
        near = [row for row in rows if row.words >= FAR or (row.closeness or 0.0) >= CLOSE]
        given = index.handed_in([row.id for row in near])
        hits = tuple(
            Hit(
                url=row.url,
                title=row.title,
                publisher=row.publisher,
                published_at=row.published_at,
                text=row.text,
                library_id=row.id,
                extra={"desk_article": given[row.id]} if row.id in given else {},
            )
            for row in near
        )
        return Answer(hits=hits, queries=(query,))
