"""`manage.py import FILE`: what `export everything` wrote, into an empty desk."""  # noqa: N999 - the command is called so

from __future__ import annotations

from django.core.management.base import CommandParser

from verification.management.commands import restore


class Command(restore.Command):
    help = """Load an export of everything into an empty desk, whole or not at all. People come without passwords, and
without tokens: `manage.py user add NAME --role ROLE` prints a link with which each sets a new one.

Example:
  manage.py export everything --out desk.zip
  DATA_DIR=new manage.py import desk.zip"""

    with_secrets = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser._actions[-1].help = "as `manage.py export everything` wrote it"
