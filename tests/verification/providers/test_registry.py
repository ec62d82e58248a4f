"""Which providers are asked is a setting."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from verification.providers import PROVIDERS, enabled


def test_enabled_follows_the_setting(settings):
    settings.PROVIDERS = ["wikipedia", "library"]
    assert [provider.name for provider in enabled()] == ["wikipedia", "library"]


def test_an_unknown_name_says_which_are_known(settings):
    settings.PROVIDERS = ["library", "altavista"]
    with pytest.raises(ImproperlyConfigured, match=r"altavista.*library"):
        enabled()


def test_every_provider_is_described():
    for name, provider in PROVIDERS.items():
        assert provider.name == name
        assert provider.label
        assert provider.kind in ("library", "web", "encyclopedia", "news", "scholar", "factchecks")
