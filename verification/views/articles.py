"""The list of articles, and one article with its claims in place and its progress as it happens."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import intake
from claims.comparing import Part, text_changes
from claims.errors import InvalidInput, UserError
from claims.models import Article, ArticleState, ArticleVersion
from verification.forms import AddClaimForm
from verification.gathering import plan
from verification.models import Search, SearchState, State, Verification
from verification.models.work import SETTLED
from verification.views.access import DeskRequest, desk, refuse_nul, status_of
from verification.views.marked_text import Piece, Placed, paragraphs
from verification.views.paging import page_of

IN_PROGRESS = (ArticleState.QUEUED, ArticleState.FETCHING, ArticleState.SPLITTING, ArticleState.GATHERING)
STAGES = (ArticleState.FETCHING, ArticleState.SPLITTING, ArticleState.GATHERING, ArticleState.READY)
MOST_LINES = 500
OPEN_OR_FURTHER = tuple(state for state in State if state not in (State.NEW, State.GATHERING))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an article is: claims found, and searches by what became of them."""

    state: str
    claims: int = 0
    total: int = 0
    done: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def settled(self) -> int:
        """Searches that nothing is owed on at the moment."""
        return self.done + self.failed + self.waiting

    @property
    def working(self) -> bool:
        return self.state in IN_PROGRESS

    @property
    def steps(self) -> list[tuple[str, str]]:
        """(what is done in the stage, past | now | ahead), in order."""
        words = (_("read the page"), _("find the claims"), _("search for each claim"), _("ready"))
        stage = ArticleState.FETCHING if self.state == ArticleState.QUEUED else self.state
        at = STAGES.index(ArticleState(stage)) if stage in STAGES else 0
        finished = self.state == ArticleState.READY
        return [
            (word, "past" if number < at or finished else "now" if number == at else "ahead")
            for number, word in enumerate(words)
        ]


@dataclass(slots=True)
class Line:
    """One article in the list: how many of its claims stand where."""

    article: Article
    claims: int = 0
    states: list[tuple[str, int]] = field(default_factory=list)


@desk()
def article_list(request: DeskRequest) -> HttpResponse:
    """All articles, newest first; ``?state=`` and ``?q=`` (title, outlet or address)."""
    rows = Article.objects.select_related("submitted_by", "duplicate_of").defer("authors")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:200]
    if state == "working":
        rows = rows.filter(state__in=IN_PROGRESS)
    elif state in ArticleState.values:
        rows = rows.filter(state=state)
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(publisher__icontains=word) | Q(url__icontains=word))
    page = page_of(request, rows.order_by("-id"))
    counts = dict(Article.objects.order_by().values_list("state").annotate(Count("id")))
    context = {
        "section": "articles",
        "page": page,
        "lines": lines_of(page.rows),
        "states": [(value, label, counts.get(value, 0)) for value, label in ArticleState.choices],
        "state": state,
        "q": words,
    }
    return render(request, "articles/list.html", context)


@desk()
def lines(request: DeskRequest) -> HttpResponse:
    """The articles of ``?ids=``, as lines of the list: what a page that handed in many asks for while work goes on.

    Those of ``?before=`` are marked as having been there before.
    """
    rows = Article.objects.filter(pk__in=_keys(request, "ids"))
    found = lines_of(rows.select_related("submitted_by", "duplicate_of").defer("authors").order_by("-id"))
    # 286 is htmx's own status for "stop asking".
    status = 200 if any(line.article.state in IN_PROGRESS for line in found) else 286
    context = {"lines": found, "known": _keys(request, "before")}
    return render(request, "articles/lines.html", context, status=status)


def _keys(request: DeskRequest, name: str) -> list[int]:
    keys = [int(part) for part in request.GET.get(name, "").split(",") if part.isascii() and part.isdigit()]
    return [key for key in keys[:MOST_LINES] if key < 2**63]


def lines_of(articles: Iterable[Article]) -> list[Line]:
    """The articles with their claims counted by state, in one query for all."""
    lines = {article.pk: Line(article) for article in articles}
    counted = (
        Verification.objects.filter(is_current=True, claim__article__in=lines)
        .order_by()
        .values_list("claim__article_id", "state")
        .annotate(Count("id"))
    )
    states: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for article_id, state, count in counted:
        states[article_id].append((state, count))
    for article_id, found in states.items():
        lines[article_id].states = sorted(found, key=lambda pair: State.values.index(pair[0]))
        lines[article_id].claims = sum(count for _state, count in found)
    return list(lines.values())


@desk()
def article(request: DeskRequest, article_id: int) -> HttpResponse:
    """One article: text with its claims marked, the list of them, what was left out, versions, progress."""
    return _article_page(request, get_object_or_404(Article, pk=article_id))


@desk()
def progress(request: DeskRequest, article_id: int) -> HttpResponse:
    """What the article page asks for while work goes on; the text comes along only when its marks have changed."""
    found = get_object_or_404(Article, pk=article_id)
    return render(request, "articles/progress_answer.html", _context(found, seen=request.GET.get("stamp", "")))


@require_POST
@desk("edit_claim", form=True)
def add_claim(request: DeskRequest, article_id: int) -> HttpResponse:
    """A claim by hand: from a selection (offsets), or from words that stand in the text."""
    found = get_object_or_404(Article, pk=article_id)
    form = AddClaimForm(request.POST)
    try:
        refuse_nul(request)
        if not form.is_valid():
            raise InvalidInput(_("The place of the claim is not clear yet."))
        start, end = _place(found.current, form.cleaned_data)
        with transaction.atomic():
            claim = intake.add_claim(
                found,
                actor=request.user,
                start=start,
                end=end,
                statement=form.cleaned_data["statement"],
                speaker=form.cleaned_data["speaker"],
            )
            plan([claim], actor=request.user)
    except UserError as problem:
        return _article_page(request, found, form=form, problem=problem)
    messages.success(request, _("The claim is added; it is being looked up now."))
    return redirect("article", article_id)


def _place(version: ArticleVersion | None, data: dict[str, object]) -> tuple[int, int]:
    start, end, words = data["start"], data["end"], str(data["words"] or "")
    if isinstance(start, int) and isinstance(end, int):
        return start, end
    if version is None or not words:
        raise InvalidInput(
            _("Select words in the text, or write the words of the claim as they stand there."),
            fields={"words": _("These words are missing.")},
        )
    start = version.text.find(words)
    if start < 0:
        raise InvalidInput(
            _("These words do not stand in the text like that. Copy them from it, in one piece."),
            fields={"words": _("Not found in the text.")},
        )
    return start, start + len(words)


def _article_page(
    request: DeskRequest, found: Article, *, form: AddClaimForm | None = None, problem: UserError | None = None
) -> HttpResponse:
    context = _context(found)
    context |= {
        "section": "articles",
        "form": form or AddClaimForm(),
        "problem": problem,
        "versions": found.versions.defer("text", "raw_text", "sentences", "attributions").order_by("-number"),
        "comparison": _comparison(found, request.GET.get("compare", "")),
        "left_out": _left_out(context["version"]),  # type: ignore[arg-type]
    }
    return render(request, "articles/detail.html", context, status=status_of(problem) if problem else 200)


def _context(found: Article, seen: str | None = None) -> dict[str, object]:
    """What the live part of the page shows; ``body`` is left out when ``seen`` is its stamp already."""
    version = found.versions.defer("sentences", "attributions").order_by("-number").first()
    rows = list(current_of(found))
    counted = progress_of(found, len(rows))
    stamp = _stamp(version, rows)
    context: dict[str, object] = {
        "article": found,
        "version": version,
        "progress": counted,
        "stamp": stamp,
        "fresh": seen is None or seen != stamp,
    }
    if context["fresh"]:
        in_text = [row for row in rows if version and row.claim.article_version_id == version.pk]
        context["text"] = article_text(version, in_text)
        context["rows"] = in_text
        context["elsewhere"] = [row for row in rows if row not in in_text]
    return context


def current_of(found: Article) -> QuerySet[Verification]:
    """The current verification of each claim of the article, in the order of the text."""
    rows = Verification.objects.filter(is_current=True, claim__article=found).select_related("claim")
    return rows.order_by("claim__start", "claim__id")


def article_text(
    version: ArticleVersion | None, rows: Iterable[Verification], focus: int | None = None
) -> list[list[Piece]]:
    """The version's text with the claims of ``rows`` in place; ``focus`` is the claim to show strongly."""
    if version is None:
        return []
    placed = [
        Placed(row.claim_id, row.claim.start, row.claim.end, row.state, row.claim.statement)
        for row in rows
        if row.claim.article_version_id == version.pk
    ]
    return paragraphs(version.text, placed, focus)


def progress_of(found: Article, claims: int) -> Progress:
    """Counted from the rows that say what is owed."""
    searches = Search.objects.filter(verification__claim__article=found, verification__is_current=True)
    counts = Counter(
        dict(searches.exclude(state=SearchState.CANCELLED).order_by().values_list("state").annotate(Count("id")))
    )
    waiting = counts[SearchState.WAITING]
    done = counts[SearchState.DONE]
    return Progress(
        state=found.state,
        claims=claims,
        total=counts.total(),
        done=done,
        waiting=waiting,
        failed=sum(counts[state] for state in SETTLED) - done - waiting,
    )


def _stamp(version: ArticleVersion | None, rows: Iterable[Verification]) -> str:
    shown = f"{version.pk if version else 0}:" + ",".join(
        f"{row.claim_id}{row.state}{row.claim.version}" for row in rows
    )
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one version of the text changed of the one before it; long stretches without a change are cut short."""

    version: ArticleVersion
    parts: list[Part]
    touched: int

    @property
    def same(self) -> bool:
        return all(part.kind == "same" for part in self.parts)


def _comparison(found: Article, wanted: str) -> Comparison | None:
    """What version ``wanted``, else the newest, changed of the one before it; None for a first version."""
    rows = found.versions.defer("raw_text", "sentences", "attributions", "left_out").order_by("-number")
    chosen = rows.filter(number=int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else rows
    version = chosen.first()
    before = rows.filter(number__lt=version.number).first() if version is not None else None
    if version is None or before is None:
        return None
    return Comparison(version, _cut_short(text_changes(before.text, version.text)), len(version.changes))


def _cut_short(parts: list[Part], around: int = 240) -> list[Part]:
    """Only the surroundings of what changed."""
    kept = []
    for number, part in enumerate(parts):
        text = part.text
        if part.kind == "same" and len(text) > 2 * around + 40:
            head = text[:around] if number else ""
            tail = text[-around:] if number < len(parts) - 1 else ""
            text = f"{head} […] {tail}"
        kept.append(Part(part.kind, text))
    return kept


def _left_out(version: ArticleVersion | None) -> list[tuple[str, str]]:
    """(why, the words) for each part of the raw text that is not article."""
    if version is None:
        return []
    raw = version.raw_text
    return [(str(part["why"]), raw[part["start"] : part["end"]].strip()) for part in version.left_out]
