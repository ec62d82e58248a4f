"""The second factor of a log-in: six digits from an app (TOTP, RFC 6238), or one of ten recovery codes.

1. ``begin`` makes a secret, which counts for nothing until a code made from it has come back.
2. ``confirm`` takes that first code and hands out the recovery codes, once; only their hashes are kept.
3. ``check`` takes a code at the log-in. A code counts once; wrong ones make the next try wait, longer each time.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import pyotp
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.clock import now
from claims.errors import Conflict
from claims.roles import Actor, at_least, role_of
from verification import audit
from verification.models import SecondFactor

STEP = "second_step"  # the session's word on it: absent, or one of these
DUE, PASSED = "due", "passed"

STEP_SECONDS = 30
LEEWAY_STEPS = 1  # clocks of telephones drift
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
FREE_TRIES = 5
FIRST_WAIT = 15.0
LONGEST_WAIT = 3600.0


def is_demanded(person: User) -> bool:
    """Whether the desk demands a second factor of this person: of editors and admins, when the setting says so."""
    return settings.SECOND_FACTOR == "required" and at_least(role_of(person), "editor")


def has(person: User) -> bool:
    """Whether the person has confirmed a second factor."""
    return SecondFactor.objects.filter(person=person, confirmed_at__isnull=False).exists()


def begin(person: User) -> SecondFactor:
    """The person's factor that waits for its first code; made if there is none. Raises Conflict if one is confirmed."""
    factor, _ = SecondFactor.objects.get_or_create(person=person, defaults={"secret": pyotp.random_base32()})
    if factor.confirmed_at is not None:
        raise Conflict("You have a second factor already. Remove it first to set up another.")
    return factor


def address_for_app(factor: SecondFactor) -> str:
    """The ``otpauth://`` address that an app reads from a picture."""
    name = factor.person.get_username()
    return pyotp.TOTP(factor.secret).provisioning_uri(name=name, issuer_name=settings.DESK_NAME)


def confirm(person: User, code: str) -> list[str] | None:
    """Ends the set-up with a first code; the recovery codes, or None when the code is wrong."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().get(person=person, confirmed_at__isnull=True)
        _wait_out(factor)
        if not _spend(factor, code):
            return None
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        factor.recovery = [_digest(one) for one in codes]
        factor.confirmed_at = now()
        factor.save()
        audit.append(person, audit.Act("second_factor_added", "user", person.pk))
    return codes


def check(person: User, code: str) -> bool:
    """Whether ``code`` opens the door, which spends it. Raises Conflict while the person has to wait."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(person=person, confirmed_at__isnull=False).first()
        if factor is None:
            return False
        _wait_out(factor)
        return _spend(factor, code)


def remove(person: User, *, actor: Actor) -> bool:
    """Takes the person's second factor away (a lost telephone, another app); False when there was none."""
    with transaction.atomic():
        gone, _ = SecondFactor.objects.filter(person=person).delete()
        if gone:
            audit.append(actor, audit.Act("second_factor_removed", "user", person.pk))
    return bool(gone)


def _wait_out(factor: SecondFactor) -> None:
    if factor.not_before is not None and factor.not_before > now():
        seconds = int((factor.not_before - now()).total_seconds()) + 1
        raise Conflict(f"Too many wrong codes. Wait {seconds} seconds, then try again.", code="too_many")


def _spend(factor: SecondFactor, code: str) -> bool:
    """Marks the code as used, or counts a wrong try; the row is saved either way."""
    code = "".join(code.split()).lower()
    step = _step_of(factor, code)
    digest = _digest(code)
    right = step is not None or digest in factor.recovery
    if step is not None:
        factor.last_step = step
    elif right:
        factor.recovery = [kept for kept in factor.recovery if kept != digest]
    factor.failures = 0 if right else factor.failures + 1
    factor.not_before = None
    if factor.failures >= FREE_TRIES:
        # The exponent stays small: a counter that somebody drives up for years must not overflow a float.
        wait = min(FIRST_WAIT * 2 ** min(factor.failures - FREE_TRIES, 20), LONGEST_WAIT)
        factor.not_before = now() + timedelta(seconds=wait)
    factor.save()
    return right


def _step_of(factor: SecondFactor, code: str) -> int | None:
    """The time step that the code belongs to, if it was not used before."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    current = int(now().timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(factor.secret)
    for step in range(current - LEEWAY_STEPS, current + LEEWAY_STEPS + 1):
        if step > factor.last_step and secrets.compare_digest(app.generate_otp(step), code):
            return step
    return None


def _recovery_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _digest(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").encode()).hexdigest()
