"""Browsers of people of each role, and what tests read from pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from tests.verification import desk
from verification import reviewing
from verification.models import Evidence, Verification

ROLES = ("", "nobody", "submitter", "reviewer", "editor", "admin")


def client_for(role: str) -> Client:
    """A browser of somebody of that role; "" is not logged in, "nobody" has an account and no role."""
    client = Client()
    if role == "nobody":
        client.force_login(User.objects.create_user(f"nobody{User.objects.count()}"))
    elif role:
        client.force_login(desk.person(role))
    return client


def login(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(answer: Any) -> str:
    return str(answer.content.decode())


def held(reviewer: User) -> tuple[Verification, Evidence, dict[str, Any]]:
    """A claim that the reviewer holds, its evidence, and a form that would be accepted."""
    row = desk.check()
    evidence = desk.evidence(row)
    hold = reviewing.take(row, reviewer=reviewer)
    row = desk.fresh(row)
    form = {
        "rating": "true",
        "rationale": "The county's ledger has the sum.",
        "evidence": [evidence.pk],
        "assignment": hold.pk,
        "version": row.claim.version,
    }
    return row, evidence, form
