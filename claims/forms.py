"""The forms by which articles come in: pasted words, an address, files, a table, a feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

MOST_FILES = 50
ACCEPTED = ".txt,.html,.htm,.pdf,.docx,text/plain,text/html,application/pdf"


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in given]


class FeedForm(forms.Form):
    """A feed to be polled."""

    url = forms.CharField(
        label=_("Address of the feed (RSS or Atom)"),
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    every_minutes = forms.IntegerField(
        label=_("Asked every … minutes"), min_value=5, max_value=1440, initial=15, required=False
    )

    def clean_every_minutes(self) -> int:
        return self.cleaned_data["every_minutes"] or 15


class ArticleForm(forms.Form):
    """What is wrong with the content itself is said by claims.intake; here only what a form can know."""

    text = forms.CharField(
        label=_("The text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "paste", "placeholder": _("Paste the article here")}),
    )
    url = forms.CharField(
        label=_("Address of the article"),
        required=False,
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    file = FilesField(
        label=_("Files (.txt, .html, .pdf or .docx), one or several"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )
    table = forms.FileField(
        label=_("A table (.csv) with the columns url, text, title, published_at"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    title = forms.CharField(label=_("Title, if the text does not say it"), required=False, max_length=500)
    published_at = forms.DateTimeField(
        label=_("Published"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    as_is = forms.BooleanField(
        label=_("Take the text as it is: leave nothing out"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, url = data.get("text", ""), data.get("url", "")
        # A lone address in the text box is an address: people paste what they have.
        if text and not url and text.strip().startswith(("http://", "https://")) and len(text.split()) == 1:
            data["url"], data["text"] = text.strip(), ""
        files = data.get("file") or []
        # Of several files each is told of by itself, also the one that is too large.
        if len(files) == 1 and files[0].size > settings.ARTICLE_MAX_BYTES:
            limit = settings.ARTICLE_MAX_BYTES // 1000
            self.add_error("file", _("The file is larger than %(limit)s kB. Cut it down.") % {"limit": limit})
        if len(files) > MOST_FILES:
            self.add_error("file", _("At most %(most)s files at once.") % {"most": MOST_FILES})
        return data
