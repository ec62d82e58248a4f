"""Reads settings from the environment, and refuses a wrong one in a sentence that says what it may be.

An empty value counts as none given; of a list it is the empty list. No message shows a password or a key.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import math
import os
import re
import zoneinfo
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from config.embedded import is_loopback

YES = ("1", "true", "on", "yes", "y", "ok")
NO = ("0", "false", "off", "no", "n")
_DATABASES = ("postgres", "postgresql", "psql", "pgsql", "sqlite")
_BROKERS = ("redis", "rediss", "redis+socket")
_SHOWN = 80  # characters of a wrong value


class WrongSetting(Exception):
    """A setting that cannot be used; the message is one line that names it and what it may be."""


def read_file(path: Path) -> None:
    """Takes the settings of a `.env` file; what the environment says already stays. No file is no error."""
    try:
        environ.Env.read_env(path)
    except UnicodeDecodeError as error:
        raise WrongSetting(f"{path.name} is not written in UTF-8 (byte {error.start}). Save it so.") from error


def text(name: str, *, default: str) -> str:
    """The value as it stands."""
    return os.environ.get(name) or default


def switch(name: str, *, default: bool) -> bool:
    """Yes or no."""
    value = _given(name)
    if not value:
        return default
    if value.lower() not in YES + NO:
        raise _wrong(name, value, "1 or 0 (also on or off, yes or no, true or false)")
    return value.lower() in YES


def number(name: str, *, default: float, least: float = 0, above: float | None = None, most: float = 1e6) -> float:
    """A number of ``least`` (or more than ``above``) to ``most``."""
    value = _given(name)
    if not value:
        return default
    try:
        found = float(value)
    except ValueError:
        found = math.nan
    if not (least <= found <= most) or (above is not None and not found > above):
        low = f"above {above:g}" if above is not None else f"of at least {least:g}"
        raise _wrong(name, value, f"a number {low} and at most {most:,.0f}")
    return found


def whole(name: str, *, default: int, least: int = 0, most: int = 1_000_000) -> int:
    """A whole number of ``least`` to ``most``."""
    value = _given(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise _wrong(name, value, f"a whole number from {least} to {most:,}, in digits")
    return found


def choice(name: str, *, default: str, among: Sequence[str]) -> str:
    """One of several words; capitals or not."""
    value = _given(name)
    if not value:
        return default
    found = next((word for word in among if word.lower() == value.lower()), "")
    if not found:
        raise _wrong(name, value, _either(among))
    return found


def words(name: str, *, default: Sequence[str], among: Collection[str] = ()) -> list[str]:
    """A list between commas, each entry once; each one of ``among`` if that is given."""
    if name not in os.environ:
        return list(default)
    found = list(dict.fromkeys(entry.strip() for entry in os.environ[name].split(",") if entry.strip()))
    for entry in found if among else ():
        if entry not in among:
            raise _wrong(name, entry, f"a list between commas of {', '.join(among)}", part=True)
    return found


def amounts(name: str, *, default: Sequence[str], among: Collection[str]) -> dict[str, float]:
    """An amount to each of several names: ``google_factcheck=1000,gdelt=500``."""
    found: dict[str, float] = {}
    for entry in words(name, default=default):
        whose, _, amount = (part.strip() for part in entry.partition("="))
        try:
            found[whose] = float(amount)
        except ValueError:
            found[whose] = -1.0
        if whose not in among or not 0 <= found[whose] < math.inf:
            must = f"name=number, as in gdelt=500,brave=20; the names are {', '.join(among)}"
            raise _wrong(name, entry, must, part=True)
    return found


def address(name: str, *, default: str, path: bool = True) -> str:
    """An http or https address without a slash at its end; without ``path`` no more than scheme, host and port."""
    value = _given(name)
    if not value:
        return default
    must = "an address like https://host.example" + ("" if path else ", with nothing behind the host and its port")
    parts = _parts(name, value, must)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s\\]", value):
        raise _wrong(name, value, must)
    if not path and (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc):
        raise _wrong(name, value, must)
    return value.rstrip("/")


def networks(name: str, *, default: Sequence[str]) -> list[str]:
    """A list of IP addresses and networks."""
    found = words(name, default=default)
    for entry in found:
        try:
            ipaddress.ip_network(entry, strict=False)
        except ValueError:
            must = "a list between commas of IP addresses or networks, as 10.0.0.5,10.1.0.0/16"
            raise _wrong(name, entry, must, part=True) from None
    return found


def places(name: str, *, default: Sequence[str], loopback: bool) -> list[str]:
    """A list of ``host:port``; those that name this machine itself are a test's business, refused without it."""
    found = words(name, default=default)
    for entry in found:
        host, colon, port = entry.rpartition(":")
        if not colon or not re.fullmatch(r"\[[0-9A-Fa-f:.]+\]|[^\s/:@\[\]]+", host) or not _is_port(port):
            raise _wrong(name, entry, "a list between commas of host:port, with a port from 1 to 65535", part=True)
        if is_loopback(entry) and not loopback:
            raise _wrong(name, entry, "an address beyond this machine, unless PROOFDESK_TEST or DEBUG is on", part=True)
    return found


def for_tests(name: str, *, allowed: bool) -> None:
    """A test switch that is set is refused, not ignored, where it is not ``allowed``."""
    if _given(name) and not allowed:
        raise WrongSetting(f"{name} is for tests alone: set PROOFDESK_TEST=1 (or DEBUG=1) beside it, or take it away.")


def moment(name: str, *, default: str) -> str:
    """A time in ISO 8601, as it was written."""
    value = _given(name) or default
    try:
        if value:
            datetime.fromisoformat(value)
    except ValueError:
        raise _wrong(name, value, "a time in ISO 8601, as 2026-10-06T07:30:00+00:00") from None
    return value


def zone(name: str, *, default: str) -> str:
    """The name of a time zone."""
    value = _given(name) or default
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise _wrong(name, value, "a time zone's name, as UTC or Europe/London") from None
    return value


def folder(name: str, *, default: Path, make: bool) -> Path:
    """A folder that can be written to; made, if need be, when ``make`` says so."""
    value = _given(name)
    found = Path(value).resolve() if value else default.resolve()
    must = "a folder that this account can make and write to"
    try:
        if make:
            found.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _wrong(name, str(found), f"{must} ({error.strerror})") from error
    if found.exists() and not (found.is_dir() and (os.access(found, os.W_OK | os.X_OK) or not make)):
        raise _wrong(name, str(found), must)
    return found


def language_model(name: str, *, default: str) -> str:
    """A spaCy model: an installed package, or a folder. Looked for without importing spaCy."""
    value = _given(name)
    if not value:
        return default
    homes = [Path(value)]
    if re.fullmatch(r"\w+", value) and (spec := importlib.util.find_spec(value)):
        homes += [Path(home) for home in spec.submodule_search_locations or ()]
    if not any((home / "meta.json").is_file() for home in homes):
        must = f"the package of an installed model, or a model's folder (`make setup` installs {default})"
        raise _wrong(name, value, must)
    return value


def database(name: str) -> dict[str, Any]:
    """Django's settings of the database at a URL; nothing when none is given."""
    value = _given(name)
    if not value:
        return {}
    must = "postgres://user:password@host:5432/name or sqlite:////path/of/a/file"
    if value == "sqlite://:memory:":
        return dict(environ.Env.db_url_config(value))
    if _parts(name, value, must).scheme not in _DATABASES:
        raise _wrong(name, value, must)
    found = dict(environ.Env.db_url_config(value))
    if found["NAME"] in ("", ":memory:"):  # a database in memory is asked for by its own spelling, above
        raise _wrong(name, value, must)
    if found["ENGINE"].endswith("sqlite3"):
        home = Path(found["NAME"]).resolve().parent
        if not home.is_dir() or Path(found["NAME"]).is_dir():
            raise _wrong(name, value, f"{must} in a folder that there is")
    return found


def broker(name: str) -> str:
    """The URL of a Redis; empty when none is given."""
    value = _given(name)
    if not value:
        return ""
    must = "redis://host:6379/0, rediss://host:6379/0 or redis+socket:///path"
    parts = _parts(name, value, must)
    if parts.scheme not in _BROKERS or not (parts.path if parts.scheme == "redis+socket" else parts.hostname):
        raise _wrong(name, value, must)
    return value


def mail(name: str) -> dict[str, Any]:
    """Django's settings of how mail is sent; nothing when no URL is given."""
    value = _given(name)
    if not value:
        return {}
    must = "smtp+tls://user:password@host:587 (or smtp://, smtp+ssl://, consolemail://, filemail:///folder)"
    parts = _parts(name, value, must)
    if parts.scheme not in environ.Env.EMAIL_SCHEMES or (parts.scheme.startswith("smtp") and not parts.hostname):
        raise _wrong(name, value, must)
    return dict(environ.Env.email_url_config(value))


def _given(name: str) -> str:
    return os.environ.get(name, "").strip()


def _parts(name: str, value: str, must: str) -> Any:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - asking for it reads it
    except ValueError:
        raise _wrong(name, value, must) from None
    return parts


def _is_port(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and 1 <= int(digits[:6]) <= 65535


def _either(among: Sequence[str]) -> str:
    *others, last = among
    return f"{', '.join(others)} or {last}"


def _wrong(name: str, value: str, must: str, *, part: bool = False) -> WrongSetting:
    shown = " ".join(_without_secrets(value).split())
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return WrongSetting(f"{name} {'has' if part else 'is'} “{shown}”; it must be {must}.")


def _without_secrets(value: str) -> str:
    """What stands before an @ of a URL may be a password, what stands behind its ? a key."""
    before, at, host = value.rpartition("@")
    scheme = re.match(r"[A-Za-z][A-Za-z+]*://", before)
    shown = f"{scheme[0] if scheme else ''}…@{host}" if at else value
    return re.sub(r"\?.*", "?…", shown, flags=re.DOTALL)
