from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin
from verification.admin.blindness import acts_seen_by
from verification.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnlyAdmin):
    list_display = ("seq", "at", "actor_name", "verb", "object_type", "object_id", "claim_id", "data")
    list_filter = ("verb", "object_type", "at")
    search_fields = ("actor_name", "verb", "=claim_id", "=object_id")
    exclude = ("salt",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return acts_seen_by(super().get_queryset(request), request.user)
