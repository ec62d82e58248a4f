"""Whether a paper was taken back since: asked of Crossref (records that update it) and, with a key, of OpenAlex."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from verification.providers.base import ProviderError, ask_json, setting

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_TAKEN_BACK = {"retraction", "withdrawal", "removal"}


def doi_of(url: str) -> str:
    """The DOI in the address of a paper, lower case; empty where there is none."""
    parts = urlsplit(url)
    found = _DOI.search(unquote(parts.path))
    return found.group().rstrip("/.").lower() if found and parts.netloc.endswith("doi.org") else ""


def retraction_of(doi: str) -> str:
    """In plain words who took the paper back and where that is said; empty where nobody did. Raises ProviderError."""
    answer, _ = ask_json(
        "Crossref",
        f"{setting('CROSSREF_URL', 'https://api.crossref.org')}/works",
        {"filter": f"updates:{doi}", "rows": 20, "select": "DOI,update-to"},
    )
    message = answer.get("message")
    items = message.get("items") if isinstance(message, dict) else None
    for notice in items if isinstance(items, list) else []:
        for update in _updates(notice):
            if str(update.get("DOI", "")).lower() == doi and update.get("type") in _TAKEN_BACK:
                return f"Crossref names a {update['type']} notice: https://doi.org/{notice.get('DOI')}."
    return _in_openalex(doi)


def _updates(notice: object) -> list[dict[str, Any]]:
    updates = notice.get("update-to") if isinstance(notice, dict) else None
    return [update for update in updates if isinstance(update, dict)] if isinstance(updates, list) else []


def _in_openalex(doi: str) -> str:
    key = setting("OPENALEX_KEY")
    if not key:
        return ""
    base = setting("OPENALEX_URL", "https://api.openalex.org")
    try:
        work, _ = ask_json("OpenAlex", f"{base}/works/doi:{quote(doi)}", {"api_key": key}, secrets=(key,))
    except ProviderError as error:
        if error.kind == "bad_request":  # it does not know every paper
            return ""
        raise
    return "OpenAlex marks the paper as retracted." if work.get("is_retracted") is True else ""
