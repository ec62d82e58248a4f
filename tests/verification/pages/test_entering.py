"""Coming in: the second factor, the throttle, what a log-in does to the session and to the cookies."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from claims.clock import now
from claims.models import Article, Claim
from tests.verification import desk
from tests.verification.pages.browsing import held, login, page
from verification import audit, second_factor
from verification.models import AuditEntry, Draft, Note, SecondFactor

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


def give_password(client: Client, person: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"username": person.username, "password": password}, **more)


def with_factor(role: str = "editor") -> tuple[User, SecondFactor, list[str]]:
    person = desk.person(role, password=PASSWORD)
    factor = second_factor.begin(person)
    codes = second_factor.confirm(person, code_of(factor))
    assert codes
    factor.refresh_from_db()
    return person, factor, codes


def code_of(factor: SecondFactor, steps: int = 0) -> str:
    return pyotp.TOTP(factor.secret).at(now() + timedelta(seconds=30 * steps))


def test_a_person_without_second_factor_logs_in_by_password() -> None:
    person = desk.person("editor", password=PASSWORD)
    client = Client()
    assert give_password(client, person)["Location"] == "/"
    assert client.get("/queue/").status_code == 200


def test_the_whole_set_up_by_hand() -> None:
    person = desk.person("editor", password=PASSWORD)
    client = Client()
    give_password(client, person)
    shown = page(client.get("/accounts/second-factor/"))
    factor = SecondFactor.objects.get(person=person)
    assert "data:image/svg+xml" in shown
    assert factor.secret in shown.replace(" ", "")
    assert not second_factor.has(person)

    assert client.post("/accounts/second-factor/", {"code": "000000"}).status_code == 422
    done = client.post("/accounts/second-factor/", {"code": code_of(factor)})
    assert done.status_code == 200
    assert second_factor.has(person)
    factor.refresh_from_db()
    assert len(factor.recovery) == 10
    assert not any(kept in page(done) for kept in factor.recovery), "codes are shown, their hashes are kept"
    assert client.get("/queue/").status_code == 200
    assert AuditEntry.objects.filter(verb="second_factor_added").count() == 1
    assert audit.verify().broken_seq is None


def test_after_the_password_alone_one_is_a_stranger_everywhere() -> None:
    person, factor, _ = with_factor("admin")
    client = Client()
    answer = give_password(client, person)
    assert answer["Location"] == "/accounts/second-step/?next=%2F"
    for address in ("/", "/queue/", "/admin/", "/accounts/second-factor/", "/accounts/password_change/"):
        assert client.get(address).status_code == 302, address
    assert client.get("/api/v1/exports/claims").status_code == 401
    assert "Log in" in page(client.get("/checks/"))

    assert client.post("/accounts/second-step/", {"code": "123"}).status_code == 422
    before = client.session.session_key
    answer = client.post("/accounts/second-step/?next=/queue/", {"code": code_of(factor, 1)})
    assert answer["Location"] == "/queue/"
    assert client.session.session_key != before
    assert client.get("/queue/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_the_admin_has_no_door_of_its_own() -> None:
    person, _, _ = with_factor("admin")
    client = Client()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    at_the_door = client.get("/admin/login/?next=/admin/")
    assert at_the_door["Location"] == "/accounts/login/?next=/admin/"
    client.post("/admin/login/", {"username": person.username, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_a_half_done_log_in_goes_on_where_it_stopped() -> None:
    person, _, _ = with_factor()
    client = Client()
    give_password(client, person)
    onward = client.get("/accounts/login/?next=/queue/")["Location"]
    assert parse_qs(urlsplit(onward).query) == {"next": ["/queue/"]}
    assert "Second step" in page(client.get(onward))


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_second_step_leads_to_pages_of_ours_only(next_page: str) -> None:
    person, factor, _ = with_factor()
    client = Client()
    give_password(client, person)
    assert client.post("/accounts/second-step/", {"code": code_of(factor, 1), "next": next_page})["Location"] == "/"


def test_a_code_counts_once() -> None:
    person, factor, _ = with_factor()
    assert not second_factor.check(person, code_of(factor)), "it was spent at the set-up"
    assert second_factor.check(person, code_of(factor, 1))
    assert not second_factor.check(person, code_of(factor, 1))


def test_a_recovery_code_opens_once() -> None:
    person, _, codes = with_factor()
    assert second_factor.check(person, codes[3].upper().replace("-", " "))
    assert not second_factor.check(person, codes[3])
    assert second_factor.check(person, codes[4])


def test_guessing_codes_takes_longer_and_longer() -> None:
    person, factor, _ = with_factor()
    client = Client()
    give_password(client, person)
    for _ in range(second_factor.FREE_TRIES):
        assert "wrong" in page(client.post("/accounts/second-step/", {"code": "000000"}))
    answer = client.post("/accounts/second-step/", {"code": code_of(factor, 1)})
    assert answer.status_code == 422
    assert "Too many wrong codes" in page(answer)
    waits = []
    for _ in range(4):
        SecondFactor.objects.update(not_before=None)
        second_factor.check(person, "111111")
        factor.refresh_from_db()
        waits.append((factor.not_before - now()).total_seconds())  # type: ignore[operator]
    assert waits == sorted(waits)
    assert waits[-1] > 100


def test_a_desk_may_demand_it_of_editors_and_admins(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"
    for role, demanded in (("submitter", False), ("reviewer", False), ("editor", True), ("admin", True)):
        person = desk.person(role, password=PASSWORD)
        client = Client()
        onward = give_password(client, person)["Location"]
        assert onward.startswith("/accounts/second-factor/") == demanded
        assert client.get("/queue/").status_code == (302 if demanded else 200)
        if demanded:
            assert "Your role needs" in page(client.get(onward))
            factor = SecondFactor.objects.get(person=person)
            client.post(onward, {"code": code_of(factor)})
            assert client.get("/queue/").status_code == 200


def test_a_session_from_before_the_demand_has_to_comply(settings: Settings) -> None:
    person = desk.person("editor", password=PASSWORD)
    client = Client()
    give_password(client, person)
    assert client.get("/queue/").status_code == 200
    settings.SECOND_FACTOR = "required"
    assert client.get("/queue/").status_code == 302


def test_it_is_taken_away_against_a_code_only() -> None:
    person, factor, _ = with_factor("reviewer")
    client = Client()
    give_password(client, person)
    client.post("/accounts/second-step/", {"code": code_of(factor, 1)})
    assert client.post("/accounts/second-factor/", {"code": "1"}).status_code == 422
    SecondFactor.objects.update(last_step=0)
    assert client.post("/accounts/second-factor/", {"code": code_of(factor, 1)}).status_code == 302
    assert not second_factor.has(person)
    assert client.get("/queue/").status_code == 200


def test_a_log_in_starts_a_new_session_and_a_new_password_ends_the_others() -> None:
    person = desk.person("editor", password=PASSWORD)
    client, elsewhere = Client(), Client()
    client.get("/accounts/login/")
    client.cookies["sessionid"] = "planted-by-somebody-else"
    give_password(client, person)
    assert client.session.session_key != "planted-by-somebody-else"
    give_password(elsewhere, person)
    new = "a very different pass phrase"
    changed = client.post(
        "/accounts/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert changed.status_code == 302
    assert client.get("/queue/").status_code == 200
    assert elsewhere.get("/queue/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "1q2w3e4r5t", "reviewer-ada1"])
def test_weak_passwords_are_refused(weak: str) -> None:
    person = desk.person("reviewer", name="reviewer-ada", password=PASSWORD)
    client = Client()
    give_password(client, person)
    answer = client.post(
        "/accounts/password_change/", {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    )
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_passwords_are_kept_by_scrypt() -> None:
    assert desk.person("reviewer", password=PASSWORD).password.startswith("scrypt$")


class TestThrottle:
    @pytest.fixture(autouse=True)
    def _on(self, settings: Settings) -> None:
        settings.AXES_ENABLED = True
        # The hashing is not what is tested here, and ten times of it is a second.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def test_ten_wrong_passwords_shut_the_door_for_a_while(self) -> None:
        person = desk.person("editor", password=PASSWORD)
        client = Client()
        statuses = [give_password(client, person, "wrong").status_code for _ in range(11)]
        assert statuses[:9] == [200] * 9
        assert statuses[-1] == 429
        answer = give_password(client, person)
        assert answer.status_code == 429
        assert "quarter of an hour" in page(answer)
        AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=16))
        assert give_password(client, person).status_code == 302

    def test_an_account_is_not_guessed_from_many_addresses(self) -> None:
        person = desk.person("editor", password=PASSWORD)
        for number in range(50):
            give_password(Client(REMOTE_ADDR=f"198.51.100.{number}"), person, "wrong")
        assert give_password(Client(REMOTE_ADDR="198.51.100.99"), person).status_code == 429

    def test_one_address_does_not_try_a_password_on_everybody(self) -> None:
        person = desk.person("editor", password=PASSWORD)
        for number in range(100):
            Client().post("/accounts/login/", {"username": f"somebody{number}", "password": "Summer2026!"})
        assert give_password(Client(), person).status_code == 429
        assert give_password(Client(REMOTE_ADDR="198.51.100.99"), person).status_code == 302

    def test_behind_a_proxy_the_visitors_are_counted_and_not_the_proxy(self) -> None:
        person = desk.person("editor", password=PASSWORD)
        forged = "203.0.113.9, 198.51.100.1"  # the visitor wrote the first, our proxy added the second
        for _ in range(10):
            give_password(Client(), person, "wrong", headers={"X-Forwarded-For": forged})
        assert AccessAttempt.objects.values_list("ip_address", flat=True).distinct().get() == "198.51.100.1"
        assert give_password(Client(), person, headers={"X-Forwarded-For": "198.51.100.2"}).status_code == 302

    def test_a_stranger_does_not_choose_the_address_that_is_counted(self) -> None:
        person = desk.person("editor", password=PASSWORD)
        for number in range(10):
            stranger = Client(REMOTE_ADDR="198.51.100.7")
            give_password(stranger, person, "wrong", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        answer = give_password(Client(REMOTE_ADDR="198.51.100.7"), person, headers={"X-Forwarded-For": "127.0.0.1"})
        assert answer.status_code == 429


def test_the_answer_to_an_unknown_name_is_that_to_a_wrong_password() -> None:
    person = desk.person("editor", password=PASSWORD)
    wrong = page(give_password(Client(), person, "wrong"))
    unknown = page(Client().post("/accounts/login/", {"username": "nobody-here", "password": "wrong"}))
    strip = lambda text, name: text.replace(name, "").partition("<form")[0]  # noqa: E731
    assert strip(wrong, person.username) == strip(unknown, "nobody-here")


@pytest.mark.parametrize("place", ["/queue/?q=%00", "/articles/?q=a%00b", "/queue/?%00=1", "/checks/?page=%00"])
def test_a_nul_in_an_address_is_refused_before_it_reaches_a_database(place: str) -> None:
    client = Client()
    client.force_login(desk.person("editor"))
    assert client.get(place).status_code == 400


def test_a_nul_in_a_form_loses_nothing_that_was_typed() -> None:
    """Every form comes back with its words, the NUL taken out, and says in one sentence what was wrong."""
    words, editor = "The ledger has\x00 the sum.", desk.person("editor")
    row, _, verdict = held(editor)
    client = login(editor)
    second = desk.check()
    desk.verdict(second, desk.person("reviewer"))
    public = desk.published()
    forms: list[tuple[str, dict[str, Any], str]] = [
        ("/articles/new/", {"text": words, "title": words}, "textarea"),
        (f"/articles/{desk.article().pk}/claims/", {"words": words, "statement": words}, "textarea"),
        (f"/claims/{row.claim_id}/verdict/", {**verdict, "rationale": words}, "textarea"),
        (f"/claims/{second.claim_id}/approve/", {"rating": "true", "rationale": words}, "textarea"),
        (f"/claims/{second.claim_id}/reject/", {"rationale": words}, "textarea"),
        (f"/claims/{public.claim_id}/correct/", {"note": words, "rating": "true", "rationale": words}, "textarea"),
        (f"/claims/{public.claim_id}/retract/", {"note": words}, "textarea"),
        (f"/claims/{row.claim_id}/edit/", {"statement": words, "version": row.claim.version}, "textarea"),
        (f"/claims/{row.claim_id}/notes/", {"text": words}, "textarea"),
        (f"/claims/{row.claim_id}/contacts/", {"whom": "x", "question": words}, "textarea"),
        (f"/claims/{row.claim_id}/set-aside/", {"reason": words}, "textarea"),
        (f"/claims/{row.claim_id}/draft/", {"rationale": words}, "prose"),
        ("/articles/feeds/add/", {"url": words}, "prose"),
    ]
    before = [model.objects.count() for model in (Article, Claim, AuditEntry, Draft, Note)]
    for place, form, where in forms:
        answer = client.post(place, form)
        text = page(answer)
        assert answer.status_code == 422, place
        assert text.count("a character that cannot be stored (NUL)") == 1, place
        assert re.search(rf"{where}[^<]*(?:>\s*)?The ledger has the sum\.", text), place
    assert before == [model.objects.count() for model in (Article, Claim, AuditEntry, Draft, Note)]
    secret = page(Client().post("/accounts/login/", {"username": "some\x00body", "password": "a secret phrase"}))
    assert "somebody" in secret
    assert "secret phrase" not in secret


@pytest.mark.parametrize("nul", ["a\x00b", "\x00"])
def test_a_nul_in_a_form_is_refused(nul: str) -> None:
    row = desk.check()
    client = Client()
    client.force_login(desk.person("editor"))
    for place in ("/articles/new/", f"/claims/{row.claim_id}/notes/", f"/claims/{row.claim_id}/draft/"):
        assert client.post(place, {"text": nul, "rationale": nul}).status_code == 422, place
    assert (
        client.post(
            "/accounts/login/", f"username={unquote('%00')}", content_type="application/x-www-form-urlencoded"
        ).status_code
        == 422
    )
