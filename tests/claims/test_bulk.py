"""Many at once: each line and each file tells what became of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from claims.errors import InvalidInput
from claims.intake.bulk import lines_of
from claims.models import Article

pytestmark = pytest.mark.django_db
Person = Callable[[str, str], User]
TABLE = """url;title;published_at;remarks
https://paper.example/ships;Ships;2026-05-01;x
https://paper.example/SHIPS#top;Ships again;;
not an address;;;
https://paper.example/pier;Pier;yesterday;

https://paper.example/quay;"The ""quay"";
in two lines";2026-05-01T12:30;
"""


@pytest.fixture
def client(person: Person) -> Client:
    made = Client()
    made.force_login(person("ada", "submitter"))
    return made


def test_a_table_comes_in_line_by_line(client: Client) -> None:
    body = SimpleUploadedFile("many.csv", TABLE.encode("utf-8-sig"))
    answer = client.post("/articles/new/", {"table": body})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert set(Article.objects.values_list("url", flat=True)) >= {
        "https://paper.example/ships",
        "https://paper.example/quay",
    }
    assert "“yesterday” is no date" in text
    assert text.count("<b>2</b> refused") == 1
    quay = Article.objects.get(url="https://paper.example/quay")
    assert quay.title == 'The "quay";\nin two lines'.replace("\n", " ") or "quay" in quay.title
    assert quay.published_at is not None
    assert "/articles/lines/?ids=" in text


@pytest.mark.parametrize("body", ["", "a,b\n1,2\n", "just words\n"])
def test_a_table_without_the_columns_says_which_it_needs(client: Client, body: str) -> None:
    answer = client.post("/articles/new/", {"table": SimpleUploadedFile("x.csv", body.encode() or b"\n")})
    assert answer.status_code == 422
    assert "url, text, title, published_at" in answer.content.decode()
    assert not Article.objects.exists()


def test_commas_tabs_and_old_spreadsheets_are_read() -> None:
    assert [line.text for line in lines_of(b"text,title\nOne,First\n")] == ["One"]
    assert [line.title for line in lines_of(b"TEXT\tTitle\nOne\tFirst\n")] == ["First"]
    assert [line.text for line in lines_of("text\nCafé\n".encode("cp1252"))] == ["Café"]
    with pytest.raises(InvalidInput, match="at most 500"):
        lines_of(b"text\n" + b"x\n" * 501)


def test_several_files_are_several_articles_and_one_that_is_refused_stops_none(client: Client) -> None:
    files = [
        SimpleUploadedFile("one.txt", b"The port had 4,000 ships last year."),
        SimpleUploadedFile("two.txt", b"The quay is 300 metres long."),
        SimpleUploadedFile("empty.txt", b"   "),
        SimpleUploadedFile("again.txt", b"The port had 4,000 ships last year."),
    ]
    text = client.post("/articles/new/", {"file": files}).content.decode()
    assert Article.objects.count() == 2
    assert "<b>2</b> taken in" in text
    assert "<b>1</b> there before" in text
    assert "empty.txt" in text
    ids = ",".join(str(pk) for pk in Article.objects.values_list("pk", flat=True))
    assert client.get(f"/articles/lines/?ids={ids},x,{2**70}").status_code == 200
    more = [("2.txt", b"The quay is 300 metres long."), ("3.txt", b"The crane lifts 40 tonnes.")]
    again = client.post("/articles/new/", {"file": [SimpleUploadedFile(*one) for one in more]})
    assert again.content.decode().count("there before") == 2, "the number and the line"
    asked = html.unescape(re.search(r'hx-get="([^"]+)"', again.content.decode())[1])  # type: ignore[index]
    assert client.get(asked).content.decode().count("there before") == 1, "the mark stays while work goes on"
    Article.objects.update(state="failed", error="It could not be opened.")
    lines = client.get(f"/articles/lines/?ids={ids}")
    assert lines.status_code == 286, "nothing is worked on any more"
    assert lines.content.decode().count("Try again") == 2


def test_a_cell_that_is_too_long_is_told_with_its_line(client: Client) -> None:
    table = 'url,text\nhttps://paper.example/a,\n,"A quay\nand a pier"\n,"left open ' + "so it goes\n" * 20_000
    answer = client.post("/articles/new/", {"table": SimpleUploadedFile("x.csv", table.encode())})
    assert answer.status_code == 422
    text = html.unescape(answer.content.decode())
    assert "a cell of more than 131,072 characters in what begins on line 5. Close the quotation mark" in text
    assert not Article.objects.exists()
