"""How the desk writes things: moments, ages, states, stances, ratings, outlets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from claims.clock import now
from claims.fetching import is_web_address
from claims.roles import Actor, role_of
from verification.models import Rating, Topic
from verification.permissions import may as allowed
from verification.refitting import feature_words as words_of_feature
from verification.scales import steps_of_scale
from verification.views.administration import address
from verification.vocabulary import (
    ATTRIBUTION_WORDS,
    CHECK_WORDS,
    EVIDENCE_WORDS,
    FIELD_WORDS,
    KIND_WORDS,
    ORDER_WORDS,
    ROLE_WORDS,
    STANCE_WORDS,
    STATE_WORDS,
    VERB_WORDS,
    in_words,
)

register = template.Library()


@register.filter
def moment(when: datetime | None) -> SafeString | str:
    """ "14:05" today, "Mon 23 Nov" this year, else with the year; in full on hover."""
    if when is None:
        return ""
    local, today = timezone.localtime(when), timezone.localtime(now())
    if local.date() == today.date():
        words = f"{local:%H:%M}"
    elif local.year == today.year:
        words = _dated(local, pgettext("date: 4 May, with its day", "D j M"))
    else:
        words = _dated(local, pgettext("date: 4 May 2026, short", "j M Y"))
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), in_full(local), words)


@register.filter
def day(when: datetime | None) -> SafeString | str:
    """ "23 November 2026", for public pages."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        when.isoformat(),
        in_full(local),
        _dated(local, pgettext("date: 4 May 2026, in full", "j F Y")),
    )


@register.filter
def age(when: datetime | None) -> SafeString | str:
    """How long ago, in one unit: "now", "5 min", "3 h", "2 d"."""
    if when is None:
        return ""
    seconds = (now() - when).total_seconds()
    if seconds < 60:
        words = pgettext("age", "now")
    elif seconds < 3600:
        words = f"{int(seconds // 60)} min"
    elif seconds < 172_800:
        words = f"{int(seconds // 3600)} h"
    else:
        words = f"{int(seconds // 86_400)} d"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', when.isoformat(), in_full(timezone.localtime(when)), words
    )


def in_full(local: datetime) -> str:
    """Weekday, date, time and zone, for the hover; the quick way for English, since every row of a list has one."""
    if (get_language() or "en").startswith("en"):
        return f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S %Z}"
    return _dated(local, pgettext("date and time in full", "l j F Y, H:i:s T"))


def _dated(local: datetime, pattern: str) -> str:
    return dateformat.format(local, pattern)


@register.filter
def role(person: Actor) -> str:
    """The person's role in a word."""
    return role_word(role_of(person))


@register.filter
def may(person: Actor, act: str) -> bool:
    """Whether the person's role covers an act of verification.permissions."""
    return allowed(person, act)


@register.simple_tag
def admin_sheet() -> str:
    """The address of the administration's stylesheet."""
    return address()


@register.simple_tag
def state(value: str) -> SafeString:
    """A state with its shape and its word."""
    return format_html('<span class="tag s-{}">{}</span>', value, state_word(value))


@register.simple_tag
def state_word(value: str) -> str:
    """A state in a word of the reader's language."""
    return in_words(STATE_WORDS, value)


@register.simple_tag
def stance(value: str, *, proposed: bool = False) -> SafeString:
    """A stance with its shape and word; what the machine proposes is "likely"."""
    word = stance_word(value)
    words = gettext("likely %(stance)s") % {"stance": word} if proposed else word
    return format_html('<span class="tag plain st-{}{}">{}</span>', value, " likely" if proposed else "", words)


@register.filter
def rating_label(rating: Rating) -> str:
    """The rating's label in the reader's language, where the scale has one; else as it was written."""
    return (
        str(rating.translations.get(get_language() or "", "") or rating.label) if rating.translations else rating.label
    )


@register.filter
def rating_why(rating: Rating) -> str:
    """What the rating means; in the reader's language where the words are those that the product came with."""
    return gettext(rating.explanation) if rating.explanation else ""


@register.filter
def topic_name(topic: Topic) -> str:
    """The topic's name in the reader's language, where it has one."""
    return str(topic.translations.get(get_language() or "", "") or topic.name)


@register.simple_tag
def scale(rating: Rating) -> SafeString:
    """The rating's place on the scale as filled steps; its word always stands beside it."""
    outside = " outside" if rating.value is None else ""
    hue = f" hue-{rating.colour}" if rating.colour else ""
    return format_html(
        '<span class="scale{}{}" aria-hidden="true">{}</span>',
        outside,
        hue,
        steps(rating.value or 0, max(steps_of_scale(), rating.value or 0)),
    )


def steps(filled: int, most: int) -> SafeString:
    on, off = SafeString('<i class="on"></i>'), SafeString("<i></i>")
    return SafeString(on * filled + off * (most - filled))


@register.filter
def host(url: str) -> str:
    """The host of an address, without "www."."""
    return urlsplit(url).netloc.removeprefix("www.")


@register.filter
def web(url: str | None) -> str:
    """The address if it is http or https, else nothing: the only way from an address to a link."""
    return url if url and is_web_address(url) else ""


@register.filter
def moved_to(data: Mapping[str, Any]) -> str:
    """The state that an act led to, in words; nothing for acts whose "to" is a person or a number."""
    to = data.get("to")
    return state_word(to) if isinstance(to, str) else ""


@register.filter
def spaced(feature: str) -> str:
    """ "has_number" as "has number"."""
    return feature.replace("_", " ")


@register.filter
def kind_word(kind: str) -> str:
    """A kind of claim in the reader's language."""
    return in_words(KIND_WORDS, kind)


@register.filter
def stance_word(value: str) -> str:
    """A stance or mark in the reader's language."""
    return in_words(STANCE_WORDS, value)


@register.filter
def role_word(name: str) -> str:
    """A role in the reader's language."""
    return in_words(ROLE_WORDS, name)


@register.filter
def check_word(kind: str) -> str:
    """What was compared, in the reader's language."""
    return in_words(CHECK_WORDS, kind)


@register.filter
def evidence_word(feature: str) -> str:
    """What a stance or a likeness is made of, in the reader's language."""
    return in_words(EVIDENCE_WORDS, feature)


@register.filter
def order_word(name: str) -> str:
    """An order of the list in the reader's language."""
    return in_words(ORDER_WORDS, name)


@register.filter
def field_word(name: str) -> str:
    """What a field of a form is called."""
    return in_words(FIELD_WORDS, name)


@register.filter
def verb_word(verb: str) -> str:
    """An act of the trail in the reader's language."""
    return in_words(VERB_WORDS, verb)


@register.filter
def attribution_word(name: str) -> str:
    """How the text gives the claim to its speaker."""
    return in_words(ATTRIBUTION_WORDS, name)


@register.filter
def feature_words(feature: str) -> str:
    """A feature of check-worthiness in the reader's language."""
    return words_of_feature(feature)


@register.filter
def percent(share: float) -> str:
    """0.834 as "83 %"."""
    return f"{round(share * 100)} %"


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: object) -> str:
    """The page's own query string with some parameters changed; None or "" drops one."""
    values = context["request"].GET.dict()
    for name, value in changes.items():
        values.pop(name, None)
        if value not in (None, ""):
            values[name] = str(value)
    return "?" + urlencode(values)
