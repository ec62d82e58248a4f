"""`manage.py token create NAME --scope …`: programs' access."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from claims.commandline import DeskCommand
from verification.models import ApiToken
from verification.permissions import SCOPES
from verification.tokens import create_token, revoke


class Command(DeskCommand):
    uses_database = True
    help = """Make, list and revoke bearer tokens for the API.

Example:
  manage.py token create ada --scope read,submit --expires 90
  manage.py token list
  manage.py token revoke pd_AbCdEfGh

The token is printed alone on standard output, once; only its hash is kept. It acts for the person, and may never do
more than the person's role."""

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="create|list|revoke")
        create = verbs.add_parser("create", help="make a token")
        create.add_argument("name", metavar="NAME", help="the person for whom the token acts")
        create.add_argument("--scope", required=True, help=f"one or more of {','.join(SCOPES)}, with commas between")
        create.add_argument("--expires", type=int, metavar="DAYS", help="end by itself after so many days")
        create.add_argument("--label", default="", help="what the token is for")
        verbs.add_parser("list", help="list tokens: prefix, person, scopes, last use, end")
        ending = verbs.add_parser("revoke", help="end a token at once")
        ending.add_argument("prefix", metavar="PREFIX", help="as `token list` shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "create":
            self._create(options)
        elif options["verb"] == "list":
            self._list()
        else:
            self._revoke(options["prefix"])

    def _create(self, options: dict[str, Any]) -> None:
        owner = User.objects.filter(username=options["name"], is_active=True).first()
        if owner is None:
            raise CommandError(
                f"There is nobody called “{options['name']}”. Make them with `manage.py user add`.", returncode=2
            )
        scopes = [scope.strip() for scope in options["scope"].split(",") if scope.strip()]
        _, secret = create_token(owner, scopes=scopes, expires_days=options["expires"], name=options["label"])
        self.stdout.write(secret)

    def _list(self) -> None:
        for token in ApiToken.objects.select_related("owner"):
            end = "revoked" if token.revoked_at else f"{token.expires_at:%Y-%m-%d}" if token.expires_at else "never"
            used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
            scopes = ",".join(token.scopes)
            self.stdout.write(f"{token.prefix}\t{token.owner.get_username()}\t{scopes}\tused {used}\tends {end}")

    def _revoke(self, prefix: str) -> None:
        tokens = list(ApiToken.objects.filter(prefix=prefix[:16], revoked_at__isnull=True))
        if not tokens:
            raise CommandError(f"There is no live token that begins with “{prefix}”.", returncode=2)
        for token in tokens:
            revoke(token, actor=None)
        self.stderr.write(f"Revoked {len(tokens)}.")
