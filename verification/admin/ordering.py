"""What sorts the queue, for editors: the weights of the rank, and the desk's topics."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.look_only import EditedInPlace, is_at_least
from verification import priority
from verification.models import RankWeight, Topic

MEANS = {
    "worth": _("how likely it is worth checking"),
    "reach": _("in how many places it was seen: copies of the article, claims merged into it"),
    "age": _("how long ago it was published; halves in a week"),
    "disagreement": _("how evenly supporting and refuting origins balance"),
    "repeat": _("how likely it says what an earlier claim said"),
}


class OfEditors(EditedInPlace):
    """Editors see and change the rows that are there."""

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


@admin.register(RankWeight)
class RankWeightAdmin(OfEditors):
    """A claim's rank is the product of its factors, each to the power of its weight."""

    list_display = ("factor", "means", "weight")
    list_editable = ("weight",)
    readonly_fields = ("factor",)
    fields = ("factor", "weight")

    @admin.display(description=_("measures"))
    def means(self, row: RankWeight) -> str:
        return str(MEANS.get(row.factor, ""))

    def save_model(self, request: HttpRequest, obj: RankWeight, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        priority.rank_all_soon()


@admin.register(Topic)
class TopicAdmin(OfEditors):
    """New claims are given a topic by its words; one that was used is switched off, never deleted."""

    list_display = ("name", "slug", "active", "position")
    list_editable = ("active", "position")
    list_filter = ("active",)
    search_fields = ("name", "slug", "words")
    prepopulated_fields = {"slug": ("name",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, "editor")

    def get_readonly_fields(self, request: HttpRequest, obj: Topic | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Topic | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}
