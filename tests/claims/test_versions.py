"""A new version of an article: claims keep their place by their words, or are no longer in it."""

from __future__ import annotations

import re

import pytest

from claims import intake
from claims.intake.anchoring import Version, new_wording, place_of
from claims.models import Article, ArticleVersion, Claim
from tests.verification import desk
from verification.models import State, TextChange, Verification
from verification.reviewing import see_text_change

FIRST = """The harbour bridge in Port Ellery cost 40 million euros, according to the city's accounts.

The council approved the plan in 2014. Work began two years later.

The mayor, Ada Brook, said the ferry carried 9,000 passengers last year."""
SECOND = """New: The council meets again on Friday to discuss the road.

The harbour bridge in Port Ellery cost 90 million euros, according to the city's accounts.

The council approved the plan in 2014. Work began two years later."""


def _handed_in(text: str, url: str = "https://paper.example/bridge") -> Article:
    article = intake.submit(actor=None, text=text, url=url, title="A bridge").article
    intake.split_article(article.pk)
    return Article.objects.get(pk=article.pk)


def _claim(words: str) -> Claim:
    return Claim.objects.get(quote__contains=words)


def _hold(article: Article) -> None:
    """Offsets hold on the version that they belong to, whatever else happened."""
    for claim in Claim.objects.filter(article=article).select_related("article_version"):
        assert claim.article_version is not None
        assert claim.article_version.text[claim.start : claim.end] == claim.quote


@pytest.mark.django_db(transaction=True)
def test_a_claim_keeps_its_row_at_its_new_place_and_a_changed_one_stays_behind() -> None:
    article = _handed_in(FIRST)
    approved, cost, ferry = _claim("approved the plan"), _claim("cost 40"), _claim("9,000")
    Verification.objects.filter(claim=cost).update(state=State.PUBLISHED)
    Verification.objects.filter(claim=ferry).update(state=State.DECIDED)
    article.state = "ready"
    article.save()
    article = _handed_in(SECOND)

    _hold(article)
    newest = article.current
    assert newest is not None
    assert newest.number == 2
    assert _claim("approved the plan").pk == approved.pk
    assert _claim("approved the plan").article_version_id == newest.pk
    assert Claim.objects.get(pk=cost.pk).article_version_id != newest.pk
    assert _claim("cost 90").article_version_id == newest.pk
    changed = {change["claim"]: change for change in newest.changes}
    assert set(changed) == {cost.pk, ferry.pk}
    assert "90 million" in changed[cost.pk]["after"]
    assert changed[ferry.pk]["gone"]

    raised = {row.verification.claim_id: row for row in TextChange.objects.select_related("verification")}
    assert set(raised) == {cost.pk, ferry.pk}
    assert (raised[cost.pk].gone, raised[ferry.pk].gone) == (False, True)
    assert [part.text for part in raised[cost.pk].words if part.kind == "new"] == ["90"]
    assert "text_changed" in desk.trail(raised[cost.pk].verification)


@pytest.mark.django_db(transaction=True)
def test_a_claim_by_hand_and_an_edited_one_are_found_by_their_words() -> None:
    article = _handed_in(FIRST)
    start = FIRST.index("Work began")
    by_hand = intake.add_claim(
        article, actor=None, start=start, end=start + 27, statement="The building began in 2016."
    )
    edited = _claim("approved the plan")
    intake.edit_claim(edited, actor=None, version=edited.version, statement="The plan was approved in 2014.")
    Article.objects.update(state="ready")
    article = _handed_in(SECOND)
    _hold(article)
    newest = article.current
    assert newest is not None
    for claim in Claim.objects.filter(pk__in=[by_hand.pk, edited.pk]):
        assert claim.article_version_id == newest.pk
    assert Claim.objects.get(pk=edited.pk).statement == "The plan was approved in 2014."


@pytest.mark.django_db(transaction=True)
def test_words_that_come_back_bring_their_claim_back() -> None:
    _handed_in(FIRST)
    ferry = _claim("9,000").pk
    Article.objects.update(state="ready")
    _handed_in(SECOND)
    Article.objects.update(state="ready")
    article = _handed_in(FIRST + "\n\nThe paper corrected an earlier version of this report.")
    _hold(article)
    newest = article.current
    assert newest is not None
    assert Claim.objects.get(pk=ferry).article_version_id == newest.pk
    assert ArticleVersion.objects.filter(article=article).count() == 3


@pytest.mark.django_db
def test_a_change_is_raised_until_somebody_has_looked() -> None:
    row = desk.published()
    version = row.claim.article_version
    assert version is not None
    change = TextChange.objects.create(verification=row, version=version, before="a b", after="a c")
    see_text_change(row, actor=desk.person("reviewer"), change=change.pk)
    assert TextChange.objects.get().seen_at is not None
    assert "text_change_seen" in desk.trail(row)


def test_of_several_places_the_one_with_the_same_surroundings_is_taken() -> None:
    before = "First he said it rose. Costs fell, it rose in May, and then in June it rose again."
    after = "In between it rose. First he said it rose. Costs fell, it rose in May, and then in June it rose again."
    starts = [match.start() for match in re.finditer("it rose", before)]
    assert len(starts) == 3
    for start in starts:
        assert place_of("it rose", start, before, after) == (start + 20, start + 27)
    assert place_of("it sank", 3, before, after) is None


def test_the_new_wording_of_a_sentence_is_the_nearest_or_none() -> None:
    version = Version("The sun shone. The bridge cost 90 million euros.", [(0, 14), (15, 48)])
    assert new_wording("The bridge cost 40 million euros.", version) == "The bridge cost 90 million euros."
    assert new_wording("Wolves were seen near the village.", version) == ""
    assert version.sentence_at(20, 26) == "The bridge cost 90 million euros."
    assert version.sentence_at(10, 20) == version.text
