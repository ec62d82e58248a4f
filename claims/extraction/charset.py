"""Bytes to characters, when the declaration is missing or wrong."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read instead of what pages declare (WHATWG encoding standard).
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "utf8": "utf-8",
    "x-user-defined": "cp1252",
}
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_SAMPLE = 40_000


def decode(data: bytes, declared: str = "") -> str:
    """The text of ``data``. ``declared`` is the charset of the HTTP header; the page's own meta tag is looked at too.

    A byte order mark decides; then text that is valid UTF-8 is UTF-8, whatever it declares; then the declarations,
    where they fit; then a guess. Never raises: what no charset explains becomes U+FFFD.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if (wide := _without_bom(data)) is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut in the middle of a character is still UTF-8.
        if error.start >= len(data) - 3 and not data[: error.start].isascii():
            return data.decode("utf-8", "ignore")
    stated = [_codec(name) for name in (declared, _inside(data)) if name]
    if "utf-8" in stated and _mostly_utf8(data):
        return data.decode("utf-8", "replace")
    for encoding in stated:
        if encoding and encoding != "utf-8" and _fits(data, encoding):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace") if _mostly_utf8(data) else data.decode(_guess(data), "replace")


def _inside(data: bytes) -> str:
    head = data[:4096]
    found = _XML.search(head) or _META.search(head)
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str:
    name = name.strip().lower()
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    # Python also knows codecs that are not character sets (hex, zip), and UTF-16 would have had NUL bytes.
    return name if found._is_text_encoding and not name.startswith(("utf-16", "utf-32", "utf-7")) else ""


def _fits(data: bytes, encoding: str) -> bool:
    text = data.decode(encoding, "replace")
    wrong = text.count("\ufffd") + len(re.findall("[\x80-\x9f]", text))
    return wrong <= max(2, sum(byte > 127 for byte in data[:200_000]) * 0.02)


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    good = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return good > 10 * text.count("\ufffd")


def _guess(data: bytes) -> str:
    """By the stretches that are not ASCII, which is where charsets differ."""
    pieces = re.findall(rb"[\x20-\x7f]{0,20}[\x80-\xff]+[\x20-\x7f\x80-\xff]{0,40}", data[: 20 * _SAMPLE])
    sample = b"\n".join(pieces)[:_SAMPLE]
    # In Latin scripts accents and quotation marks stand alone; in all others whole words lie above ASCII. On the few
    # marks of an English page a guess would be noise.
    high = sum(byte > 127 for byte in sample)
    if sum(map(len, re.findall(rb"[\x80-\xff]{3,}", sample))) < high * 0.3 and _fits(data, "cp1252"):
        return "cp1252"
    best = from_bytes(sample, cp_exclusion=["utf_16", "utf_32", "utf_7"]).best() if sample else None
    encoding = best.encoding if best is not None else "cp1252"
    return "cp1252" if encoding in ("ascii", "latin_1", "utf_8") else encoding


def _without_bom(data: bytes) -> str | None:
    """UTF-16 without a mark: mostly Latin text shows as a NUL in every second byte."""
    head = data[:400]
    if len(head) < 8 or head.count(b"\x00") < len(head) * 0.3:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 4 * (min(even, odd) + 1):
        return None
    return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
