from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin
from verification.models import Capture, LibraryVectors, Risk, Visit


class _OfADocument(LookOnlyAdmin):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document__text", "document__headers")


@admin.register(Capture)
class CaptureAdmin(_OfADocument):
    list_display = ("id", "document", "state", "url", "attempts", "error", "created_at")
    list_filter = ("state", "created_at")
    list_select_related = ("document",)
    search_fields = ("document__title", "document__canonical_url", "url")


@admin.register(Visit)
class VisitAdmin(_OfADocument):
    list_display = ("id", "document", "state", "visited_at", "next_try_at", "failures")
    list_filter = ("state", "visited_at")
    list_select_related = ("document",)
    search_fields = ("document__title", "document__canonical_url")


@admin.register(Risk)
class RiskAdmin(_OfADocument):
    list_display = ("id", "danger", "document", "verification", "raised_at", "ended_at")
    list_filter = ("danger", "raised_at", "ended_at")
    list_select_related = ("document", "verification__claim")
    search_fields = ("document__title", "document__canonical_url", "verification__claim__statement", "detail")


@admin.register(LibraryVectors)
class LibraryVectorsAdmin(LookOnlyAdmin):
    list_display = ("document", "model")
    list_filter = ("model",)
    list_select_related = ("document",)
    search_fields = ("document__title", "document__canonical_url")
    exclude = ("vectors",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("vectors", "document__text")
