"""GDELT, SearXNG and Brave against their stubs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claims.clock import now
from tests.stubs.brave import KEY, BraveStub
from tests.stubs.gdelt import GdeltStub
from tests.stubs.searxng import SearxngStub
from verification.providers import ProviderError
from verification.providers.brave import Brave
from verification.providers.gdelt import Gdelt
from verification.providers.searxng import Searxng


class TestGdelt:
    def test_pages_carry_the_first_seen_time_and_no_false_date(self, serve, question):
        stub = serve(GdeltStub)
        answer = Gdelt().search(question(published_at=now() - timedelta(days=3)), 2)
        assert answer.hits[0].url == "https://news.example/101"
        assert answer.hits[0].published_at is None
        assert answer.hits[0].extra["seen_at"].startswith("2026-03-02T18:15")
        asked = stub.requests[0].params
        assert asked["query"].endswith("sourcelang:english")
        assert datetime.strptime(asked["startdatetime"], "%Y%m%d%H%M%S") < datetime.strptime(
            asked["enddatetime"], "%Y%m%d%H%M%S"
        )

    def test_an_old_claim_is_asked_without_window_and_said_so(self, serve, question):
        stub = serve(GdeltStub)
        answer = Gdelt().search(question(published_at=datetime(2016, 11, 21, tzinfo=UTC)), 2)
        assert "startdatetime" not in stub.requests[0].params
        assert "three months" in answer.incomplete

    def test_short_words_never_reach_it(self, serve, question):
        stub = serve(GdeltStub)
        Gdelt().search(question(statement="In EU and UK, 41 died on the Marigold.", entities=("EU", "UK")), 2)
        assert stub.requests[0].params["query"].split() == ["died", "Marigold", "sourcelang:english"]

    def test_broken_escapes_and_control_characters_are_read(self, serve, question):
        serve(GdeltStub).play("escapes")
        assert [hit.url for hit in Gdelt().search(question(), 2).hits] == ["https://news.example/a"]

    def test_nothing_found_is_an_answer(self, serve, question):
        serve(GdeltStub).play("empty")
        assert Gdelt().search(question(), 2).hits == ()

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [("sentence", "bad_request"), ("429", "transient"), ("slow-down-200", "transient"), ("cut-off", "transient")],
    )
    def test_faults_are_told_apart(self, serve, question, fault, kind):
        serve(GdeltStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            Gdelt().search(question(), 2)
        assert caught.value.kind == kind


class TestSearxng:
    def test_pages_are_found(self, serve, question):
        serve(SearxngStub)
        answer = Searxng().search(question(), 2)
        assert answer.hits[0].url == "https://web.example/101"
        assert answer.hits[0].published_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
        assert answer.hits[0].extra == {"engines": ["duckduckgo"]}

    def test_a_quotation_is_asked_for_word_by_word(self, serve, question):
        stub = serve(SearxngStub)
        Searxng().search(question(statement="She said “the bow door had not been closed”."), 9)
        assert stub.requests[-1].params["q"] == '"the bow door had not been closed"'

    def test_silent_engines_and_nothing_found_is_not_nothing(self, serve, question):
        serve(SearxngStub).play("unresponsive", 2)
        with pytest.raises(ProviderError, match="CAPTCHA") as caught:
            Searxng().search(question(), 2)
        assert (caught.value.kind, caught.value.retry_after) == ("transient", 180.0)

    def test_some_silent_engines_are_said(self, serve, question):
        serve(SearxngStub).play("half")
        answer = Searxng().search(question(), 2)
        assert answer.hits
        assert "google" in answer.incomplete

    @pytest.mark.parametrize(("fault", "kind"), [("403", "auth"), ("429", "transient"), ("error", "bad_request")])
    def test_faults_are_told_apart(self, serve, question, fault, kind):
        serve(SearxngStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            Searxng().search(question(), 2)
        assert caught.value.kind == kind

    def test_without_an_address_it_says_what_to_set(self, settings):
        settings.SEARXNG_URL = ""
        assert "SEARXNG_URL" in Searxng().not_configured()


class TestBrave:
    @pytest.fixture(autouse=True)
    def _key(self, settings):
        settings.BRAVE_KEY = KEY

    def test_pages_are_found_and_the_key_stays_in_the_header(self, serve, question):
        stub = serve(BraveStub)
        hit = Brave().search(question(), 2).hits[0]
        assert (hit.url, hit.publisher) == ("https://web.example/101", "Web Example")
        assert "<" not in hit.snippet
        assert KEY not in str(stub.requests[0].params)

    def test_a_long_query_is_cut_to_what_is_allowed(self, serve, question):
        stub = serve(BraveStub)
        Brave().search(question(own_words="ferry " * 200), 50)
        assert len(stub.requests[0].params["q"]) <= 400
        assert stub.requests[0].params["count"] == "20"

    def test_an_answer_without_web_results_is_empty(self, serve, question):
        serve(BraveStub).play("no-web")
        assert Brave().search(question(), 2).hits == ()

    @pytest.mark.parametrize(
        ("fault", "kind", "retry_after"),
        [
            ("429", "transient", None),
            ("spent", "quota", 90000.0),
            ("401", "auth", None),
            ("422", "bad_request", None),
        ],
    )
    def test_faults_are_told_apart(self, serve, question, fault, kind, retry_after):
        serve(BraveStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            Brave().search(question(), 2)
        assert (caught.value.kind, caught.value.retry_after) == (kind, retry_after)

    def test_without_a_key_it_says_what_to_set(self, settings):
        settings.BRAVE_KEY = ""
        assert "BRAVE_KEY" in Brave().not_configured()
