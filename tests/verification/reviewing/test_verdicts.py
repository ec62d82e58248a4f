from __future__ import annotations

import pytest
from pytest_django import Settings

from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from tests.verification import desk
from verification import audit, publishing, reviewing
from verification.errors import Denied, StaleVersion, VerdictIncomplete
from verification.filtering import parse
from verification.models import Assignment, AuditEntry, Draft, SecondReview, Verdict, VerdictEvidence

pytestmark = pytest.mark.django_db


def test_from_open_to_published_with_every_act_in_the_trail() -> None:
    first, second, editor = desk.person("reviewer"), desk.person("reviewer"), desk.person("editor")
    check = desk.check()
    cited = desk.evidence(check)
    held = reviewing.take_next(reviewer=first, filters=parse({}))
    assert held is not None
    assert held.verification_id == check.pk
    verdict = reviewing.submit_verdict(
        check, reviewer=first, rating="false", rationale="No.", evidence=[cited.pk], assignment=held.pk, version=1
    )
    assert desk.fresh(check).state == "second_review"
    assert list(verdict.citations.values_list("evidence_id", flat=True)) == [cited.pk]
    assert reviewing.approve(check, reviewer=second).agreed
    assert desk.fresh(check).state == "decided"
    done = publishing.publish(check, actor=editor)
    assert done.verification.state == "published"
    assert done.verification.slug
    assert publishing.published_verdict(done.verification) == verdict
    assert desk.trail(check) == ["taken", "verdict_given", "approved", "published"]
    assert audit.verify().broken_seq is None


def test_an_incomplete_verdict_says_what_is_missing_and_keeps_the_hold() -> None:
    reviewer, check = desk.person("reviewer"), desk.check()
    held = reviewing.take(check, reviewer=reviewer)
    with pytest.raises(VerdictIncomplete) as caught:
        reviewing.submit_verdict(check, reviewer=reviewer, rating="true", assignment=held.pk, version=1)
    assert set(caught.value.fields) == {"rationale", "evidence"}
    assert desk.fresh(check).state == "in_review"
    assert reviewing.renew(held, reviewer=reviewer).ended_at is None


def test_unproven_needs_neither_and_is_decided_at_once() -> None:
    check = desk.check()
    desk.verdict(check, desk.person("reviewer"), "unproven", rationale="", evidence=[])
    assert desk.fresh(check).state == "decided"


@pytest.mark.parametrize(
    ("setting", "rating", "state"),
    [
        ("off", "true", "decided"),
        ("decisive", "true", "second_review"),
        ("decisive", "unproven", "decided"),
        ("all", "unproven", "second_review"),
    ],
)
def test_second_review_is_a_setting(settings: Settings, setting: str, rating: str, state: str) -> None:
    settings.SECOND_REVIEW = setting
    check = desk.check()
    desk.verdict(check, desk.person("reviewer"), rating)
    assert desk.fresh(check).state == state


def test_a_stale_version_overwrites_nothing_and_keeps_the_text() -> None:
    reviewer, check = desk.person("reviewer"), desk.check()
    held = reviewing.take(check, reviewer=reviewer)
    cited = desk.evidence(check)
    reviewing.edit_claim(check, actor=reviewer, version=1, statement="The bridge cost more.")
    with pytest.raises(StaleVersion):
        reviewing.submit_verdict(
            check, reviewer=reviewer, rating="true", rationale="R", evidence=[cited.pk], assignment=held.pk, version=1
        )
    assert not Verdict.objects.exists()
    assert Draft.objects.get().data == {"rating": "true", "rationale": "R", "evidence": [str(cited.pk)]}
    assert Assignment.objects.get(pk=held.pk).ended_at is None


def test_a_lost_hold_is_a_conflict_and_keeps_the_text(settings: Settings) -> None:
    settings.ASSIGNMENT_MINUTES = -1
    reviewer, check = desk.person("reviewer"), desk.check()
    held = reviewing.take(check, reviewer=reviewer)
    with pytest.raises(Conflict, match="hold"):
        reviewing.submit_verdict(check, reviewer=reviewer, rating="unproven", assignment=held.pk, version=1)
    assert Draft.objects.get().data["rating"] == "unproven"
    assert reviewing.expire_assignments() == 1
    assert desk.fresh(check).state == "open"
    assert Assignment.objects.get().outcome == "expired"


def test_evidence_of_another_claim_cannot_be_cited() -> None:
    reviewer, check = desk.person("reviewer"), desk.check()
    held = reviewing.take(check, reviewer=reviewer)
    stranger = desk.evidence(desk.check())
    with pytest.raises(InvalidInput, match=str(stranger.pk)):
        reviewing.submit_verdict(
            check,
            reviewer=reviewer,
            rating="true",
            rationale="R",
            evidence=[stranger.pk],
            assignment=held.pk,
            version=1,
        )
    assert not VerdictEvidence.objects.exists()


def test_the_first_reviewer_is_never_the_second() -> None:
    first, check = desk.person("admin"), desk.check()
    desk.verdict(check, first)
    with pytest.raises(Denied):
        reviewing.approve(check, reviewer=first)
    with pytest.raises(Denied):
        reviewing.reject(check, reviewer=first, comment="no")


def test_another_rating_is_settled_by_a_third_person() -> None:
    first, second, editor = desk.person("editor"), desk.person("editor"), desk.person("editor")
    check = desk.check()
    verdict = desk.verdict(check, first)
    assert not reviewing.approve(check, reviewer=second, rating="false").agreed
    assert desk.fresh(check).disputed
    assert desk.fresh(check).state == "second_review"
    cited = list(verdict.citations.values_list("evidence_id", flat=True))
    for one in (first, second):
        with pytest.raises(Denied):
            reviewing.adjudicate(check, editor=one, rating="half-true", rationale="Both.", evidence=cited)
    with pytest.raises(Conflict):
        reviewing.reject(check, reviewer=desk.person("reviewer"), comment="late")
    last = reviewing.adjudicate(check, editor=editor, rating="half-true", rationale="Both.", evidence=cited)
    assert (last.version, last.kind, desk.fresh(check).state) == (2, "adjudication", "decided")
    assert not desk.fresh(check).disputed


def test_a_blind_second_review_must_carry_a_rating(settings: Settings) -> None:
    settings.BLIND_SECOND_REVIEW = True
    check, second = desk.check(), desk.person("reviewer")
    desk.verdict(check, desk.person("reviewer"))
    with pytest.raises(InvalidInput):
        reviewing.approve(check, reviewer=second)
    assert reviewing.approve(check, reviewer=second, rating="true").agreed


def test_sent_back_with_a_comment_it_is_open_again() -> None:
    check, second = desk.check(), desk.person("reviewer")
    desk.verdict(check, desk.person("reviewer"))
    with pytest.raises(InvalidInput):
        reviewing.reject(check, reviewer=second, comment="  ")
    reviewing.reject(check, reviewer=second, comment="The report is from 2017.")
    assert desk.fresh(check).state == "open"
    assert SecondReview.objects.get().rejected
    desk.verdict(check, desk.person("reviewer"), "false")
    assert list(Verdict.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_the_version_grows_with_what_the_desk_says_only() -> None:
    reviewer, check = desk.person("reviewer"), desk.check()

    def version() -> int:
        return Claim.objects.get(pk=check.claim_id).version

    held = reviewing.take(check, reviewer=reviewer)
    reviewing.give_back(held, reviewer=reviewer)
    reviewing.mark_evidence(desk.evidence(check), actor=reviewer, mark="irrelevant")
    assert version() == 1
    desk.verdict(check, reviewer)
    assert version() == 2
    reviewing.approve(check, reviewer=desk.person("reviewer"))
    assert version() == 3
    publishing.publish(check, actor=desk.person("editor"))
    assert version() == 3


def test_a_mark_changes_the_corroboration() -> None:
    check = desk.check()
    piece = desk.evidence(check)
    reviewing.mark_evidence(piece, actor=desk.person("reviewer"), mark="refutes")
    counted = desk.fresh(check).corroboration
    assert (counted["supports"]["documents"], counted["refutes"]["documents"]) == (0, 1)
    reviewing.mark_evidence(piece, actor=desk.person("reviewer"), mark=None)
    assert desk.fresh(check).corroboration["supports"]["documents"] == 1


@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b\u200b", "\u2060\u00ad"])
def test_a_rationale_that_shows_nothing_is_none(nothing: str) -> None:
    reviewer, check = desk.person("reviewer"), desk.check()
    cited, held = desk.evidence(check), reviewing.take(check, reviewer=reviewer)
    with pytest.raises(VerdictIncomplete) as caught:
        reviewing.submit_verdict(
            check,
            reviewer=reviewer,
            rating="false",
            rationale=nothing,
            evidence=[cited.pk],
            assignment=held.pk,
            version=1,
        )
    assert set(caught.value.fields) == {"rationale"}


def test_what_a_blind_reviewer_may_see_of_the_trail_does_not_give_the_rating_away() -> None:
    """The hash of the first verdict's row is shown to him, and its content is not."""
    check, reviewer = desk.check(), desk.person("reviewer")
    verdict = desk.verdict(check, reviewer, "true")
    row = AuditEntry.objects.get(claim_id=check.claim_id, verb="verdict_given")
    assert row.hash == audit.chain_hash(row)
    known = dict(row.data)
    assert len(known.pop("nonce")) == 32  # 16 bytes that nobody can try through
    row.data = known
    assert row.hash != audit.chain_hash(row), "who knows all but the nonce could try the ratings"
    reviewing.mark_evidence(verdict.citations.get().evidence, actor=reviewer, mark="supports")
    assert len(AuditEntry.objects.get(verb="evidence_marked").data["nonce"]) == 32


def test_the_address_of_a_check_keeps_its_figures_apart() -> None:
    check = desk.published(of=desk.check(about=desk.claim(statement="Profit fell to 3.4 billion kronor, not 1,200.")))
    assert check.slug.startswith("profit-fell-to-3-4-billion-kronor-not-1200-")
