"""The desk's standards: what meets them, what excuses them, and that a required one is demanded."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from tests.verification import desk
from verification import reviewing
from verification.errors import VerdictIncomplete
from verification.models import Draft, Evidence, Standard, Verdict, Verification
from verification.reviewing.standards import Cited, is_met, is_primary

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "provider", "primary"),
    [
        ("https://www.ons.gov.uk/ships", "gdelt", True),
        ("https://stats.gov/ships", "library", True),
        ("https://history.ox.ac.uk/ships", "brave", True),
        ("https://ec.europa.eu/ships", "brave", True),
        ("https://doi.example/10.1/x", "crossref", True),
        ("https://governor-news.example/ships", "gdelt", False),
        ("https://mygov.example/ships", "gdelt", False),
        ("", "library", False),
    ],
)
def test_a_primary_source_is_told_by_its_place(url: str, provider: str, primary: bool) -> None:
    row = desk.evidence(desk.check(), provider=provider)
    row.document.url = url
    assert is_primary(row) is primary


def test_origins_sides_and_contacts() -> None:
    one, two = Cited(1, "supports", False), Cited(2, "refutes", False)
    assert not is_met("origins", [one, one], set(), 0)
    assert is_met("origins", [one, two], set(), 0)
    assert is_met("sides", [one], {"supports", "mentions"}, 0)
    assert not is_met("sides", [one], {"supports", "refutes"}, 0)
    assert not is_met("sides", [], set(), 0)
    assert is_met("contact", [], set(), 1)
    assert not is_met("of another desk", [one, two], set(), 1)


def verdict(row: Verification, cited: Evidence, **fields: Any) -> Verdict:
    reviewer = desk.person("reviewer")
    held = reviewing.take(row, reviewer=reviewer)
    version = Claim.objects.get(pk=row.claim_id).version
    given = {"rating": "true", "rationale": "The ledger has it.", "evidence": [cited.pk], **fields}
    return reviewing.submit_verdict(row, reviewer=reviewer, assignment=held.pk, version=version, **given)


def test_what_is_only_asked_for_stops_nobody_and_its_excuse_is_kept() -> None:
    row = desk.check()
    cited = desk.evidence(row)
    given = verdict(row, cited, excuses={"origins": "There is one register.", "sides": "", "nonsense": "x"})
    assert given.excuses == {"origins": "There is one register."}


def test_a_required_standard_is_met_or_excused_or_the_verdict_is_refused() -> None:
    Standard.objects.filter(name="contact").update(required=True)
    row = desk.check()
    cited = desk.evidence(row)
    with pytest.raises(VerdictIncomplete, match="the claimant asked") as refused:
        verdict(row, cited)
    assert set(refused.value.fields) == {"contact"}
    assert not Verdict.objects.exists()
    held = row.assignments.get(ended_at__isnull=True)
    reviewing.give_back(held, reviewer=held.reviewer)

    reviewing.add_contact(row, actor=desk.person("reviewer"), whom="The mayor")
    assert verdict(row, cited).excuses == {}
    other = desk.check()
    assert verdict(other, desk.evidence(other), excuses={"contact": "Dead since 1911."}).excuses["contact"]
    third = desk.check()
    assert verdict(third, desk.evidence(third), rating="unproven", evidence=[]).excuses == {}
    Standard.objects.filter(name="contact").update(active=False)
    fourth = desk.check()
    assert verdict(fourth, desk.evidence(fourth)).pk


def test_excuses_are_kept_in_the_draft() -> None:
    row, reviewer = desk.check(), desk.person("reviewer")
    reviewing.save_draft(row, reviewer=reviewer, data={"rationale": "…", "excuses": {"origins": "One register."}})
    assert Draft.objects.get().data["excuses"] == {"origins": "One register."}
