"""Pages of long lists: one row more than is shown says whether there is a next page; nothing is counted for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
PER_PAGE = 50
LAST_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """The rows of one page, and the numbers of its neighbours (None where there are none)."""

    rows: list[M]
    number: int
    previous: int | None
    next: int | None


def page_of(request: HttpRequest, rows: QuerySet[M], per_page: int = PER_PAGE) -> Page[M]:
    """The page that ``?page=`` names; the first one for anything that is no page number."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    number = max(number, 1)
    start = (number - 1) * per_page
    found = list(rows[start : start + per_page + 1])
    return Page(
        rows=found[:per_page],
        number=number,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if len(found) > per_page else None,
    )
