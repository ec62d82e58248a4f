"""Cited sources are visited again, and what happened to them puts the verdict at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.stubs import Stub, running
from tests.stubs.crossref import CrossrefStub
from tests.stubs.server import Reply, Request
from tests.verification import desk
from verification import audit, revisiting
from verification.models import AuditEntry, Danger, Document, Risk, State, Verification, Visit
from verification.providers.retractions import doi_of, retraction_of

pytestmark = pytest.mark.django_db
PAGE = (
    "<html><body><article><p>{}</p><p>More about the town and its council, and the works.</p></article></body></html>"
)
PASSAGE = "The bridge cost 40 million euros."


class Site(Stub):
    """One page whose text can change, and which can go."""

    name = "site"
    setting = ""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.status = PASSAGE, 200

    def answer(self, request: Request) -> Reply:
        if request.path == "/robots.txt":
            return Reply("", 404, content_type="text/plain")
        return Reply(PAGE.format(self.text), self.status, content_type="text/html; charset=utf-8")


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    with running(Site()) as stub:
        assert isinstance(stub, Site)
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        settings.FETCH_PER_HOST = 1000.0
        yield stub


def published(url: str, *, fetched: bool = True) -> Verification:
    check = desk.published()
    headers = {"content-type": "text/html"} if fetched else {}
    Document.objects.filter(evidence__verdicts__verification=check).update(url=url, final_url=url, headers=headers)
    return check


def visited() -> list[Risk]:
    """All planned visits, made now; the open risks."""
    revisiting.plan()
    Visit.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))
    for pk in list(revisiting.due().values_list("pk", flat=True)):
        revisiting.visit(pk)
    return list(Risk.objects.filter(ended_at__isnull=True))


def test_a_source_that_is_as_it_was_endangers_nothing(site: Site) -> None:
    published(f"{site.url}/report")
    assert visited() == []
    visit = Visit.objects.get()
    assert visit.visited_at is not None
    assert visit.next_try_at > timezone.now() + timedelta(days=6)  # type: ignore[operator]
    assert not revisiting.due().exists()


def test_a_passage_that_is_gone_puts_the_verdict_at_risk_and_its_return_ends_it(site: Site) -> None:
    check = published(f"{site.url}/report")
    site.text = "The council will not say what anything has cost so far, and the inquiry has been put off."
    (risk,) = visited()
    assert (risk.verification_id, risk.danger) == (check.pk, Danger.PASSAGE_GONE)
    assert PASSAGE in risk.detail
    assert AuditEntry.objects.filter(verb="put_at_risk", object_id=check.pk).count() == 1
    assert [risk.pk for risk in visited()] == [risk.pk], "the same thing is not told twice"
    assert AuditEntry.objects.filter(verb="put_at_risk").count() == 1
    site.text = "“The bridge   cost 40 million euros”, it says."
    assert visited() == []
    assert AuditEntry.objects.filter(verb="risk_ended", object_id=check.pk).count() == 1
    assert audit.verify().broken_seq is None


def test_a_page_is_dead_only_after_it_failed_more_than_once(site: Site) -> None:
    published(f"{site.url}/report")
    site.status = 404
    assert visited() == []
    assert Visit.objects.get().failures == 1
    assert [risk.danger for risk in visited()] == [Danger.PAGE_DEAD]
    site.status = 200
    assert visited() == []


def test_a_busy_site_is_given_more_time(site: Site) -> None:
    published(f"{site.url}/report")
    site.status = 503
    for _ in range(revisiting.UNREACHABLE_AFTER - 1):
        assert visited() == []
    assert [risk.danger for risk in visited()] == [Danger.PAGE_DEAD]


def test_a_retracted_paper_puts_the_verdict_at_risk(settings: Settings) -> None:
    with running(CrossrefStub()) as stub:
        settings.CROSSREF_URL = stub.url
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        published("https://doi.org/10.5555/old", fetched=False)
        (risk,) = visited()
        assert risk.danger == Danger.RETRACTED
        assert "10.5555/notice" in risk.detail
        assert retraction_of("10.5555/vitd") == ""


def test_a_registry_that_is_away_proves_nothing(settings: Settings) -> None:
    settings.CROSSREF_URL = "http://127.0.0.1:9"
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1:9"]
    published("https://doi.org/10.5555/old", fetched=False)
    assert visited() == []
    assert Visit.objects.get().failures == 1


def test_the_risk_ends_with_the_verdict_that_rested_on_the_source(site: Site) -> None:
    check = published(f"{site.url}/report")
    site.text = "Nothing is said here about the price of anything at all any more."
    assert len(visited()) == 1
    Verification.objects.filter(pk=check.pk).update(state=State.RETRACTED)
    assert revisiting.end_unfounded() == 1
    assert visited() == []
    assert not Visit.objects.exists()


def test_visits_can_be_switched_off(site: Site, settings: Settings) -> None:
    settings.REVISIT_DAYS = 0
    published(f"{site.url}/report")
    assert revisiting.plan() == 0
    assert not revisiting.due().exists()


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("He said the bridge cost 40 million euros, all told.", True),
        ("The bridge — cost “40 million euros”.", True),
        ("The bridge cost 41 million euros.", False),
        ("", False),
    ],
)
def test_small_changes_of_setting_are_no_loss(text: str, stands: bool) -> None:
    assert revisiting.stands(PASSAGE, text) is stands


FEES = (
    "Berthing fees in the port of Selmouth will rise by 9 percent from June, the harbour board decided on Wednesday "
    "after a long debate."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("9 percent", "19 percent"),
        ("will rise", "will not rise"),
        ("will rise", "will fall"),
        ("from June", "from July"),
        ("on Wednesday", "on Thursday"),
    ],
)
def test_one_word_that_turns_a_passage_is_never_forgiven(old: str, new: str) -> None:
    page = f"Selmouth has a port. {FEES.replace(old, new)} The board meets again next year."
    assert not revisiting.stands(FEES, page)
    assert revisiting.stands(FEES, page.replace(new, old).replace("after a long debate", "after long debate"))


def test_a_source_from_the_library_is_compared_where_its_page_is_the_same_one(site: Site) -> None:
    published(f"{site.url}/report", fetched=False)
    assert visited() == []
    site.text = "Sign in to read on. This page is for those who pay for it, and there is nothing else here."
    assert visited() == [], "another page stands there: nothing can be said of the passage"
    site.text = PASSAGE.replace("40", "90")
    (risk,) = visited()
    assert risk.danger == Danger.PASSAGE_GONE


def test_a_doi_is_read_from_addresses_of_the_registry_only() -> None:
    assert doi_of("https://doi.org/10.5555/ABC.1") == "10.5555/abc.1"
    assert doi_of("https://dx.doi.org/10.1000%2Fxyz") == "10.1000/xyz"
    assert doi_of("https://journal.example/10.5555/abc") == ""
    assert doi_of("https://doi.org/") == ""


def test_the_desk_sees_it(site: Site, client: Client) -> None:
    check = published(f"{site.url}/report")
    site.text = "Nothing is said here about the price of anything at all any more."
    visited()
    client.force_login(desk.person("editor"))
    assert "at risk" in client.get("/").content.decode()
    page = client.get(f"/claims/{check.claim_id}/").content.decode()
    assert "This verdict is at risk" in page
    assert "The cited passage is no longer on the page" in page
