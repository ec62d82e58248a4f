"""One spelling for one page, and the publisher's domain that a page belongs to."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from courlan.clean import normalize_url
from tldextract import TLDExtract
from url_normalize import url_normalize

from claims.fetching.addresses import ascii_host, refused

_loading = threading.Lock()
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")  # what people type: example.org/page


def canonical_url(url: str) -> str:
    """The address without fragment, tracking parameters and needless spelling; raises ``FetchError`` (refused).

    Works on the string alone: nothing is resolved or fetched. Canonicalising twice changes nothing.
    """
    url = url.strip()
    if not _SCHEME.match(url) and _BARE.match(url):
        url = f"https://{url}"
    parts = _parts(url)
    if parts.scheme.lower() not in ("http", "https"):
        raise refused("Only addresses that begin with http:// or https:// are accepted.")
    if "@" in parts.netloc:
        raise refused("The address contains a user name or password. Remove it and try again.")
    ascii_host(parts.hostname or "")
    try:
        tidy = url_normalize(urlunsplit(parts._replace(fragment=""))) or ""
        cleaned = _parts(str(normalize_url(tidy)))
    except (ValueError, AttributeError, IndexError) as error:
        raise refused("This is not a web address that can be read. Check it and try again.") from error
    host = _parts(tidy).netloc  # courlan turns punycode back; the ASCII form is the one to keep
    return urlunsplit((cleaned.scheme, host.removesuffix("."), cleaned.path or "/", cleaned.query, ""))


def site_of(url: str) -> str:
    """The registered domain of ``url`` (``bbc.co.uk``), blogs on shared hosts counting apart; else the host itself."""
    try:
        host = (urlsplit(url if "://" in url else f"https://{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    with _loading:
        suffixes = _suffixes()
    found = suffixes(host)
    return (found.top_domain_under_public_suffix or host).lower()


@lru_cache(maxsize=1)
def _suffixes() -> TLDExtract:
    """The list that comes with the package: never the network, never a cache directory.

    It is read at the first host that is asked about, in some 35 ms; thirty first hosts would read it thirty times.
    """
    suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    suffixes("example.org")
    return suffixes


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise refused("This is not a web address that can be read. Check it and try again.") from error
