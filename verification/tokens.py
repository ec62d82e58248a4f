"""Bearer tokens: ``pd_`` and 256 random bits, shown once, kept only as their SHA-256.

A token acts for its owner: an act needs the token's scope and the owner's role. It ends by its date, by being
revoked, or with its owner's account.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from claims.cleaning import clean_text
from claims.clock import now
from claims.errors import InvalidInput
from claims.roles import at_least, role_of
from verification import audit
from verification.models import ApiToken
from verification.permissions import SCOPE_ROLE, SCOPES

PREFIX = "pd_"
SHOWN = 11
LONGEST = 200
LAST_USE_GRAIN = timedelta(minutes=1)
LONGEST_LIFE = 3650


def create_token(
    owner: User, *, scopes: Iterable[str], expires_days: int | None = None, name: str = "", actor: User | None = None
) -> tuple[ApiToken, str]:
    """A new token of ``owner`` and its secret, which is never to be had again. Raises InvalidInput."""
    wanted = list(dict.fromkeys(scopes))
    if not wanted:
        raise InvalidInput("Name at least one scope.", fields={"scope": f"One or more of {', '.join(SCOPES)}."})
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown:
        raise InvalidInput(
            f"“{unknown[0]}” is not a scope. Known are: {', '.join(SCOPES)}.",
            fields={"scope": f"One or more of {', '.join(SCOPES)}."},
        )
    role = role_of(owner)
    beyond = [scope for scope in wanted if not at_least(role, SCOPE_ROLE[scope])]
    if beyond:
        raise InvalidInput(
            f"The scope {beyond[0]} needs the role {SCOPE_ROLE[beyond[0]]}; {owner.get_username()} is "
            f"{role or 'without a role'}. Leave it out, or change the role first.",
            fields={"scope": f"{beyond[0]} is beyond this person's role."},
        )
    if expires_days is not None and not 1 <= expires_days <= LONGEST_LIFE:
        raise InvalidInput(
            f"A token can live for 1 to {LONGEST_LIFE} days.", fields={"expires": f"1 to {LONGEST_LIFE} days."}
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            owner=owner,
            name=clean_text(name, max_length=100),
            prefix=secret[:SHOWN],
            sha256=_digest(secret),
            scopes=wanted,
            expires_at=now() + timedelta(days=expires_days) if expires_days else None,
        )
        act = audit.Act("token_created", "token", token.pk, data={"owner": owner.pk, "scopes": wanted})
        audit.append(actor, act)
    return token, secret


def find_token(secret: str) -> ApiToken | None:
    """The live token with this secret, with its owner and their groups loaded; None when there is none."""
    if not secret.startswith(PREFIX) or len(secret) > LONGEST or not secret.isascii():
        return None
    alive = Q(revoked_at__isnull=True) & (Q(expires_at__isnull=True) | Q(expires_at__gt=now()))
    tokens = ApiToken.objects.filter(alive, sha256=_digest(secret), owner__is_active=True)
    token = tokens.select_related("owner").prefetch_related("owner__groups").first()
    if token is not None and (token.last_used_at is None or token.last_used_at < now() - LAST_USE_GRAIN):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
    return token


def revoke(token: ApiToken, *, actor: User | None) -> None:
    """Ends a token at once; it stays in the list as revoked."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now()):
            audit.append(actor, audit.Act("token_revoked", "token", token.pk, data={"owner": token.owner_id}))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
