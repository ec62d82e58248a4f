"""docs/reference.md says what the code does: every setting with its default, every command with its options."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
OURS = {name: app for name, app in get_commands().items() if app in ("claims", "verification")}
ANY = object()  # a default that is computed, so that the page describes it in words


def settings_in_code() -> dict[str, object]:
    """Every name that settings.py asks the environment for, with its default."""
    found: dict[str, object] = {}
    for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if isinstance(called, ast.Name) and called.id == "env":
            default = next((keyword.value for keyword in node.keywords if keyword.arg == "default"), None)
            try:
                value = ast.literal_eval(default) if default is not None else ANY
            except ValueError:
                value = ANY
            found.setdefault(str(node.args[0].value), value)
    return found


def settings_on_page() -> dict[str, str]:
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", PAGE, flags=re.MULTILINE))


def in_words(value: object) -> str:
    """A default the way the page writes it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if value in ("", []):
        return "none"
    if isinstance(value, list):
        return f"`{','.join(value)}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def test_the_page_lists_exactly_the_settings_that_there_are() -> None:
    assert set(settings_on_page()) == set(settings_in_code())


def test_the_page_gives_the_defaults_that_hold() -> None:
    page = settings_on_page()
    in_other_words = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL"}  # an empty one stands for something
    wrong = {
        name: (page[name], in_words(value))
        for name, value in settings_in_code().items()
        if value is not ANY and name not in in_other_words and page[name] != in_words(value)
    }
    assert wrong == {}


def test_the_example_file_offers_every_setting_but_those_of_tests() -> None:
    offered = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert offered == {name for name in settings_in_code() if not name.startswith("PROOFDESK_")}


def test_the_page_has_exactly_the_commands_that_there_are() -> None:
    assert set(re.findall(r"^### `([a-z_]+)[^`]*`$", PAGE, flags=re.MULTILINE)) == set(OURS)


@pytest.mark.parametrize("name", sorted(OURS))
def test_the_page_names_every_option_of_a_command(name: str) -> None:
    section = re.search(rf"^### `{name}\b[^`]*`\n(.*?)(?=^#{{2,3}} |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert section, f"{name} is not on the page"
    parser = load_command_class(OURS[name], name).create_parser("manage.py", name)
    missing = [option for option in options(parser) if not re.search(rf"{re.escape(option)}\b", section[1])]
    assert missing == []


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_shows_an_example_in_its_help(name: str) -> None:
    parser = load_command_class(OURS[name], name).create_parser("manage.py", name)
    assert f"manage.py {name}" in parser.format_help().partition("options:")[2] + str(parser.description)


def options(parser: ArgumentParser) -> set[str]:
    """The long options and the subcommands of a command, without those that every Django command has."""
    everywhere = {
        "--help", "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color",
        "--force-color", "--skip-checks",
    }  # fmt: skip
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for name, inner in action.choices.items():
                found |= {name, *options(inner)}
        found |= {option for option in action.option_strings if option.startswith("--")}
    return found - everywhere
