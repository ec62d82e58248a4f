"""From an article to a published check, over HTTP, with the real worker and the real broker."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
import requests

from tests.journey.desk import DEMO, Person, demo_article
from tests.running.service import Service

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


def test_from_an_article_to_a_published_check(tmp_path: Path) -> None:
    service = Service(tmp_path, "--workers", "1")
    try:
        _journey(service)
        assert service.stop() == 0
        service.start()
        published = requests.get(f"{service.address}/checks/", timeout=30)
        assert published.text.count('href="/checks/') >= 1
        service.manage("audit", "verify")
    finally:
        service.end()


def _journey(service: Service) -> None:
    service.manage("library", "add", str(DEMO / "library.jsonl"))
    submitter = Person(service, "sam", "submitter")
    first, second = Person(service, "ada", "reviewer"), Person(service, "grace", "reviewer")
    editor = Person(service, "edna", "editor")

    # An article comes in, is split and looked up.
    article = submitter.call("POST", "/articles", demo_article("courier.html"), status=202)
    again = submitter.call("POST", "/articles", demo_article("courier.html"))
    assert (again["id"], again["duplicate"]) == (article["id"], True)
    article = submitter.wait_for_article(article["id"], 90)
    assert article["title"] == "Council votes to close swing bridge for 14 months"
    assert article["publisher"] == "Kelmouth Courier"
    claims = list(submitter.every(f"/claims?article={article['id']}"))
    assert {claim["state"] for claim in claims} == {"open"}
    assert len(claims) >= 8
    assert article["progress"]["claims"] == len(claims)
    for claim in claims:
        assert article["text"][claim["start"] : claim["end"]] == claim["quote"]

    # A reviewer takes the next one and decides it on its evidence; the submitter may not.
    submitter.call("POST", "/queue/next", {}, status=403)
    taken = first.call("POST", "/queue/next", {})
    claim = taken["claim"]
    assert claim["state"] == "in_review"
    assert claim["priority"] == max(other["priority"] for other in claims)
    evidence = list(first.every(f"/claims/{claim['id']}/evidence"))
    assert evidence
    assert all(piece["document"]["sha256"] for piece in evidence)
    verdict = {
        "rating": "mostly-true",
        "rationale": "The minutes and two printings of one wire story give the same figures.",
        "evidence": [evidence[0]["id"]],
        "assignment": taken["assignment"]["id"],
        "version": claim["version"],
    }
    problem = first.call("POST", f"/claims/{claim['id']}/verdicts", verdict | {"evidence": []}, status=422)
    assert problem["status"] == 422
    first.call("POST", f"/claims/{claim['id']}/verdicts", verdict, status=201)
    second.call("POST", f"/claims/{claim['id']}/verdicts", verdict, status=409)

    # A second person approves, an editor publishes.
    first.call("POST", f"/claims/{claim['id']}/approve", {}, status=403)
    second.call("POST", f"/claims/{claim['id']}/approve", {})
    second.call("POST", f"/claims/{claim['id']}/publish", {}, status=403)
    editor.call("POST", f"/claims/{claim['id']}/publish", {})
    published = editor.call("GET", f"/claims/{claim['id']}")
    assert published["state"] == "published"
    assert published["verdict"]["rating"] == "mostly-true"
    assert published["verdict"]["second"]["agreed"] is True

    # Everybody reads it, people and machines.
    page = requests.get(published["public_url"], timeout=30)
    assert page.status_code == 200
    assert verdict["rationale"] in page.text
    review = _claim_review(page.text)
    assert review["claimReviewed"] == published["statement"]
    assert review["reviewRating"]["alternateName"] == "Mostly true"
    assert review["url"] == published["public_url"]
    feed = requests.get(f"{service.address}/api/v1/exports/claimreview", timeout=30).json()
    assert [item["url"] for element in feed["dataFeedElement"] for item in element["item"]] == [published["public_url"]]

    # And it is exported, in every format the same.
    lines = [json.loads(line) for line in _export(editor, "ndjson").splitlines()]
    exported = {line["id"]: line for line in lines}
    assert len(exported) == len(claims)
    assert exported[claim["id"]]["verdict"]["rationale"] == verdict["rationale"]
    rows = list(csv.DictReader(io.StringIO(_export(editor, "csv"))))
    assert {row["id"] for row in rows} == set(exported)
    history = list(editor.every(f"/claims/{claim['id']}/history"))
    acts = [entry for entry in history if entry["type"] == "audit"]
    assert len(acts) >= 5
    assert all(act["hash"] for act in acts)


def _export(person: Person, form: str) -> str:
    answer = requests.get(
        f"{person.service.address}/api/v1/exports/claims?format={form}",
        headers={"Authorization": f"Bearer {person.token}"},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.content.decode("utf-8-sig")


def _claim_review(page: str) -> dict[str, object]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, flags=re.DOTALL)
    reviews = [told for text in found if (told := json.loads(text)).get("@type") == "ClaimReview"]
    assert len(reviews) == 1
    return reviews[0]
