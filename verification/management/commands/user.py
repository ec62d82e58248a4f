"""`manage.py user add NAME --role ROLE`: makes or changes a person."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from claims.commandline import DeskCommand
from claims.roles import ROLES, give_role
from verification import audit, people, second_factor


class Command(DeskCommand):
    uses_database = True
    help = """Make a person, give one another role, address or password, or remove one.

Example:
  manage.py user add ada --role editor --email ada@example.org
  echo "a long pass phrase" | manage.py user add ada --role editor --password-stdin
  manage.py user remove ada --erase
  manage.py user drop-second-factor ada

Without a password it prints a link with which the person sets one; the link works once."""

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|remove|drop-second-factor")
        add = verbs.add_parser("add", help="make or change a person")
        add.add_argument("name", metavar="NAME", help="what the person logs in with")
        add.add_argument("--role", required=True, choices=ROLES, help="each may do all that the one before it may")
        add.add_argument("--email", default="", metavar="E")
        add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        gone = verbs.add_parser("remove", help="end all access of a person: password, sessions, tokens, role")
        gone.add_argument("name", metavar="NAME")
        gone.add_argument("--erase", action="store_true", help="take their name and notes out of every table as well")
        lost = verbs.add_parser("drop-second-factor", help="for somebody whose telephone and recovery codes are lost")
        lost.add_argument("name", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        act = {"add": self._add, "remove": self._remove, "drop-second-factor": self._drop}[options["verb"]]
        act(options)

    def _remove(self, options: dict[str, Any]) -> None:
        person = _known(options["name"])
        with transaction.atomic():
            people.remove(person, actor=None)
            rows = people.erase(person, actor=None) if options["erase"] else None
        self.stderr.write(f"{options['name']} can no longer log in, nor their tokens.")
        if rows is not None:
            self.stderr.write(f"Their name and notes are erased, in {rows} rows of the trail too; it still verifies.")

    def _drop(self, options: dict[str, Any]) -> None:
        if not second_factor.remove(_known(options["name"]), actor=None):
            raise CommandError(f"{options['name']} has no second factor.", returncode=1)
        self.stderr.write(f"The next log-in of {options['name']} asks for the password only.")

    def _add(self, options: dict[str, Any]) -> None:
        name, email = options["name"], options["email"]
        self._check(name, email)
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else None
        with transaction.atomic():
            person = User.objects.filter(username=name).first() or User(username=name)
            made = person.pk is None
            if email:
                person.email = email
            if password is not None:
                _valid(lambda: validate_password(password, person))
                person.set_password(password)
            elif made:
                person.set_unusable_password()
            person.is_active = True
            person.save()
            give_role(person, options["role"])
            verb = "person_added" if made else "person_changed"
            audit.append(None, audit.Act(verb, "user", person.pk, data={"role": options["role"]}))
        self.stderr.write(f"{name} is {'now' if made else 'again'} here, as {options['role']}.")
        if password is None:
            self.stdout.write(_link(person))

    def _check(self, name: str, email: str) -> None:
        field = User._meta.get_field("username")
        _valid(lambda: field.clean(name, None), "NAME: ")
        if email:
            _valid(lambda: validate_email(email), "--email: ")


def _known(name: str) -> User:
    person = User.objects.filter(username=name).first()
    if person is None:
        raise CommandError(f"There is nobody called “{name}”.", returncode=2)
    return person


def _valid(check: Any, field: str = "") -> None:
    try:
        check()
    except ValidationError as error:
        raise CommandError(field + " ".join(error.messages), returncode=2) from error


def _link(person: User) -> str:
    key = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return f"{settings.SITE_URL}{reverse('password_reset_confirm', args=[key, token])}"
