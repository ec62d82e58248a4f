"""What a headline makes of the story that it tells: our own headlines."""

from __future__ import annotations

import pytest

from verification.stance import stance_of
from verification.stance.cues import headline_denies, headline_holds_back, is_headline
from verification.stance.headlines import told_as_fact

CLAIM = "The ferry Marigold sank off Port Ellery"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry Marigold sinks off Port Ellery", True),
        ("Did the ferry Marigold sink?", True),
        ("The ferry Marigold sank off Port Ellery on Monday.", False),
        ("The ferry sank. Nobody was hurt. The captain spoke", False),
        ("First line\nsecond line", False),
        ("", False),
    ],
)
def test_a_headline_is_one_short_line_without_a_full_stop(text, expected):
    assert is_headline(text) is expected


@pytest.mark.parametrize(
    "headline",
    [
        "Marigold sinking was a hoax",
        "No, the Marigold has not gone down",
        "Experts cast doubt on story of sunken ferry",
        "Newspaper fooled by fake picture of sinking ferry",
    ],
)
def test_denials_refute_whatever_their_words(headline):
    assert headline_denies(headline)
    assert stance_of(CLAIM, headline).shares[1] > stance_of(CLAIM, "Ferry goes down near Ellery").shares[1]


@pytest.mark.parametrize(
    ("headline", "how"),
    [
        ("Ferry Marigold reportedly sinks off Port Ellery", "hedged"),
        ("Has the ferry Marigold sunk off Port Ellery?", "hedged"),
        ("Ferry Marigold may have sunk off Port Ellery", "hedged"),
        ("Ferry Marigold sank off Port Ellery, captain says", "attributed"),
        ("Ferry Marigold sinks off Port Ellery", ""),
    ],
)
def test_what_is_only_passed_on_supports_less(headline, how):
    assert headline_holds_back(headline) == how
    plain = stance_of(CLAIM, "Ferry Marigold sinks off Port Ellery")
    told = stance_of(CLAIM, headline)
    assert (told.shares[0] < plain.shares[0]) is bool(how)
    assert how != "hedged" or told.label == "mentions"


def test_a_denial_of_something_else_is_no_refutal():
    assert stance_of(CLAIM, "No, the moon is not made of cheese").label == "mentions"


PLAIN = "The ferry Marigold sank off Port Ellery on Monday. Forty-one people died. Divers have found the wreck."
GUARDED = (
    "The ferry is said to have sunk on Monday, according to a blog. It may be a rumour; sources could not be named."
)


@pytest.mark.parametrize(
    ("headline", "article", "expected"),
    [
        ("Ferry sinks off Port Ellery", PLAIN, True),
        ("Ferry reportedly sinks off Port Ellery", PLAIN, False),
        ("No, the ferry did not sink: it was a hoax", PLAIN, False),
        ("Ferry sinks off Port Ellery", GUARDED, False),
    ],
)
def test_an_article_vouches_for_what_it_tells_without_holding_back(headline, article, expected):
    assert told_as_fact(headline, article, [article]) is expected
