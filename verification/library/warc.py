"""Pages out of WARC files (ISO 28500): just the HTTP responses, one at a time.

A record is a version line, headers, an empty line, ``Content-Length`` bytes and two empty lines. In ``.warc.gz`` every
record is a gzip member of its own; Python reads members on end as one stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from gzip import GzipFile
from gzip import decompress as gunzip
from typing import BinaryIO

from claims.fetching import is_web_address

RECORD_MAX_BYTES = 50_000_000
_LINE_MAX_BYTES = 65_536


class WarcError(ValueError):
    """The file is not a WARC file, or breaks off; what was read before stays good."""


@dataclass(frozen=True, slots=True)
class Response:
    """One archived answer: its address, HTTP status, content type, and body without transfer or content coding.

    ``captured_at``: when the archive got it; None where the record does not say so.
    """

    url: str
    status: int
    content_type: str
    body: bytes
    captured_at: datetime | None = None


def responses(stream: BinaryIO | GzipFile) -> Iterator[Response]:
    """Every HTTP response record of the stream in order. Raises WarcError where the stream is no WARC."""
    while headers := _record_headers(stream):
        length = headers.get("content-length", "")
        if not length.isdigit():
            raise WarcError("is not a WARC file, or is damaged: a record has no length")
        size = int(length)
        wanted = headers.get("warc-type") == "response" and size <= RECORD_MAX_BYTES
        payload = _take(stream, size, keep=wanted)
        if wanted:
            found = _http(headers.get("warc-target-uri", "").strip("<>"), payload)
            if found:
                yield replace(found, captured_at=_moment(headers.get("warc-date", "")))


def _record_headers(stream: BinaryIO | GzipFile) -> dict[str, str]:
    """Headers of the next record in lower case; empty at the end of the file."""
    line = stream.readline(_LINE_MAX_BYTES)
    while line in (b"\r\n", b"\n"):
        line = stream.readline(_LINE_MAX_BYTES)
    if not line:
        return {}
    if not line.startswith(b"WARC/"):
        raise WarcError("is not a WARC file, or is damaged: a record does not begin with “WARC/”")
    headers = {"version": line.decode("latin-1").strip()}
    while (line := stream.readline(_LINE_MAX_BYTES)).strip():
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


def _moment(written: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _take(stream: BinaryIO | GzipFile, size: int, *, keep: bool) -> bytes:
    pieces: list[bytes] = []
    while size:
        piece = stream.read(min(size, 1 << 20))
        if not piece:
            raise WarcError("breaks off in the middle of a record")
        size -= len(piece)
        if keep:
            pieces.append(piece)
    return b"".join(pieces)


def _http(url: str, payload: bytes) -> Response | None:
    head, _, body = payload.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    parts = first.split()
    if not is_web_address(url) or len(parts) < 2 or not parts[1].isdigit():
        return None
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _unchunked(body)
    if headers.get("content-encoding", "").lower() in ("gzip", "x-gzip"):
        try:
            body = gunzip(body)
        except (OSError, EOFError):
            return None
    return Response(url, int(parts[1]), headers.get("content-type", ""), body)


def _unchunked(body: bytes) -> bytes:
    """The body without chunk headers; some archivers keep the header but store the body plain, which then stays."""
    pieces: list[bytes] = []
    rest = body
    while rest:
        line, mark, after = rest.partition(b"\r\n")
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            return body
        if not mark or size == 0:
            break
        pieces.append(after[:size])
        rest = after[size + 2 :]
    return b"".join(pieces)
