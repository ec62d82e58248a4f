"""What the settings promise when the desk is reached over https: asked of a fresh process, as it would be started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DATA_DIR", "DEBUG", "PROOFDESK_TEST")
PRODUCTION = {
    "SITE_URL": "https://desk.example.org",
    "ALLOWED_HOSTS": "desk.example.org",
    "SECRET_KEY": "for-this-test-only-and-long-enough-to-please-the-check-of-django-itself",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
ASK = """
import json, django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False).get(
    "/accounts/login/", headers={"Host": "desk.example.org"}, secure=True)
cookie = answer.cookies["csrftoken"]
print(json.dumps({"status": answer.status_code, "headers": dict(answer.headers),
                  "cookie": {name: cookie[name] for name in ("secure", "samesite")}}))
"""


def run(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name not in OURS}
    plain.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # what the browser tests of this process set
    environment = {**plain, "DJANGO_SETTINGS_MODULE": "config.settings", **settings}
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_djangos_own_check_for_deployment_has_nothing_to_say(tmp_path: Path) -> None:
    ran = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), **PRODUCTION)
    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout + ran.stderr


def test_over_https_cookies_are_secure_and_browsers_stay_on_https(tmp_path: Path) -> None:
    ran = run("-c", ASK, DATA_DIR=str(tmp_path), **PRODUCTION)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    headers = told["headers"]
    assert told["status"] == 200
    assert told["cookie"] == {"secure": True, "samesite": "Lax"}
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_service_of_ones_own_needs_a_secret_key(tmp_path: Path) -> None:
    settings = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    ran = run("manage.py", "check", DATA_DIR=str(tmp_path), **settings)
    assert ran.returncode != 0
    assert "SECRET_KEY is not set" in ran.stderr


def test_the_made_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert run("manage.py", "check", DATA_DIR=str(tmp_path)).returncode == 0
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"), [("PROOFDESK_NOW", "2026-03-01T08:00:00+00:00"), ("PROOFDESK_POISON", "loop")]
)
def test_test_switches_are_refused_in_production(name: str, value: str, tmp_path: Path) -> None:
    ask = ("-c", f"from config import settings; print(settings.{name})")
    ran = run("manage.py", "check", DATA_DIR=str(tmp_path), **{name: value})
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"manage.py: {name} is for tests alone")
    assert run(*ask, DATA_DIR=str(tmp_path), **{name: value}, PROOFDESK_TEST="1").stdout.strip() == value
