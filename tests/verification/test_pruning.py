from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from claims.clock import now
from tests.verification import desk
from verification import pruning
from verification.models import ExportJob, IdempotencyKey, Search, Verdict, Webhook, WebhookDelivery

pytestmark = pytest.mark.django_db
OLD = timedelta(days=100)


def fill() -> tuple[int, int]:
    """An old closed claim and an old open one, each with a raw answer; old and new keys and deliveries."""
    closed, waiting = desk.published(), desk.check("open")
    desk.evidence(waiting)
    Search.objects.update(raw=b"answer", raw_sha256="a" * 64, updated_at=now() - OLD)
    hook = Webhook.objects.create(url="https://hooks.example/", secret="whsec_AAAA")
    for number, (state, age) in enumerate((("done", OLD), ("waiting", OLD), ("done", timedelta(days=1)))):
        made = WebhookDelivery.objects.create(
            webhook=hook, event_id=f"m{number}", event="claim.ready", body="{}", state=state
        )
        WebhookDelivery.objects.filter(pk=made.pk).update(updated_at=now() - age)
        key = IdempotencyKey.objects.create(owner=desk.person("admin"), key=f"k{number}", request_sha256="0" * 64)
        IdempotencyKey.objects.filter(pk=key.pk).update(created_at=now() - age)
    return closed.pk, waiting.pk


def test_only_what_is_old_and_ended_goes() -> None:
    closed, waiting = fill()
    for state in ("expired", "failed", "done"):
        export = ExportJob.objects.create(owner=desk.person("reviewer"), kind="claims", state=state, secret=state)
        ExportJob.objects.filter(pk=export.pk).update(updated_at=now() - OLD)
    would = pruning.prune(days=90, dry_run=True)
    assert Search.objects.filter(raw=b"answer").count() == 2
    assert pruning.prune(days=90) == would
    assert list(would.values()) == [1, 1, 2, 2, 0]
    assert ExportJob.objects.get().state == "done"
    assert bytes(Search.objects.get(verification=closed).raw) == b""
    assert Search.objects.get(verification=closed).raw_sha256 == "a" * 64
    assert bytes(Search.objects.get(verification=waiting).raw) == b"answer"
    assert sorted(WebhookDelivery.objects.values_list("event_id", flat=True)) == ["m1", "m2"]
    assert Verdict.objects.count() == 1
    assert sum(pruning.prune(days=90).values()) == 0


def test_the_command_says_what_goes() -> None:
    fill()
    out, told = io.StringIO(), io.StringIO()
    call_command("prune", "--older-than", "90", "--dry-run", stdout=out, stderr=told)
    assert "1\traw answers" in out.getvalue()
    assert "dry run" in told.getvalue()
    with pytest.raises(CommandError) as caught:
        call_command("prune", "--older-than", "0")
    assert caught.value.returncode == 2
