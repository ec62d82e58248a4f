from __future__ import annotations

from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from claims.look_only import LookOnlyAdmin
from verification import second_factor, tokens
from verification.models import ApiToken, IdempotencyKey, SecondFactor


@admin.register(ApiToken)
class ApiTokenAdmin(LookOnlyAdmin):
    """Tokens are made by `manage.py token create`, which shows them once; here they are seen by prefix and revoked."""

    least_role = "admin"
    list_display = ("prefix", "name", "owner", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_filter = ("owner", "revoked_at", "expires_at")
    list_select_related = ("owner",)
    search_fields = ("prefix", "name", "owner__username")
    exclude = ("sha256",)
    actions = ("revoke",)

    @admin.action(description="Revoke the chosen tokens", permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        """Each through the verb, so that the trail has it."""
        for token in chosen:
            tokens.revoke(token, actor=cast(User, request.user))
        messages.success(request, _("The chosen tokens no longer open anything."))


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(LookOnlyAdmin):
    least_role = "admin"
    list_display = ("key", "owner", "status", "created_at")
    list_filter = ("status", "created_at")
    list_select_related = ("owner",)
    search_fields = ("key", "owner__username")
    exclude = ("body",)


@admin.register(SecondFactor)
class SecondFactorAdmin(LookOnlyAdmin):
    """Who has one. Secrets are never shown; an admin takes one away from somebody whose telephone is lost."""

    least_role = "admin"
    list_display = ("person", "confirmed_at", "failures", "not_before")
    list_filter = ("confirmed_at",)
    list_select_related = ("person",)
    search_fields = ("person__username",)
    exclude = ("secret", "recovery", "last_step")
    actions = ("take_away",)

    @admin.action(description="Take the chosen second factors away", permissions=["view"])
    def take_away(self, request: HttpRequest, chosen: QuerySet[SecondFactor]) -> None:
        """Each through the verb, so that the trail has it."""
        for factor in chosen.select_related("person"):
            second_factor.remove(factor.person, actor=cast(User, request.user))
        messages.success(request, _("Their next log-in asks for the password only."))
