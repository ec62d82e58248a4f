from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin
from verification.models import EarlierClaim, SeenBefore, TextChange


@admin.register(EarlierClaim)
class EarlierClaimAdmin(LookOnlyAdmin):
    list_display = ("id", "statement", "rating", "publisher", "published_at", "source")
    list_display_links = ("id", "statement")
    list_filter = ("language", "added_at")
    search_fields = ("statement", "title", "speaker", "publisher", "url")
    exclude = ("vectors",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("vectors")


@admin.register(SeenBefore)
class SeenBeforeAdmin(LookOnlyAdmin):
    list_display = ("id", "verification", "earlier", "score", "sure", "answer", "answered_by", "created_at")
    list_filter = ("answer", "sure", "created_at")
    list_select_related = ("verification__claim", "earlier", "answered_by")
    search_fields = ("verification__claim__statement", "earlier__statement")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("earlier__vectors")


@admin.register(TextChange)
class TextChangeAdmin(LookOnlyAdmin):
    list_display = ("id", "verification", "version", "gone", "raised_at", "seen_at", "seen_by")
    list_filter = ("gone", "raised_at")
    list_select_related = ("verification__claim", "version__article", "seen_by")
    search_fields = ("verification__claim__statement", "before", "after")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("version__text", "version__raw_text")
