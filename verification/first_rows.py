"""The rows that every desk starts with: a rating scale, standards, topics, weights of the rank, the four roles, the
head of the audit chain.

Written after each ``migrate``, and only where nothing is: a desk that changed its scale keeps it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.utils.translation import gettext_noop

from claims.roles import ROLES
from verification.first_topics import TOPICS
from verification.models import AuditHead, RankWeight, Rating, Standard, Topic
from verification.priority import WEIGHTS

RATINGS: list[tuple[str, str, int | None, str, str, str]] = [
    ("true", "True", 5, gettext_noop("The claim is accurate, and nothing important is missing."), "Wahr", "Vrai"),
    (
        "mostly-true",
        "Mostly true",
        4,
        gettext_noop("The claim is accurate, but needs clarification."),
        "Überwiegend wahr",
        "Plutôt vrai",
    ),
    (
        "half-true",
        "Half true",
        3,
        gettext_noop("The claim is partly accurate, but leaves out important details."),
        "Halb wahr",
        "À moitié vrai",
    ),
    (
        "mostly-false",
        "Mostly false",
        2,
        gettext_noop("The claim holds a grain of truth, but gives a wrong impression."),
        "Überwiegend falsch",
        "Plutôt faux",
    ),
    ("false", "False", 1, gettext_noop("The claim is not accurate."), "Falsch", "Faux"),
    (
        "unproven",
        "Unproven",
        None,
        gettext_noop("The evidence found neither supports nor refutes the claim."),
        "Unbelegt",
        "Non prouvé",
    ),
]
# After the codes of the IFCN and the EFCSN; verification.reviewing.standards checks them by these names.
STANDARDS = [
    ("primary", gettext_noop("a primary source cited")),
    ("origins", gettext_noop("two independent origins cited")),
    ("sides", gettext_noop("both sides cited, where both were found")),
    ("contact", gettext_noop("the claimant asked")),
]


def write_first_rows(**kwargs: Any) -> None:
    """Receives Django's ``post_migrate``, also after a migration back to where there are no tables."""
    tables = connection.introspection.table_names()
    if Standard._meta.db_table not in tables:
        return
    for name in ROLES:
        Group.objects.get_or_create(name=name)
    AuditHead.objects.get_or_create(pk=1)
    if not Rating.objects.exists():
        Rating.objects.bulk_create(
            Rating(
                slug=slug,
                label=label,
                value=value,
                explanation=why,
                decisive=value is not None,
                translations={"de": de, "fr": fr},
                position=position,
            )
            for position, (slug, label, value, why, de, fr) in enumerate(RATINGS)
        )
    if not Standard.objects.exists():
        Standard.objects.bulk_create(
            Standard(name=name, words=words, position=position) for position, (name, words) in enumerate(STANDARDS)
        )
    if Topic._meta.db_table in tables:
        _write_order()


def _write_order() -> None:
    if not Topic.objects.exists():
        Topic.objects.bulk_create(
            Topic(slug=slug, name=name, translations={"de": de, "fr": fr}, words=words, position=position)
            for position, (slug, name, de, fr, words) in enumerate(TOPICS)
        )
    known = set(RankWeight.objects.values_list("factor", flat=True))
    RankWeight.objects.bulk_create(
        RankWeight(factor=name, weight=weight, position=position)
        for position, (name, weight) in enumerate(WEIGHTS.items())
        if name not in known
    )
