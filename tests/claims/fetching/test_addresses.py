"""Every spelling of a private address, against a listener that must never be reached."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from claims.errors import FetchError
from claims.fetching import fetch
from claims.fetching.addresses import check_url, is_public
from tests.claims.fetching.conftest import Listener, reply

Listen = Callable[..., Listener]

HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0177.1",
    "0",
    "127.0.0.01",
    "0.0.0.0",
    "0x0",
    "127.0.0.1.",
    "127.255.255.254",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "LocalHost.LocalDomain",
    "ip6-localhost",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fec0::1]",
    "[fc00::1]",
    "[ff02::1]",
    "[2001::7f00:1]",
    "user@127.0.0.1",
    "user:pw@127.0.0.1",
    "127.0.0.1@example.com",
    "example.com@127.0.0.1",
    "%31%32%37.0.0.1",
    "%6c%6f%63%61%6c%68%6f%73%74",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
    "⑩.⓪.⓪.①",
    "169.254.169.254",
    "169.254.170.2",
    "100.64.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "192.0.0.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
]


@pytest.fixture
def victim(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> Listener:
    """A listener on a port that is allowed in itself, so that only the address stands between it and a fetch."""
    listener = listen(reply(b"secret"), allowed=False)
    monkeypatch.setattr("claims.fetching.addresses.PORTS", frozenset({80, 443, 8080, 8443, listener.port}))
    return listener


@pytest.mark.parametrize("host", HOSTS)
def test_no_spelling_reaches_a_private_address(victim: Listener, host: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"http://{host}:{victim.port}/", timeout=3)
    assert victim.connections == 0
    assert caught.value.code in ("refused", "dns_failed")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}\\@example.com/",
        "http://example.com\\@127.0.0.1:{port}/",
        "http://example.com#@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}#@example.com/",
        "http://127.0.0.1:{port}?@example.com/",
        " http://127.0.0.1:{port}/",
        "\thttp://127.0.0.1:{port}/",
        "http:// 127.0.0.1:{port}/",
        "http://\t127.0.0.1:{port}/",
        "ht\ntp://127.0.0.1:{port}/",
        "http:127.0.0.1:{port}/",
        "http:///127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://127.0.0.1:{port}:80/",
        "http://[127.0.0.1]:{port}/",
        "http://127.0.0.1%00.example.com:{port}/",
        "http://127.0.0.1%2f@example.com:{port}/",
        "ftp://127.0.0.1:{port}/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_x",
        "data:text/html,x",
        "http://127.0.0.1:{port}" + "/a" * 4000,
        "",
    ],
)
def test_trick_urls_are_refused(victim: Listener, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url.format(port=victim.port), timeout=3)
    assert victim.connections == 0
    assert caught.value.code in ("refused", "connect_failed", "dns_failed")


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:{port}/", "//127.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/"]
)
def test_a_redirect_to_a_private_address_is_not_followed(
    listen: Listen, victim: Listener, status: str, location: str
) -> None:
    site = listen(reply(status=status, headers=f"Location: {location.format(port=victim.port)}\r\n"))
    with pytest.raises(FetchError) as caught:
        fetch(site.url, timeout=3)
    assert (caught.value.code, caught.value.retryable) == ("refused", False)
    assert victim.connections == 0


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "http://a:b@example.com/", "http://[::1", "\\\\x"]
)
def test_a_redirect_to_what_is_no_web_address_is_refused(listen: Listen, location: str) -> None:
    with pytest.raises(FetchError):
        fetch(listen(reply(status="302 Found", headers=f"Location: {location}\r\n")).url, timeout=3)


def test_an_allowance_is_for_one_port_of_one_host(listen: Listen, victim: Listener) -> None:
    site = listen(reply(b"open"))
    assert fetch(site.url).body == b"open"
    for url in (victim.url, f"http://127.1:{site.port}/", f"http://localhost:{site.port}/"):
        with pytest.raises(FetchError) as caught:
            fetch(url, timeout=3)
        assert caught.value.code == "refused"
    assert victim.connections == 0
    assert len(site.requests) == 1


def test_a_name_that_changes_its_answer_never_reaches_the_private_one(
    victim: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what counts is the address that is dialled, whatever the name said before or says later."""
    turn = 0

    def flip(host: str, port: int) -> list[tuple[int, tuple[str, int]]]:
        nonlocal turn
        turn += 1
        return [(socket.AF_INET, ("192.0.2.1" if turn % 2 else "127.0.0.1", port))]

    monkeypatch.setattr("claims.fetching.connection.resolve", flip)
    for _ in range(50):
        with pytest.raises(FetchError):
            fetch(f"http://rebinding.example:{victim.port}/", timeout=3)
    assert turn == 50
    assert victim.connections == 0


def test_of_a_good_and_a_bad_address_only_the_good_one_is_dialled(
    victim: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[object] = []
    both = [(socket.AF_INET, ("127.0.0.1", victim.port)), (socket.AF_INET, ("8.8.8.8", victim.port))]
    monkeypatch.setattr("claims.fetching.connection.resolve", lambda host, port: both)
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: dialled.append(address) or (_ for _ in ()).throw(OSError)
    )
    with pytest.raises(FetchError):
        fetch(f"http://mixed.example:{victim.port}/", timeout=3)
    assert dialled == [("8.8.8.8", victim.port)]


@pytest.mark.parametrize("port", [0, 1, 21, 22, 25, 5432, 6379, 8000, 65535])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(FetchError, match="port"):
        check_url(f"http://example.com:{port}/", allowed_private=frozenset())


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("HTTPS://Example.COM/a b".replace(" ", "%20"), "example.com", "/a%20b"),
        ("http://bücher.example/ü?q=ä#x", "xn--bcher-kva.example", "/%C3%BC?q=%C3%A4"),
        ("http://a_b.example.:8080", "a_b.example.", "/"),
        ("http://[2606:4700::1111]/", "2606:4700::1111", "/"),
    ],
)
def test_good_addresses_are_taken_apart(url: str, host: str, path: str) -> None:
    target = check_url(url, allowed_private=frozenset())
    assert (target.host, target.path) == (host, path)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "223.255.255.1"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_no_wrapping_makes_a_private_address_public(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    high, low = number >> 16, number & 0xFFFF
    for spelling in (
        f"{address}",
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        f"2002:{high:x}:{low:x}::1",
    ):
        assert not is_public(spelling)


@given(st.text(max_size=60))
def test_no_text_breaks_the_check(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}@{text}:{text}/{text}?{text}"):
        try:
            target = check_url(url, allowed_private=frozenset())
        except FetchError:
            continue
        assert target.scheme in ("http", "https")
        assert target.host.isascii()
        assert target.url.isascii()


def test_settings_name_hosts_in_any_case(listen: Listen, settings: Settings) -> None:
    site = listen(reply(b"x"), allowed=False)
    settings.FETCH_ALLOW_PRIVATE = [f" LocalHost:{site.port} "]
    assert fetch(f"http://LOCALHOST:{site.port}/").body == b"x"
