"""Documents counted by their origin."""

from __future__ import annotations

import pytest

from tests.verification.weighing import stories
from tests.verification.weighing.stories import source
from verification.independence import group, sources_behind


def ids(groups):
    return sorted(found.ids for found in groups)


@pytest.mark.parametrize("copy", ["CUT", "REHEADED", "REORDERED"])
def test_a_copy_is_one_origin_however_it_was_dressed(copy):
    (found,) = group([source(1, "a.example", stories.WIRE), source(2, "b.example", getattr(stories, copy))])
    assert found.ids == (1, 2)
    assert found.reason.endswith(".")


def test_two_copies_without_credit_are_one_origin_too():
    documents = [source(1, "a.example", stories.REHEADED), source(2, "b.example", stories.REORDERED)]
    assert ids(group(documents)) == [(1, 2)]


def test_who_went_there_is_an_origin_of_its_own_in_spite_of_the_same_quotation():
    documents = [source(1, "a.example", stories.WIRE), source(2, "post.example", stories.OWN_REPORT)]
    assert ids(group(documents)) == [(1,), (2,)]


def test_who_retells_the_agency_has_its_origin():
    documents = [source(1, "reuters.com", stories.WIRE, publisher="Reuters"), source(2, "b.example", stories.RETOLD)]
    (found,) = group(documents)
    assert found.ids == (1, 2)
    assert "Reuters" in found.reason


def test_an_agency_s_credit_on_another_event_joins_nothing():
    documents = [source(1, "a.example", stories.WIRE), source(2, "b.example", stories.OTHER_WIRE)]
    assert ids(group(documents)) == [(1,), (2,)]


def test_shared_furniture_joins_nothing():
    documents = [
        source(1, "a.example", stories.OWN_REPORT + stories.FURNITURE),
        source(2, "b.example", stories.OTHER_WIRE.replace("(Reuters) - ", "") + stories.FURNITURE),
    ]
    assert ids(group(documents)) == [(1,), (2,)]


def test_one_site_and_one_publisher_are_one_origin():
    documents = [
        source(1, "post.example", stories.OWN_REPORT),
        source(2, "post.example", stories.OTHER_WIRE),
        source(3, "b.example", "A text of its own about ships.", publisher="The Ellery Post"),
        source(4, "c.example", "Another text, of harbours.", publisher="Ellery Post"),
    ]
    assert ids(group(documents)) == [(1, 2), (3, 4)]


def test_a_site_that_publishes_for_many_joins_nothing():
    documents = [source(1, "medium.com", stories.OWN_REPORT), source(2, "medium.com", stories.OTHER_WIRE)]
    assert ids(group(documents)) == [(1,), (2,)]


def test_the_article_and_its_copies_never_corroborate():
    article = source(0, "a.example", stories.WIRE)
    documents = [
        source(1, "a.example", stories.WIRE),
        source(2, "b.example", stories.REHEADED),
        source(3, "post.example", stories.OWN_REPORT),
    ]
    found = group(documents, article)
    assert [(g.ids, g.is_article_itself) for g in found] == [((1, 2), True), ((3,), False)]


def test_what_copies_a_copy_of_the_article_is_not_counted_beside_it():
    paragraphs = stories.WIRE.split("\n\n")
    article = source(0, "a.example", "\n\n".join(paragraphs[:3]))
    documents = [source(1, "reuters.com", stories.WIRE), source(2, "b.example", "\n\n".join(paragraphs[2:]))]
    found = group(documents, article)
    assert [(g.ids, g.is_article_itself) for g in found] == [((1, 2), True)]


def test_an_original_that_the_article_has_altered_counts_where_it_says_otherwise():
    article = source(0, "rumour.example", stories.WIRE.replace("41", "410"))
    documents = [source(1, "post.example", stories.WIRE), source(2, "rumour.example", stories.OTHER_WIRE)]
    assert group(documents, article)[0].is_article_itself
    found = group(documents, article, against={1, 2})
    assert [(g.ids, g.is_article_itself) for g in found] == [((1,), False), ((2,), True)]


def test_a_resolver_or_a_repository_is_no_publisher():
    for site in ("doi.org", "nih.gov", "arxiv.org"):
        documents = [source(1, site, stories.OWN_REPORT), source(2, site, stories.OTHER_WIRE)]
        assert ids(group(documents)) == [(1,), (2,)], site


@pytest.mark.parametrize("credit", ["Photo by Reuters", "Photos: (c) AP", "Photo via AFP", "Image: copyright AFP"])
def test_whose_picture_it_is_says_nothing_about_who_wrote(credit):
    plain = [source(1, "post.example", stories.OWN_REPORT), source(2, "b.example", stories.REORDERED)]
    pictured = [source(d.id, d.site, f"{credit}\n\n{d.text}") for d in plain]
    assert ids(group(pictured)) == ids(group(plain)) == [(1,), (2,)]


def test_a_document_can_join_two_groups_that_were_apart():
    half, other_half = stories.WIRE.split("\n\n")[:3], stories.WIRE.split("\n\n")[4:]
    documents = [
        source(1, "a.example", "\n\n".join(half).replace("(Reuters) - ", "")),
        source(2, "b.example", "\n\n".join(other_half).replace("Reporting", "Words")),
        source(3, "c.example", stories.WIRE),
    ]
    assert ids(group(documents)) == [(1, 2, 3)]


def test_the_order_of_documents_does_not_matter():
    documents = [
        source(1, "a.example", stories.WIRE),
        source(2, "b.example", stories.CUT),
        source(3, "c.example", stories.OWN_REPORT),
        source(4, "d.example", stories.REORDERED),
    ]
    there = {frozenset(g.ids) for g in group(documents)}
    assert there == {frozenset(g.ids) for g in group(documents[::-1])} == {frozenset({1, 2, 4}), frozenset({3})}


def test_empty_and_tiny_texts_are_lived_with():
    documents = [source(1, "", ""), source(2, "", ""), source(3, "x.example", "No."), source(4, "y.example", "No.")]
    assert len(group(documents)) == 4
    assert group([]) == []


def test_one_statement_behind_two_origins_is_named():
    documents = [source(1, "a.example", stories.WIRE), source(2, "post.example", stories.OWN_REPORT)]
    (found,) = sources_behind([[1], [2]], documents)
    assert found.ids == (1, 2)
    assert found.name.startswith("the statement “The bow door had not been closed")


def test_one_study_behind_two_origins_is_named():
    first = (
        "Vitamin D does not keep colds away, a trial with 5,200 adults has shown. The study was published on Monday in "
        "the Journal of Plain Medicine, and half of the adults took a daily dose of vitamin D for a winter."
    )
    second = (
        "Those who take vitamin D against colds may save their money: in a trial with 5,200 adults a daily dose "
        "of vitamin D changed nothing in winter. The findings appeared in the Journal of Plain Medicine this week."
    )
    (found,) = sources_behind([[1], [2]], [source(1, "a.example", first), source(2, "b.example", second)])
    assert (found.ids, found.name) == ((1, 2), "Journal of Plain Medicine")


def test_documents_of_one_origin_have_no_source_behind_them():
    documents = [source(1, "a.example", stories.WIRE), source(2, "b.example", stories.CUT)]
    assert sources_behind([[1, 2]], documents) == []
