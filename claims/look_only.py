"""Lists of the admin that show and change nothing: what goes round the verbs would go round the trail too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from claims.roles import at_least, role_of

if TYPE_CHECKING:  # Django's own classes take no type arguments when they run
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


def is_at_least(request: HttpRequest, role: str) -> bool:
    """Whether the person's role is ``role`` or more; one query a request, however often it is asked."""
    if request.user.is_authenticated:
        prefetch_related_objects([request.user], "groups")
    return at_least(role_of(request.user), role)


class LookOnlyAdmin(ModelAdmin):
    """For ``least_role`` and above to look at; nobody adds, changes or deletes here."""

    least_role = "editor"
    list_per_page = 50
    show_full_result_count = False
    actions: Any = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, self.least_role)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, self.least_role)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LabelledForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a list that is edited in place: its fields have no label to be seen, so that each is told by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance}"


class EditedInPlace(ModelAdmin):
    """A list with ``list_editable``."""

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": LabelledForm, **kwargs})


class LookOnlyInline(TabularInline):
    """Rows of another table on an object's page, to look at."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, "editor")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
