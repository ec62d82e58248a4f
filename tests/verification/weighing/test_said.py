"""Who is said in a passage to have said or found it, and what that makes of separate origins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.verification.weighing.stories import source
from verification.independence import Passage, Source, SourceBehind, group, sources_behind
from verification.independence.said import told_in

CLAIM = "Four hundred children wait for a place in a nursery."
GAZETTE = (
    "The town of Merrow is to build two nurseries.\n\nMayor Anna Holt told the council that 400 children were waiting "
    "for a place in a nursery. Opposition leader Ben Orme said that the list held many names twice."
)
BLOG = "“Four hundred children wait for a place in a nursery,” the mayor told us, and I believe her."
FINDING = "Two of the six lifts in the tower failed the brake test."
REPORT = (
    "We tested the lifts in the tower between 3 and 9 June. Of the six lifts, two failed the brake test.\n\n"
    "We advise that both be taken out of service."
)
RETOLD = (
    "Mr Orme said the tower was safe, and Mr Orme added that nobody should worry, Mr Orme told residents.\n\n"
    "The testers, Quill and Marsh, found that two of the six lifts in the tower had failed the brake test."
)
ROLE_ONLY = (
    "Residents of the tower were told on Monday to take the stairs after testers found that two of its six lifts "
    "failed the brake test. Ben Orme said it was safe, and Mr Orme told residents so."
)


def behind(claim: str, sources: Sequence[Source], passages: Sequence[str] = ()) -> list[SourceBehind]:
    """What is behind ``sources``, each an origin of its own, by their ``passages`` (else the whole texts)."""
    wanted = passages or [one.text for one in sources]
    places = [
        Passage(one.id, one.text.index(words), one.text.index(words) + len(words), takes_side=True)
        for one, words in zip(sources, wanted, strict=True)
    ]
    return sources_behind([[one.id] for one in sources], sources, statement=claim, passages=places)


def test_an_office_is_who_bears_it_in_another_text_on_the_claim():
    (found,) = behind(CLAIM, [source(1, "gazette.example", GAZETTE), source(2, "blog.example", BLOG)])
    assert (found.ids, found.name) == ((1, 2), "what Holt said")


@pytest.mark.parametrize(
    "told",
    [
        "The mayor, Anna Holt, told the council that 400 children wait for a nursery.",
        "Anna Holt, the mayor, said 400 children wait for a nursery.",
        "400 children wait for a nursery, said Anna Holt, who became mayor in May.",
        "According to Ms Holt, 400 children wait for a nursery.",
        "Anna Holt told us so on Monday. She said that 400 children wait for a nursery.",
    ],
)
def test_one_speaker_is_known_in_any_wording(told: str):
    (found,) = behind(CLAIM, [source(1, "gazette.example", GAZETTE), source(2, "b.example", told)])
    assert found.name == "what Holt said"


def test_another_speaker_of_the_same_passage_is_not_its_source():
    told = "Ben Orme said that 400 children wait for a place in a nursery."
    assert behind(CLAIM, [source(1, "gazette.example", GAZETTE), source(2, "b.example", told)]) == []


def test_the_office_of_another_year_is_another_person_s():
    old = Source(2, "https://b.example/", "b.example", "", BLOG, published_at=datetime(2011, 3, 1, tzinfo=UTC))
    new = Source(1, "https://a.example/", "a.example", "", GAZETTE, published_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert behind(CLAIM, [new, old]) == []


def test_an_office_that_two_persons_bear_is_nobody_s():
    other = "The mayor, Carl Dune, said that 400 children wait for a place in a nursery."
    found = behind(
        CLAIM,
        [source(1, "a.example", GAZETTE), source(2, "b.example", BLOG), source(3, "c.example", other)],
    )
    assert found == []


def test_two_who_share_a_last_name_are_two_voices():
    others = [
        source(1, "a.example", "Anna Holt said that 400 children wait for a nursery."),
        source(2, "b.example", "Peter Holt said that 400 children wait for a nursery."),
    ]
    assert behind(CLAIM, others) == []


def test_a_report_and_those_who_tell_of_it_rest_on_the_report():
    report = source(1, "quill-marsh.example", REPORT, publisher="Quill and Marsh, Safety Testers")
    sources = [report, source(2, "post.example", RETOLD), source(3, "echo.example", ROLE_ONLY)]
    passages = [REPORT.split("\n\n", maxsplit=1)[0], RETOLD.split("\n\n")[1], ROLE_ONLY.split(". ")[0]]
    (found,) = behind(FINDING, sources, passages)
    assert (found.ids, found.name) == ((1, 2, 3), "what Quill and Marsh found")


def test_who_speaks_most_in_the_pages_is_not_behind_a_passage_that_gives_another_s_finding():
    sources = [source(1, "post.example", RETOLD), source(2, "echo.example", ROLE_ONLY)]
    passages = [RETOLD.split("\n\n")[1], ROLE_ONLY.split(". ")[0]]
    assert [found.name for found in behind(FINDING, sources, passages)] == ["what Quill and Marsh found"]


def test_who_quotes_a_report_is_not_its_source():
    quoted = (
        "“A tester's report is no opinion,” said Ben Orme. “It says that two of the six lifts failed the brake test.”"
    )
    sources = [source(1, "post.example", RETOLD), source(2, "c.example", quoted)]
    (found,) = behind(FINDING, sources, [RETOLD.split("\n\n")[1], quoted.split(". ")[1]])
    assert found.name == "what Quill and Marsh found"


def test_a_finding_beside_the_claim_is_not_its_source():
    claim = "Residents of the tower were told on Monday to take the stairs."
    told = "The testers, Quill and Marsh, found that two lifts failed. Residents of the tower must take the stairs."
    assert behind(claim, [source(1, "a.example", ROLE_ONLY), source(2, "b.example", told)]) == []


def test_who_merely_speaks_is_not_the_source_of_who_they_are():
    first = "Opposition leader Ben Orme said that the list was too long."
    second = "The leader of the opposition, Ben Orme, told the paper that nothing was decided."
    claim = "Ben Orme leads the opposition."
    assert behind(claim, [source(1, "a.example", first), source(2, "b.example", second)]) == []


@pytest.mark.parametrize(
    "bit", ["A", "a-", "Mr ", "Xy and ", "the report of ", "Mayor Xy, ", "It said ", "said the mayor "]
)
def test_a_hostile_text_costs_no_more_than_its_length(bit: str):
    text = bit * (30_000 // len(bit))
    place = Passage(1, 0, len(text), takes_side=True)
    told = told_in([source(1, "a.example", text)], [place], "The nursery has a report.")
    assert set(told.voices) <= {1}


def test_what_the_article_s_publisher_wrote_of_other_matters_is_left_out_and_called_what_it_is():
    article = source(0, "gazette.example", GAZETTE)
    other = source(
        2, "gazette.example", "The pool was opened again after nine weeks. About 400 children came, it was said."
    )
    (alone,) = group([other], article)
    assert alone.is_article_itself
    assert alone.reason.startswith("Another text of who published the article being checked.")
    (own,) = group([source(1, "gazette.example", GAZETTE), other, source(3, "copy.example", GAZETTE)], article)
    assert (own.ids, own.is_article_itself) == ((1, 2, 3), True)
    assert own.reason.startswith("The article being checked, or a copy of it.")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("word", ["A", "Aa-", "Aa.", "Ab "])
def test_a_page_that_is_one_enormous_word_holds_nobody_up(word):
    """Twenty thousand letters once took three minutes of a worker, with nothing else of it running meanwhile."""
    documents = [source(number, f"{number}.example", word * 60_000 + str(number)) for number in (1, 2)]
    passages = [Passage(number, 0, 2_000, takes_side=True) for number in (1, 2)]
    groups = group(documents)
    assert sorted(pk for found in groups for pk in found.ids) == [1, 2]
    assert sources_behind([[1], [2]], documents, statement="Mayor Lee said nine.", passages=passages) == []
