from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import FetchError
from claims.fetching import canonical_url, site_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.com:80/a/../b?utm_source=x&b=2&a=1&fbclid=3#frag", "http://example.com/b?a=1&b=2"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com./a", "https://example.com/a"),
        (" example.org/page ", "https://example.org/page"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://example.com/?u=https://other.example/a", "http://example.com/?u=https%3A%2F%2Fother.example%2Fa"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
    ],
)
def test_one_page_has_one_address(url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "word",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "http://user:pw@example.com/",
        "http://user@example.com/",
        "http://exa mple/",
        "http://[::1/",
        "http://",
        "http://a..b/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        canonical_url(url)
    assert caught.value.code == "refused"


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=40))
def test_canonical_addresses_stay_as_they_are(path: str) -> None:
    try:
        first = canonical_url(f"http://example.com/{path}")
    except FetchError:
        return
    assert canonical_url(first) == first


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://news.bbc.co.uk/a", "bbc.co.uk"),
        ("https://one.blogspot.com/", "one.blogspot.com"),
        ("http://10.0.0.1/x", "10.0.0.1"),
        ("http://intranet/x", "intranet"),
        ("http://[::1", ""),
    ],
)
def test_a_site_is_what_somebody_registered(url: str, site: str) -> None:
    assert site_of(url) == site
