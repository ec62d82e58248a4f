"""The places that claims are asked of. A new one is one file here and one line below; docs/providers.md shows how."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from verification.providers.base import Answer, Hit, Provider, ProviderError, Question
from verification.providers.brave import Brave
from verification.providers.crossref import Crossref
from verification.providers.gdelt import Gdelt
from verification.providers.google_factcheck import GoogleFactCheck
from verification.providers.library import Library
from verification.providers.openalex import OpenAlex
from verification.providers.searxng import Searxng
from verification.providers.wikipedia import Wikipedia

PROVIDERS: dict[str, type[Provider]] = {
    provider.name: provider
    for provider in (Library, Wikipedia, Gdelt, GoogleFactCheck, Searxng, Crossref, OpenAlex, Brave)
}


def enabled() -> list[Provider]:
    """The providers of the setting ``PROVIDERS``, in its order. Raises ImproperlyConfigured for an unknown name."""
    found: list[Provider] = []
    for name in settings.PROVIDERS:
        if name not in PROVIDERS:
            known = ", ".join(sorted(PROVIDERS))
            raise ImproperlyConfigured(f"PROVIDERS names “{name}”, which is not a provider. Known are: {known}.")
        found.append(PROVIDERS[name]())
    return found


__all__ = ["PROVIDERS", "Answer", "Hit", "Provider", "ProviderError", "Question", "enabled"]
