"""Thousands of articles at once are the rows that one by one would be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from claims import intake
from claims.inserting import insert_rows, reserve_ids
from claims.models import Article, ArticleState, RawInput
from verification import audit
from verification.models import AuditEntry

pytestmark = pytest.mark.django_db

OWN = ("id", "article_id", "created_at", "updated_at", "received_at", "rung_at")


def rows(model: type[Any], **wanted: Any) -> list[dict[str, Any]]:
    found = model.objects.filter(**wanted).order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in OWN} for row in found]


def handed(**given: Any) -> dict[str, Any]:
    return {"clean": True, **given}


def test_the_rows_are_those_that_one_by_one_would_be(django_user_model: type[User]) -> None:
    person = django_user_model.objects.create_user("ada")
    given = [
        handed(text="The town spent 4 million euros.\r\nIt was warned.", title=" Costs "),
        handed(text="Ash spent 5 million.", clean=False, published_at=datetime(2026, 5, 1, tzinfo=UTC)),
        handed(html="<p>Fir spent 6 million.</p>", url="https://paper.example/Fir?utm_source=x"),
        handed(url="https://paper.example/oak"),
    ]
    with transaction.atomic():
        for item in given:
            intake.submit(actor=person, **item)
        alone = rows(Article), rows(RawInput), [(act.verb, act.actor, act.data) for act in AuditEntry.objects.all()]
        transaction.set_rollback(True)
    came = intake.submit_many(given, actor=person)
    together = rows(Article), rows(RawInput), [(act.verb, act.actor, act.data) for act in AuditEntry.objects.all()]
    assert together == alone
    assert [item.article_id for item in came] == list(Article.objects.order_by("pk").values_list("pk", flat=True))
    assert not any(item.duplicate or item.error for item in came)
    assert audit.verify().broken_seq is None
    intake.split_article(came[0].article_id)
    assert Article.objects.get(pk=came[0].article_id).state != ArticleState.QUEUED


def test_what_is_known_is_known_again_within_the_batch_and_before_it() -> None:
    old = intake.submit(actor=None, text="Ash spent 4 million euros.", url="https://paper.example/ash").article
    came = intake.submit_many(
        [
            handed(text="Ash  spent 4 million euros. "),
            handed(text="Bree spent 5 million euros."),
            handed(text="Bree spent 5\nmillion euros."),
            handed(url="https://paper.example/ash"),
            handed(url="https://paper.example/new"),
            handed(url="https://paper.example/new#part"),
        ],
        actor=None,
    )
    keys = [item.article_id for item in came]
    assert [item.duplicate for item in came] == [True, False, True, True, False, True]
    assert keys[0] == keys[3] == old.pk
    assert keys[1] == keys[2]
    assert keys[4] == keys[5]
    assert Article.objects.count() == 3


def test_another_text_under_a_known_address_goes_its_usual_way() -> None:
    old = intake.submit(actor=None, text="Ash spent 4 million euros.", url="https://paper.example/ash").article
    again = handed(text="Ash spent 9 million euros.", url="https://paper.example/ash")
    busy = intake.submit_many([again], actor=None)[0]
    assert busy.error is not None
    assert busy.error.code == "busy"
    Article.objects.filter(pk=old.pk).update(state=ArticleState.READY)
    done = intake.submit_many([again, handed(text="")], actor=None)
    assert (done[0].article_id, done[0].duplicate) == (old.pk, True)
    assert done[1].error is not None
    assert old.inputs.count() == 2


def test_keys_are_never_given_twice() -> None:
    with transaction.atomic():
        first = reserve_ids(Article, 3)
        insert_rows(Article, ("id", "title"), [(key, "x") for key in first])
    Article.objects.filter(pk=first[-1]).delete()
    with transaction.atomic():
        second = reserve_ids(Article, 2)
        insert_rows(Article, ("id", "title"), [(key, "y") for key in second])
    later = Article.objects.create(title="z").pk
    assert len({*first, *second, later}) == 6
    assert later > max(second) > max(first)
    made = Article.objects.get(pk=second[0])
    assert (made.title, made.state, made.authors, made.attempts) == ("y", "queued", [], 0)
