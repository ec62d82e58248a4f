"""The interface in German and French, by what the browser asks for or the person chose."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from tests.verification import desk
from tests.verification.pages.browsing import client_for, page
from verification import scales

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("de", "fr")
WORDS = {"de": ("Liste", "Nächste Behauptung", "Urteil"), "fr": ("File", "Affirmation suivante", "Verdict")}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|</?b>")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated_compiled_as_written_and_keeps_every_placeholder(language: str) -> None:
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as po, (folder / "django.mo").open("rb") as mo:
        catalog, compiled = read_po(po, locale=language), gettext.GNUTranslations(mo)
    for message in catalog:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), f"not translated: {originals[0]}"
        assert not message.fuzzy, f"a guess of the tool's: {originals[0]}"
        for string in strings:
            assert sorted(PLACE.findall(string)) == sorted(PLACE.findall(originals[-1])), string
        single = message.context is None and len(originals) == 1
        if single:
            assert compiled.gettext(originals[0]) == strings[0], "compile the catalogue: manage.py compilemessages"


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_the_language_that_the_browser_asks_for(language: str) -> None:
    row = desk.check()
    desk.evidence(row)
    client = client_for("reviewer")
    asked = {"Accept-Language": language}
    nav, button, verdict = WORDS[language]
    text = page(client.get("/queue/", headers=asked))
    assert f'<html lang="{language}">' in text
    assert nav in text
    assert button in text
    assert verdict in page(client.get(f"/claims/{row.claim_id}/", headers=asked))
    assert "Next claim" in page(client.get("/queue/", headers={"Accept-Language": "da"}))


@pytest.mark.django_db
def test_who_chooses_a_language_keeps_it_and_public_ratings_follow_the_reader() -> None:
    scales.take_over("five-point", actor=desk.person("editor"))
    client = client_for("reviewer")
    client.post("/i18n/setlang/", {"language": "de", "next": "/queue/"})
    assert "Nächste Behauptung" in page(client.get("/queue/"))
    row = desk.published("mostly-true")
    text = page(Client().get(f"/checks/{row.slug}/", headers={"Accept-Language": "fr"}))
    assert "Plutôt vrai" in text
    assert "Sources" in text
    assert '"alternateName":"Mostly true"' in text.replace('": "', '":"'), "what programs read stays as it is"
