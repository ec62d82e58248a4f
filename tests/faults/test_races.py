"""People at the same claim at the same instant: one wins, the others are told, nobody's text is lost."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.faults.conftest import size
from tests.faults.people import Caller, at_once, open_claims, people
from tests.running.service import Service

pytestmark = [pytest.mark.services, pytest.mark.timeout(1800)]


def test_a_claim_taken_by_many_at_once_goes_to_one(web: Service) -> None:
    reviewers = people(web, "reviewer", size(12, 100), "take")
    for claim, _, _ in open_claims(web, size(2, 5), "take"):
        answers = at_once([lambda one=one: one.call("POST", f"/claims/{claim}/take") for one in reviewers])  # noqa: B023
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses == {200: 1, 409: len(reviewers) - 1}, statuses
        assert all(answer.json()["detail"] for answer in answers if answer.status_code == 409)


def test_of_two_verdicts_at_the_same_instant_exactly_one_stands(web: Service) -> None:
    """The same hold in two windows: the slower one is told, and still has its text, since it is its own request's."""
    reviewer = people(web, "reviewer", 1, "twice")[0]
    for number, (claim, version, cited) in enumerate(open_claims(web, size(6, 200), "twice", evidence=True)):
        hold = reviewer.call("POST", f"/claims/{claim}/take").json()["assignment"]["id"]

        def give(rating: str, claim: int = claim, version: int = version, cited: int = cited, hold: str = hold) -> Any:
            body = {"rating": rating, "rationale": f"{rating}, says the report.", "evidence": [str(cited)]}
            body |= {"assignment": hold, "version": version}
            return reviewer.call("POST", f"/claims/{claim}/verdicts", body)

        answers = at_once([lambda: give("true"), lambda: give("false")])
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [201, 409], (number, [answer.text for answer in answers])
        stands = reviewer.call("GET", f"/claims/{claim}").json()["verdict"]
        winner = next(answer.json() for answer in answers if answer.status_code == 201)
        assert stands["rating"] == winner["rating"]
        assert stands["version"] == 1


def test_reviewers_who_drain_the_queue_never_hold_the_same_claim(web: Service) -> None:
    there = open_claims(web, size(40, 5000), "drain")
    reviewers = people(web, "reviewer", size(5, 50), "drain")

    def work(one: Caller) -> list[str]:
        had = []
        while True:
            answer = one.call("POST", "/queue/next", {})
            if answer.status_code == 204:
                return had
            assert answer.status_code == 200, answer.text
            claim = answer.json()["claim"]
            done = one.call("POST", f"/claims/{claim['id']}/set-aside", {"reason": "Drained."})
            assert done.status_code == 200, done.text
            had.append(claim["id"])

    with ThreadPoolExecutor(len(reviewers)) as pool:
        had = [claim for claims in pool.map(work, reviewers) for claim in claims]
    assert len(had) == len(set(had)), "a claim was handed out twice"
    assert {str(claim) for claim, _, _ in there} <= set(had)
