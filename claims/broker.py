"""The broker as a store of small common facts, for what is neither owed nor lost with it."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from redis import Redis


@cache
def client() -> Redis:
    """A client in a hurry: whoever asks must go on when the broker is frozen or away (RedisError)."""
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    return Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=0.5)
