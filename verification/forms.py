"""The forms of the desk. They read types; whether an act may be is the verbs' business."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.roles import ROLES
from claims.splitting.shapes import KINDS
from verification.vocabulary import KIND_WORDS, ROLE_WORDS

LONG = {"rows": 4, "class": "short"}


class AddClaimForm(forms.Form):
    """A claim by hand: offsets from a selection, or the words themselves."""

    words = forms.CharField(
        label=_("Words of the claim, as they stand in the text"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs=LONG),
    )
    start = forms.IntegerField(label=_("From character"), required=False, min_value=0)
    end = forms.IntegerField(label=_("to character"), required=False, min_value=1)
    statement = forms.CharField(
        label=_("The claim as a sentence of its own (optional)"), required=False, widget=forms.Textarea(attrs=LONG)
    )
    speaker = forms.CharField(label=_("Said by (optional)"), required=False, max_length=300)


class EditClaimForm(forms.Form):
    """Wording, speaker and kinds; ``version`` is the claim's as the person saw it."""

    statement = forms.CharField(label=_("The claim as a sentence of its own"), widget=forms.Textarea(attrs=LONG))
    speaker = forms.CharField(label=_("Said by"), required=False, max_length=300)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        required=False,
        choices=[(kind, KIND_WORDS[kind]) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.IntegerField(label=_("From character"), required=False, min_value=0)
    end = forms.IntegerField(label=_("to character"), required=False, min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def place(self) -> tuple[int, int] | None:
        """The place in the text, if it was given."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return None if start is None or end is None else (start, end)


class VerdictForm(forms.Form):
    """Rating, rationale and cited evidence as they were typed; ``assignment`` and ``version`` guard the write."""

    rating = forms.CharField(required=False)
    rationale = forms.CharField(required=False, strip=False)
    evidence = forms.TypedMultipleChoiceField(required=False, coerce=int)
    assignment = forms.IntegerField(required=False)
    version = forms.IntegerField(required=False)


class ContactForm(forms.Form):
    """One line in the log of asking the claimant."""

    whom = forms.CharField(label=_("Who was asked"), max_length=300)
    way = forms.CharField(label=_("How (phone, e-mail, letter …)"), required=False, max_length=60)
    asked_at = forms.DateTimeField(
        label=_("When (empty: now)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    deadline = forms.DateTimeField(
        label=_("Answer asked for by"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    question = forms.CharField(label=_("Question"), required=False, widget=forms.Textarea(attrs=LONG))
    answer = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs=LONG))


class TipForm(forms.Form):
    """What a reader sends in. ``website`` is there for robots: people do not see it."""

    statement = forms.CharField(
        label=_("The claim, as it was said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    speaker = forms.CharField(label=_("Who said it"), required=False, max_length=300)
    url = forms.CharField(
        label=_("Where (address of the page)"),
        required=False,
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


class InviteForm(forms.Form):
    """A new person of the desk."""

    username = forms.CharField(
        label=_("Name to log in with"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label=_("E-mail address (optional)"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[(role, ROLE_WORDS[role]) for role in ROLES], initial="reviewer")
