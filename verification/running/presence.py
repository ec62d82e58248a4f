"""Which workers are there, as the broker knows: each says so every few seconds, and is forgotten when it stops."""

from __future__ import annotations

from redis.exceptions import RedisError

from claims.broker import client

EVERY_SECONDS = 5.0
FORGOTTEN_SECONDS = 20
KINDS = ("split", "gather")
_KEY = "proofdesk:present:{}"


def say_present(kind: str) -> None:
    """Says that a worker of this kind is there; a broker that is away is not told."""
    try:
        client().set(_KEY.format(kind), "1", ex=FORGOTTEN_SECONDS)
    except RedisError:
        return  # whoever asks finds the broker away, which says more


def away() -> list[str]:
    """The names of what is away: "broker", or the kinds of workers that have not been heard of lately."""
    try:
        heard = client().mget([_KEY.format(kind) for kind in KINDS])
    except RedisError:
        return ["broker"]
    return [f"{kind} worker" for kind, word in zip(KINDS, heard, strict=True) if word is None]
