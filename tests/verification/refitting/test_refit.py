"""Weights: changed by hand, fitted to the desk's decisions, used by the splitting of new articles. On real rows."""

from __future__ import annotations

import io
import random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from claims import intake
from claims.errors import Conflict, InvalidInput
from claims.models import Article, Claim, FeatureWeight
from claims.splitting import shipped_weights
from tests.verification import desk
from verification import refitting
from verification.errors import Denied
from verification.models import AuditEntry, Verification

pytestmark = pytest.mark.django_db
PAGE = "/admin/claims/featureweight/"


def decide(count: int, *, taste: float, articles: int = 10) -> None:
    """Decisions of a desk that likes money more (or less) than the shipped weights do."""
    dice = random.Random(11)
    about = [desk.article(url=f"https://paper.example/{taste}/{n}") for n in range(articles)]
    for n in range(count):
        money = float(dice.random() < 0.5)
        measures = {"start": 1.0, "wording": round(dice.gauss(0.5, 0.5), 3), **({"money": 1.0} if money else {})}
        liked = dice.random() < 0.5 + taste * (money - 0.5)
        claim = desk.claim(about[n % articles], measures=measures)
        Verification.objects.create(claim=claim, state="decided" if liked else "set_aside")


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("refit", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_too_few_decisions_are_refused_politely_and_nothing_is_written() -> None:
    decide(20, taste=0.9)
    with pytest.raises(Conflict, match="too few decisions") as caught:
        refitting.refit(actor=None)
    assert "60" in caught.value.message
    assert not FeatureWeight.objects.exists()
    assert not AuditEntry.objects.filter(object_type="weights").exists()


def test_many_decisions_of_one_kind_are_too_few_as_well() -> None:
    decide(80, taste=0.0)
    Verification.objects.update(state="published")
    with pytest.raises(Conflict):
        refitting.refit(actor=None)


def test_a_desk_with_a_taste_gets_its_weights_with_figures_and_an_audit_row() -> None:
    decide(160, taste=0.9)
    found = refitting.refit(actor=desk.person("admin"))
    assert found.better
    assert found.applied
    assert found.after.surprise < found.before.surprise
    assert found.after.order >= found.before.order - 0.005
    own = FeatureWeight.objects.get(feature="money")
    assert own.weight > shipped_weights()["money"] + 0.3
    row = AuditEntry.objects.get(verb="weights_refitted")
    assert row.data["decisions"] == 160
    assert row.data["before"]["surprise"] == found.before.surprise
    assert row.data["changed"]["money"] == [pytest.approx(shipped_weights()["money"], abs=0.001), own.weight]


def test_a_dry_run_changes_nothing() -> None:
    decide(160, taste=0.9)
    assert "Nothing was changed" in run("--dry-run")
    assert not FeatureWeight.objects.exists()
    assert not AuditEntry.objects.filter(object_type="weights").exists()


def test_a_fit_that_is_no_better_is_applied_only_by_force() -> None:
    decide(160, taste=0.9)
    refitting.refit(actor=None)
    # The desk was fitted to these very decisions: on held-out ones nothing can be better than that.
    held = refitting.lines()
    assert not refitting.refit(actor=None).applied
    assert refitting.lines() == held
    FeatureWeight.objects.update(weight=0.0)
    assert "weights changed" in run("--force")


def test_open_and_merged_claims_and_those_without_measures_are_no_decisions() -> None:
    decide(4, taste=0.0)
    Verification.objects.update(state="open")
    desk.check(state="decided")
    desk.check(state="set_aside", about=desk.claim(desk.article(url="https://b.example"), measures={"start": 1.0}))
    assert [(row.accepted, row.measures) for row in refitting.decisions()] == [(False, {"start": 1.0})]
    assert refitting.standing() == refitting.Standing(accepted=0, set_aside=1, without_measures=1)


def test_the_command_ends_with_one_sentence_when_there_is_too_little() -> None:
    with pytest.raises(Conflict, match=r"Decide some more and try again\."):
        call_command("refit")
    with pytest.raises(CommandError):
        call_command("refit", "--no-such-option")


def test_a_new_article_is_split_with_the_weights_and_keeps_its_measures() -> None:
    text = "Unemployment fell by 4 percent between 2019 and 2021, the ministry said."
    before = split_as_article(text)
    assert set(before.measures) <= set(shipped_weights())
    refitting.change({"percent": shipped_weights()["percent"] - 6}, actor=desk.person("admin"), why="Too many figures.")
    after = split_as_article(text + "\n\nThe ministry did not say why.")
    assert after.measures == before.measures
    assert after.checkworthiness < before.checkworthiness - 0.2
    assert Claim.objects.get(pk=before.pk).checkworthiness == before.checkworthiness


def split_as_article(text: str) -> Claim:
    article = intake.submit(actor=desk.person("submitter"), text=text, clean=False).article
    intake.split_article(article.pk)
    return Article.objects.get(pk=article.pk).claims.order_by("start")[0]


@pytest.mark.parametrize("wrong", [{"no_such": 1.0}, {"money": float("nan")}, {"money": 99.0, "percent": 1.0}])
def test_a_weight_that_does_not_fit_changes_none(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        refitting.change(wrong, actor=desk.person("admin"), why="")
    assert not FeatureWeight.objects.exists()


def test_a_weight_set_back_to_the_shipped_one_has_no_row() -> None:
    admin = desk.person("admin")
    refitting.change({"money": 2.0}, actor=admin, why="We like money.")
    assert FeatureWeight.objects.get().changed_by == admin
    refitting.change({"money": shipped_weights()["money"]}, actor=admin, why="No longer.")
    assert not FeatureWeight.objects.exists()
    assert [row.verb for row in AuditEntry.objects.filter(object_type="weights")] == ["weights_changed"] * 2
    assert refitting.change({"money": shipped_weights()["money"]}, actor=admin, why="") == {}


def test_only_admins_change_weights() -> None:
    for role in ("submitter", "reviewer", "editor"):
        with pytest.raises(Denied):
            refitting.change({"money": 2.0}, actor=desk.person(role), why="")
        with pytest.raises(Denied):
            refitting.refit(actor=desk.person(role))


def client_for(role: str) -> Client:
    client = Client()
    client.force_login(desk.person(role))
    return client


def test_the_page_shows_every_weight_and_an_admin_changes_one() -> None:
    client = client_for("admin")
    page = client.get(PAGE).content.decode()
    for name in shipped_weights():
        assert f'name="weight-{name}"' in page
    typed = {f"weight-{line.feature}": str(line.weight) for line in refitting.lines()}
    answer = client.post(PAGE, {**typed, "weight-money": "1,5", "do": "save", "why": "Budget season."}, follow=True)
    assert "1 weights changed" in answer.content.decode()
    assert "Budget season." in answer.content.decode()
    row = FeatureWeight.objects.get()
    assert (row.feature, row.weight) == ("money", 1.5)
    client.post(PAGE, {"weight-money": "", "do": "save"})
    assert not FeatureWeight.objects.exists()


def test_the_page_posted_as_it_was_shown_changes_nothing() -> None:
    client = client_for("admin")
    form = client.get(PAGE)
    shown = {
        f"weight-{line.feature}": form.content.decode().split(f'name="weight-{line.feature}" value="')[1].split('"')[0]
        for line in refitting.lines()
    }
    client.post(PAGE, {**shown, "do": "save"})
    assert not FeatureWeight.objects.exists()


@pytest.mark.parametrize("typed", ["much", "inf", "nan", "1e9"])
def test_what_is_no_weight_is_said_and_changes_nothing(typed: str) -> None:
    answer = client_for("admin").post(PAGE, {"weight-money": typed, "do": "save"}, follow=True)
    assert answer.status_code == 200
    assert "No weight was changed" in answer.content.decode()
    assert not FeatureWeight.objects.exists()


def test_the_buttons_try_and_apply_a_refit() -> None:
    client = client_for("admin")
    assert "too few decisions" in client.post(PAGE, {"do": "refit"}, follow=True).content.decode()
    decide(160, taste=0.9)
    assert "Nothing was changed" in client.post(PAGE, {"do": "try"}, follow=True).content.decode()
    assert not FeatureWeight.objects.exists()
    assert "weights changed" in client.post(PAGE, {"do": "refit"}, follow=True).content.decode()
    assert FeatureWeight.objects.filter(feature="money").exists()


def test_an_editor_looks_and_changes_nothing() -> None:
    client = client_for("editor")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'name="weight-' not in page.content.decode()
    client.post(PAGE, {"weight-money": "3", "do": "save"})
    assert not FeatureWeight.objects.exists()
    assert client_for("reviewer").get(PAGE).status_code == 302
