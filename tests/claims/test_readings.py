"""Tips are read: soon, once, whoever is killed meanwhile, and without a word of a person's being changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from claims import intake, tasks
from claims.doorbell import READ, SPLIT
from claims.intake import readings
from claims.models import Claim, FeatureWeight, TipReading
from config.celery import app
from tests.verification import desk
from verification import gathering, reviewing, sweeping
from verification.models import Verification
from verification.running import suspects, ticker
from verification.running.suspects import WORDS
from verification.tokens import create_token

pytestmark = pytest.mark.django_db(transaction=True)

BRIDGE = "The harbour bridge in  Eastmoor cost 12 million crowns, Mayor Irena Vasko said."
OPINION = "I love this town!"


@pytest.fixture(autouse=True)
def offline(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]


def tip(statement: str = BRIDGE, **fields: object) -> Claim:
    claim, _ = intake.submit_tip(actor=None, statement=statement)
    gathering.plan([claim])
    TipReading.objects.filter(claim=claim).update(**fields)
    return claim


def lost(losses: int) -> dict[str, object]:
    past = timezone.now() - timedelta(seconds=1)
    return {"state": "running", "lease_token": "gone", "lease_until": past, "losses": losses - 1, "rung_at": None}


def test_a_tip_gets_what_a_claim_of_an_article_gets_and_ranks_by_it() -> None:
    claim = tip()
    before = Verification.objects.get(claim=claim)
    intake.read_tips(claim.pk)
    claim.refresh_from_db()
    assert claim.statement == claim.quote == BRIDGE
    assert "quantity" in claim.kinds
    assert "Irena Vasko" in [entity["text"] for entity in claim.entities]
    for entity in claim.entities:
        assert claim.quote[entity["start"] : entity["end"]] == entity["text"]
    assert 0.5 < claim.checkworthiness < 1
    assert len(claim.reasons) > 2
    assert claim.measures
    after = Verification.objects.get(claim=claim)
    assert after.priority != before.priority
    assert after.updated_at > before.updated_at
    assert (claim.reading.state, claim.reading.lease_token) == ("done", "")
    assert claim.version == 1, "whoever has its form open loses nothing"


def test_an_opinion_stays_in_the_queue_with_a_low_score_and_says_why() -> None:
    figure, opinion = tip(), tip(OPINION)
    intake.read_tips(opinion.pk)
    opinion.refresh_from_db()
    assert opinion.checkworthiness < 0.1
    assert opinion.reasons[0]["feature"] == "not_checkable"
    rows = {row.claim_id: row for row in Verification.objects.all()}
    assert rows[opinion.pk].state == "gathering"
    assert rows[opinion.pk].priority < rows[figure.pk].priority


def test_what_a_person_has_set_stays() -> None:
    claim = tip()
    reviewer = desk.person("reviewer")
    row = Verification.objects.get(claim=claim)
    words = {"statement": "The bridge cost 12 million.", "speaker": "Irena Vasko", "kinds": ["law"]}
    reviewing.edit_claim(row, actor=reviewer, version=1, **words)
    intake.read_tips(claim.pk)
    claim.refresh_from_db()
    assert {name: getattr(claim, name) for name in words} == words
    assert claim.quote == BRIDGE
    assert "quantity" in claim.proposal["kinds"]
    assert claim.entities
    assert claim.checkworthiness < 1


def test_the_same_tip_again_is_not_read_again() -> None:
    claim = tip()
    intake.read_tips(claim.pk)
    again, known = intake.submit_tip(actor=None, statement=BRIDGE)
    assert known
    assert again.reading.state == "done"
    assert not intake.due_readings().exists()


def test_tips_that_wait_are_read_together() -> None:
    claims = [tip(f"The bridge of town {number} cost {number} million crowns.") for number in range(5)]
    intake.read_tips(claims[2].pk)
    assert set(TipReading.objects.values_list("state", flat=True)) == {"done"}
    assert all(claim.kinds for claim in Claim.objects.all())


def test_long_tips_are_not_read_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "AT_ONCE_CHARACTERS", 100)
    for number in range(3):
        tip(f"{BRIDGE} It was town {number}.")
    intake.read_tips(Claim.objects.earliest("pk").pk)
    assert TipReading.objects.filter(state="done").count() == 1


def test_the_desks_own_weights_hold() -> None:
    claim = tip()
    FeatureWeight.objects.create(feature="start", weight=-8, changed_at=timezone.now())
    intake.read_tips(claim.pk)
    claim.refresh_from_db()
    assert claim.checkworthiness < 0.5


def test_it_goes_to_the_workers_that_have_the_parser() -> None:
    assert (tasks.split_article.name, tasks.read_tips.name) == (SPLIT, READ)
    for task in (SPLIT, READ):
        assert app.amqp.router.route({}, task)["queue"].name == "split"


class TestLostWorkers:
    def test_another_workers_lease_is_left_alone_and_a_lost_one_taken_over(self) -> None:
        soon = timezone.now() + timedelta(seconds=30)
        claim = tip(state="running", lease_token="another's", lease_until=soon)
        intake.read_tips(claim.pk)
        assert TipReading.objects.get().state == "running"
        assert not Claim.objects.get().kinds
        TipReading.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        intake.read_tips(claim.pk)
        assert TipReading.objects.get().state == "done"

    def test_who_comes_late_finds_the_fence_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        claim = tip()
        really = readings.read_statements

        def slowly(items: object) -> list[object]:
            found = list(really(items))  # type: ignore[arg-type]
            TipReading.objects.update(lease_token="another's")
            return found  # type: ignore[return-value]

        monkeypatch.setattr(readings, "read_statements", slowly)
        intake.read_tips(claim.pk)
        assert TipReading.objects.get().state == "running"
        assert Claim.objects.get().checkworthiness == 1

    def test_the_sweep_rings_once_for_as_many_as_are_read_together(self) -> None:
        claims = [tip(f"The bridge cost {number} million crowns.") for number in range(40)]
        TipReading.objects.update(rung_at=None)
        swept = sweeping.sweep()
        owed = [pk for task, pk in swept.unrung if task == "claims.tasks.read_tips"]
        assert owed == [] or owed == [claims[0].pk, claims[32].pk]
        assert swept.rung + len(owed) >= 2
        assert sweeping.is_owed("claims.tasks.split_article"), "a deaf splitter is found out by tips too"
        assert not [task for task, _ in sweeping.sweep().unrung if task == "claims.tasks.read_tips"]

    def test_without_a_broker_the_splitters_find_the_tips_themselves(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ticker.presence, "away", lambda: ["broker"])
        tip()
        tip(OPINION)
        ticker.split_while_alone()
        assert set(TipReading.objects.values_list("state", flat=True)) == {"done"}

    def test_a_suspect_is_read_alone_and_takes_no_other_down(self) -> None:
        suspect = tip(**lost(2))
        other = tip(OPINION)
        intake.read_tips(suspect.pk)
        assert TipReading.objects.get(claim=suspect).state == "running"
        assert TipReading.objects.get(claim=other).state == "done", "the ring is used for one that may be read"
        assert sweeping.suspects() == [("claims.tasks.read_tips", suspect.pk)]
        intake.read_tips(suspect.pk, alone=True)
        assert (TipReading.objects.get(claim=suspect).state, sweeping.suspects()) == ("done", [])

    def test_one_that_ends_its_reader_is_given_up_after_four_losses_and_stays_as_it_came(
        self, monkeypatch: pytest.MonkeyPatch, reviewer_client: Client
    ) -> None:
        claim = tip(**lost(2))
        ended = []

        def kill(word: str, pk: int) -> str:
            """What a process of the lane does that dies over its piece: it takes the lease, and is gone."""
            ended.append((word, pk))
            token = readings.leases.take(
                TipReading.objects.filter(claim=pk),
                readings.leases.is_due(readings.WAITING, readings.RUNNING),
                readings.RUNNING,
                seconds=20,
                state="running",
            )
            assert token
            return "was ended by SIGSEGV"

        monkeypatch.setattr(suspects, "_alone", kill)
        for _ in range(3):
            suspects._work_all()
        assert ended == [(WORDS["claims.tasks.read_tips"], claim.pk)] * 2
        reading = TipReading.objects.get()
        assert (reading.state, reading.losses) == ("failed", 4)
        assert "ended 4 workers" in reading.error
        claim.refresh_from_db()
        assert (claim.statement, claim.checkworthiness) == (BRIDGE, 1.0)
        assert "ended 4 workers" in reviewer_client.get(f"/claims/{claim.pk}/").content.decode()

    def test_memory_running_out_over_one_is_said_and_over_several_is_tried_one_by_one(self, settings: Settings) -> None:
        settings.PROOFDESK_POISON = "memory"
        bad, good = tip("A memory of the bridge."), tip()
        with pytest.raises(MemoryError):
            intake.read_tips(good.pk)
        assert set(TipReading.objects.values_list("state", flat=True)) == {"running"}
        TipReading.objects.update(lease_until=timezone.now() - timedelta(seconds=1), losses=1)
        for pk in (bad.pk, good.pk):
            intake.read_tips(pk, alone=True)
        assert TipReading.objects.get(claim=bad).state == "failed"
        assert TipReading.objects.get(claim=good).state == "done"


class TestOutside:
    def test_the_post_answers_at_once_and_the_reading_is_shown_later(self) -> None:
        client, token = Client(), create_token(desk.person("submitter"), scopes=["read", "submit"])[1]
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
        body = {"statement": BRIDGE, "published_at": "2026-05-04T10:00:00Z"}
        answer = client.post("/api/v1/claims", body, content_type="application/json", **headers)
        assert answer.status_code == 202
        assert answer.json()["reasons"] == [{"feature": "sent_as_a_tip", "weight": 1.0}]
        pk = answer.json()["id"]
        intake.read_tips(int(pk))
        shown = client.get(f"/api/v1/claims/{pk}", **headers).json()
        assert shown["statement"] == shown["quote"] == BRIDGE
        assert shown["kinds"]
        assert shown["entities"]
        assert shown["checkworthiness"] < 1
        assert len(shown["reasons"]) > 2
        found = client.get("/api/v1/claims?kind=quantity", **headers).json()["items"]
        assert [item["id"] for item in found] == [pk]

    def test_a_readers_tip_from_the_web_is_owed_a_reading_too(self, settings: Settings) -> None:
        settings.PUBLIC_TIPS = True
        answer = Client().post("/checks/tip/", {"statement": BRIDGE, "speaker": "", "url": "", "website": ""})
        assert answer.status_code == 302
        assert TipReading.objects.get().state == "queued"

    def test_the_review_page_tells_the_score_and_its_reasons_once_it_is_read(self, reviewer_client: Client) -> None:
        claim, _ = intake.submit_tip(actor=User.objects.get(username="rev"), statement=BRIDGE)
        gathering.plan([claim])
        page = reviewer_client.get(f"/claims/{claim.pk}/").content.decode()
        assert "sent in as a tip, not read yet" in page
        assert "added by a person" in page
        intake.read_tips(claim.pk)
        page = reviewer_client.get(f"/claims/{claim.pk}/").content.decode()
        claim.refresh_from_db()
        assert f"{claim.checkworthiness:.0%}".replace("%", "") in page
        assert "reads like claims worth a check" in page
        assert "added by a person" not in page
        assert "?kind=quantity" in page


@pytest.fixture
def reviewer_client(person: Callable[[str, str], User]) -> Client:
    client = Client()
    client.force_login(person("rev", "reviewer"))
    return client
