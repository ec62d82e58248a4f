from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from claims.errors import Conflict
from claims.look_only import LookOnlyAdmin, LookOnlyInline
from verification import webhooks
from verification.models import Webhook, WebhookDelivery

LOGGED = ("event", "state", "status", "attempts", "next_try_at", "error", "created_at", "updated_at")


class DeliveryInline(LookOnlyInline):
    """The last deliveries of one webhook."""

    model = WebhookDelivery
    fields = readonly_fields = LOGGED
    show_change_link = True
    last = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        newest = rows.order_by("-id").values("pk")
        if request.resolver_match and (hook := request.resolver_match.kwargs.get("object_id")):
            newest = newest.filter(webhook=hook)
        return rows.filter(pk__in=list(newest[: self.last].values_list("pk", flat=True))).defer("body")


@admin.register(Webhook)
class WebhookAdmin(LookOnlyAdmin):
    """Made and removed by the API; here they are seen with what they were sent, switched off, and on again."""

    least_role = "admin"
    list_display = ("id", "url", "events", "active", "failures", "disabled_reason", "created_by")
    list_display_links = ("id", "url")
    list_filter = ("active",)
    list_select_related = ("created_by",)
    search_fields = ("url",)
    exclude = ("secret",)
    inlines = (DeliveryInline,)
    actions = ("switch_on", "switch_off")

    @admin.action(description="Switch the chosen webhooks on, and send what they are owed", permissions=["view"])
    def switch_on(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        """Each through the verb, so that the trail has it."""
        for hook in chosen:
            webhooks.switch(hook, on=True, actor=cast(User, request.user))
        messages.success(request, _("The chosen webhooks are told of events again."))

    @admin.action(description="Switch the chosen webhooks off", permissions=["view"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        """Each through the verb, so that the trail has it."""
        for hook in chosen:
            webhooks.switch(hook, on=False, actor=cast(User, request.user))
        messages.success(request, _("The chosen webhooks are told of nothing."))


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(LookOnlyAdmin):
    """The log of what was sent, with the answer's status, and when the next try is due."""

    least_role = "admin"
    list_display = ("id", "webhook", *LOGGED)
    list_filter = ("state", "event", "webhook", "created_at")
    list_select_related = ("webhook",)
    search_fields = ("event_id", "webhook__url")
    exclude = ("lease_token",)
    actions = ("resend",)

    @admin.action(description="Send the chosen deliveries again", permissions=["view"])
    def resend(self, request: HttpRequest, chosen: QuerySet[WebhookDelivery]) -> None:
        """Those that have ended; the receiver knows a repeat by its webhook-id."""
        sent, refused = _each(chosen, lambda delivery: webhooks.resend(delivery, actor=cast(User, request.user)))
        if sent:
            messages.success(request, _("%(number)s deliveries are sent again.") % {"number": sent})
        for why in sorted(refused):
            messages.warning(request, why)


def _each(chosen: QuerySet[WebhookDelivery], act: Callable[[WebhookDelivery], None]) -> tuple[int, set[str]]:
    done, refused = 0, set()
    for delivery in chosen:
        try:
            act(delivery)
            done += 1
        except Conflict as error:
            refused.add(error.message)
    return done, refused
