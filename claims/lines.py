"""The lines of a stream, none of them longer than memory allows."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings

_PASSED_OVER = 1 << 20  # bytes of a line that is too long, at a time


def longest_line() -> int:
    """Bytes: an article of the largest size, every character of it escaped."""
    return 6 * int(settings.ARTICLE_MAX_BYTES)


def lines_within(stream: BinaryIO | gzip.GzipFile) -> Iterator[bytes | None]:
    """Every line of ``stream``; None in place of one that is longer than ``longest_line``, of which nothing is kept."""
    most = longest_line()
    while line := stream.readline(most + 1):
        if len(line) <= most or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_PASSED_OVER)
        yield None
