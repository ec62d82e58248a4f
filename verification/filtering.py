"""One grammar of filters for the page, the API and the exports.

    article=ID  topic=SLUG  state=open,in_review  rating=SLUG  speaker=WORDS  kind=quantity  q=WORDS
    min_checkworthiness=0.5  assignee=NAME|me|none  updated_since=2026-05-01T00:00:00Z  order=priority|newest|updated

``parse`` turns the strings of a query into ``ClaimFilters``; whatever it does not know is an InvalidInput that names
the field. ``claims`` turns those into the query set of current verifications, with their claims.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date, parse_datetime

from claims.cleaning import refuse_unclean
from claims.errors import InvalidInput
from claims.splitting.shapes import KINDS
from verification.models import Assignment, Rating, State, Verdict, Verification

ORDERS: dict[str, tuple[str, ...]] = {
    "priority": ("-priority", "id"),
    "newest": ("-claim_id", "-id"),
    "updated": ("-updated_at", "-id"),
}
OLDEST_CHANGE_FIRST = ("updated_at", "id")
LONGEST = 200
_ID = re.compile(r"[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """What was asked for; the empty one asks for everything, highest priority first."""

    article: str = ""
    topic: str = ""
    state: tuple[str, ...] = ()
    rating: str = ""
    speaker: str = ""
    kind: str = ""
    q: str = ""
    min_checkworthiness: float | None = None
    assignee: str = ""
    updated_since: datetime | None = None
    order: str = "priority"

    @property
    def ordering(self) -> tuple[str, ...]:
        """The columns to sort by. An increment is read oldest change first, so that it can be continued."""
        if self.order == "updated" and self.updated_since is not None:
            return OLDEST_CHANGE_FIRST
        return ORDERS[self.order]


NAMES = tuple(field.name for field in fields(ClaimFilters))


def row_id(value: str) -> int | None:
    """The row that an opaque id stands for; None when it cannot be any."""
    return int(value) if _ID.fullmatch(value) else None


def parse(query: Mapping[str, str], *, also: tuple[str, ...] = ()) -> ClaimFilters:
    """Reads the filters in ``query``; empty values ask for nothing. ``also`` names parameters that are not filters."""
    wrong = {name: "There is no such parameter." for name in query if name not in NAMES and name not in also}
    refuse_unclean(dict(query.items()), field="query")
    values: dict[str, object] = {}
    for name in NAMES:
        text = query.get(name, "").strip()
        if not text:
            continue
        try:
            values[name] = _read(name, text)
        except ValueError as error:
            wrong[name] = str(error)
    if wrong:
        first, why = next(iter(wrong.items()))
        raise InvalidInput(f"The filter “{first[:60]}” cannot be used: {why}", fields=wrong)
    return ClaimFilters(**values)  # type: ignore[arg-type]


def claims(filters: ClaimFilters, *, actor: User | None = None) -> QuerySet[Verification]:
    """The current verifications that match, with claim and article, in the asked order. ``actor`` is who "me" is."""
    rows = Verification.objects.filter(is_current=True).select_related("claim", "claim__article")
    return narrowed(rows, filters, actor).order_by(*filters.ordering)


def narrowed(rows: QuerySet[Verification], filters: ClaimFilters, actor: User | None) -> QuerySet[Verification]:
    """``rows`` with every condition of ``filters`` applied."""
    if filters.article:
        rows = rows.filter(claim__article_id=row_id(filters.article) or 0)
    if filters.topic:
        rows = rows.filter(topic__slug=filters.topic)
    if filters.state:
        rows = rows.filter(state__in=filters.state)
    if filters.speaker:
        rows = rows.filter(claim__speaker__icontains=filters.speaker)
    if filters.kind:
        rows = rows.annotate(kinds_text=Cast("claim__kinds", TextField())).filter(
            kinds_text__contains=f'"{filters.kind}"'
        )
    for word in filters.q.split():
        rows = rows.filter(
            Q(claim__statement__icontains=word) | Q(claim__speaker__icontains=word) | Q(claim__quote__icontains=word)
        )
    if filters.min_checkworthiness is not None:
        rows = rows.filter(claim__checkworthiness__gte=filters.min_checkworthiness)
    if filters.updated_since is not None:
        rows = rows.filter(updated_at__gte=filters.updated_since)
        if (end := settled()) is not None:
            rows = rows.filter(updated_at__lt=end)
    if filters.rating:
        newer = Verdict.objects.filter(verification=OuterRef("verification"), version__gt=OuterRef("version"))
        latest = Verdict.objects.filter(verification=OuterRef("pk"), rating__slug=filters.rating).exclude(Exists(newer))
        rows = rows.filter(Exists(latest))
        if settings.BLIND_SECOND_REVIEW:  # or the filter would tell the second reviewer what the first one said
            rows = rows.exclude(state=State.SECOND_REVIEW, disputed=False)
    if filters.assignee:
        rows = _held_by(rows, filters.assignee, actor)
    return rows


def settled() -> datetime | None:
    """The moment before which no change can appear any more, so that whoever follows changes misses none.

    SQLite has one writer at a time, whose changes appear in the order of their moments: None. PostgreSQL stamps each
    change as it is written (a trigger), and another transaction may commit first; no transaction that has written
    and not ended can have written before it began.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )
        end: datetime = cursor.fetchone()[0]
    return end


def _held_by(rows: QuerySet[Verification], assignee: str, actor: User | None) -> QuerySet[Verification]:
    """Those that the person holds, or that were assigned to them; "none" is neither held nor assigned."""
    held = Assignment.objects.filter(verification=OuterRef("pk"), ended_at__isnull=True)
    if assignee == "none":
        return rows.filter(assigned_to__isnull=True).exclude(Exists(held))
    if assignee == "me":
        return rows.filter(Q(assigned_to=actor) | Exists(held.filter(reviewer=actor)))
    return rows.filter(Q(assigned_to__username=assignee) | Exists(held.filter(reviewer__username=assignee)))


def _read(name: str, text: str) -> object:
    if len(text) > LONGEST:
        raise ValueError(f"It is longer than {LONGEST} characters.")
    if name == "state":
        return _choices(text, State.values)
    if name == "order":
        return _choice(text, list(ORDERS))
    if name == "kind":
        return _choice(text, list(KINDS))
    if name == "rating":
        return _choice(text, list(Rating.objects.values_list("slug", flat=True)))
    if name == "min_checkworthiness":
        return _share(text)
    if name == "updated_since":
        return _moment(text)
    return text


def _choice(text: str, allowed: list[str]) -> str:
    if text not in allowed:
        raise ValueError(f"It must be one of {', '.join(allowed)}.")
    return text


def _choices(text: str, allowed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(part.strip(), allowed) for part in text.split(",")))


def _share(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?", text) or not 0 <= float(text) <= 1:
        raise ValueError("It must be a number from 0 to 1.")
    return float(text)


def _moment(text: str) -> datetime:
    """An ISO 8601 moment or day; without a zone it is UTC. A plus sign that the address made a blank is mended."""
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if "T" in text else text
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment is None:
        raise ValueError("It must be a moment such as 2026-05-01T12:00:00Z.")
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("It must be a moment of the years 1 to 9999.") from error
