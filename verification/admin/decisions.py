from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from claims.look_only import EditedInPlace, LookOnlyAdmin, LookOnlyInline, is_at_least
from verification import scales
from verification.admin.blindness import seen_by
from verification.models import (
    Assignment,
    Contact,
    Draft,
    Note,
    Rating,
    SecondReview,
    Verdict,
    VerdictEvidence,
    Verification,
)


@admin.register(Rating)
class RatingAdmin(EditedInPlace):
    """The desk's scale. A step that was used is switched off, never deleted: old verdicts keep it."""

    list_display = ("label", "slug", "value", "colour", "decisive", "position", "active")
    list_editable = ("position", "active")
    list_filter = ("active", "decisive")
    search_fields = ("label", "slug", "explanation")
    prepopulated_fields = {"slug": ("label",)}

    def get_urls(self) -> list[URLPattern]:
        own = path("scale/<slug:name>/", self.admin_site.admin_view(self.scale_view), name="verification_rating_scale")
        return [own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        offered = [(name, label) for name, (label, _steps) in scales.SCALES.items()]
        answer: HttpResponse = super().changelist_view(request, {"scales": offered, **(extra_context or {})})
        return answer

    def scale_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Shows one of the ready scales, and takes it over."""
        if not is_at_least(request, "editor"):
            raise PermissionDenied
        if name not in scales.SCALES:
            raise Http404
        label, steps = scales.SCALES[name]
        if request.method == "POST":
            scales.take_over(name, actor=request.user)
            messages.success(request, _("The desk now rates on the scale of %(label)s.") % {"label": label})
            return redirect("admin:verification_rating_changelist")
        context = {**self.admin_site.each_context(request), "title": label, "label": label, "steps": steps}
        return render(request, "admin/verification/rating/scale.html", context)

    def save_model(self, request: HttpRequest, obj: Rating, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        cache.delete(scales.STEPS_KEY)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Rating | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("label",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Rating | None = None) -> tuple[str, ...]:
        """Exports and other programs know a step by its slug."""
        return ("slug",) if obj else ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, "editor")

    def has_view_permission(self, request: HttpRequest, obj: Rating | None = None) -> bool:
        return is_at_least(request, "editor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, "editor")

    def has_change_permission(self, request: HttpRequest, obj: Rating | None = None) -> bool:
        return is_at_least(request, "editor")

    def has_delete_permission(self, request: HttpRequest, obj: Rating | None = None) -> bool:
        return False


class CitationInline(LookOnlyInline):
    model = VerdictEvidence
    fields = ("position", "evidence")


class OfClaim(LookOnlyAdmin):
    """Rows that belong to a verification: the list names its claim."""

    @admin.display(ordering="verification__claim")
    def claim(self, row: Any) -> str:
        verification: Verification = row.verification
        return verification.claim.statement


@admin.register(Verdict)
class VerdictAdmin(OfClaim):
    """Also an editor may be the second reviewer: what blind second review hides is not here until it ends."""

    list_display = ("id", "claim", "version", "kind", "rating", "reviewer", "created_at")
    list_filter = ("rating", "kind", "reviewer", "created_at")
    list_select_related = ("verification__claim", "rating", "reviewer")
    search_fields = ("verification__claim__statement", "rationale")
    inlines = (CitationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return seen_by(super().get_queryset(request), request.user, "reviewer")


@admin.register(SecondReview)
class SecondReviewAdmin(LookOnlyAdmin):
    list_display = ("id", "claim", "reviewer", "agreed", "rejected", "rating", "created_at")
    list_filter = ("agreed", "rejected", "reviewer", "created_at")
    list_select_related = ("verdict__verification__claim", "reviewer", "rating")
    search_fields = ("verdict__verification__claim__statement", "rationale")

    @admin.display(ordering="verdict__verification__claim")
    def claim(self, review: SecondReview) -> str:
        return review.verdict.verification.claim.statement


@admin.register(Assignment)
class AssignmentAdmin(OfClaim):
    list_display = ("id", "claim", "reviewer", "taken_at", "expires_at", "ended_at", "outcome")
    list_filter = ("outcome", "reviewer", "taken_at")
    list_select_related = ("verification__claim", "reviewer")
    search_fields = ("verification__claim__statement",)


@admin.register(Draft)
class DraftAdmin(OfClaim):
    list_display = ("id", "claim", "author", "saved_at")
    list_filter = ("author",)
    list_select_related = ("verification__claim", "author")
    search_fields = ("verification__claim__statement",)
    least_role = "admin"


@admin.register(Contact)
class ContactAdmin(OfClaim):
    list_display = ("id", "claim", "whom", "way", "asked_at", "deadline", "author")
    list_filter = ("way", "author", "asked_at")
    list_select_related = ("verification__claim", "author")
    search_fields = ("verification__claim__statement", "whom", "question", "answer")


@admin.register(Note)
class NoteAdmin(OfClaim):
    list_display = ("id", "claim", "text", "author", "created_at")
    list_filter = ("author", "created_at")
    list_select_related = ("verification__claim", "author")
    search_fields = ("verification__claim__statement", "text")
