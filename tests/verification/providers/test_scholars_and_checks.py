"""Crossref, OpenAlex and Google Fact Check against their stubs."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime

import pytest

from tests.stubs.crossref import CrossrefStub
from tests.stubs.google_factcheck import KEY as GOOGLE_KEY
from tests.stubs.google_factcheck import GoogleFactCheckStub
from tests.stubs.openalex import KEY as OPENALEX_KEY
from tests.stubs.openalex import OpenAlexStub
from verification.providers import ProviderError
from verification.providers.crossref import Crossref
from verification.providers.google_factcheck import GoogleFactCheck
from verification.providers.openalex import OpenAlex

COLDS = "Vitamin D prevents winter colds."


class TestCrossref:
    def test_works_come_with_abstract_journal_and_date(self, serve, question):
        stub = serve(CrossrefStub)
        hit = Crossref().search(question(statement=COLDS), 3).hits[0]
        assert hit.text.endswith("A daily dose did not reduce colds & flu.")
        assert hit.publisher == "Journal of Plain Medicine"
        assert hit.published_at == datetime(2025, 11, 1, tzinfo=UTC)
        assert stub.requests[0].params["mailto"] == "desk@example.org"

    def test_a_retracted_work_says_so_in_its_title(self, serve, question):
        serve(CrossrefStub)
        hits = Crossref().search(question(statement=COLDS), 3).hits
        assert [hit.title for hit in hits if hit.extra["retracted"]] == ["RETRACTED: Vitamin D prevents colds"]

    def test_missing_titles_and_dates_are_lived_with(self, serve, question):
        serve(CrossrefStub).play("nulls")
        assert Crossref().search(question(statement=COLDS), 3).hits == ()

    @pytest.mark.parametrize(
        ("fault", "kind"), [("404", "bad_request"), ("400", "bad_request"), ("429", "transient"), ("504", "transient")]
    )
    def test_faults_are_told_apart(self, serve, question, fault, kind):
        serve(CrossrefStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            Crossref().search(question(statement=COLDS), 3)
        assert caught.value.kind == kind


class TestOpenAlex:
    @pytest.fixture(autouse=True)
    def _key(self, settings):
        settings.OPENALEX_KEY = OPENALEX_KEY

    def test_the_abstract_is_put_together_again(self, serve, question):
        serve(OpenAlexStub)
        hits = OpenAlex().search(question(statement=COLDS), 3).hits
        assert hits[0].text == "Vitamin D and winter colds\n\nA daily dose changed nothing daily"
        assert hits[0].url == "https://doi.org/10.5555/vitd"
        assert hits[0].extra["references"] == ["https://openalex.org/W2"]
        assert hits[1].title == "RETRACTED: Vitamin D prevents colds"
        assert hits[1].text is None

    @pytest.mark.parametrize("fault", ["nulls", "moved"])
    def test_odd_answers_are_read(self, serve, question, fault):
        serve(OpenAlexStub).play(fault)
        assert OpenAlex().search(question(statement=COLDS), 3).hits

    @pytest.mark.parametrize(
        ("fault", "kind", "retry_after"),
        [("spent", "quota", 3600.0), ("429", "transient", 2.0), ("403", "auth", None), ("400", "bad_request", None)],
    )
    def test_faults_are_told_apart(self, serve, question, fault, kind, retry_after):
        serve(OpenAlexStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            OpenAlex().search(question(statement=COLDS), 3)
        assert (caught.value.kind, caught.value.retry_after) == (kind, retry_after)
        assert OPENALEX_KEY not in "".join(traceback.format_exception(caught.value))

    def test_without_a_key_it_says_what_to_set(self, settings):
        settings.OPENALEX_KEY = ""
        assert "OPENALEX_KEY" in OpenAlex().not_configured()


class TestGoogleFactCheck:
    @pytest.fixture(autouse=True)
    def _key(self, settings):
        settings.GOOGLE_FACTCHECK_KEY = GOOGLE_KEY

    def test_each_review_is_a_hit_with_its_rating(self, serve, question):
        serve(GoogleFactCheckStub)
        hits = GoogleFactCheck().search(question(), 5).hits
        assert [hit.publisher for hit in hits] == ["Ellery Checks", "facts.example"]
        assert hits[0].extra["rating"] == "False"
        assert hits[0].snippet == "False: The ferry Marigold sank with no survivors"
        assert hits[0].published_at == datetime(2026, 3, 5, tzinfo=UTC)
        assert hits[1].title == "The ferry Marigold sank with no survivors"

    def test_nothing_found_is_an_answer(self, serve, question):
        serve(GoogleFactCheckStub)
        assert GoogleFactCheck().search(question(statement="Zebras hibernate."), 5).hits == ()

    def test_missing_fields_are_lived_with(self, serve, question):
        serve(GoogleFactCheckStub).play("fields")
        assert [hit.url for hit in GoogleFactCheck().search(question(), 5).hits] == ["https://x.example/1"]

    @pytest.mark.parametrize(
        ("fault", "kind"),
        [("400", "bad_request"), ("key", "auth"), ("403", "auth"), ("429", "quota"), ("503", "transient")],
    )
    def test_faults_are_told_apart(self, serve, question, fault, kind):
        serve(GoogleFactCheckStub).play(fault)
        with pytest.raises(ProviderError) as caught:
            GoogleFactCheck().search(question(), 5)
        assert caught.value.kind == kind
        assert GOOGLE_KEY not in "".join(traceback.format_exception(caught.value))

    def test_a_fault_that_passes_is_only_a_pause(self, serve, question):
        serve(GoogleFactCheckStub).play("503")
        with pytest.raises(ProviderError):
            GoogleFactCheck().search(question(), 5)
        assert GoogleFactCheck().search(question(), 5).hits
