from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from claims.errors import FetchError
from claims.fetching import allowed_by_robots, robots
from tests.claims.fetching.conftest import Listener, reply

Listen = Callable[..., Listener]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    robots._known.clear()
    yield
    robots._known.clear()


def test_rules_are_kept_and_asked_for_once(listen: Listen) -> None:
    site = listen(reply(b"User-agent: proofdesk\nDisallow: /private\nUser-agent: *\nDisallow: /\n"))
    assert allowed_by_robots(site.url + "open")
    assert not allowed_by_robots(site.url + "private/page")
    assert len(site.requests) == 1
    assert site.requests[0].startswith(b"GET /robots.txt ")


def test_many_at_once_ask_once(listen: Listen) -> None:
    site = listen(reply(b"User-agent: *\nDisallow: /private\n"))
    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(allowed_by_robots, [site.url + "open", site.url + "private"] * 16))
    assert told == [True, False] * 16
    assert len(site.requests) == 1


def test_rules_for_everybody_count_for_us(listen: Listen) -> None:
    site = listen(reply(b"User-agent: *\nDisallow: /*.pdf$\n"))
    assert not allowed_by_robots(site.url + "a.pdf")
    assert allowed_by_robots(site.url + "a.html")


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone"])
def test_a_site_without_rules_allows_everything(listen: Listen, status: str) -> None:
    assert allowed_by_robots(listen(reply(status=status)).url + "page")


def test_a_site_in_trouble_is_left_alone(listen: Listen) -> None:
    assert not allowed_by_robots(listen(reply(status="503 Busy")).url + "page")


def test_rules_too_long_or_binary_do_not_break_anything(listen: Listen) -> None:
    assert allowed_by_robots(listen(reply(bytes(range(256)) * 50)).url)
    assert allowed_by_robots(listen(reply(b"#" * 600_000)).url)


def test_a_private_address_is_refused_here_too(listen: Listen) -> None:
    site = listen(reply(b""), allowed=False)
    with pytest.raises(FetchError):
        allowed_by_robots(site.url)
    assert site.connections == 0
