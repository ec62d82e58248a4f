from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.look_only import LookOnlyAdmin
from verification.models import KeptAnswer, ProviderDay


@admin.register(ProviderDay)
class ProviderDayAdmin(LookOnlyAdmin):
    list_display = ("day", "provider", "questions")
    list_filter = ("provider", "day")
    search_fields = ("provider",)


@admin.register(KeptAnswer)
class KeptAnswerAdmin(LookOnlyAdmin):
    list_display = ("id", "provider", "asked_at", "raw_sha256")
    list_filter = ("provider", "asked_at")
    search_fields = ("provider", "raw_sha256")
    exclude = ("answer", "raw")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("answer", "raw")
