"""Topics: proposed by their words, chosen by people, filtered and reported by."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.verification import desk
from verification import audit, gathering
from verification.models import Topic, Verification
from verification.topics import Topics

pytestmark = pytest.mark.django_db


def claim(statement: str, title: str = "News of the day") -> object:
    return desk.claim(desk.article(title=title), statement=statement)


@pytest.mark.parametrize(
    ("statement", "title", "slug"),
    [
        ("The vaccine halved the number of patients in hospital.", "News of the day", "health"),
        ("The council voted against the mayor's plan.", "Election day in Kelmouth", "politics"),
        ("Four trains a day were cancelled.", "Rail passengers stranded as drivers strike", "transport"),
        ("He was sentenced to nine years.", "Court jails two for robbery", "crime"),
    ],
)
def test_a_claim_is_given_the_topic_whose_words_it_uses(statement: str, title: str, slug: str) -> None:
    found = Topics().of(claim(statement, title))  # type: ignore[arg-type]
    assert found is not None
    assert found.slug == slug


def test_where_too_little_speaks_for_any_there_is_none() -> None:
    about = desk.claim(None, statement="She has seven of them.", speaker="")
    assert Topics().of(about) is None
    Topic.objects.update(active=False)
    assert Topics().of(claim("The vaccine halved the number of patients.")) is None  # type: ignore[arg-type]


def test_a_person_chooses_another_and_the_list_is_filtered_by_it() -> None:
    about = claim("The vaccine halved the number of patients in hospital.")
    (row,) = gathering.plan([about])  # type: ignore[list-item]
    assert row.topic is not None
    assert (row.topic.slug, row.topic_by) == ("health", None)
    desk.check()
    client = Client()
    client.force_login(desk.person("reviewer", "ada"))
    text = client.get("/queue/?state=gathering&topic=health").content.decode()
    assert about.statement in text  # type: ignore[attr-defined]
    client.post(f"/claims/{row.claim_id}/topic/", {"topic": "economy"})
    row = Verification.objects.select_related("topic", "topic_by").get(pk=row.pk)
    assert (row.topic.slug, row.topic_by.username) == ("economy", "ada")  # type: ignore[union-attr]
    assert about.statement not in client.get("/queue/?state=all&topic=health").content.decode()  # type: ignore[attr-defined]
    assert "topic_chosen" in [entry.verb for entry in audit.history(row.claim_id)]
    assert "Economy and work" in client.get("/reports/").content.decode()
    client.post(f"/claims/{row.claim_id}/topic/", {"topic": ""})
    assert desk.fresh(row).topic is None


def test_a_submitter_may_not_choose_one() -> None:
    row = desk.check()
    client = Client()
    client.force_login(desk.person("submitter"))
    assert client.post(f"/claims/{row.claim_id}/topic/", {"topic": "health"}).status_code == 403
