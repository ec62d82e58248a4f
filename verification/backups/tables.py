"""Which tables an archive holds, and their rows as JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import BinaryField, Field, JSONField, Model

VERSION = 1
MANIFEST = "manifest.json"
PEOPLE = User._meta.label
# Live for a day, and only for those who asked here.
NEVER = frozenset(("verification.IdempotencyKey", "verification.ExportJob"))
# What opens doors: in a backup of this desk, never in an export for another one.
SECRET_TABLES = frozenset(
    ("verification.ApiToken", "verification.SecondFactor", "verification.Webhook", "verification.WebhookDelivery")
)
SECRET_COLUMNS: Mapping[str, frozenset[str]] = {PEOPLE: frozenset(("password",))}
NO_PASSWORD = "!"  # noqa: S105 - Django's mark for a person who cannot log in by password
GROUPS = "groups"


def tables(*, secrets: bool) -> list[type[Model]]:
    """Every table of the desk, people first."""
    wanted: list[type[Model]] = [User]
    for app in ("claims", "verification"):
        wanted += apps.get_app_config(app).get_models()
    left_out = NEVER if secrets else NEVER | SECRET_TABLES
    return [model for model in wanted if model._meta.label not in left_out]


def columns(model: type[Model], *, secrets: bool) -> list[Field[Any, Any]]:
    """The columns of one table that go into an archive."""
    secret = frozenset() if secrets else SECRET_COLUMNS.get(model._meta.label, frozenset())
    return [field for field in model._meta.local_concrete_fields if field.attname not in secret]


def written(value: Any) -> Any:
    """A value as orjson can write it; everything but bytes already is."""
    return base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value


def read(field: Field[Any, Any], value: Any) -> Any:
    """The value of ``field`` from what ``written`` made of it."""
    if value is None or isinstance(field, JSONField):
        return value
    return base64.b64decode(value) if isinstance(field, BinaryField) else field.to_python(value)
