from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from claims import intake, meaning
from claims.doorbell import Doorbell
from claims.models import Article, ArticleState, Claim
from tests.stubs import Stub, running
from tests.stubs.wikipedia import WikipediaStub
from tests.verification import desk
from verification import audit, gathering, reviewing, sweeping
from verification.gathering import pacing, searching
from verification.models import Document, Evidence, LibraryDocument, Search, SearchState, State, Verification
from verification.providers.wikipedia import Wikipedia

pytestmark = pytest.mark.django_db(transaction=True)  # searches run in threads with connections of their own

STATEMENT = "The ferry Marigold sank off Port Ellery on 2 March 2026, and 41 of the 212 people aboard died."
DEAD = "http://127.0.0.1:9"


@pytest.fixture
def wikipedia(settings: Settings) -> Iterator[Stub]:
    pacing.line.forget()
    with running(WikipediaStub()) as stub:
        settings.PROVIDERS = ["library", "wikipedia"]
        settings.WIKIPEDIA_URL = stub.url
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        settings.FETCH_PER_HOST = 1000.0
        yield stub


def planned(statement: str = STATEMENT) -> Verification:
    claim, _ = intake.submit_tip(actor=None, statement=statement)
    return gathering.plan([claim])[0]


def in_library(text: str, url: str, publisher: str = "The Ellery Post", title: str = "Ferry sinks") -> LibraryDocument:
    return LibraryDocument.objects.create(
        url=url, canonical_url=url, title=title, text=text, publisher=publisher, sha256=url
    )


def by_provider(verification: Verification) -> dict[str, Search]:
    return {search.provider: search for search in verification.searches.all()}


def test_a_claim_is_asked_of_every_provider_and_opens(wikipedia: Stub) -> None:
    in_library(
        "The ferry Marigold sank off Port Ellery on 2 March 2026. Of the 212 people aboard, 41 died, police said.",
        "https://post.example/ferry",
    )
    verification = planned()
    gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert verification.state == State.OPEN
    assert {name: search.state for name, search in by_provider(verification).items()} == {
        "library": SearchState.DONE,
        "wikipedia": SearchState.DONE,
    }
    evidence = list(verification.evidence.select_related("document__snapshot"))
    assert {piece.provider for piece in evidence} == {"library", "wikipedia"}
    for piece in evidence:
        assert piece.document.text[piece.start : piece.end] == piece.passage
        assert piece.origin is not None
    counts = verification.corroboration
    assert sorted(counts["searched"]) == ["library", "wikipedia"]
    assert counts["not_searched"] == []
    assert sum(counts[stance]["origins"] for stance in ("supports", "refutes", "mentions")) >= 2
    assert audit.verify().broken_seq is None


def test_nothing_found_is_not_the_same_as_could_not_ask(wikipedia: Stub, settings: Settings) -> None:
    settings.WIKIPEDIA_URL = DEAD
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1:9"]
    verification = planned()
    gathering.gather(verification.pk)
    searches = by_provider(verification)
    assert (searches["library"].state, searches["library"].found) == (SearchState.DONE, 0)
    assert searches["wikipedia"].state == SearchState.WAITING
    assert searches["wikipedia"].next_try_at > timezone.now()  # type: ignore[operator]
    assert "could not be reached" in searches["wikipedia"].error
    verification.refresh_from_db()
    assert verification.state == State.OPEN, "an unreachable provider never keeps the claim from the reviewer"
    assert verification.corroboration["searched"] == ["library"]
    assert verification.corroboration["not_searched"][0]["provider"] == "wikipedia"


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("maxlag", SearchState.WAITING),
        ("503", SearchState.WAITING),
        ("429", SearchState.WAITING),
        ("overload", SearchState.WAITING),
        ("403", SearchState.FAILED),
        ("error", SearchState.FAILED),
    ],
)
def test_every_fault_is_a_visible_state_and_the_claim_opens(wikipedia: Stub, fault: str, state: SearchState) -> None:
    wikipedia.play(fault, times=5)
    verification = planned()
    gathering.gather(verification.pk)
    search = by_provider(verification)["wikipedia"]
    assert search.state == state
    assert search.error.endswith(".")
    assert not verification.evidence.filter(provider="wikipedia").exists()
    verification.refresh_from_db()
    assert verification.state == State.OPEN


def test_a_waiting_search_is_taken_up_again_and_its_evidence_is_marked_late(wikipedia: Stub) -> None:
    wikipedia.play("503")
    verification = planned()
    gathering.gather(verification.pk)
    Search.objects.filter(provider="wikipedia").update(next_try_at=timezone.now() - timedelta(seconds=1))
    pacing.line.forget()
    gathering.gather(verification.pk)
    assert by_provider(verification)["wikipedia"].state == SearchState.DONE
    late = verification.evidence.filter(provider="wikipedia")
    assert late
    assert all(piece.late for piece in late)


@pytest.mark.parametrize("meanwhile", ["its worker died", "its patience ran out"])
def test_what_was_written_but_not_yet_grouped_is_grouped_by_whoever_comes_next(wikipedia: Stub, meanwhile: str) -> None:
    verification = planned()
    searching.work(by_provider(verification)["wikipedia"].pk)
    assert verification.evidence.filter(origin=None).exists(), "grouping waits for the searches in hand"
    if meanwhile == "its patience ran out":
        Verification.objects.update(state=State.OPEN)
    gathering.gather(verification.pk)
    assert verification.evidence.exists()
    assert not verification.evidence.filter(origin=None).exists()
    verification.refresh_from_db()
    assert verification.state == State.OPEN
    stances = ("supports", "refutes", "mentions")
    assert sum(verification.corroboration[stance]["documents"] for stance in stances) >= 1


@pytest.mark.parametrize("state", [State.OPEN, State.PUBLISHED])
def test_a_search_that_is_tried_again_in_vain_changes_nothing(wikipedia: Stub, state: State) -> None:
    """Whoever follows changes, by `updated_since` or ETag, is not told of what is as it was."""
    wikipedia.play("503", times=5)
    verification = planned()
    gathering.gather(verification.pk)
    Verification.objects.update(state=state)
    verification.refresh_from_db()
    before = verification.updated_at
    for _ in range(2):
        Search.objects.filter(provider="wikipedia").update(next_try_at=timezone.now() - timedelta(seconds=1))
        pacing.line.forget()
        gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert by_provider(verification)["wikipedia"].attempts == 3
    assert verification.updated_at == before


@pytest.mark.parametrize("state", [State.OPEN, State.DECIDED])
def test_a_late_search_that_finds_nothing_counts_as_searched(wikipedia: Stub, state: State) -> None:
    wikipedia.play("503")
    verification = planned("Nobody in Kelmouth has ever seen a quagga on the pier.")
    gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert [one["provider"] for one in verification.corroboration["not_searched"]] == ["wikipedia"]
    Verification.objects.update(state=state)
    Search.objects.filter(provider="wikipedia").update(next_try_at=timezone.now() - timedelta(seconds=1))
    pacing.line.forget()
    gathering.gather(verification.pk)
    assert by_provider(verification)["wikipedia"].found == 0
    verification.refresh_from_db()
    assert sorted(verification.corroboration["searched"]) == ["library", "wikipedia"]


def test_a_search_that_ends_while_the_claim_opens_for_its_patience_counts(wikipedia: Stub) -> None:
    verification = planned("Nobody in Kelmouth has ever seen a quagga on the pier.")
    searching.work(by_provider(verification)["library"].pk)
    searching.work(by_provider(verification)["wikipedia"].pk)
    Verification.objects.update(state=State.OPEN)  # the sweep counted before the two were done, and opened it
    gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert sorted(verification.corroboration["searched"]) == ["library", "wikipedia"]


def test_working_twice_makes_nothing_twice(wikipedia: Stub) -> None:
    verification = planned()
    gathering.gather(verification.pk)
    before = (Evidence.objects.count(), Document.objects.count(), len(wikipedia.requests))
    gathering.gather(verification.pk)
    assert (Evidence.objects.count(), Document.objects.count(), len(wikipedia.requests)) == before


def test_a_worker_that_lost_its_lease_writes_nothing(wikipedia: Stub) -> None:
    verification = planned()
    search = by_provider(verification)["wikipedia"]
    plain_answer = wikipedia.answer

    def lose_the_lease(request: object) -> object:
        Search.objects.filter(pk=search.pk).update(lease_token="somebody-else")
        return plain_answer(request)  # type: ignore[arg-type]

    wikipedia.answer = lose_the_lease  # type: ignore[method-assign, assignment]
    searching.work(search.pk)
    assert not verification.evidence.exists()
    search.refresh_from_db()
    assert (search.state, search.lease_token) == (SearchState.RUNNING, "somebody-else")


def test_a_search_whose_worker_died_is_taken_over_and_given_up_after_four_losses(wikipedia: Stub) -> None:
    verification = planned()
    search = by_provider(verification)["library"]
    lost = timezone.now() - timedelta(seconds=1)
    Search.objects.filter(pk=search.pk).update(state="running", lease_token="dead", lease_until=lost)
    searching.work(search.pk)
    search.refresh_from_db()
    assert (search.state, search.losses) == (SearchState.DONE, 0)
    Search.objects.filter(pk=search.pk).update(state="running", lease_token="dead", lease_until=lost, losses=3)
    assert gathering.quarantine() == 1
    search.refresh_from_db()
    assert search.state == SearchState.FAILED
    assert "ended 4 workers" in search.error


def test_patience_opens_a_claim_whose_searches_never_end(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    verification = planned()
    assert not gathering.settle(verification.pk)
    held = timezone.now() + timedelta(minutes=5)
    Search.objects.update(state="running", lease_token="slow", lease_until=held)
    Verification.objects.update(created_at=timezone.now() - timedelta(seconds=settings.GATHER_PATIENCE + 1))
    assert sweeping.sweep().opened == 1
    verification.refresh_from_db()
    assert verification.state == State.OPEN


def test_claims_past_their_patience_never_keep_the_bell_from_ringing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PROVIDERS = ["library"]
    for number in range(3):
        planned(f"The ferry Marigold cost {number + 2} million euros.")
    Verification.objects.update(created_at=timezone.now() - timedelta(seconds=settings.GATHER_PATIENCE + 1))
    Search.objects.update(rung_at=None)
    monkeypatch.setattr(sweeping, "OPENING_SECONDS", 0.0)  # no time at all for opening
    swept = sweeping.sweep()
    assert swept.rung + len(swept.unrung) == 3
    assert swept.opened == 0
    assert not Search.objects.filter(rung_at=None).exists()

    monkeypatch.undo()
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda _: in_a_thread(sweeping.open_overdue), range(2)))
    assert sum(counts) == 3
    assert set(Verification.objects.values_list("state", flat=True)) == {State.OPEN}


def test_a_claim_that_opened_for_its_patience_is_compared_with_earlier_ones_later(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    earlier = planned()
    gathering.gather(earlier.pk)
    verification = planned(STATEMENT.replace("died", "drowned"))
    Verification.objects.update(created_at=timezone.now() - timedelta(seconds=settings.GATHER_PATIENCE + 1))
    assert sweeping.open_overdue() == 1
    assert not verification.seen_before.exists()
    gathering.gather(verification.pk)
    assert [offer.earlier.claim_id for offer in verification.seen_before.all()] == [earlier.claim_id]


def in_a_thread(work: Callable[[], int]) -> int:
    try:
        return work()
    finally:
        connections.close_all()


def test_the_article_never_corroborates_itself_and_is_ready_when_its_claims_are_open(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    text = (
        "The ferry Marigold sank off Port Ellery on 2 March 2026.\n\n"
        "Of the 212 people aboard, 41 died, the coast guard said on Tuesday."
    )
    article = intake.submit(actor=None, text=text, title="Ferry sinks", url="https://post.example/ferry").article
    intake.split_article(article.pk)
    assert LibraryDocument.objects.get().source == f"article {article.pk}"
    for verification in Verification.objects.all():
        gathering.gather(verification.pk)
        assert not verification.evidence.exists()
    article.refresh_from_db()
    assert article.state == ArticleState.READY


def test_copies_of_one_wire_story_count_as_one_origin(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    story = (
        "PORT ELLERY (NPA) - The ferry Marigold sank off Port Ellery on 2 March 2026, killing 41 of the 212 people "
        "aboard, the coast guard said. Rescue boats searched until dawn. The bow door of the ferry stood open, two "
        "survivors told reporters, and water came in within minutes. The operator said it would help the inquiry."
    )
    in_library(story, "https://one.example/ferry", "The One")
    in_library(story + " Copyright NPA.", "https://two.example/ferry", "The Two", "41 dead as ferry sinks")
    verification = planned()
    gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert verification.evidence.values("document").distinct().count() == 2
    assert verification.origins.count() == 1
    assert verification.origins.get().reason.endswith(".")
    counts = verification.corroboration
    assert max(counts[stance]["documents"] for stance in ("supports", "refutes", "mentions")) == 2
    assert max(counts[stance]["origins"] for stance in ("supports", "refutes", "mentions")) == 1


@pytest.mark.skipif(not meaning.available(), reason="the embedding model is switched off here")
def test_a_story_that_only_shares_names_is_kept_apart_and_counts_once_a_person_says_so(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    in_library(
        "Two soldiers of the United States died when their helicopter came down near Kabul. President Donald Trump "
        "wrote to the families. A newspaper had reported on the flight.",
        "https://away.example/helicopter",
        title="Helicopter comes down",
    )
    verification = planned("President Vladimir Putin and Donald Trump spoke by telephone about better relations.")
    gathering.gather(verification.pk)
    apart = verification.evidence.get()
    assert apart.only_shares == "President, Donald, Trump"
    assert _documents_counted(verification) == 0
    reviewing.mark_evidence(apart, actor=desk.person("reviewer"), mark="supports")
    assert _documents_counted(verification) == 1


@pytest.mark.skipif(not meaning.available(), reason="the embedding model is switched off here")
def test_a_page_with_the_figure_of_the_claim_is_never_kept_apart(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    in_library(
        "KELMOUTH (Meridian Wire) - Councillors in the harbour town voted on Monday to close its swing bridge for 14 "
        "months from 1 February 2027, after engineers found cracks in 31 of its 112 bearings.",
        "https://wire.example/bridge",
    )
    verification = planned("This time the closure will last 14 months.")
    gathering.gather(verification.pk)
    assert [row.only_shares for row in verification.evidence.all()] == [""]


def _documents_counted(verification: Verification) -> int:
    verification.refresh_from_db()
    return sum(verification.corroboration[side]["documents"] for side in ("supports", "refutes", "mentions"))


def test_asking_again_in_own_words_makes_a_new_generation(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    verification = planned("Something entirely different happened.")
    gathering.gather(verification.pk)
    in_library("The ferry Marigold sank off Port Ellery.", "https://post.example/ferry")
    reviewer = desk.person("reviewer")
    gathering.ask_again(verification, actor=reviewer, providers=["library"], own_words="ferry Marigold")
    gathering.gather(verification.pk)
    again = verification.searches.get(generation=2)
    assert again.state == SearchState.DONE
    assert again.found == 1
    verification.refresh_from_db()
    assert verification.state == State.OPEN


def test_a_provider_without_its_key_is_said_and_does_not_hold_the_claim(settings: Settings) -> None:
    settings.PROVIDERS = ["library", "brave"]
    settings.BRAVE_KEY = ""
    verification = planned()
    search = by_provider(verification)["brave"]
    assert search.state == SearchState.NOT_CONFIGURED
    assert "BRAVE_KEY" in search.error
    gathering.gather(verification.pk)
    verification.refresh_from_db()
    assert verification.state == State.OPEN


def test_the_sweep_returns_what_no_broker_took_so_that_it_can_be_worked_here(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/none.sock"
    monkeypatch.setattr(sweeping, "bell", Doorbell())
    settings.PROVIDERS = ["library"]
    verification = planned()
    article = intake.submit(actor=None, text=STATEMENT).article
    Search.objects.update(rung_at=None)
    Article.objects.update(rung_at=None)
    swept = sweeping.sweep()  # no broker runs in this test
    assert set(swept.unrung) == {
        ("verification.tasks.gather", verification.pk),
        ("claims.tasks.split_article", article.pk),
    }
    assert sweeping.sweep().unrung == (), "nothing is rung twice within a quarter of a minute"


def test_every_claim_of_an_article_gets_its_verification_in_the_same_transaction(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    article = intake.submit(
        actor=None, text=STATEMENT + "\n\nThe operator was fined 3.2 million pounds in June."
    ).article
    intake.split_article(article.pk)
    assert Claim.objects.count() == Verification.objects.filter(state=State.GATHERING).count() > 0


def test_a_provider_is_asked_at_the_pace_that_it_names(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    pacing.line.forget()
    with running(WikipediaStub()) as stub:
        settings.PROVIDERS = ["wikipedia"]
        settings.WIKIPEDIA_URL = stub.url
        settings.FETCH_ALLOW_PRIVATE = [urlsplit(stub.url).netloc]
        settings.FETCH_PER_HOST = 1000.0
        monkeypatch.setattr(Wikipedia, "seconds_between", 30.0)
        verifications = [planned(f"The ferry Marigold carried {number} people.") for number in (212, 213, 214)]
        for verification in verifications:
            gathering.gather(verification.pk)
    searches = [by_provider(verification)["wikipedia"] for verification in verifications]
    assert [search.state for search in searches] == [SearchState.DONE, SearchState.WAITING, SearchState.WAITING]
    assert [search.attempts for search in searches] == [1, 0, 0]
    first, second = (search.next_try_at for search in searches[1:])
    assert first is not None
    assert second is not None
    assert second - first > timedelta(seconds=20), "each waits for a turn of its own"
    assert Verification.objects.filter(state=State.OPEN).count() == 3


def test_a_provider_that_was_switched_off_is_not_asked_any_more(wikipedia: Stub, settings: Settings) -> None:
    verification = planned()
    settings.PROVIDERS = ["library"]
    gathering.gather(verification.pk)
    search = by_provider(verification)["wikipedia"]
    assert search.state == SearchState.NOT_CONFIGURED
    assert "switched off" in search.error
    assert not wikipedia.requests
    verification.refresh_from_db()
    assert verification.state == State.OPEN
