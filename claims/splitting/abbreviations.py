"""Words that end in a full stop without ending a sentence, and words that like to begin one."""

from __future__ import annotations

from claims.splitting.word_lists import word_list

# A name or a number follows these: a sentence never ends at them unless the paragraph does.
TITLES = word_list("abbreviated_titles")
BEFORE_NUMBERS = word_list("before_numbers")
NEVER_LAST = frozenset(["vs", "v", "e.g", "i.e", "eg", "ie", "viz", "al.", "ex"])
# A sentence may end at these, and does when a word follows that likes to begin one.
SOMETIMES_LAST = word_list("sometimes_last")
MONTHS_AND_DAYS = word_list("months_and_days")

STARTERS = word_list("starters")
