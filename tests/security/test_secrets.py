"""Keys, tokens, passwords and signing secrets are found in no log line, no error, no stored row and no export."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from tests.stubs.brave import BraveStub
from tests.stubs.google_factcheck import GoogleFactCheckStub
from tests.stubs.openalex import OpenAlexStub
from tests.stubs.server import Stub, running
from tests.verification import desk
from tests.verification.api.conftest import caller  # noqa: F401
from verification import webhooks
from verification.gathering import plan, searching
from verification.gathering.pacing import line
from verification.models import Search, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db

KEY = "k3y-that-nobody-may-see-7f1d"
KEYED = {"google_factcheck": GoogleFactCheckStub, "openalex": OpenAlexStub, "brave": BraveStub}
# Where a secret is meant to be: the hash of a token is none, and what signs must be there to sign.
MEANT = {("Webhook", "secret"), ("SecondFactor", "secret")}


@pytest.fixture
def every_log() -> Iterator[io.StringIO]:
    """All that any logger says, at its most talkative."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield said
    root.removeHandler(handler)
    root.setLevel(before)


def everything_kept() -> str:
    """Every column of every row, but those where the secret is meant to be."""
    there = set(connection.introspection.table_names())
    rows = []
    for model in apps.get_models():
        if model._meta.db_table in there:
            names = [
                field.attname for field in model._meta.concrete_fields if (model.__name__, field.name) not in MEANT
            ]
            rows += [f"{model.__name__} {row}" for row in model._default_manager.values(*names)]
    return "\n".join(rows)


@pytest.mark.parametrize("name", KEYED)
@pytest.mark.parametrize("fault", ["", "*"], ids=["answers", "every fault that it can have"])
def test_a_providers_key(name: str, fault: str, settings: Settings, every_log: io.StringIO) -> None:
    """Asked well and in every way that goes wrong, an unknown key and no answer at all included."""
    made: Stub = KEYED[name]()
    with running(made) as stub:
        settings.PROVIDERS = [name]
        setattr(settings, made.setting, stub.url)
        setattr(settings, f"{name.upper()}_KEY", KEY)
        settings.FETCH_ALLOW_PRIVATE = [stub.url.removeprefix("http://")]
        settings.FETCH_PER_HOST = 0
        settings.FETCH_TIMEOUT = 3
        asked = 0
        for played in [*made.faults, "no answer"] if fault else [""]:
            line.forget()
            plan([desk.claim(desk.article(url=f"https://paper.example/{name}-{played}"))])
            search = Search.objects.latest("pk")
            if played == "no answer":
                setattr(settings, made.setting, "http://127.0.0.1:9")
                settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1:9"]
            elif played:
                stub.play(played, times=3)
            searching.work(search.pk)
            search.refresh_from_db()
            assert search.attempts or search.state != "queued", (played, search.state)
            asked += 1
        assert asked
        assert any(KEY in f"{request.params}{request.headers}" for request in stub.requests), "it was never sent"
    assert KEY not in everything_kept()
    assert KEY not in every_log.getvalue()


def test_a_token_that_is_right_wrong_or_meets_an_error(caller: Any, every_log: io.StringIO) -> None:  # noqa: F811
    one = caller("admin")
    one.get("/articles")
    one.get("/articles/999")
    one.post("/articles", {"text": "The bridge opened in 2019."})
    Client(headers={"Authorization": f"Bearer {one.secret}x"}).get("/api/v1/articles")

    def broken(execute: Any, sql: str, *rest: Any) -> Any:
        if "claims_article" in sql:
            raise ValueError("a fault of our own")
        return execute(sql, *rest)

    with connection.execute_wrapper(broken):
        assert one.get("/articles").status_code == 500
    assert "a fault of our own" in every_log.getvalue(), "the traceback is there"
    assert one.secret not in every_log.getvalue()
    assert one.secret not in everything_kept()
    out = io.StringIO()
    call_command("export", "audit", stdout=out)
    assert one.secret not in out.getvalue()


def test_a_password(every_log: io.StringIO) -> None:
    person = desk.person("reviewer", password=KEY)
    client = Client()
    client.post("/accounts/login/", {"username": person.username, "password": KEY})
    Client().post("/accounts/login/", {"username": person.username, "password": f"{KEY}-wrong"})
    client.post("/accounts/password_change/", {"old_password": KEY, "new_password1": f"{KEY}2", "new_password2": KEY})
    assert KEY not in every_log.getvalue()
    assert KEY not in everything_kept()


def test_a_webhooks_secret(settings: Settings, every_log: io.StringIO) -> None:
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1:9"]
    settings.FETCH_PER_HOST = 0
    hook = webhooks.add_webhook(actor=desk.person("admin"), url="http://127.0.0.1:9/hook")
    webhooks.announce("claim.ready", {"claim": "1"})
    webhooks.deliver(WebhookDelivery.objects.get().pk)
    assert WebhookDelivery.objects.get().error
    secret = Webhook.objects.get(pk=hook.pk).secret
    for part in (secret, secret.removeprefix("whsec_")):
        assert part not in every_log.getvalue()
        assert part not in everything_kept()


@pytest.mark.parametrize("url", [f"https://ada:{KEY}@paper.example/story", f"https://{KEY}@paper.example/story"])
def test_a_password_in_an_address_is_refused_and_not_kept(caller: Any, url: str, every_log: io.StringIO) -> None:  # noqa: F811
    one = caller("submitter")
    answer = one.post("/articles", {"url": url})
    assert answer.status_code == 422
    assert KEY not in answer.content.decode()
    assert KEY not in everything_kept()
    assert KEY not in every_log.getvalue()
