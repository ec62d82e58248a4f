from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.bylines import names_in, stamp_in
from claims.extraction.dates import parse_machine_date, parse_written_date


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Monday 21 November 2016 10:35 GMT", "2016-11-21T10:35:00+00:00"),
        ("Nov 21, 2016 10:35 am ET", "2016-11-21T10:35:00-05:00"),
        ("July 4, 2019 at 5:30 p.m. PT", "2019-07-04T17:30:00-07:00"),
        ("Published 10:30 PM EST Nov. 14, 2019", "2019-11-14T22:30:00-05:00"),
        ("21 Nov 2016 | 10.35am BST", "2016-11-21T10:35:00+01:00"),
        ("3rd of May 2020", "2020-05-03T00:00:00+00:00"),
        ("14/11/2019", "2019-11-14T00:00:00+00:00"),
        ("2019-11-14T10:00:00.000Z", "2019-11-14T10:00:00+00:00"),
        ("2019-11-14T10:00:00-0500", "2019-11-14T10:00:00-05:00"),
        ("20191114", "2019-11-14T00:00:00+00:00"),
        ("4/5/2016", None),
        ("31 February 2019", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
    ],
)
def test_dates_are_read_with_their_zone_or_not_at_all(written: str, iso: str | None) -> None:
    found = parse_machine_date(written)
    assert (found.isoformat() if found else None) == iso


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    for found in (parse_machine_date(text), parse_written_date(text)):
        assert found is None or found.tzinfo is not None
    names_in(text)
    names_in(text, sure=True)
    stamp_in(text)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Roe", ("Ada Roe",)),
        ("By ADA ROE and TOM POE, Political Correspondents", ("Ada Roe", "Tom Poe")),
        ("Ada Roe, Tom Poe & Jean-Luc van der Berg", ("Ada Roe", "Tom Poe", "Jean-Luc van der Berg")),
        ("Ada Roe in Oslo said that", ()),
        ("World News", ()),
        ("", ()),
    ],
)
def test_bylines_give_names(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names
