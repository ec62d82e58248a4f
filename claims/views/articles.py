"""Handing in an article, or many, and trying a failed one again. What became of one is shown by its own page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import intake
from claims.errors import Conflict, InvalidInput, UserError
from claims.forms import ArticleForm
from claims.models import Article
from claims.sniffing import HTML, sniff
from claims.views.access import answers_nul, for_submitters


@for_submitters
@answers_nul
def article_new(request: HttpRequest) -> HttpResponse:
    """The intake form; ``?url=`` and ``?text=`` fill it in."""
    if request.method != "POST":
        given = {name: request.GET[name] for name in ("url", "text", "title") if name in request.GET}
        return render(request, "articles/new.html", {"form": ArticleForm(initial=given), "section": "articles"})
    form = ArticleForm(request.POST, request.FILES)
    held_nul: str = getattr(request, "held_nul", "") or ""
    if form.is_valid() and held_nul:
        form.add_error(None, held_nul)
    if not form.is_valid():
        return render(request, "articles/new.html", {"form": form, "section": "articles"}, status=422)
    try:
        outcomes = _many(request, form)
        if outcomes is not None:
            return _what_became(request, outcomes)
        submitted = _submit(request, form)
    except UserError as problem:
        _explain(form, problem)
        status = 409 if isinstance(problem, Conflict) else 422
        return render(request, "articles/new.html", {"form": form, "section": "articles"}, status=status)
    if submitted.duplicate:
        messages.info(request, _("This article was handed in before. Here it is."))
    return redirect("article", submitted.article.pk)


@require_POST
@for_submitters
def article_retry(request: HttpRequest, article_id: int) -> HttpResponse:
    """A failed article again, same row."""
    article = get_object_or_404(Article, pk=article_id)
    try:
        intake.retry(article, actor=request.user)
        messages.success(request, _("It is tried again."))
    except UserError as problem:
        messages.error(request, problem.message)
    return redirect("article", article_id)


def _many(request: HttpRequest, form: ArticleForm) -> list[intake.Outcome] | None:
    """What became of several files or of a table; None when a single article is handed in."""
    table, files = form.cleaned_data["table"], form.cleaned_data["file"]
    if table is not None:
        return intake.submit_table(table.read(), actor=request.user)
    if len(files) > 1:
        return intake.submit_files([(file.name, file.read()) for file in files], actor=request.user)
    return None


def _what_became(request: HttpRequest, outcomes: list[intake.Outcome]) -> HttpResponse:
    """Line by line; the states of the articles go on changing on this page."""
    taken = {one.article.pk for one in outcomes if one.article and not one.duplicate}
    known = {one.article.pk for one in outcomes if one.article} - taken
    context = {
        "section": "articles",
        "outcomes": outcomes,
        "taken": sum(1 for one in outcomes if one.article and not one.duplicate),
        "duplicates": sum(one.duplicate for one in outcomes),
        "refused": sum(1 for one in outcomes if one.article is None),
        "articles": ",".join(str(one.article.pk) for one in outcomes if one.article),
        "known": ",".join(map(str, sorted(known))),
    }
    return render(request, "articles/many.html", context)


def _submit(request: HttpRequest, form: ArticleForm) -> intake.Submitted:
    data = form.cleaned_data
    file = data["file"][0] if data["file"] else None
    text = data["text"]
    # People paste a page's source where its text belongs; only who ticks "as it is" means the tags themselves.
    is_page = not data["as_is"] and sniff(text[:4096].encode("utf-8", "ignore")) == HTML
    return intake.submit(
        actor=request.user,
        text="" if is_page else text,
        html=text if is_page else "",
        url=data["url"],
        title=data["title"],
        published_at=data["published_at"],
        file=file.read() if file is not None else None,
        filename=file.name if file is not None else "",
        clean=not data["as_is"],
    )


def _explain(form: ArticleForm, problem: UserError) -> None:
    form.add_error(None, problem.message)
    fields = problem.fields if isinstance(problem, InvalidInput) else {}
    for name, why in fields.items():
        if name in form.fields and why != problem.message:
            form.add_error(name, why)
