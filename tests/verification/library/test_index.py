"""Full-text search in the library."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verification.library import engines, index
from verification.library.storing import Document, add

pytestmark = pytest.mark.django_db

FERRY = Document(
    "https://news.example/ferry",
    "Ferry sinks off Port Ellery",
    "The ferry Marigold sank on Monday. Of 212 people aboard, 41 died, the coastguard said.",
    "Example News",
    datetime(2026, 3, 2, 18, tzinfo=UTC),
)
BUDGET = Document(
    "https://news.example/budget",
    "Budget passed",
    "Parliament passed the budget on Monday. The café tax goes.",
    "Example News",
)
WEATHER = Document("https://met.example/storm", "Storm warning", "People aboard ferries should expect a storm.", "Met")


@pytest.fixture(autouse=True)
def filled(library):
    add([FERRY, BUDGET, WEATHER])


def test_more_and_rarer_words_come_first():
    rows = index.search("The ferry Marigold sank and 41 people died on Monday")
    assert rows[0].title == "Ferry sinks off Port Ellery"
    assert rows[0].rank > rows[1].rank
    assert rows[0].published_at == FERRY.published_at
    assert rows[0].text == FERRY.text


def test_forms_of_a_word_and_accents_are_found():
    assert [row.title for row in index.search("sinking")] == ["Ferry sinks off Port Ellery"]
    assert index.search("parliaments")[0].title == "Budget passed"


def test_what_is_not_there_is_not_found():
    assert index.search("zebra hibernation") == []
    assert index.search("") == []
    assert index.search("—!!") == []


def test_excluded_addresses_stay_out_and_do_not_use_up_the_limit():
    rows = index.search("ferry", limit=1, exclude_urls=[FERRY.url])
    assert [row.url for row in rows] == [WEATHER.url]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '" OR 1=1',
        "NEAR(a b)",
        "title: ferry",
        "ferry*",
        "ferry AND NOT",
        "(",
        "^ferry",
        "a'b",
        "%s %d {}",
        "-ferry",
        "&|!",
        "\x00ferry",
    ],
)
def test_syntax_of_the_engines_is_only_words(query):
    index.search(query)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched(query):
    index.search(query, limit=3)


def test_a_changed_or_deleted_document_is_followed():
    from verification.models import LibraryDocument

    LibraryDocument.objects.filter(url=FERRY.url).update(text="Nothing of the kind.", title="Withdrawn")
    assert index.search("Marigold") == []
    LibraryDocument.objects.filter(url=BUDGET.url).delete()
    assert index.search("parliament") == []


def test_words_of_every_document_only_rank(monkeypatch):
    monkeypatch.setattr(engines, "MATCHES_RANKED", 2)
    add([Document(f"https://x.example/{i}", f"Report {i}", f"People said thing {i}.") for i in range(20)])
    rows = index.search("people Marigold report", limit=5)
    assert rows[0].url == FERRY.url
    assert len(rows) == 1


def test_stats_count_everything():
    found = index.stats()
    assert (found.documents, found.publishers) == (3, 2)
    assert found.newest == FERRY.published_at
