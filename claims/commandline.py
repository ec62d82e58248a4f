"""How every command of ours behaves: one clear line for an error, 2 for bad usage or input, 1 for work that failed."""

from __future__ import annotations

import argparse
import re
import sys
from difflib import get_close_matches
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import ManagementUtility, call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from claims.errors import ProofdeskError, UserError


class OneLineParser(CommandParser):
    """A parser whose complaint is one line; ``--help`` tells the rest."""

    def error(self, message: str) -> NoReturn:
        if self.called_from_command_line:
            self.exit(2, f"{self.prog}: {message} (--help shows how)\n")
        raise CommandError(message, returncode=2)


class DeskCommand(BaseCommand):
    """Base of our commands. Set ``uses_database`` to have the embedded database made on the first use."""

    uses_database = False
    requires_system_checks: list[str] = []
    examples = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The parser, with the command's help as it was written and its examples at the end."""
        kwargs.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        kwargs.setdefault("epilog", self.examples or None)
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        _complain_in_one_line(parser)
        _give_examples(parser, f"{self.help}\n{self.examples}")
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Runs the command for a terminal: errors become one line on stderr and an exit code."""
        self._called_from_command_line = True
        parser = self.create_parser(argv[0], argv[1])
        options = vars(parser.parse_args(argv[2:]))
        args = options.pop("args", ())
        try:
            self.execute(*args, **options)
        except CommandError as error:
            self._stop(argv[1], str(error), error.returncode)
        except UserError as error:
            self._stop(argv[1], error.message, 2)
        except ProofdeskError as error:
            self._stop(argv[1], error.message, 1)
        except OperationalError as error:
            self._stop(argv[1], f"The database cannot be used: {error}", 1)
        except BrokenPipeError:  # `| head` has seen enough
            sys.stderr.close()
            sys.exit(0)
        except KeyboardInterrupt:
            self._stop(argv[1], "stopped", 130)
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> Any:
        """Makes the embedded database first, for commands that use one."""
        if self.uses_database:
            migrate_if_needed()
        return super().execute(*args, **options)

    def _stop(self, name: str, message: str, code: int) -> NoReturn:
        line = " ".join(message.split())
        self.stderr.write(f"manage.py {name}: {line}", self.style.ERROR)
        sys.exit(code)


def _complain_in_one_line(parser: CommandParser) -> None:
    """Django makes the parser and those of its sub-commands; it leaves no other place to choose their class."""
    parser.__class__ = OneLineParser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                _complain_in_one_line(inner)


def _give_examples(parser: CommandParser, words: str) -> None:
    """Each sub-command's help ends with those of the command's examples that are its own."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                own = [line for line in words.splitlines() if re.search(rf"manage\.py \S+ {re.escape(name)}\b", line)]
                inner.formatter_class = argparse.RawDescriptionHelpFormatter
                inner.epilog = "\n".join(["Example:", *own]) if own else None


class Desk(ManagementUtility):
    """``manage.py``: a command that does not exist is bad usage, told in one line."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """The command of that name."""
        if self.settings_exception is not None:  # without settings only Django's own commands are known
            sys.stderr.write(f"manage.py: {' '.join(str(self.settings_exception).split())}\n")
            sys.exit(2)
        known = get_commands()
        if subcommand in known:
            return super().fetch_command(subcommand)
        near = get_close_matches(subcommand, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        sys.stderr.write(f"manage.py: There is no command “{subcommand}”.{hint} `manage.py help` lists them.\n")
        sys.exit(2)


def migrate_if_needed() -> None:
    """Brings the embedded database up to date; one that somebody named is theirs to migrate (CommandError, exit 1)."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if not settings.EMBEDDED:
        raise CommandError("The database is not migrated. Run `manage.py migrate` first.", returncode=1)
    call_command("migrate", verbosity=0, interactive=False)
