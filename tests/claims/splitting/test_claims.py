"""Claims: clauses apart, references settled or named as open, offsets that always hold."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.splitting import KINDS, READ_UP_TO, SplitInput, pipe, split, to_json, unread

ARTICLE = """WASHINGTON (AP) — Senator Helen Marsh, the longest-serving member of the panel, voted no on Tuesday.

The bill, which costs $4.5 billion, passed the Senate, and the House will vote on it next year. Marsh said the cuts
would hurt 12,000 families, although the budget office found no such effect.

“I read all 400 pages. Nobody else did,” she told reporters after the vote.
"""


def statements(text: str, published_at: datetime | None = None) -> list[str]:
    return [claim.statement for claim in split(text, published_at=published_at).claims]


def test_coordinated_clauses_are_claims_of_their_own() -> None:
    assert statements("The council closed the pool in 2019, and the state paid $2 million for it.") == [
        "The council closed the pool in 2019.",
        "The state paid $2 million for it.",
    ]


def test_a_relative_clause_behind_a_comma_is_a_claim_of_its_own() -> None:
    found = statements("The campaign, which cost the state $449,000, began in November 2019.")
    assert "The campaign began in November 2019." in found
    assert "The campaign cost the state $449,000." in found


def test_a_contrast_is_a_claim_of_its_own() -> None:
    found = statements("Prices rose by 4 percent in May, although wages fell by 2 percent.")
    assert found == ["Prices rose by 4 percent in May.", "Wages fell by 2 percent."]


def test_a_superlative_apposition_is_a_claim_of_its_own() -> None:
    found = statements("Veltro Air, the largest carrier in Europe, bought 30 jets in 2019.")
    assert "Veltro Air is the largest carrier in Europe." in found


def test_names_and_pronouns_are_resolved_in_the_statement() -> None:
    text = "Helen Marsh voted against the bill in 2019. She founded the panel in 1998."
    assert statements(text)[-1] == "Helen Marsh founded the panel in 1998."


def test_a_weekday_is_dated_where_the_article_is() -> None:
    text = "Helen Marsh resigned from the panel on Tuesday."
    when = datetime(2019, 11, 20, tzinfo=UTC)
    assert statements(text, when) == ["Helen Marsh resigned from the panel on Tuesday, November 19, 2019."]
    (claim,) = split(text).claims
    assert claim.ambiguous
    assert claim.open_questions == ("On which date was Tuesday?",)


def test_a_dateline_is_no_part_of_a_claim() -> None:
    assert not any("WASHINGTON" in statement for statement in statements(ARTICLE))


def test_questions_greetings_and_furniture_carry_no_claim() -> None:
    assert statements("Thank you very much. How are you? Please come in. What a day!") == []


def test_quoted_and_reported_and_own_words_are_told_apart() -> None:
    text = (
        "“The tax rose by 4 percent in 2018,” Helen Marsh said. Marsh said that rents fell in 2019. Rents fell in 2020."
    )
    found = {claim.statement: claim.attribution for claim in split(text).claims}
    assert found == {
        "The tax rose by 4 percent in 2018.": "quoted",
        "Rents fell in 2019.": "reported",
        "Rents fell in 2020.": "author",
    }


def test_kinds_and_reasons() -> None:
    (claim,) = split("The budget rose by 12 percent in 2018 because the state passed a new law.").claims
    assert {"quantity", "cause", "law"} <= set(claim.kinds) <= set(KINDS)
    assert claim.reasons
    assert all(reason.feature and reason.weight for reason in claim.reasons)
    assert (
        claim.checkworthiness > split("I hope that we are all happy with this lovely day.").sentences[0].checkworthiness
    )


def test_every_content_word_of_a_statement_stands_in_the_article() -> None:
    known = set(re.findall(r"\w+", ARTICLE.lower())) | {"is", "are", "was", "were", "has"}
    for claim in split(ARTICLE).claims:
        assert set(re.findall(r"\w+", claim.statement.lower())) <= known, claim.statement


def test_given_sentences_are_kept_one_for_one() -> None:
    given_sentences = ["Costs rose.", "", "He left! And came back. ", "Line\nbreak inside."]
    text = "\n".join(given_sentences)
    found = split(text, sentences=given_sentences)
    assert [text[s.start : s.end] for s in found.sentences] == given_sentences


def test_a_pipe_gives_what_single_calls_give() -> None:
    texts = [ARTICLE, "", "Costs rose by 4 percent in May.", ARTICLE[:200]]
    assert [to_json(found) for found in pipe(map(SplitInput, texts))] == [to_json(split(text)) for text in texts]


def test_importing_the_package_does_not_import_spacy() -> None:
    code = "import claims.splitting, sys; sys.exit('spacy' in sys.modules or 'django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PIECES = ["He said ", "“", "”", '"', "the tax rose 4%, ", "and ", "which ", "Ann Lee ", "\n\n", "(", ")", "😀",
          "שלום ", ". ", "’", "‘", "\u00ad", "\u200b", "told us that ", "on Monday", "… ", "its ", "\r\n"]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_offsets_hold_for_any_text(text: str) -> None:
    found = split(text)
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote != ""
        assert all(text[e.start : e.end] == e.text for e in claim.entities)
        assert 0.0 <= claim.checkworthiness <= 1.0
        assert claim.ambiguous == bool(claim.open_questions)
        assert found.sentences[claim.sentence].start <= claim.start < found.sentences[claim.sentence].end
    for item in found.attributions:
        assert all(0 <= span[0] < span[1] <= len(text) for span in (item.source, item.cue, item.content) if span)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("unit", ['"', "“a ", "(", ". ", "aa.Aa", "he said that ", "a", "word ", "'a "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.process_time()
        split(text)
        return time.process_time() - start

    seconds(1_000)
    small, large = seconds(40_000), seconds(400_000)
    assert large < 25 * small + 2.0


def test_a_text_that_goes_on_behind_what_is_read_says_so() -> None:
    sentence = "The bank lost 30 million dollars in 2019."
    walls = "— — — — —\n\n" * ((READ_UP_TO - 1000) // 11)  # no words: not parsed, and so soon done
    text = walls + f"{sentence}\n\n" * 60
    found = split(text)
    assert found.claims
    assert found.claims[-1].end <= READ_UP_TO < found.sentences[-1].end
    assert f"{READ_UP_TO:,} of {len(text):,}" in unread(text)
    assert unread(text[:READ_UP_TO]) == ""
