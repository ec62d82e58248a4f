"""The review page: verdicts, drafts, conflicts, remarks; nothing typed is ever lost."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from claims.models import Claim
from tests.verification import desk
from tests.verification.pages.browsing import client_for, held, login, page
from verification import reviewing
from verification.models import Draft, Evidence, Origin, Search, SourceBehind, State, Verdict

pytestmark = pytest.mark.django_db


def test_a_verdict_is_given_and_goes_to_a_second_person() -> None:
    reviewer = desk.person("reviewer")
    row, evidence, form = held(reviewer)
    answer = login(reviewer).post(f"/claims/{row.claim_id}/verdict/", form)

    assert answer.status_code == 302
    verdict = Verdict.objects.get()
    assert verdict.rating.slug == "true"
    assert [citation.evidence_id for citation in verdict.citations.all()] == [evidence.pk]
    assert desk.fresh(row).state == State.SECOND_REVIEW


@pytest.mark.parametrize("lacking", ["rationale", "evidence", "rating"])
def test_an_incomplete_verdict_says_what_it_lacks_and_keeps_the_rest(lacking: str) -> None:
    reviewer = desk.person("reviewer")
    row, evidence, form = held(reviewer)
    form[lacking] = "" if lacking != "evidence" else []
    answer = login(reviewer).post(f"/claims/{row.claim_id}/verdict/", form)

    text = page(answer)
    assert answer.status_code == 422
    assert 'role="alert"' in text
    assert not Verdict.objects.exists()
    if lacking != "rationale":
        assert form["rationale"].replace("'", "&#x27;") in text
    if lacking != "evidence":
        assert re.search(rf'value="{evidence.pk}"[^>]*data-cite[^>]* checked', text)
    if lacking != "rating":
        assert re.search(r'value="true"[^>]* checked', text)


def test_a_verdict_without_a_rating_is_told_that_none_was_chosen() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    for given in ({**form, "rating": ""}, {name: value for name, value in form.items() if name != "rating"}):
        text = page(login(reviewer).post(f"/claims/{row.claim_id}/verdict/", given))
        assert "No rating was chosen." in text
        assert "mostly-true," not in text, "the names that programs use"


@pytest.mark.parametrize(
    ("found", "unread", "told"),
    [
        (1, 0, "1 hit was read, but none of its passages"),
        (3, 1, "2 hits were read, but none of their passages"),
        (1, 1, ""),
        (0, 0, ""),
    ],
)
def test_hits_without_evidence_are_said_to_have_been_read(found: int, unread: int, told: str) -> None:
    row = desk.check()
    pages = [{"url": "https://away.example/", "title": "", "why": "gone"}] * unread
    Search.objects.create(verification=row, provider="library", state="done", found=found, unread=pages)
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    assert "No evidence was found." in text
    assert told in text
    assert bool(told) == ("speaks to the claim" in text)


def test_what_only_shares_words_is_folded_away_and_says_which() -> None:
    row = desk.check()
    desk.evidence(row, stance="mentions")
    desk.evidence(row, stance="mentions", only_shares="Putin, Trump")
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    counted, apart = text.split('id="g-apart"')
    assert counted.count("data-piece") == 1
    assert "1 page, not counted" in apart
    assert "All that it shares with the claim: Putin, Trump" in apart
    assert "data-piece" in apart


def test_a_mark_brings_back_what_only_shared_words() -> None:
    row = desk.check()
    desk.evidence(row, stance="mentions", only_shares="Putin", mark="refutes", marked_by=desk.person("reviewer"))
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    assert "g-refutes" in text
    assert "g-apart" not in text


def test_a_stale_verdict_shows_both_texts_and_writes_nothing() -> None:
    reviewer, other = desk.person("reviewer"), desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    reviewing.edit_claim(row, actor=other, version=row.claim.version, statement="Another wording altogether.")
    answer = login(reviewer).post(f"/claims/{row.claim_id}/verdict/", form)

    text = page(answer)
    assert answer.status_code == 409
    assert text.count("ledger has the sum") == 2, "beside what stands now, and in the form"
    assert "Another wording altogether." in text
    assert other.username in text
    assert not Verdict.objects.exists()


def test_a_verdict_without_its_hold_is_kept_as_a_draft_and_comes_back() -> None:
    reviewer, other = desk.person("reviewer"), desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    reviewing.give_back(row.assignments.get(), reviewer=reviewer)
    theirs = reviewing.take(desk.fresh(row), reviewer=other)
    client = login(reviewer)
    answer = client.post(f"/claims/{row.claim_id}/verdict/", form)

    assert answer.status_code == 409
    assert f"held by {other.username}" in page(answer)
    assert "ledger has the sum" in page(answer)
    reviewing.give_back(theirs, reviewer=other)
    client.post(f"/claims/{row.claim_id}/take/")
    again = page(client.get(f"/claims/{row.claim_id}/"))
    assert "ledger has the sum" in again


def test_a_draft_is_kept_as_one_types_and_restored() -> None:
    reviewer = desk.person("reviewer")
    row, evidence, form = held(reviewer)
    client = login(reviewer)
    saved = client.post(f"/claims/{row.claim_id}/draft/", form, headers={"HX-Request": "true"})

    assert "draft saved" in page(saved)
    assert Draft.objects.get().data["evidence"] == [str(evidence.pk)]
    text = page(client.get(f"/claims/{row.claim_id}/"))
    assert "ledger has the sum" in text
    assert re.search(rf'value="{evidence.pk}"[^>]*data-cite[^>]* checked', text)
    assert "ledger has the sum" not in page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))


def test_an_edit_on_a_stale_version_shows_both_texts() -> None:
    row = desk.check()
    seen = row.claim.version
    reviewing.edit_claim(row, actor=desk.person("reviewer"), version=seen, statement="Their wording.")
    answer = client_for("reviewer").post(
        f"/claims/{row.claim_id}/edit/", {"statement": "My wording.", "speaker": "", "version": seen}
    )
    assert answer.status_code == 409
    assert "Their wording." in page(answer)
    assert "My wording." in page(answer)
    assert Claim.objects.get(pk=row.claim_id).statement == "Their wording."


def test_marks_answer_htmx_with_the_buttons_alone() -> None:
    row = desk.check()
    evidence = desk.evidence(row)
    client = client_for("reviewer")
    address = f"/evidence/{evidence.pk}/mark/"
    answer = client.post(address, {"mark": "refutes"}, headers={"HX-Request": "true"})

    assert page(answer).startswith('<span class="marks"')
    assert Evidence.objects.get(pk=evidence.pk).mark == "refutes"
    wrong = client.post(address, {"mark": "maybe"}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong["HX-Retarget"] == "#notices"
    client.post(address, {"mark": ""})
    assert Evidence.objects.get(pk=evidence.pk).mark is None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("contacts", {"whom": "The mayor", "asked_at": "soon", "question": "Where is the ledger kept?"}),
        ("notes", {"text": "   "}),
        ("set-aside", {"reason": ""}),
        ("merge", {"into": "none", "reason": "They say the same thing."}),
        ("divide", {"statements": "It says one thing only.", "version": "1"}),
        ("gather", {"providers": "nobody", "own_words": "bridge ledger cost"}),
    ],
)
def test_refused_forms_keep_what_was_typed(form: str, words: dict[str, str]) -> None:
    row = desk.check()
    answer = client_for("reviewer").post(f"/claims/{row.claim_id}/{form}/", words)
    assert answer.status_code == 422
    text = page(answer)
    assert 'role="alert"' in text
    assert all(value in text for value in words.values() if len(value.strip()) > 6)


def test_what_was_asked_and_not_answered_is_shown_with_its_next_try() -> None:
    row = desk.check()
    Search.objects.create(
        verification=row, provider="wikipedia", state="waiting", error="Wikipedia is out of order (HTTP 503)."
    )
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    assert "out of order (HTTP 503)" in text


def test_the_stored_copy_marks_the_passage_and_its_bytes_are_only_a_download() -> None:
    evidence = desk.evidence(desk.check())
    client = client_for("reviewer")
    text = page(client.get(f"/documents/{evidence.document_id}/?start=4&end=10"))
    assert '<mark id="passage">bridge</mark>' in text
    raw = client.get(f"/documents/{evidence.document_id}/snapshot/")
    assert raw.content.startswith(b"<p>The bridge")
    assert raw["Content-Disposition"].startswith("attachment")
    assert "sandbox" in raw["Content-Security-Policy"]
    assert raw["Content-Type"] == "application/octet-stream"


def test_who_types_keeps_the_hold_and_hears_when_it_is_gone() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    client = login(reviewer)
    hold = row.assignments.get()
    before = hold.expires_at
    saved = client.post(f"/claims/{row.claim_id}/draft/", form, headers={"HX-Request": "true"})
    hold.refresh_from_db()
    assert hold.expires_at > before
    assert 'id="hold"' in page(saved)

    reviewing.give_back(hold, reviewer=reviewer)
    saved = client.post(f"/claims/{row.claim_id}/draft/", form, headers={"HX-Request": "true"})
    assert "Your hold on this claim has ended" in page(saved)
    assert Draft.objects.get().data["rationale"] == form["rationale"]


def test_a_form_sent_after_the_log_in_ran_out_leads_back_to_its_page() -> None:
    row = desk.check()
    browser = Client(headers={"referer": f"http://testserver/claims/{row.claim_id}/"})
    answer = browser.post(f"/claims/{row.claim_id}/notes/", {"text": "A note."})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"next=http%3A//testserver/claims/{row.claim_id}/")


def test_why_a_standard_is_not_met_is_kept_with_draft_and_verdict() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, form = held(reviewer)
    client = login(reviewer)
    form["excuse-origins"] = "There is only one register."
    client.post(f"/claims/{row.claim_id}/draft/", form, headers={"HX-Request": "true"})
    assert 'name="excuse-origins" value="There is only one register."' in page(client.get(f"/claims/{row.claim_id}/"))
    client.post(f"/claims/{row.claim_id}/verdict/", form)
    assert Verdict.objects.get().excuses == {"origins": "There is only one register."}
    assert "There is only one register." in page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))


def test_evidence_for_earlier_words_says_so_until_somebody_asks_again() -> None:
    reviewer = desk.person("reviewer")
    row, _evidence, _form = held(reviewer)
    address, said = f"/claims/{row.claim_id}/", "found and weighed for other words"
    earlier = row.claim.statement
    reviewing.edit_claim(row, actor=reviewer, version=row.claim.version, speaker="Somebody Else")
    assert said not in page(login(reviewer).get(address))
    version = Claim.objects.get(pk=row.claim_id).version
    reviewing.edit_claim(row, actor=reviewer, version=version, statement="The ledger has another sum.")
    text = page(login(reviewer).get(address))
    assert said in text
    assert earlier in text
    Search.objects.create(verification=row, provider="library", state="queued", generation=2)
    assert said not in page(login(reviewer).get(address))


def test_a_tip_without_speaker_is_not_said_by_an_article_that_there_is_not() -> None:
    row = desk.check()
    Claim.objects.filter(pk=row.claim_id).update(article=None, article_version=None, speaker="")
    text = page(client_for("reviewer").get(f"/claims/{row.claim_id}/"))
    assert "nobody was named" in text
    assert "the article itself" not in text


def test_what_was_published_offers_no_other_wording() -> None:
    client = client_for("editor")
    assert 'id="edit"' in page(client.get(f"/claims/{desk.check().claim_id}/"))
    assert 'id="edit"' not in page(client.get(f"/claims/{desk.published().claim_id}/"))


def test_the_claim_stands_in_its_sentence_where_the_article_is_not_beside_it() -> None:
    row = desk.check()
    text = page(login(desk.person("reviewer")).get(f"/claims/{row.claim_id}/"))
    quote = desk.TEXT[row.claim.start : row.claim.end]
    place = re.search(r'<p class="reading in-place">(.*?)</p>', text)
    assert place is not None
    assert f'<mark class="said strong">{quote}</mark>{desk.TEXT[row.claim.end :]} ' in place[1]
    assert f'href="#c{row.claim_id}"' in place[1]
    assert f'id="c{row.claim_id}"' in text, "and the link leads to it"


def test_origins_that_rest_on_one_source_are_counted_beside_the_origins() -> None:
    row = desk.check()
    for _ in range(4):
        desk.evidence(row)
    behind = SourceBehind.objects.create(verification=row, name="what Strand said")
    Origin.objects.filter(pk__in=list(row.origins.values_list("pk", flat=True)[:3])).update(source_behind=behind)
    text = page(login(desk.person("reviewer")).get(f"/claims/{row.claim_id}/"))
    assert "4 origins; 3 of them on one source: what Strand said" in " ".join(text.split())
    Origin.objects.exclude(pk=row.origins.first().pk).update(source_behind=None)  # type: ignore[union-attr]
    text = page(login(desk.person("reviewer")).get(f"/claims/{row.claim_id}/"))
    assert "of them on one source" not in text
