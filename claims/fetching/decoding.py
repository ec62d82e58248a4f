"""Undoing ``Content-Encoding`` without ever holding more than the cap: a bomb is seen while it goes off."""

from __future__ import annotations

import zlib

from claims.errors import FetchError

ACCEPTED = "gzip, deflate"
_STEP = 64 * 1024


class CappedBody:
    """Collects a body. Neither the bytes as sent nor the bytes as decoded may grow beyond ``max_bytes``."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
        names = [name for name in names if name != "identity"]
        if len(names) > 1 or any(name not in ("gzip", "x-gzip", "deflate") for name in names):
            raise FetchError(
                "The site packs its answer in a way that was not asked for and is not unpacked.", code="bad_encoding"
            )
        self._name = names[0] if names else ""
        self._inflate = None if not names else self._new_inflate(b"")
        self._max = max_bytes
        self._wire = 0
        self._body = bytearray()
        self._begun = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire."""
        self._wire += len(data)
        if self._wire > self._max:
            raise too_large(self._max)
        if self._inflate is None:
            self._grow(data)
            return
        if not self._begun and data:
            self._begun = True
            self._inflate = self._new_inflate(data)
        try:
            self._unpack(data)
        except zlib.error as error:
            raise FetchError(
                "The site's answer is damaged: it cannot be unpacked. Try again later.",
                code="bad_encoding",
                retryable=True,
            ) from error

    def finish(self) -> bytes:
        """The whole body; a packed one that stops in the middle is an incomplete answer."""
        if self._inflate is not None and self._begun and not self._inflate.eof:
            raise incomplete()
        return bytes(self._body)

    def _unpack(self, data: bytes) -> None:
        while data and self._inflate is not None:
            self._grow(self._inflate.decompress(data, _STEP))
            if self._inflate.eof:
                # A gzip file may be several in a row; anything else after the end is padding.
                data = self._inflate.unused_data
                if not (self._name.endswith("gzip") and data.startswith(b"\x1f\x8b")):
                    return
                self._inflate = self._new_inflate(data)
            else:
                data = self._inflate.unconsumed_tail

    def _new_inflate(self, start: bytes) -> zlib._Decompress:
        if self._name.endswith("gzip"):
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        # "deflate" is zlib by the standard and raw deflate by some servers; the first byte tells them apart.
        wrapped = bool(start) and (start[0] & 0x0F) == 8 and (start[0] >> 4) <= 7
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def _grow(self, data: bytes) -> None:
        if len(self._body) + len(data) > self._max:
            raise too_large(self._max)
        self._body += data


def too_large(max_bytes: int) -> FetchError:
    return FetchError(
        f"The page is larger than {max_bytes / 1_000_000:g} MB, the most that is fetched.", code="too_large"
    )


def incomplete() -> FetchError:
    return FetchError(
        "The site broke off in the middle of its answer. Try again later.", code="incomplete", retryable=True
    )
