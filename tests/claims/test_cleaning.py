from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.cleaning import clean_article_text, clean_text, clean_words, refuse_unclean
from claims.errors import InvalidInput

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=[]), max_size=200)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b", "ab"),
        ("\ud800x\udfff", "x"),
        ("\ud83d\ude00", "😀"),
        ("e\u0301", "é"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tstays\x07", "tab\tstays"),
        ("\ufffe\uffffx", "x"),
    ],
)
def test_only_what_can_be_stored_stays(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("co\u00adoperate", "cooperate"),
        ("\ufeffzero\u200bwidth\u2060", "zerowidth"),
        ("\u202ertl\u202c \u200fmark", "rtl mark"),
        ("hard\u00a0blank\u2009thin\u3000wide", "hard blank thin wide"),
        ("Lat\u200din", "Latin"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("hid\U000e0041\U000e0042den", "hidden"),
    ],
)
def test_a_reader_and_a_program_see_the_same_article(dirty: str, clean: str) -> None:
    assert clean_article_text(dirty) == clean


@pytest.mark.parametrize("turning", [chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))])
def test_words_read_as_they_are_stored(turning: str) -> None:
    assert clean_words(f"e{turning}\u0301t\u00e9 \u200fשלום\u200f\x00") == "été \u200fשלום\u200f"
    assert clean_words(f"{turning}abc", max_length=2) == "ab"


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_text, clean_words, clean_article_text):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert json.loads(json.dumps(once).encode()) == once
        assert "\x00" not in once


@given(ANY_TEXT, st.integers(0, 50))
def test_the_length_is_kept(text: str, length: int) -> None:
    assert len(clean_text(text, max_length=length)) <= length


@pytest.mark.parametrize("bad", ["a\x00", "\ud800", {"claims": [{"text": "ok"}, {"text": "\udfff"}]}, {"\x00": 1}])
def test_the_edge_refuses_what_nobody_means(bad: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        refuse_unclean(bad)
    assert caught.value.code == "unclean_text"
    assert caught.value.fields


def test_the_field_that_is_wrong_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        refuse_unclean({"title": "fine", "speaker": "x\x00"})
    assert set(caught.value.fields) == {"speaker"}


def test_good_text_passes_at_any_depth() -> None:
    deep: object = "text"
    for _ in range(5000):
        deep = [deep]
    refuse_unclean(deep)
    refuse_unclean({"text": "All good: é 😀\n", "n": 1, "none": None})
