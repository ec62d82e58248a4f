from __future__ import annotations

from django.contrib import admin

from claims.look_only import LookOnlyAdmin
from verification.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(LookOnlyAdmin):
    list_display = ("seq", "at", "actor_name", "verb", "object_type", "object_id", "claim_id", "data")
    list_filter = ("verb", "object_type", "at")
    search_fields = ("actor_name", "verb", "=claim_id", "=object_id")
    exclude = ("salt",)
