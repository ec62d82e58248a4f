from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin
from verification.admin.blindness import seen_by
from verification.models import (
    Document,
    Evidence,
    LibraryCopy,
    LibraryDocument,
    Origin,
    OriginChoice,
    Snapshot,
    SourceBehind,
)


@admin.register(Document)
class DocumentAdmin(LookOnlyAdmin):
    list_display = ("id", "__str__", "publisher", "site", "published_at", "fetched_at")
    list_display_links = ("id", "__str__")
    list_filter = ("fetched_at",)
    search_fields = ("title", "publisher", "canonical_url", "site")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text", "headers")


@admin.register(Snapshot)
class SnapshotAdmin(LookOnlyAdmin):
    list_display = ("id", "sha256", "size", "content_type", "stored_at")
    list_filter = ("content_type", "stored_at")
    search_fields = ("sha256",)
    exclude = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body")


@admin.register(Evidence)
class EvidenceAdmin(LookOnlyAdmin):
    list_display = ("id", "passage", "stance", "score", "mark", "marked_by", "provider", "document", "late")
    list_display_links = ("id", "passage")
    list_filter = ("stance", "mark", "provider", "late", "created_at")
    list_select_related = ("document", "marked_by")
    search_fields = ("passage", "verification__claim__statement", "document__title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).defer("document__text", "document__headers")
        return seen_by(rows, request.user, "marked_by")


@admin.register(Origin)
class OriginAdmin(LookOnlyAdmin):
    list_display = ("id", "verification", "number", "reason", "is_article", "source_behind")
    list_filter = ("is_article",)
    list_select_related = ("verification__claim", "source_behind")
    search_fields = ("verification__claim__statement", "reason")


@admin.register(OriginChoice)
class OriginChoiceAdmin(LookOnlyAdmin):
    list_display = ("id", "verification", "document", "like", "made_by", "made_at")
    list_filter = ("made_at",)
    list_select_related = ("verification__claim", "document", "like", "made_by")
    search_fields = ("verification__claim__statement", "document__title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document__text", "document__headers", "like__text", "like__headers")


@admin.register(SourceBehind)
class SourceBehindAdmin(LookOnlyAdmin):
    list_display = ("id", "name", "verification")
    list_select_related = ("verification__claim",)
    search_fields = ("name",)


@admin.register(LibraryDocument)
class LibraryDocumentAdmin(LookOnlyAdmin):
    list_display = ("id", "__str__", "publisher", "published_at", "source", "added_at")
    list_display_links = ("id", "__str__")
    list_filter = ("added_at",)
    search_fields = ("title", "publisher", "canonical_url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text")


@admin.register(LibraryCopy)
class LibraryCopyAdmin(LookOnlyAdmin):
    list_display = ("document", "snapshot")
    list_select_related = ("document", "snapshot")
    search_fields = ("document__title", "snapshot__sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document__text", "snapshot__body")
