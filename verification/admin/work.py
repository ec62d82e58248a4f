from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin, LookOnlyInline
from verification.models import ExportJob, Search, Verification


class SearchInline(LookOnlyInline):
    model = Search
    fields = ("provider", "generation", "state", "found", "attempts", "next_try_at", "error")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Search]:
        rows: QuerySet[Search] = super().get_queryset(request)
        return rows.defer("raw")


@admin.register(Verification)
class VerificationAdmin(LookOnlyAdmin):
    list_display = (
        "id",
        "claim",
        "number",
        "is_current",
        "state",
        "priority",
        "disputed",
        "published_at",
        "updated_at",
    )
    list_display_links = ("id", "claim")
    list_filter = ("state", "is_current", "disputed", "published_at")
    list_select_related = ("claim",)
    search_fields = ("claim__statement", "claim__speaker", "slug")
    inlines = (SearchInline,)


@admin.register(Search)
class SearchAdmin(LookOnlyAdmin):
    list_display = ("id", "claim", "provider", "generation", "state", "found", "attempts", "next_try_at", "error")
    list_filter = ("state", "provider", "updated_at")
    list_select_related = ("verification__claim",)
    search_fields = ("verification__claim__statement", "error")
    exclude = ("raw", "lease_token")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("raw")

    @admin.display(ordering="verification__claim")
    def claim(self, search: Search) -> str:
        return search.verification.claim.statement


@admin.register(ExportJob)
class ExportJobAdmin(LookOnlyAdmin):
    least_role = "admin"
    list_display = ("id", "kind", "file_format", "owner", "state", "rows", "total", "size", "created_at", "expires_at")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("owner",)
    search_fields = ("owner__username", "kind")
    exclude = ("secret", "lease_token")
