"""What is cut out of a page's tree before anything is extracted: parts that say by their markup that they are no text.

Names of classes are habits, not rules, so nothing is cut that holds much of the page's running text: a whole article
inside ``<div class="share-wrapper">`` stays.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_TAGS = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "canvas",
        "iframe",
        "object",
        "embed",
        "form",
        "button",
        "select",
    }
    | {"input", "textarea", "nav", "dialog", "figcaption", "audio", "video", "map", "menu", "math"}
)
_BEGIN, _END = r"(?:^|[\s_-])", r"(?:$|[\s_-])"
_NAMES = re.compile(
    _BEGIN
    + "(?:"
    + "|".join(
        (
            # the site's own business
            r"newsletters?|nl-?signup|sign-?up|subscri(?:be|ption)s?|paywall|regwall|promos?|promotions?|cta"
            r"|cookies?|consent|gdpr|modal",
            r"adverts?|advertisement|ads?|ad-?(?:slot|unit|container|wrapper|break)|sponsor(?:ed)?|dfp"
            r"|outbrain|taboola|affiliate",
            r"disclaimers?|disclosures?|reprints?|print-?only|donat(?:e|ion)s?|sr-only|visually-?hidden"
            r"|screen-reader(?:-text)?",
            # other stories
            r"related|recommend(?:ed|ations?)?|recirc(?:ulation)?|read-?(?:more|next|also)|more-?(?:from|on"
            r"|stories|news|articles)",
            r"(?:next|prev(?:ious)?)-?(?:story|post|article|up|stories|posts)s?|most-?(?:read|popular|viewed)"
            r"|trending|you-?may-?(?:also-?)?like|also-?like|see-?also|up-?next|teasers?|inline-?links?",
            r"(?:article|post|story)-?(?:nav(?:igation)?|pagination|links?)|pagination|breadcrumbs?"
            r"|toc-?(?:container|list|nav|wrapper|box|links)|table-?of-?contents|jump-?links?",
            # people talking about it
            r"shar(?:e|ing)|share-?(?:bar|tools|buttons?|links?)|social|social-?(?:bar|links|share|media)"
            r"|sociable|addthis|a2a|followus|follow-?us",
            r"comments?|comments?-?(?:area|list|section|form|count)|disqus|respond|replies|reactions?",
            # around the text
            r"author-?(?:bio|box|info|card|note|profile|details|desc(?:ription)?|meta|about)"
            r"|about-?(?:the-?)?author|bio|contributors?-?bio",
            r"captions?|wp-caption-text|img-?caption|image-?(?:caption|credit)|photo-?(?:caption|credit)"
            r"|credits?|media-?(?:caption|credit)",
            r"by-?lines?|date-?time|time-?stamps?|pub(?:lish(?:ed)?)?-?(?:date|time|info)|(?:post|entry"
            r"|article|story)-?(?:meta|byline|date|tags|info|footer)",
            r"tags|tag-?(?:list|cloud|links)|keywords|deks?|standfirst|sub-?(?:head|title|headline)s?"
            r"|strapline|reading-?time",
            r"tool-?tips?|popovers?|rollover-people-block|hover-?card|footnotes-list|correction-?form"
            r"|rating-?(?:widget|stars)",
        )
    )
    + ")"
    + _END,
    re.I,
)
_ROLES = frozenset(
    {"navigation", "banner", "search", "dialog", "menu", "menubar", "toolbar", "tooltip", "form", "alert"}
)
_KEEP = frozenset({"html", "body", "main", "article", "h1"})
_ENDS = re.compile(r"[.!?][\"'”’)]*$")
_MOST = 0.3  # of the page's running text that a part may hold and still be cut
_LONG = 900  # characters of running text above which no part is cut for its name
_LISTING = 10  # lines
_CODE = re.compile(r"[{}()\[\]=<>;$]|^\s*(?:#|//)", re.M)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def prune(tree: HtmlElement) -> None:
    """Cut ``tree`` in place."""
    running = _running(tree)
    total = max(1, running.get(tree, 0))
    doomed: dict[str, list[tuple[HtmlElement, int]]] = {}
    waiting: list[HtmlElement] = [tree]
    while waiting:
        node = waiting.pop()
        sign = _sign(node)
        if sign:
            held = running.get(node, 0)
            if held < total * _MOST and held < _LONG:
                doomed.setdefault(sign, []).append((node, held))
                continue
        waiting.extend(child for child in node if isinstance(child.tag, str))
    for group in doomed.values():
        # One name that marks a third of the text is this site's word for a paragraph.
        if sum(held for _, held in group) < total * _MOST:
            _cut([node for node, _ in group])
    _cut([node for node in tree.iter("pre") if _is_listing(str(node.text_content()))])
    _cut(_link_only(tree))
    _cut(_closing_notes(tree))


def _cut(nodes: list[HtmlElement]) -> None:
    for node in nodes:
        if node.getparent() is not None:
            node.drop_tree()


def _sign(node: HtmlElement) -> str:
    """What says that ``node`` is no text, or nothing."""
    if node.tag in _TAGS:
        return str(node.tag)
    if node.tag in _KEEP:
        return ""
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return "hidden"
    if node.get("role") in _ROLES:
        return "role"
    style = node.get("style")
    if style and _HIDDEN.search(style):
        return "hidden"
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    found = _NAMES.search(names[:300]) if len(names) > 2 else None
    return found[0].strip(" _-").lower() if found else ""


def _is_listing(text: str) -> bool:
    """A longer stretch of program code; a line of it within an article on programming stays."""
    return text.count("\n") >= _LISTING and len(_CODE.findall(text)) > len(text) * 0.03


def _link_only(tree: HtmlElement) -> list[HtmlElement]:
    """Paragraphs and lists that are nothing but links lead away from the article."""
    found = [
        node
        for node in tree.iter("p")
        if node.find(".//a") is not None and _linked(node) and not _ENDS.search(str(node.text_content()).rstrip())
    ]
    for listing in tree.iter("ul", "ol"):
        entries = [child for child in listing if child.tag == "li"]
        if len(entries) >= 2 and all(_linked(entry) for entry in entries):
            found.append(listing)
    return found


def _closing_notes(tree: HtmlElement) -> list[HtmlElement]:
    """Paragraphs wholly in italics below the last ordinary one: who wrote it, where to follow, what to sign up for."""
    found: list[HtmlElement] = []
    for parent in {paragraph.getparent() for paragraph in tree.iter("p")}:
        if parent is None or len(children := parent.findall("p")) < 4:
            continue
        for paragraph in reversed(children[3:]):
            text = str(paragraph.text_content()).strip()
            slanted = sum(len(str(node.text_content()).strip()) for node in paragraph.iter("em", "i"))
            if text and slanted < len(text) * 0.9:
                break
            found.append(paragraph)
    return found


def _linked(node: HtmlElement) -> bool:
    """Short, and nearly all of it is the text of links."""
    size = len(str(node.text_content()).strip())
    return size < 400 and sum(len(str(link.text_content()).strip()) for link in node.iter("a")) >= max(1, size * 0.85)


def _running(tree: HtmlElement) -> dict[HtmlElement, int]:
    """Characters of running text, which is what stands in paragraphs, under each element; one pass, children first."""
    found: dict[HtmlElement, int] = {}
    for node in reversed(list(tree.iter())):
        if node.tag == "p":
            found[node] = len(str(node.text_content()))
        parent = node.getparent()
        if parent is not None and node in found:
            found[parent] = found.get(parent, 0) + found[node]
    return found
