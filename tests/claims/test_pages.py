"""The intake form: what is handed in is there, and what is refused is still in the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.models import Article, ArticleState

Person = Callable[[str, str], User]
TEXT = "The harbour master said on Tuesday that 4,000 ships called at the port last year."


@pytest.fixture
def client_of(person: Person) -> Callable[[str], Client]:
    def make(role: str) -> Client:
        client = Client()
        client.force_login(person(f"the-{role}", role))
        return client

    return make


def test_pasted_text_becomes_an_article(client_of: Callable[[str], Client]) -> None:
    answer = client_of("submitter").post("/articles/new/", {"text": TEXT, "title": "Ships"})

    article = Article.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/articles/{article.pk}/"
    assert article.title == "Ships"
    assert article.submitted_by is not None
    assert article.submitted_by.username == "the-submitter"


def test_a_lone_address_in_the_text_box_is_an_address(client_of: Callable[[str], Client]) -> None:
    client_of("submitter").post("/articles/new/", {"text": "  https://paper.example/ships  "})

    article = Article.objects.get()
    assert article.url == "https://paper.example/ships"
    assert not article.inputs.exists()


@pytest.mark.parametrize("name", ["page.html", "page.txt", "report.pdf", "report.docx"])
def test_an_uploaded_file_is_kept_byte_for_byte(client_of: Callable[[str], Client], name: str) -> None:
    body = f"<p>{TEXT}</p>".encode()
    answer = client_of("submitter").post("/articles/new/", {"file": SimpleUploadedFile(name, body)})

    assert answer.status_code == 302
    raw = Article.objects.get().inputs.get()
    assert (raw.kind, raw.filename) == ("file", name)


def test_the_same_text_again_leads_to_the_first_article(client_of: Callable[[str], Client]) -> None:
    client = client_of("submitter")
    client.post("/articles/new/", {"text": TEXT})
    answer = client.post("/articles/new/", {"text": TEXT}, follow=True)

    assert Article.objects.count() == 1
    assert "handed in before" in answer.content.decode()


def test_text_and_file_together_are_refused_and_the_text_stays_in_the_form(client_of: Callable[[str], Client]) -> None:
    file = SimpleUploadedFile("page.txt", b"other words")
    answer = client_of("submitter").post("/articles/new/", {"text": TEXT, "file": file, "title": "Kept"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert TEXT in page
    assert 'value="Kept"' in page
    assert "Give only one of" in page
    assert "choose it again" in page
    assert not Article.objects.exists()


@pytest.mark.parametrize(("as_is", "kind"), [("", "html"), ("on", "text")])
def test_a_page_pasted_as_its_source_is_read_as_a_page(
    client_of: Callable[[str], Client], as_is: str, kind: str
) -> None:
    source = f"<!DOCTYPE html>\n<html><body><p>{TEXT}</p><script>var a = 1;</script></body></html>"
    client_of("submitter").post("/articles/new/", {"text": source, "as_is": as_is})
    assert [row.kind for row in Article.objects.get().inputs.all()] == [kind]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "   \n "},
        {"url": "ftp://paper.example/x"},
        {"url": "http://user:secret@paper.example/"},
        {"text": TEXT, "published_at": "yesterday"},
        {"text": "nul\x00byte" * 2, "url": "not an address"},
    ],
)
def test_what_cannot_be_taken_is_said_kindly(client_of: Callable[[str], Client], data: dict[str, str]) -> None:
    answer = client_of("submitter").post("/articles/new/", data)

    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode() or 'class="notice error"' in answer.content.decode()
    assert not Article.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    client_of: Callable[[str], Client], settings: pytest.FixtureRequest
) -> None:
    settings.ARTICLE_MAX_BYTES = 1000  # type: ignore[attr-defined]
    file = SimpleUploadedFile("page.txt", b"x" * 1001)
    answer = client_of("submitter").post("/articles/new/", {"file": file})

    assert answer.status_code == 422
    assert "larger than 1 kB" in answer.content.decode()


def test_a_failed_article_is_tried_again_as_the_same_row(client_of: Callable[[str], Client]) -> None:
    client = client_of("submitter")
    client.post("/articles/new/", {"text": TEXT})
    article = Article.objects.get()
    Article.objects.update(state=ArticleState.FAILED, error="It could not be read.", error_code="no_text")

    assert "It could not be read." in client.get(f"/articles/{article.pk}/").content.decode()
    answer = client.post(f"/articles/{article.pk}/retry/", follow=True)

    article.refresh_from_db()
    assert article.state == ArticleState.QUEUED
    assert "tried again" in answer.content.decode()

    refused = client.post(f"/articles/{article.pk}/retry/", follow=True)
    assert "Only a failed article" in refused.content.decode()


def test_nobody_without_a_role_hands_in(client: Client, person: Person) -> None:
    assert client.get("/articles/new/")["Location"].startswith("/accounts/login/")
    client.force_login(User.objects.create_user("stranger"))
    assert client.get("/articles/new/").status_code == 403
    assert client.post("/articles/new/", {"text": TEXT}).status_code == 403
    assert not Article.objects.exists()
