"""The admin's lists of what was said and where, and of the people of the desk with their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.look_only import EditedInPlace, LookOnlyAdmin, is_at_least
from claims.models import Article, ArticleVersion, Claim, ClaimEdit, Feed, FeedEntry, RawInput, TipReading
from claims.roles import ROLES, give_role, role_of

if TYPE_CHECKING:  # Django's own classes take no type arguments when they run
    PeopleAdmin = UserAdmin[User]
    ChangeForm = UserChangeForm[User]
    CreationForm = UserCreationForm[User]
else:
    PeopleAdmin, ChangeForm, CreationForm = UserAdmin, UserChangeForm, UserCreationForm

admin.site.site_header = _("Proofdesk administration")
admin.site.site_title = _("Proofdesk")
admin.site.index_title = _("All objects of the desk")
admin.site.enable_nav_sidebar = False  # the breadcrumbs lead back to all lists; the tables need the width
admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(Article)
class ArticleAdmin(LookOnlyAdmin):
    list_display = ("id", "__str__", "state", "publisher", "submitted_by", "published_at", "created_at")
    list_display_links = ("id", "__str__")
    list_filter = ("state", "language", "created_at")
    list_select_related = ("submitted_by",)
    search_fields = ("title", "url", "publisher")
    date_hierarchy = "created_at"


@admin.register(ArticleVersion)
class ArticleVersionAdmin(LookOnlyAdmin):
    list_display = ("id", "article", "number", "splitter_version", "text_sha256", "created_at")
    list_filter = ("splitter_version", "created_at")
    list_select_related = ("article",)
    search_fields = ("article__title", "text_sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text", "raw_text", "sentences", "attributions")


@admin.register(RawInput)
class RawInputAdmin(LookOnlyAdmin):
    list_display = ("id", "article", "kind", "content_type", "filename", "unreadable", "received_at")
    list_filter = ("kind", "unreadable", "received_at")
    list_select_related = ("article",)
    search_fields = ("article__title", "filename", "url", "sha256")
    exclude = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("body")


@admin.register(Claim)
class ClaimAdmin(LookOnlyAdmin):
    list_display = ("id", "statement", "speaker", "attribution", "worth", "ambiguous", "article", "created_at")
    list_display_links = ("id", "statement")
    list_filter = ("attribution", "ambiguous", "created_at")
    list_select_related = ("article",)
    search_fields = ("statement", "speaker", "quote")

    @admin.display(description=_("worth a check"), ordering="checkworthiness")
    def worth(self, claim: Claim) -> str:
        return f"{claim.checkworthiness:.2f}"


@admin.register(TipReading)
class TipReadingAdmin(LookOnlyAdmin):
    list_display = ("id", "claim", "state", "attempts", "losses", "error", "read_at")
    list_filter = ("state", "splitter_version", "read_at")
    list_select_related = ("claim",)
    search_fields = ("claim__statement",)


@admin.register(ClaimEdit)
class ClaimEditAdmin(LookOnlyAdmin):
    list_display = ("id", "claim", "version", "editor", "created_at")
    list_filter = ("editor", "created_at")
    list_select_related = ("claim", "editor")
    search_fields = ("claim__statement",)


@admin.register(Feed)
class FeedAdmin(EditedInPlace):
    """Feeds come in by the page for them too; here editors pause one, or change how often it is asked."""

    list_display = ("id", "__str__", "active", "every_minutes", "polled_at", "next_poll_at", "failures", "error")
    list_display_links = ("id", "__str__")
    list_editable = ("active", "every_minutes")
    list_filter = ("active",)
    search_fields = ("title", "url")
    fields = ("url", "title", "active", "every_minutes")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_at_least(request, "editor")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, "editor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the page for feeds checks the address first

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_at_least(request, "editor")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what came from it names it: it is paused


@admin.register(FeedEntry)
class FeedEntryAdmin(LookOnlyAdmin):
    list_display = ("id", "title", "feed", "article", "duplicate", "error", "seen_at")
    list_display_links = ("id", "title")
    list_filter = ("feed", "duplicate", "seen_at")
    list_select_related = ("feed", "article")
    search_fields = ("title", "url")


class RoleFormMixin(forms.Form):
    """A person has one role; what Django calls groups, staff and superuser follows from it."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *((role, role) for role in ROLES)], required=False)


class PersonChangeForm(RoleFormMixin, ChangeForm):
    """The person as Django has it, and the role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(self.instance)


class PersonCreationForm(RoleFormMixin, CreationForm):
    """A new person needs a name, a password and a role."""


@admin.register(User)
class PersonAdmin(PeopleAdmin):
    """For admins. People are never deleted, since verdicts name them: they are made inactive."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ("username", "role", "email", "is_active", "last_login", "date_joined")
    list_filter = ("groups", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        (_("About"), {"fields": ("first_name", "last_name", "email", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2", "role")}),)
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("role"))
    def role(self, person: User) -> str:
        return role_of(person)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        role = form.cleaned_data.get("role")
        if role and role != role_of(User.objects.get(pk=obj.pk)):
            give_role(obj, role)


@admin.register(Group)
class GroupAdmin(LookOnlyAdmin):
    """The four roles; what each may do stands in verification.permissions."""

    least_role = "admin"
    list_display = ("name",)
    exclude = ("permissions",)
