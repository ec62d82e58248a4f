"""`manage.py split`: text to claims in a terminal or a pipe; no database, no network for a file."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import orjson
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.dateparse import parse_date, parse_datetime
from tqdm import tqdm

from claims.cleaning import never_meant
from claims.commandline import DeskCommand
from claims.errors import FetchError, InvalidInput, ProofdeskError
from claims.extraction import Extracted, from_bytes, from_html, from_text
from claims.fetching import fetch
from claims.lines import longest_line
from claims.splitting import ModelUnavailableError, Split, SplitInput, pipe, split_batch, to_json, unread

# Lines are split together up to this many, but never waited for: whoever writes one line gets its answer.
BATCH_LINES = 64
BATCH_CHARACTERS = 40_000
READ_BYTES = 1 << 16
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Command(DeskCommand):
    help = """Split an article into its claims: sentences, speakers, stand-alone statements, check-worthiness.

Examples:
  manage.py split article.txt
  manage.py split --json https://example.org/news/1
  manage.py split --jsonl articles.jsonl > claims.jsonl
  manage.py split --atomic biography.txt
  echo '{"id": 1, "text": "Costs rose by 4 percent, the minister said."}' | manage.py split --jsonl

With --jsonl each line is {"id", "text"} or {"id", "html", "url"}, optionally with "title", "published_at",
"sentences" (already segmented, in place of "text") and "clean": false (take the text as it is)."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", nargs="?", default="-", metavar="FILE|URL|-", help="default: standard input")
        parser.add_argument("--html", action="store_true", help="read the input as HTML, whatever it looks like")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--jsonl", action="store_true", help="one JSON object a line in, one a line out")
        form.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--atomic",
            action="store_const",
            const="atomic",
            dest="granularity",
            default="claim",
            help="every single fact of every sentence, checkable or not",
        )
        parser.add_argument(
            "--fine",
            action="store_const",
            const="fine",
            dest="granularity",
            help="like --atomic, but times, places and circumstances stay with their fact",
        )

    def handle(self, *args: Any, source: str, html: bool, jsonl: bool, **options: Any) -> None:
        try:
            if jsonl:
                self._lines(source, html, options["granularity"])
            else:
                self._one(source, html, options["json"], options["granularity"])
        except ModelUnavailableError as error:
            raise CommandError(str(error), returncode=1) from error
        except BrokenPipeError:
            # Whoever read the output has seen enough; point stdout elsewhere so that Python's own flush is quiet.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _one(self, source: str, html: bool, as_json: bool, granularity: str) -> None:
        article = _extract(source, html)
        found = split_batch([_input(article, granularity=granularity)])[0]
        if as_json:
            self.stdout.write(orjson.dumps(record(article, found), option=orjson.OPT_INDENT_2).decode())
            return
        for line in readable(article, found):
            self.stdout.write(line)

    def _lines(self, source: str, html: bool, granularity: str) -> None:
        if source.startswith(("http://", "https://")):
            raise CommandError("--jsonl reads a file or standard input, not an address.", returncode=2)
        descriptor = sys.stdin.fileno() if source == "-" else _open(source)
        size = os.fstat(descriptor).st_size if source != "-" else 0
        with tqdm(total=size or None, unit="B", unit_scale=True, delay=2, disable=None, file=sys.stderr) as bar:
            for lines in available_lines(descriptor):
                for result in split_lines(lines, html, granularity):
                    self.stdout.write(result)
                self.stdout.flush()
                bar.update(sum(len(line) + 1 for line in lines))


def _open(source: str) -> int:
    try:
        return os.open(source, os.O_RDONLY)
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.", returncode=2) from error


def available_lines(descriptor: int) -> Iterator[list[bytes]]:
    """Complete lines as they arrive, in batches; holds back nothing that is complete.

    Of a line that is too long only so much is kept that it shows.
    """
    rest: list[bytes] = []
    while chunk := os.read(descriptor, READ_BYTES):
        first, *others = chunk.split(b"\n")
        if sum(map(len, rest)) <= longest_line():
            rest.append(first)
        if not others:
            continue
        lines = [b"".join(rest), *others[:-1]]
        rest = [others[-1]]
        yield lines
    last = b"".join(rest)
    if last.strip():
        yield [last]


def split_lines(lines: list[bytes], html: bool = False, granularity: str = "claim") -> Iterator[str]:
    """Answers to these lines, in order; a bad line is answered by its error."""
    batch: list[tuple[Any, Extracted | str, list[str] | None]] = []
    size = 0
    for line in lines:
        if not line.strip():
            continue
        item = _read_line(line, html)
        batch.append(item)
        size += len(item[1].text) if isinstance(item[1], Extracted) else 0
        if len(batch) >= BATCH_LINES or size >= BATCH_CHARACTERS:
            yield from _answers(batch, granularity)
            batch, size = [], 0
    yield from _answers(batch, granularity)


def _answers(batch: list[tuple[Any, Extracted | str, list[str] | None]], granularity: str) -> Iterator[str]:
    whole = ((article, sentences) for _, article, sentences in batch if isinstance(article, Extracted))
    found = pipe(_input(article, sentences, granularity) for article, sentences in whole)
    for identifier, article, _ in batch:
        if isinstance(article, str):
            yield _dump({"id": identifier, "error": article})
        else:
            yield _dump({"id": identifier, **record(article, next(found))})


def _dump(row: dict[str, Any]) -> str:
    # json, not orjson: an id may be a number of any size, and comes back as it was.
    written = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    if _HALF_PAIR.search(written):  # only an id can hold one: it goes back as the escape that it came as
        return json.dumps(row, separators=(",", ":"))
    return written


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:40]} is too large a number")
    return number


def _read_line(line: bytes, html: bool) -> tuple[Any, Extracted | str, list[str] | None]:
    identifier: Any = None
    try:
        if len(line) > longest_line():
            raise _too_large()
        try:
            row = json.loads(line, parse_constant=_no_number, parse_float=_finite)
        except RecursionError as error:
            raise _too_deep() from error
        except ValueError as error:
            raise InvalidInput(f"This line is not a JSON object: {error}.") from error
        if not isinstance(row, dict):
            raise InvalidInput("This line is JSON, but not an object with “text” or “html”.")
        identifier = row.get("id")
        article, sentences = _from_row(row, html)
    except ProofdeskError as error:
        return identifier, error.message, None
    except RecursionError:
        return identifier, _too_deep().message, None
    return identifier, article, sentences


def _from_row(row: dict[str, Any], html: bool) -> tuple[Extracted, list[str] | None]:
    title = _string(row, "title")
    published = _moment(row.get("published_at"))
    clean = row.get("clean", True)
    if not isinstance(clean, bool):
        raise InvalidInput("“clean” must be true or false.")
    if row.get("text") is not None and row.get("html") is not None:
        raise InvalidInput("Give “text” or “html”, not both.")
    sentences = row.get("sentences")
    if sentences is not None:
        if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
            raise InvalidInput("“sentences” must be a list of strings.")
        joined = "\n".join(sentences)
        _refuse_unclean(joined, "sentences")
        _refuse_large(joined)
        # The language is asked of the extraction; the text stays exactly what was given.
        language = from_text(joined, clean=False).language if joined.strip() else ""
        article = Extracted(text=joined, title=title, language=language, raw_text=joined)
    elif row.get("html") is not None:
        article = from_html(_string(row, "html"), url=_string(row, "url"))
    elif row.get("text") is not None:
        text = _string(row, "text")
        _refuse_large(text)
        as_html = partial(from_html, url=_string(row, "url"))
        article = as_html(text) if html else from_text(text, title=title, clean=clean)
    else:
        raise InvalidInput("This line has neither “text”, “html” nor “sentences”.")
    changes: dict[str, Any] = {}
    if title:
        changes["title"] = title
    if published is not None:
        changes["published_at"] = published
    return (_replace(article, **changes) if changes else article), sentences


def _refuse_large(text: str) -> None:
    most = settings.ARTICLE_MAX_BYTES
    if len(text) > most or (len(text) * 4 > most and len(text.encode()) > most):
        raise _too_large()


def _too_large() -> InvalidInput:
    limit = settings.ARTICLE_MAX_BYTES // 1000
    return InvalidInput(
        f"The text is larger than {limit} kB. Cut it down, or raise ARTICLE_MAX_BYTES.", code="too_large"
    )


def _too_deep() -> InvalidInput:
    return InvalidInput("This line is too deeply nested to be read. Give the text in a plain “text” or “html”.")


def _replace(article: Extracted, **changes: Any) -> Extracted:
    values = {name: getattr(article, name) for name in article.__dataclass_fields__}
    return Extracted(**{**values, **changes})


def _string(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidInput(f"“{name}” must be a string.")
    _refuse_unclean(value, name)
    return value


def _refuse_unclean(text: str, name: str) -> None:
    """What the API refuses is refused here: left out in silence, every offset behind it would be another."""
    if wrong := never_meant(text):
        raise InvalidInput(f"“{name}” contains {wrong}. Remove it and give the line again.")


def _moment(value: Any) -> datetime | None:
    if value is None or value == "":
        return None
    found: datetime | None = None
    if isinstance(value, str):
        try:
            day = parse_date(value)
            found = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else parse_datetime(value)
        except ValueError:
            found = None
    if found is None:
        raise InvalidInput("“published_at” must be an ISO 8601 date or time, like 2016-11-21T10:35:00+00:00.")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _extract(source: str, html: bool) -> Extracted:
    try:
        if source.startswith(("http://", "https://")):
            page = fetch(source)
            if html:
                return from_html(page.body, url=page.final_url, charset=page.charset)
            return from_bytes(page.body, content_type=page.content_type, url=page.final_url, charset=page.charset)
        name = "" if source == "-" else Path(source).name
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return from_html(data) if html else from_bytes(data, filename=name)
    except FetchError as error:
        raise CommandError(error.message, returncode=1) from error
    except ProofdeskError as error:
        raise CommandError(error.message, returncode=2) from error
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.", returncode=2) from error


def _input(article: Extracted, sentences: list[str] | None = None, granularity: str = "claim") -> SplitInput:
    return SplitInput(
        article.text,
        article.title,
        article.authors,
        article.publisher,
        article.published_at,
        sentences,
        granularity=granularity,
    )


def record(article: Extracted, found: Split) -> dict[str, Any]:
    """One answer of the contract (2.1), without its ``id``."""
    return {
        "title": article.title,
        "authors": list(article.authors),
        "publisher": article.publisher,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "language": article.language,
        "text": article.text,
        **to_json(found),
        **({"note": note} if (note := unread(article.text)) else {}),
    }


def readable(article: Extracted, found: Split) -> Iterator[str]:
    """The claims for a person: most worth checking first within the order of the text."""
    yield from filter(None, [article.title, unread(article.text)])
    about = ", ".join(filter(None, [", ".join(article.authors), article.publisher]))
    if about or article.published_at:
        yield " · ".join(filter(None, [about, f"{article.published_at:%-d %B %Y}" if article.published_at else ""]))
    if not found.claims:
        yield "No checkable claim was found in this text."
        return
    yield f"{len(found.claims)} claims in {len(found.sentences)} sentences"
    for number, claim in enumerate(found.claims, 1):
        yield ""
        yield f"{number:3}. [{claim.checkworthiness:.2f}] {claim.statement}"
        said = f"{claim.speaker or 'somebody unnamed'} ({claim.attribution}: {claim.cue})"
        yield "     " + " · ".join(
            filter(None, [said if claim.attribution != "author" else "", ", ".join(claim.kinds)])
        )
        for question in claim.open_questions:
            yield f"     open: {question}"
