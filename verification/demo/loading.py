"""Puts the demo desk into the database; what is there already stays as it is."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from claims import intake
from claims.fetching import canonical_url
from claims.models import Article
from claims.roles import give_role
from verification.library import loading as library

FOLDER = Path(__file__).parent
PEOPLE = {
    "submitter": "submitter",
    "reviewer": "reviewer",
    "second": "reviewer",
    "editor": "editor",
    "admin": "admin",
}
ARTICLES = {
    "courier.html": "https://kelmouth-courier.example/news/council-votes-to-close-swing-bridge",
    "northshore.txt": "https://northshore-post.example/2026/10/06/kelmouth-bridge-to-shut",
    "tideline.txt": "https://tideline-magazine.example/issue-31/a-town-cut-in-two",
}


@dataclass(frozen=True, slots=True)
class LogIn:
    """A demo account. ``password`` is the one that it was made with."""

    name: str
    role: str
    password: str


def load_people(kept: Path) -> list[LogIn]:
    """One account a role, and a second reviewer; the passwords are random and kept in the file ``kept`` (0600)."""
    passwords = _passwords(kept)
    for name, role in PEOPLE.items():
        person, made = User.objects.get_or_create(username=name)
        if made or name not in passwords:
            passwords.setdefault(name, secrets.token_urlsafe(9))
            with transaction.atomic():
                person.set_password(passwords[name])
                person.save()
                give_role(person, role)
            _keep(kept, passwords)
    return [LogIn(name, role, passwords[name]) for name, role in PEOPLE.items()]


def load_desk() -> int:
    """The library's documents and the three articles; returns how many articles are new."""
    library.load([FOLDER / "library.jsonl"])
    submitter = User.objects.get(username="submitter")
    known = set(Article.objects.filter(canonical_url__isnull=False).values_list("canonical_url", flat=True))
    new = {file: url for file, url in ARTICLES.items() if canonical_url(url) not in known}
    for file, url in new.items():
        body = (FOLDER / "articles" / file).read_text(encoding="utf-8")
        if file.endswith(".html"):
            intake.submit(actor=submitter, url=url, html=body)
        else:
            intake.submit(actor=submitter, url=url, text=body)
    return len(new)


def _passwords(kept: Path) -> dict[str, str]:
    try:
        return dict(json.loads(kept.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def _keep(kept: Path, passwords: dict[str, str]) -> None:
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=1)
