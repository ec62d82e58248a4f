"""The four roles, as Django groups. Each may do all that the one before it may."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, User

ROLES = ("submitter", "reviewer", "editor", "admin")

Actor = User | AnonymousUser | AbstractBaseUser | None


def role_of(person: Actor) -> str:
    """The highest role of a person; "" for nobody. A superuser is an admin."""
    if not isinstance(person, User) or not person.is_active:
        return ""
    if person.is_superuser:
        return "admin"
    names = {group.name for group in person.groups.all()}
    return next((role for role in reversed(ROLES) if role in names), "")


def at_least(role: str, wanted: str) -> bool:
    """Whether ``role`` may do what ``wanted`` may."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(wanted)


def give_role(person: User, role: str) -> None:
    """Makes ``role`` the person's only role; editors and admins may open the admin."""
    group, _ = Group.objects.get_or_create(name=role)
    person.groups.remove(*person.groups.filter(name__in=ROLES))
    person.groups.add(group)
    person.is_staff = at_least(role, "editor")
    person.is_superuser = role == "admin"
    person.save(update_fields=["is_staff", "is_superuser"])
