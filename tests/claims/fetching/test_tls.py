"""Dialling a checked address changes nothing for TLS: the name is still sent, and the certificate still has to fit."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from claims.errors import FetchError
from claims.fetching import connection, fetch

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl, which makes the certificate, is away")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for site.example, with its key in the same file."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=site.example",
            "-addext",
            "subjectAltName=DNS:site.example",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes((folder / "cert.pem").read_bytes() + (folder / "key.pem").read_bytes())
    return both


@pytest.fixture
def secure(certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[str]]]:
    """A TLS server that site.example and other.example lead to; yields its port and the names it was asked for."""
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _sock, name, _context: names.append(name)
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                plain, _ = server.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as sock:
                    sock.recv(65536)
                    sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.FETCH_PER_HOST = 0
    settings.FETCH_ALLOW_PRIVATE = [f"site.example:{port}", f"other.example:{port}"]
    monkeypatch.setattr(connection, "resolve", lambda host, port: [(socket.AF_INET, ("127.0.0.1", port))])
    connection._tls.cache_clear()
    yield port, names
    connection._tls.cache_clear()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def test_a_certificate_nobody_vouches_for_is_refused(secure: tuple[int, list[str]]) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(f"https://site.example:{secure[0]}/")
    assert (caught.value.code, caught.value.retryable) == ("bad_certificate", False)


def test_a_trusted_one_is_accepted_under_its_own_name_only(
    secure: tuple[int, list[str]], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    port, names = secure
    assert fetch(f"https://site.example:{port}/").body == b"safe"
    assert names == ["site.example"]
    with pytest.raises(FetchError) as caught:
        fetch(f"https://other.example:{port}/")
    assert caught.value.code == "bad_certificate"
