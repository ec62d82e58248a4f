"""Vectors of library documents: made in order, found again, and never needed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from claims import meaning
from verification.library import index, vectors
from verification.library.storing import Document, add
from verification.models import LibraryDocument, LibraryVectors

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not meaning.available(), reason="the embedding model is switched off here"),
]

DOCUMENTS = [
    Document("https://a.example/1", "Harbour", "The vessel went down near the harbour mouth and dozens drowned."),
    Document("https://a.example/2", "Budget", "Parliament passed the spending plan for next year."),
    Document("https://a.example/3", "Orchards", "Growers expect a poor apple crop after the frost in April."),
]


@pytest.fixture(autouse=True)
def filled(library: None) -> Iterator[None]:
    vectors.forget()
    add(DOCUMENTS)
    yield
    vectors.forget()


def test_a_document_is_found_by_what_it_means() -> None:
    query = "ferry disaster off the coast"
    assert index.search(query) == []
    assert vectors.embed_pending() == 3
    vectors.forget()
    found = index.search(query)
    assert found[0].title == "Harbour"
    assert found[0].closeness is not None
    assert found[0].closeness > 0.3
    assert index.search(query, by_meaning=False) == []


def test_vectors_are_made_in_portions_and_only_once() -> None:
    assert vectors.pending() == 3
    assert vectors.embed_pending(2) == 2
    assert vectors.pending() == 1
    assert vectors.embed_pending(2) == 1
    assert vectors.embed_pending(2) == 0
    assert LibraryVectors.objects.count() == 3
    add([Document("https://a.example/4", "Tram", "A new tram line opened.")])
    assert vectors.pending() == 1
    assert vectors.embed_pending(seconds=0.001) == 1


def test_documents_without_vectors_still_compete_by_their_words() -> None:
    vectors.embed_pending()
    add([Document("https://a.example/5", "Orchard prices", "The apple crop was sold at twice the usual price.")])
    vectors.forget()
    rows = index.search("apple crop sold at twice the price")
    assert rows[0].title == "Orchard prices"
    assert rows[0].closeness is None


def test_vectors_of_another_model_do_not_compare() -> None:
    vectors.embed_pending()
    LibraryVectors.objects.update(model="another")
    vectors.forget()
    assert vectors.pending() == 3
    assert index.search("ferry disaster off the coast") == []
    assert vectors.embed_pending() == 3
    assert LibraryVectors.objects.filter(model=vectors.MODEL).count() == 3


def test_a_document_that_is_gone_is_not_found() -> None:
    vectors.embed_pending()
    vectors.forget()
    assert index.search("ferry disaster off the coast")
    LibraryDocument.objects.filter(title="Harbour").delete()
    assert "Harbour" not in [row.title for row in index.search("ferry disaster off the coast")]


def test_numbers_keep_the_angle_of_the_vector() -> None:
    texts = ["A ferry sank off the coast.", "A ship went down near the harbour.", "Apples are cheap this year."]
    packed = [vectors.packed([text]) for text in texts]
    exact = meaning.embed(texts)
    back = np.array([np.frombuffer(blob, np.int8, offset=48) for blob in packed]).astype(np.float32)
    back /= np.linalg.norm(back, axis=1, keepdims=True)
    assert np.abs(back @ back.T - exact @ exact.T).max() < 0.01


def test_passages_are_whole_sentences_from_the_beginning() -> None:
    text = " ".join(f"Sentence number {n} tells of the ferry and of those who were aboard of it." for n in range(60))
    pieces = vectors.passages("Ferry", text)
    assert len(pieces) == vectors.PASSAGES
    assert pieces[0].startswith("Ferry. Sentence number 0")
    assert all(piece.endswith(".") and len(piece) <= vectors.PASSAGE_CHARACTERS for piece in pieces)
    assert vectors.passages("", "") == []
