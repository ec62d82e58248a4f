from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.look_only import EditedInPlace, LookOnlyAdmin, is_at_least
from verification.models import Deed, SavedView, Seat, Standard


@admin.register(Standard)
class StandardAdmin(EditedInPlace):
    """What the desk asks of a verdict. The names are those that the code can check; the words are the desk's own."""

    list_display = ("name", "words", "active", "required", "position")
    list_editable = ("words", "active", "required", "position")
    search_fields = ("name", "words")
    readonly_fields = ("name",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, "editor")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, "editor")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, "editor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SavedView)
class SavedViewAdmin(LookOnlyAdmin):
    list_display = ("name", "person", "query", "shared", "created_at")
    list_filter = ("shared", "person")
    list_select_related = ("person",)
    search_fields = ("name", "query", "person__username")


@admin.register(Seat)
class SeatAdmin(LookOnlyAdmin):
    least_role = "admin"
    list_display = ("person", "looked_at", "digest", "digest_sent_at")
    list_filter = ("digest",)
    list_select_related = ("person",)
    search_fields = ("person__username",)


@admin.register(Deed)
class DeedAdmin(LookOnlyAdmin):
    least_role = "admin"
    list_display = ("id", "person", "verb", "done_at", "undone_at")
    list_filter = ("verb", "person", "done_at")
    list_select_related = ("person",)
    search_fields = ("person__username",)
