"""Reports: the published examples of the measure of agreement, and figures counted from real work."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from claims.clock import now
from claims.models import Article, Claim
from tests.verification import desk
from tests.verification.pages.browsing import client_for, page
from verification import publishing, reviewing
from verification.models import Search, Topic, Verification
from verification.views.reports import TABLES
from verification.views.reports.agreement import alpha, alpha_of_value

pytestmark = pytest.mark.django_db

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): the examples with their results.
A = ("0100000000", "1110010010")
B = ("aabbdcccedda", "babbbccceddd")


def units(*raters: str) -> list[list[str | None]]:
    return [[None if value == "*" else value for value in unit] for unit in zip(*raters, strict=True)]


@pytest.mark.parametrize(("raters", "value"), [(A, 0.095), (B, 0.692)])
def test_alpha_gives_the_published_values(raters: tuple[str, ...], value: float) -> None:
    assert alpha(units(*raters)) == pytest.approx(value, abs=0.001)


def test_alpha_leaves_out_what_is_missing() -> None:
    """Example C: four observers, twelve units, values missing; the unit that one observer alone saw does not count."""
    one = ["1", "2", "3", "3", "2", "1", "4", "1", "2", None, None, None]
    two = ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", None, "3"]
    three = [None, "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", None]
    four = ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", None]
    assert alpha(list(zip(one, two, three, four, strict=True))) == pytest.approx(0.743, abs=0.001)


def test_alpha_says_nothing_where_there_is_nothing_to_tell() -> None:
    assert alpha([]) is None
    assert alpha([("true", None)]) is None
    assert alpha([("true", "true")] * 5) is None
    assert alpha([("true", "true"), ("false", "false")]) == 1
    assert alpha_of_value([("true", "true"), ("false", "half"), ("half", "false")], "true") == 1


def rows_of(client: Client, name: str, **query: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page(client.get(f"/reports/{name}.csv", query)))))


def test_agreement_is_told_for_the_desk_each_pair_and_each_rating() -> None:
    ada, ben = desk.person("reviewer", "ada"), desk.person("reviewer", "ben")
    for first, second in (("true", "true"), ("false", "false"), ("true", "false")):
        row = desk.check()
        desk.verdict(row, ada, first)
        reviewing.approve(row, reviewer=ben, rating=second)
    table = rows_of(client_for("submitter"), "agreement")
    told = {row["between"]: row for row in table}
    assert set(told) == {"the whole desk", "ada – ben", "when to say “True”", "when to say “False”"}
    assert told["the whole desk"]["claims with two ratings"] == "3"
    assert told["the whole desk"]["same rating"] == "67%"
    assert float(told["ada – ben"]["α"]) == pytest.approx(1 - (2 / 6) / (18 / 30), abs=0.001)


def test_a_corrected_verdict_is_counted_once_as_it_is_now() -> None:
    row = desk.published("true")
    again = {"note": "N.", "rating": "false", "rationale": "R.", "evidence": [row.evidence.get().pk]}
    client_for("editor").post(f"/claims/{row.claim_id}/correct/", again)
    table = {line["rating"]: line["latest verdicts"] for line in rows_of(client_for("submitter"), "ratings")}
    assert (table["True"], table["False"]) == ("0", "1")


def test_public_verdicts_are_a_part_of_the_latest_ones_and_withdrawn_ones_are_none() -> None:
    editor = desk.person("editor")
    desk.published("true")
    publishing.retract(desk.published("true"), actor=editor, note="Not so.")
    row = publishing.correct(desk.published("false"), actor=editor, note="Other years.")
    given = {"rating": "half-true", "rationale": "It is so.", "evidence": [row.evidence.get().pk], "assignment": None}
    reviewing.submit_verdict(row, reviewer=editor, version=Claim.objects.get(pk=row.claim_id).version, **given)
    table = {
        line["rating"]: (line["latest verdicts"], line["of these public"])
        for line in rows_of(client_for("submitter"), "ratings")
    }
    assert table["True"] == ("2", "1")
    assert table["Half true"] == ("1", "0")
    assert table["False"] == ("0", "0"), "its page shows an earlier version than the latest"


def test_the_time_from_an_article_to_its_first_open_claim_and_verdict_is_its_median() -> None:
    start = now() - timedelta(hours=5)
    for minutes in (10, 20, 60):
        row = desk.check()
        Article.objects.filter(pk=row.claim.article_id).update(created_at=start)
        Verification.objects.filter(pk=row.pk).update(opened_at=start + timedelta(minutes=minutes))
    table = {row["step"]: row for row in rows_of(client_for("submitter"), "durations")}
    assert table["article to first open claim"]["median"] == "20.0"
    assert table["article to first open claim"]["nine of ten within"] == "60.0"
    assert table["article to first verdict"]["number"] == "0"


def test_providers_tell_what_failed_and_why() -> None:
    row = desk.check()
    for state, error in (("done", ""), ("failed", "Wikipedia is out of order (HTTP 503).")):
        Search.objects.create(
            verification=row, provider="wikipedia", generation=len(state), state=state, error=error, found=2
        )
    (told,) = rows_of(client_for("submitter"), "providers")
    assert (told["done"], told["could not be asked"], told["with hits"]) == ("1", "1", "2")
    assert "503" in told["last trouble"]


def test_coverage_links_to_the_claims_behind_it() -> None:
    desk.check(about=desk.claim(desk.article(), speaker="=the mayor & co"))
    client = client_for("submitter")
    assert "/queue/?state=all&amp;speaker=%3Dthe+mayor+%26+co" in page(client.get("/reports/"))
    assert rows_of(client, "speakers")[0]["speaker"] == "'=the mayor & co", "no spreadsheet runs it"


def test_every_report_has_a_plot_without_style_attributes_and_a_download() -> None:
    desk.published()
    desk.evidence(desk.check(topic=Topic.objects.get(slug="transport")))
    client = client_for("submitter")
    text = page(client.get("/reports/?days=30"))
    assert text.count("<svg") == len(TABLES)
    assert not re.search(r"<svg[^>]*style|<(rect|text|line|circle)[^>]*style", text)
    for name in TABLES:
        assert f"/reports/{name}.csv?days=30" in text
        assert client.get(f"/reports/{name}.csv?days=nonsense").status_code == 200


def test_what_waits_for_a_blind_second_review_is_in_no_count(settings: Any) -> None:
    settings.BLIND_SECOND_REVIEW = True
    client = client_for("reviewer")
    check = desk.check()
    before = rows_of(client, "ratings")
    desk.verdict(check, desk.person("reviewer"), "false")
    assert rows_of(client, "ratings") == before
    reviewing.approve(desk.fresh(check), reviewer=desk.person("reviewer"), rating="false")
    assert rows_of(client, "ratings") != before
