"""Pages copied out of a browser: the article stays whole, everything else goes and says why."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import ExtractionError
from claims.extraction import Extracted, from_text

SAMPLE = Path(__file__).parents[4] / "shared" / "articles" / "putin-trump-2016.txt"

BODY = [
    "The harbour authority said on Tuesday that it will close the northern pier for eleven weeks from March.",
    "“We looked at every other way of doing this and found none,” said its director, Marta Lindqvist, at the port.",
    "About 4,200 passengers a day use the pier, most of them on the ferry to the islands, a report showed.",
    "The council had set aside 3.1 million euros for repairs in its budget of last year, the report added.",
]
PAGE = f"""Allow notifications from The Example

Northern pier to close for eleven weeks

Ferry passengers will have to use the old terminal

By Ada Roe and Tom Poe
14 March 2023 09:05 BST
12 Comments
A ferry leaves the northern pier in the early morning light
A ferry leaves the northern pier in the early morning light (AFP/Getty Images)

{BODY[0]}

{BODY[1]}

Read more: How the pier was built

Islanders: what the closure means for us

{BODY[2]}

{BODY[3]}#

Additional reporting by Reuters

Sign up to our newsletter

Join the conversation

Comments

I think this is a scandal and somebody should resign over it today.

Please log in to comment
"""


def out(read: Extracted) -> dict[str, str]:
    return {read.raw_text[part.start : part.end]: part.why for part in read.left_out}


def test_the_article_stays_whole_and_alone() -> None:
    read = from_text(PAGE)
    assert read.text.split("\n\n") == BODY
    assert read.title == "Northern pier to close for eleven weeks"
    assert read.authors == ("Ada Roe", "Tom Poe")
    assert read.published_at == datetime(2023, 3, 14, 9, 5, tzinfo=timezone(timedelta(hours=1)))
    assert read.language == "en"


def test_what_was_left_out_says_why() -> None:
    gone = out(from_text(PAGE))
    assert gone["Northern pier to close for eleven weeks"] == "title"
    assert gone["Ferry passengers will have to use the old terminal"] == "subtitle"
    assert gone["By Ada Roe and Tom Poe"] == "byline"
    assert gone["14 March 2023 09:05 BST"] == "date line"
    assert gone["A ferry leaves the northern pier in the early morning light"] == "picture caption"
    assert gone["Islanders: what the closure means for us"] == "heading or link to another story"
    assert gone["#"] == "end mark"
    assert gone["Additional reporting by Reuters"] == "agency or picture credit"
    assert gone["I think this is a scandal and somebody should resign over it today."] == "after the end of the article"


def test_nothing_is_lost_between_text_and_left_out() -> None:
    read = from_text(PAGE)
    kept = read.raw_text
    for part in reversed(read.left_out):
        kept = kept[: part.start] + kept[part.end :]
    assert kept.split() == read.text.split()


def test_unclean_text_can_be_taken_as_it_is() -> None:
    read = from_text("Comments\n\nSign up\x00", clean=False)
    assert read.text == "Comments\n\nSign up"
    assert read.left_out == ()


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\ufeff", "\x00"])
@pytest.mark.parametrize("clean", [True, False])
def test_nothing_is_an_error_that_says_so(text: str, clean: bool) -> None:
    if not clean and text.startswith("\u200b"):
        return
    with pytest.raises(ExtractionError, match="There is no text"):
        from_text(text, clean=clean)


@pytest.mark.parametrize(
    "text",
    [
        "The moon is made of cheese.",
        "Comments",
        "One line\nand another one that is short",
        BODY[0] + "\n\n" + BODY[1],
        "“Is it true?” she asked.\n\n“It is,” he said.\n\n“Then say so.”",
    ],
)
def test_text_without_furniture_stays_as_it_was(text: str) -> None:
    assert from_text(text).text.split() == text.split()


def test_lists_and_questions_stay() -> None:
    text = "\n\n".join(
        [BODY[0], "The report lists three causes:", "- rust", "- salt", "- old age", "What happens now?", *BODY[1:]]
    )
    assert from_text(text).text.split() == text.split()


def test_lines_broken_at_a_width_are_joined() -> None:
    words, lines = " ".join(BODY).split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    read = from_text("\n".join(lines))
    assert read.text.split() == words
    assert BODY[2] in read.text.replace("\n\n", " ")


def test_a_title_that_is_known_is_not_repeated_in_the_text() -> None:
    read = from_text("Pier to close!\n\n" + "\n\n".join(BODY), title="Pier to close")
    assert read.title == "Pier to close"
    assert read.text.split("\n\n") == BODY


@given(st.text(max_size=300))
def test_any_text_gives_exact_places_or_one_error(text: str) -> None:
    try:
        read = from_text(text)
    except ExtractionError:
        return
    assert read.text.strip()
    end = 0
    for part in read.left_out:
        assert end <= part.start < part.end <= len(read.raw_text)
        assert part.why
        end = part.end


@pytest.mark.parametrize(
    "line", ["ab\n", "Comments\n", "By Jane Roe\n", BODY[0] + "\n", "A quay at dusk in the rain (AP)\n", "(", '"']
)
def test_a_megabyte_of_anything_is_read_in_seconds(line: str) -> None:
    began = time.process_time()
    from_text(line * (1_000_000 // len(line)))
    assert time.process_time() - began < 20


def test_the_sample_page_comes_out_clean_and_whole() -> None:
    if not SAMPLE.exists():
        pytest.skip("the shared articles are away")
    read = from_text(SAMPLE.read_text(encoding="utf-8"))
    paragraphs = read.text.split("\n\n")
    assert len(paragraphs) == 12
    assert paragraphs[0].startswith("Vladimir Putin has said he will meet")
    assert paragraphs[-1].endswith("among other issues.")
    assert read.title.startswith("Vladimir Putin says Donald Trump has confirmed")
    assert read.authors == ("Lizzie Dearden",)
    assert read.published_at == datetime(2016, 11, 21, 10, 35, tzinfo=UTC)
    gone = out(read)
    assert "Putin: Russia ready to restore US relations after Trump win" in gone
    assert not any(word in read.text for word in ("notifications", "Reuters", "forum", "registering", "holds a glass"))
