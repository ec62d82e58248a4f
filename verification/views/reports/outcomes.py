"""What the desk decided, how far its people agree, and whom and what it covers."""

from __future__ import annotations

from collections import Counter, defaultdict
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from verification.models import Rating, SecondReview, State, Topic, Verdict, Verification
from verification.templatetags.desk import rating_label, topic_name
from verification.views.reports.agreement import alpha, alpha_of_value
from verification.views.reports.tables import Cell, Make, Period, Table

SHOWN = 15
MOST = 20_000
PUBLIC = (State.PUBLISHED, State.CORRECTING)
DONE = (State.DECIDED, State.PUBLISHED, State.CORRECTING, State.RETRACTED)


def ratings(period: Period) -> Table:
    later = Verdict.objects.filter(verification=OuterRef("verification"), version__gt=OuterRef("version"))
    on_the_page = Q(version=F("verification__published_version"), verification__state__in=PUBLIC)
    counted = (
        Verdict.objects.filter(~Exists(later))
        .exclude(_waits_blind())
        .order_by()
        .values("rating__slug")
        .annotate(latest=Count("id"), public=Count("id", filter=on_the_page))
    )
    found = {row["rating__slug"]: (row["latest"], row["public"]) for row in counted}
    scale = list(Rating.objects.all())
    return Table(
        "ratings",
        _("Verdicts by rating"),
        (_("rating"), _("latest verdicts"), _("of these public")),
        [(rating_label(rating), *found.get(rating.slug, (0, 0))) for rating in scale],
        tuple(f"/queue/?state=all&rating={rating.slug}" for rating in scale),
    )


def _waits_blind() -> Q:
    """Verdicts that nobody may know of before the second reviewer has judged: a count of one tells which it is."""
    waits = Q(verification__state=State.SECOND_REVIEW, verification__disputed=False)
    return waits if settings.BLIND_SECOND_REVIEW else Q(pk__in=[])


def seconds(period: Period) -> Table:
    counted = SecondReview.objects.aggregate(
        same=Count("id", filter=Q(agreed=True)),
        differed=Count("id", filter=Q(agreed=False, rejected=False)),
        back=Count("id", filter=Q(rejected=True)),
    )
    rows: list[tuple[Cell, ...]] = [
        (_("agreed"), counted["same"]),
        (_("differed"), counted["differed"]),
        (_("sent back"), counted["back"]),
    ]
    return Table("second-reviews", _("Second reviews"), (_("outcome"), _("reviews")), rows)


def agreement(period: Period) -> Table:
    """The desk, each pair of people (whoever was first), each rating against all others."""
    doubles = _doubles()
    units = [pair for _people, pair in doubles]
    by_pair: dict[str, list[tuple[str | None, str | None]]] = defaultdict(list)
    for people, pair in doubles:
        by_pair[" – ".join(sorted(people))].append(pair)
    rows = [_row(_("the whole desk"), alpha(units), units)]
    busiest = sorted(by_pair.items(), key=lambda item: -len(item[1]))[:SHOWN]
    rows += [_row(names, alpha(pairs), pairs) for names, pairs in busiest]
    for rating in Rating.objects.all():
        used = [pair for pair in units if rating.slug in pair]
        if used:
            told = _("when to say “%(rating)s”") % {"rating": rating_label(rating)}
            rows.append(_row(told, alpha_of_value(units, rating.slug), used))
    return Table(
        "agreement",
        _("Agreement of two reviewers"),
        (_("between"), "α", _("claims with two ratings"), _("same rating")),
        rows if units else [],
        drawn="share",
        note=_(
            "Krippendorff’s alpha, nominal: 1 is full agreement, 0 what chance would give. "
            "From 0.8 on ratings are taken as dependable, below 0.67 not."
        ),
    )


def speakers(period: Period) -> Table:
    rows = (
        Verification.objects.filter(is_current=True, claim__created_at__gt=period.since)
        .exclude(claim__speaker="")
        .order_by()
        .values("claim__speaker")
        .annotate(found=Count("id"), done=Count("id", filter=Q(state__in=DONE)))
        .order_by("-found", "claim__speaker")[:SHOWN]
    )
    return Table(
        "speakers",
        _("Coverage by speaker"),
        (_("speaker"), _("with a verdict"), _("without")),
        [(row["claim__speaker"], row["done"], row["found"] - row["done"]) for row in rows],
        tuple("/queue/?" + urlencode({"state": "all", "speaker": row["claim__speaker"]}) for row in rows),
        shown=(1, 2),
        note=_("The most quoted, of claims found in the last %(days)s days.") % {"days": period.days},
    )


def topics(period: Period) -> Table:
    rows = list(
        Verification.objects.filter(is_current=True, claim__created_at__gt=period.since, topic__isnull=False)
        .order_by()
        .values("topic")
        .annotate(found=Count("id"), done=Count("id", filter=Q(state__in=DONE)))
        .order_by("-found", "topic")
    )
    named = Topic.objects.in_bulk([row["topic"] for row in rows])
    return Table(
        "topics",
        _("Coverage by topic"),
        (_("topic"), _("with a verdict"), _("without")),
        [(topic_name(named[row["topic"]]), row["done"], row["found"] - row["done"]) for row in rows],
        tuple("/queue/?" + urlencode({"state": "all", "topic": named[row["topic"]].slug}) for row in rows),
        shown=(1, 2),
        note=_("Of claims found in the last %(days)s days.") % {"days": period.days},
    )


def kinds(period: Period) -> Table:
    found: Counter[str] = Counter()
    done: Counter[str] = Counter()
    recent = Verification.objects.filter(is_current=True, claim__created_at__gt=period.since).order_by("-id")
    for names, state in recent.values_list("claim__kinds", "state")[:MOST]:
        found.update(names)
        if state in DONE:
            done.update(names)
    shown = [name for name, _count in found.most_common()]
    return Table(
        "kinds",
        _("Coverage by kind of claim"),
        (_("kind"), _("with a verdict"), _("without")),
        [(name, done[name], found[name] - done[name]) for name in shown],
        tuple("/queue/?" + urlencode({"state": "all", "kind": name}) for name in shown),
        shown=(1, 2),
        note=_("Of claims found in the last %(days)s days; one claim can be of several kinds.") % {"days": period.days},
    )


def _doubles() -> list[tuple[tuple[str, str], tuple[str | None, str | None]]]:
    """Who gave the two ratings of a verdict, and which; a claim that was sent back has only one."""
    rows = SecondReview.objects.filter(rejected=False).order_by("-id")
    found = rows.values_list(
        "verdict__reviewer__username", "reviewer__username", "verdict__rating__slug", "rating__slug", "agreed"
    )
    return [((first, second), (one, one if agreed else other)) for first, second, one, other, agreed in found[:MOST]]


def _row(words: str, value: float | None, units: list[tuple[str | None, str | None]]) -> tuple[Cell, ...]:
    same = sum(one == other for one, other in units)
    return (words, "–" if value is None else round(value, 3), len(units), f"{same / len(units):.0%}" if units else "–")


TABLES: dict[str, Make] = {
    "ratings": ratings,
    "second-reviews": seconds,
    "agreement": agreement,
    "topics": topics,
    "speakers": speakers,
    "kinds": kinds,
}
