"""Every command, and every part of one, explains itself with an example and tells a mistake in one line."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from claims.commandline import DeskCommand

ROOT = Path(__file__).resolve().parents[2]
OURS = sorted(name for name, app in get_commands().items() if app in ("claims", "verification"))


def parts(name: str) -> dict[str, argparse.ArgumentParser]:
    """The command's parser, and those of its sub-commands."""
    command = load_command_class(get_commands()[name], name)
    assert isinstance(command, DeskCommand)
    parser = command.create_parser("manage.py", name)
    found: dict[str, argparse.ArgumentParser] = {name: parser}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= {f"{name} {inner}": sub for inner, sub in action.choices.items()}
    return found


@pytest.mark.parametrize("name", OURS)
def test_help_has_an_example(name: str) -> None:
    for words, parser in parts(name).items():
        shown = parser.format_help()
        assert f"manage.py {words}" in shown.partition("xample")[2], words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["veriffy", "x.txt"], "manage.py: There is no command “veriffy”. Did you mean verify? `manage.py help` lists"),
        (["audit", "verify", "/none.zip"], "manage.py audit: none.zip is no pack that can be read: No such file"),
        (["evaluate", "claims_news", "/none"], "manage.py evaluate: /none cannot be read as JSON lines: No such file"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(words: list[str], told: str) -> None:
    ran = subprocess.run([sys.executable, "manage.py", *words], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 2
    assert ran.stderr.startswith(told)
    assert ran.stderr.count("\n") == 1
