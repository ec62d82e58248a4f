"""One's own page, and for admins the people of the desk: who is here, invitations, roles."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.clock import now
from claims.errors import Conflict, InvalidInput
from claims.roles import ROLES, give_role, role_of
from verification import audit, notifying
from verification.forms import InviteForm
from verification.models import CLOSED, Assignment, Draft, Seat, State, Verdict, Verification
from verification.views.access import DeskRequest, desk

SHOWN = 50


@desk()
def me(request: DeskRequest) -> HttpResponse:
    """What was given to me and by when, what I hold, what I began and did not send, my latest verdicts."""
    person = request.user
    todo = Verification.objects.filter(assigned_to=person, is_current=True).exclude(
        state__in=[*CLOSED, State.DECIDED, State.CORRECTING]
    )
    drafts = Draft.objects.filter(author=person, verification__state__in=[State.OPEN, State.IN_REVIEW])
    context = {
        "section": "me",
        "now": now(),
        "todo": todo.select_related("claim").order_by("due_at", "-priority")[:SHOWN],
        "holds": Assignment.objects.filter(reviewer=person, ended_at__isnull=True, expires_at__gt=now())
        .select_related("verification__claim")
        .order_by("expires_at"),
        "drafts": drafts.select_related("verification__claim").order_by("-saved_at")[:SHOWN],
        "seat": Seat.objects.filter(person=person).first(),
        "can_send": notifying.can_send(),
        "digest_hour": settings.DIGEST_HOUR,
        "zone": get_current_timezone_name(),
        "verdicts": Verdict.objects.filter(reviewer=person)
        .select_related("rating", "verification__claim")
        .order_by("-id")[:10],
    }
    return render(request, "people/me.html", context)


@require_POST
@desk()
def me_settings(request: DeskRequest) -> HttpResponse:
    """The person's address, and whether a digest goes to it, in the language in which they read the page."""
    email = request.POST.get("email", "").strip()
    digest = bool(request.POST.get("digest"))
    if digest and not email:
        raise InvalidInput(_("A digest needs an e-mail address."), fields={"email": _("Give the address first.")})
    person = request.user
    person.email = email
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), fields={"email": " ".join(error.messages)}) from error
    person.save(update_fields=["email"])
    Seat.objects.update_or_create(person=person, defaults={"digest": digest, "language": get_language() or ""})
    messages.success(request, _("Your settings are kept."))
    return redirect("me")


@desk("administer")
def people(request: DeskRequest) -> HttpResponse:
    """Everybody with an account, and the form for an invitation."""
    return _page(request, InviteForm())


@require_POST
@desk("administer")
def invite(request: DeskRequest) -> HttpResponse:
    """A new person with a role and no password yet; the page shows a link with which they set one, once."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        with transaction.atomic():
            person = User(username=data["username"], email=data["email"])
            person.set_unusable_password()
            person.full_clean(exclude=["password"])
            person.save()
            give_role(person, data["role"])
            audit.append(request.user, audit.Act("person_added", "user", person.pk, data={"role": data["role"]}))
    except ValidationError as error:
        for name, words in error.message_dict.items():
            form.add_error(name if name in form.fields else None, words)
        return _page(request, form, status=422)
    except IntegrityError:
        form.add_error("username", _("Somebody of this name is here already."))
        return _page(request, form, status=422)
    return _page(request, InviteForm(), invited=person)


@require_POST
@desk("administer")
def new_link(request: DeskRequest, person_id: int) -> HttpResponse:
    """Another link to set a password, for somebody who lost theirs; the one before ends when a password is set."""
    person = get_object_or_404(User, pk=person_id, is_active=True)
    audit_row = audit.Act("password_link_made", "user", person.pk)
    with transaction.atomic():
        audit.append(request.user, audit_row)
    return _page(request, InviteForm(), invited=person)


@require_POST
@desk("administer")
def change_role(request: DeskRequest, person_id: int) -> HttpResponse:
    """Gives somebody another role. Nobody changes their own, so that the last admin stays one."""
    role = request.POST.get("role", "")
    if role not in ROLES:
        raise InvalidInput(_("Choose one of the roles."), fields={"role": ", ".join(ROLES)})
    person = get_object_or_404(User, pk=person_id)
    if person.pk == request.user.pk:
        raise Conflict(_("Nobody changes their own role. Ask another admin."), code="own_role")
    if role_of(person) != role:
        with transaction.atomic():
            give_role(person, role)
            audit.append(request.user, audit.Act("person_changed", "user", person.pk, data={"role": role}))
    messages.success(request, _("%(name)s is now %(role)s.") % {"name": person.get_username(), "role": role})
    return redirect("people")


def set_password_link(person: User) -> str:
    """The address at which the person sets a password, once."""
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return f"{settings.SITE_URL}{reverse('password_reset_confirm', args=[key, token])}"


def _page(request: DeskRequest, form: InviteForm, *, invited: User | None = None, status: int = 200) -> HttpResponse:
    everybody = User.objects.prefetch_related("groups").filter(Q(is_active=True)).order_by("username")
    context = {
        "section": "people",
        "form": form,
        "everybody": [{"person": person, "role": role_of(person)} for person in everybody],
        "roles": ROLES,
        "invited": invited,
        "link": set_password_link(invited) if invited else "",
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "back": resolve_url("people"),
    }
    return render(request, "people/list.html", context, status=status)
