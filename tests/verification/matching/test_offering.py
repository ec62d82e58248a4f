"""What a reviewer is offered as seen before, and what never is."""

from __future__ import annotations

import pytest

from claims.errors import Conflict
from tests.verification import desk
from verification import reviewing
from verification.gathering import plan, settle
from verification.library.claimreview import Review
from verification.matching import keeping, offer, remember_claims, remember_reviews, renew_reviews
from verification.matching.memory import MODEL
from verification.models import Answered, EarlierClaim, SeenBefore, State

pytestmark = pytest.mark.django_db

BRIDGE = "The harbour bridge at Ellery cost 40 million euros."
AGAIN = "Building the bridge in Ellery's harbour cost 40 million euros."


def _check(statement: str, **fields):
    about = desk.claim(desk.article(url=f"https://paper.example/{statement[:9]}/{len(statement)}"), statement=statement)
    remember_claims([about])
    return desk.check(about=about, **fields)


def _review(**changes) -> Review:
    return Review(
        **{
            "claim": BRIDGE,
            "url": "https://checks.example/bridge",
            "title": "The bridge cost half of that",
            "rating": "Mostly false",
            "publisher": "Ellery Checks",
            **changes,
        }
    )


def test_a_claim_that_was_settled_here_is_offered_with_its_check():
    first = desk.published(of=_check(BRIDGE))
    second = _check(AGAIN)
    assert offer(second.pk) == 1
    offered = SeenBefore.objects.get(verification=second)
    assert offered.earlier.claim_id == first.claim_id
    assert {reason["feature"] for reason in offered.reasons} >= {"same_wording"}
    assert desk.fresh(second).state == State.OPEN, "nothing is merged"


def test_what_came_later_and_the_claim_itself_are_never_offered():
    first, second = _check(BRIDGE), _check(AGAIN)
    assert (offer(first.pk), offer(second.pk)) == (0, 1)


def test_claims_of_the_same_article_are_not_offered_to_each_other():
    article = desk.article()
    one, other = desk.claim(article, statement=BRIDGE), desk.claim(article, statement=AGAIN)
    remember_claims([one, other])
    assert offer(desk.check(about=other).pk) == 0


def test_another_figure_is_never_sure():
    _check(BRIDGE)
    other = _check("The harbour bridge at Ellery cost 90 million euros.")
    offer(other.pk)
    offered = SeenBefore.objects.get(verification=other)
    assert not offered.sure
    assert "number_differs" in {reason["feature"] for reason in offered.reasons}


def test_the_same_words_are_sure():
    _check(BRIDGE)
    other = _check(BRIDGE + " ")
    offer(other.pk)
    assert SeenBefore.objects.get(verification=other).sure


def test_reviews_of_others_are_offered_and_keep_what_their_publisher_said():
    assert (
        remember_reviews([_review(), _review(url="https://other.example/x", claim="Wolves ate the mayor's cat.")]) == 2
    )
    again = _check(AGAIN)
    assert offer(again.pk) == 1
    earlier = SeenBefore.objects.get(verification=again).earlier
    assert (earlier.publisher, earlier.rating, earlier.url) == (
        "Ellery Checks",
        "Mostly false",
        "https://checks.example/bridge",
    )


def test_a_review_is_kept_once_and_our_own_never(settings):
    assert remember_reviews([_review(), _review()]) == 1
    assert remember_reviews([_review()]) == 0
    assert remember_reviews([_review(url=f"{settings.SITE_URL}/checks/bridge-1/")]) == 0


def test_a_review_that_its_publisher_corrected_is_offered_as_corrected() -> None:
    remember_reviews([_review()])
    assert renew_reviews([_review()]) == 0
    later = _review(rating="True", explanation="New papers were found.")
    assert renew_reviews([later, _review(url="https://other.example/x")]) == 1
    row = EarlierClaim.objects.get()
    assert (row.rating, row.explanation) == ("True", "New papers were found.")


def test_a_withdrawn_check_is_not_offered_and_a_merged_one_leads_to_where_it_is_checked():
    target = _check("Wolves killed 300 sheep in the Tarn valley last winter.")
    desk.put(_check(BRIDGE), State.RETRACTED)
    merged = _check("In Ellery the new harbour bridge cost some 40 million euros.")
    reviewing.merge(merged, actor=desk.person("reviewer"), into=target.claim, reason="Same letter.")
    again = _check(AGAIN)
    offer(again.pk)
    assert [row.earlier.claim_id for row in SeenBefore.objects.filter(verification=again)] == [target.claim_id]


def test_comparing_again_renews_offers_and_leaves_answers():
    _check(BRIDGE)
    second = _check(AGAIN)
    offer(second.pk)
    SeenBefore.objects.update(answer=Answered.DISMISSED)
    offer(second.pk)
    assert list(SeenBefore.objects.values_list("answer", flat=True)) == [Answered.DISMISSED]


def test_a_claim_is_compared_before_it_opens_and_costs_one_embedding():
    _check(BRIDGE)
    about = desk.claim(desk.article(url="https://paper.example/new"), statement=AGAIN)
    planned = plan([about])[0]
    planned.searches.update(state="done")
    assert settle(planned.pk)
    own = EarlierClaim.objects.get(claim=about)
    assert own.compared_at is not None
    assert (own.model, len(own.vectors)) in {(MODEL, 384), ("", 0)}
    assert planned.seen_before.count() == 1


def test_vectors_that_are_missing_are_made_by_hand_too():
    remember_reviews([_review()])
    made = keeping.make_vectors()
    assert made in (0, 1)
    assert keeping.make_vectors() == 0
    if made:
        assert len(EarlierClaim.objects.get().vectors) == 2 * 384


def test_published_work_is_not_merged_away_even_where_an_offer_is_accepted():
    first = _check(BRIDGE)
    second = _check(AGAIN)
    offer(second.pk)
    desk.put(second, State.PUBLISHED)
    with pytest.raises(Conflict):
        reviewing.accept_earlier(second, actor=desk.person("reviewer"), offer=second.seen_before.get().pk)
    assert desk.fresh(second).state == State.PUBLISHED
    assert desk.fresh(first).state == State.OPEN


def test_an_accepted_offer_merges_and_a_dismissed_one_stays_away():
    first, second, third = _check(BRIDGE), _check(AGAIN), _check("The bridge at Ellery harbour cost 40 million euros.")
    offer(second.pk)
    offer(third.pk)
    person = desk.person("reviewer")
    reviewing.accept_earlier(second, actor=person, offer=second.seen_before.get().pk)
    second = desk.fresh(second)
    assert (second.state, second.duplicate_of_id) == (State.DUPLICATE, first.claim_id)
    assert second.seen_before.get().answer == Answered.ACCEPTED
    assert "merged" in desk.trail(second)
    for row in third.seen_before.all():
        reviewing.dismiss_earlier(third, actor=person, offer=row.pk)
    assert set(third.seen_before.values_list("answer", "answered_by")) == {(Answered.DISMISSED, person.pk)}
    assert "seen_before_dismissed" in desk.trail(third)
    with pytest.raises(Conflict):
        reviewing.dismiss_earlier(third, actor=person, offer=third.seen_before.first().pk)


def test_a_review_from_elsewhere_is_accepted_as_a_finding_and_merges_nothing():
    remember_reviews([_review()])
    again = _check(AGAIN)
    offer(again.pk)
    reviewing.accept_earlier(again, actor=desk.person("reviewer"), offer=again.seen_before.get().pk)
    assert desk.fresh(again).state == State.OPEN
    assert again.seen_before.get().answer == Answered.ACCEPTED
