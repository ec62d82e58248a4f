"""`manage.py evaluate`: quality on labelled data, with the product's own code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandError, CommandParser

from claims.commandline import DeskCommand
from claims.errors import InvalidInput
from claims.splitting import ModelUnavailableError
from verification.evaluation import family_of
from verification.evaluation.quotations import Quotations, quoted_only
from verification.evaluation.rows import read_rows, write_rows


class Command(DeskCommand):
    help = """Measure the product on a labelled data set: figures as the set's public scorer computes them.

Example:
  manage.py evaluate claims_news ../shared/data/claims_news/dev.jsonl
  manage.py evaluate quotes_polnear ../shared/data/quotes_polnear/dev.jsonl.gz --predictions predicted.jsonl
  manage.py evaluate quotes_polnear ../shared/data/quotes_polnear/dev.jsonl.gz --quoted-only --predictions quoted.jsonl

SET is the name of the data set's folder; it decides which part of the product is asked."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("set", metavar="SET", help="name of the data set, like claims_news")
        parser.add_argument("path", metavar="PATH", type=Path, help="a file in that set's form (.jsonl, .jsonl.gz)")
        parser.add_argument("--predictions", metavar="OUT", type=Path, help="write the prediction rows here")
        parser.add_argument(
            "--quoted-only",
            action="store_true",
            help="for quotes_*: write only attributions that hold quoted words (the scorer's --quoted-only filters the "
            "labels alone)",
        )
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")

    def handle(self, *args: Any, path: Path, predictions: Path | None, **options: Any) -> None:
        name = options["set"]
        family = family_of(name)
        if family is None:
            raise CommandError(f"No part of the product answers to the data set “{name}”.", returncode=2)
        if options["quoted_only"] and not isinstance(family, Quotations):
            raise CommandError(f"--quoted-only is for quotes_* sets; {name} has no quotations.", returncode=2)
        try:
            gold = list(read_rows(path, getattr(family, "key", "id")))
            if not gold:
                raise InvalidInput(f"{path} has no rows, so there is nothing to measure.")
            predicted = list(family.predict(gold, path))
            if options["quoted_only"]:
                predicted = quoted_only(gold, predicted)
            if predictions is not None:
                write_rows(predictions, predicted)
            figures = family.figures(gold, predicted)
        except InvalidInput as error:
            raise CommandError(error.message, returncode=2) from error
        except KeyError as error:
            raise CommandError(
                f"A row of {path} has no {error}: it is not in the form of {name}.", returncode=2
            ) from error
        except ModelUnavailableError as error:
            raise CommandError(str(error), returncode=1) from error
        self._show(name, len(gold), figures, options["json"])

    def _show(self, name: str, rows: int, figures: dict[str, float], as_json: bool) -> None:
        if as_json:
            self.stdout.write(orjson.dumps({"set": name, "rows": rows, **figures}).decode())
            return
        self.stdout.write(f"{name}: {rows} rows")
        for figure, value in figures.items():
            shown = f"{value:.4f}" if isinstance(value, float) else str(value)
            self.stdout.write(f"{figure:<40} {shown}")
