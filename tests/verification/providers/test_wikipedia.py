"""Wikipedia against a MediaWiki stub and its faults."""

from __future__ import annotations

import pytest

from tests.stubs.wikipedia import REVISIONS, WikipediaStub
from verification.providers import ProviderError
from verification.providers.wikipedia import Wikipedia


def test_pages_come_with_text_revision_and_address(serve, question):
    stub = serve(WikipediaStub)
    answer = Wikipedia().search(question(), 3)
    first = answer.hits[0]
    assert first.title == "Port Ellery ferry disaster"
    assert first.url == f"{stub.url}/wiki/Port_Ellery_ferry_disaster"
    assert "41 died" in first.text
    assert first.extra == {"pageid": 101, "revision": REVISIONS[101]}
    assert "searchmatch" not in first.snippet
    assert " & more" in first.snippet
    assert answer.queries[0].split()[0] == "ferry"
    assert b'"totalhits"' in answer.raw
    assert not answer.incomplete


def test_our_name_and_contact_are_sent(serve, question):
    stub = serve(WikipediaStub)
    Wikipedia().search(question(), 1)
    assert "desk@example.org" in stub.requests[0].headers["user-agent"]
    assert stub.requests[0].params["maxlag"] == "5"


def test_a_narrow_query_without_pages_is_followed_by_the_names(serve, question):
    serve(WikipediaStub)
    answer = Wikipedia().search(
        question(statement="Ruth Amsel secretly owned seven yachts.", entities=("Ruth Amsel",)), 3
    )
    assert answer.queries[-1] == "Ruth Amsel"
    assert [hit.title for hit in answer.hits] == ["Ruth Amsel", "Port Ellery ferry disaster"]


def test_nothing_found_is_an_answer(serve, question):
    serve(WikipediaStub)
    answer = Wikipedia().search(question(statement="Zebras hibernate.", entities=()), 3)
    assert answer.hits == ()
    assert answer.queries


def test_own_words_are_sent_as_they_stand_and_alone(serve, question):
    stub = serve(WikipediaStub)
    answer = Wikipedia().search(question(own_words="vitamin D colds"), 3)
    assert answer.queries == ("vitamin D colds",)
    assert [hit.title for hit in answer.hits] == ["Vitamin D and winter colds"]
    assert stub.requests[0].params["srsearch"] == "vitamin D colds"


def test_excluded_pages_stay_out(serve, question):
    stub = serve(WikipediaStub)
    excluded = (f"{stub.url}/wiki/Port_Ellery_ferry_disaster",)
    assert all(hit.url not in excluded for hit in Wikipedia().search(question(exclude_urls=excluded), 3).hits)


@pytest.mark.parametrize(
    ("fault", "kind", "retry_after"),
    [
        ("maxlag", "transient", 7.0),
        ("overload", "transient", None),
        ("503", "transient", 30.0),
        ("429", "transient", 12.0),
        ("403", "auth", None),
        ("error", "bad_request", None),
    ],
)
def test_faults_are_told_apart(serve, question, fault, kind, retry_after):
    stub = serve(WikipediaStub)
    stub.play(fault)
    with pytest.raises(ProviderError) as caught:
        Wikipedia().search(question(), 3)
    assert caught.value.kind == kind
    assert caught.value.retryable is (kind == "transient")
    assert caught.value.retry_after == retry_after
    assert caught.value.message.endswith(".")


def test_a_service_that_is_away_is_transient(settings, question):
    settings.WIKIPEDIA_URL = "http://127.0.0.1:9"
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1:9"]
    with pytest.raises(ProviderError) as caught:
        Wikipedia().search(question(), 3)
    assert caught.value.kind == "transient"


def test_rows_without_what_we_need_are_passed_over(serve, question):
    serve(WikipediaStub).play("odd", 3)
    assert Wikipedia().search(question(), 3).hits == ()


def test_a_text_that_fails_leaves_the_page_to_be_fetched(serve, question):
    stub = serve(WikipediaStub)

    def only_searches(request, answer=stub.answer):
        return stub.faults["503"](request) if request.params.get("pageids") else answer(request)

    stub.answer = only_searches
    answer = Wikipedia().search(question(), 3)
    assert answer.hits
    assert all(hit.text is None for hit in answer.hits)
    assert "out of order" in answer.incomplete
