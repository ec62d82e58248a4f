"""The local library as a provider."""

from __future__ import annotations

import pytest

from tests.verification.library.conftest import library  # noqa: F401 - a fixture
from verification.library.storing import Document, add
from verification.models import LibraryDocument
from verification.providers.library import Library

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]
FERRY = "The ferry Marigold sank off Port Ellery on Monday. Of the 212 people aboard, 41 died, police said."


def test_hits_hold_text_and_row_and_far_matches_stay_out(question):
    add(
        [
            Document("https://post.example/1", "Ferry sinks", FERRY, "Ellery Post"),
            Document("https://fish.example/2", "Fish", "People eat more fish in spring, a survey found."),
            *(Document(f"https://x.example/{i}", f"Item {i}", f"Item {i} of a list of things.") for i in range(20)),
        ]
    )
    answer = Library().search(question(), 5)
    assert [hit.url for hit in answer.hits] == ["https://post.example/1"]
    assert answer.hits[0].text == FERRY
    assert answer.hits[0].library_id
    assert "Marigold" in answer.queries[0]


def test_an_empty_library_has_nothing(question):
    answer = Library().search(question(), 5)
    assert answer.hits == ()
    assert answer.queries


def test_an_article_that_the_desk_was_given_is_told_from_a_source(question):
    add([Document("https://a.example/1", "The bridge", "The bridge at Kelmouth cost 40 million euros.", "A Post")])
    row = LibraryDocument.objects.create(
        url="https://rumour.example/1",
        title="The bridge",
        text="The bridge at Kelmouth cost 90 million euros, people say.",
        sha256="0" * 64,
        source="article 7",
    )
    answer = Library().search(question(statement="The bridge at Kelmouth cost 40 million euros."), 5)
    assert {hit.library_id == row.pk: dict(hit.extra) for hit in answer.hits} == {
        True: {"desk_article": "7"},
        False: {},
    }
