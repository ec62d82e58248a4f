from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from claims.errors import InvalidInput, UserError
from claims.look_only import LookOnlyAdmin
from claims.models import FeatureWeight
from verification import refitting
from verification.permissions import may

_FIELD = "weight-"


@admin.register(FeatureWeight)
class FeatureWeightAdmin(LookOnlyAdmin):
    """Editors see every feature with its weight; admins change them, and have them fitted to the desk's decisions."""

    list_display = ("feature", "weight", "why", "changed_by", "changed_at")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """All features in one table instead of the rows that were changed."""
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        if request.method == "POST":
            self._act(request)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Weights of check-worthiness"),
            "opts": self.model._meta,
            "lines": refitting.lines(),
            "standing": refitting.standing(),
            "may_change": may(cast(User, request.user), "administer"),
        }
        return TemplateResponse(request, "admin/weights.html", context)

    def _act(self, request: HttpRequest) -> None:
        person = cast(User, request.user)
        try:
            if request.POST.get("do") == "save":
                changed = refitting.change(_typed(request), actor=person, why=request.POST.get("why", "").strip())
                messages.success(request, _saved(len(changed)))
                return
            dry_run = request.POST.get("do") != "refit"
            found = refitting.refit(actor=person, dry_run=dry_run)
        except UserError as error:
            messages.error(request, error.message)
            return
        figures = _("Surprise %(s0).3f → %(s1).3f (less is better), pairs in the right order %(o0).3f → %(o1).3f.") % {
            "s0": found.before.surprise,
            "s1": found.after.surprise,
            "o0": found.before.order,
            "o1": found.after.order,
        }
        level = messages.SUCCESS if found.applied else messages.INFO
        messages.add_message(request, level, f"{refitting.said(found, dry_run=dry_run)} {figures}")


def _typed(request: HttpRequest) -> dict[str, float]:
    """The weights of the form; those of fields left empty are the shipped ones again."""
    shipped = {line.feature: line.shipped for line in refitting.lines()}
    found: dict[str, float] = {}
    for name in shipped:
        typed = request.POST.get(_FIELD + name)
        if typed is None:
            continue
        try:
            found[name] = float(typed.strip().replace(",", ".").replace("−", "-")) if typed.strip() else shipped[name]
        except ValueError as error:
            wrong = _("“%(typed)s” is not a number. No weight was changed.") % {"typed": typed[:40]}
            raise InvalidInput(wrong, fields={name: wrong}) from error
    return found


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing was changed: every weight is as it was.")
    return _("%(n)d weights changed. New articles are split with them; scores given before stay.") % {"n": changed}
