"""A second opinion on where the article is: the smallest part of the page that holds nearly all of its running text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from claims.extraction.margins import bare

_HOLDS = 0.8
_LINKED = 0.5
_FOUND = 0.8  # of the extracted text must be found on the page before the page is believed instead
_LOST = 0.78  # at most so much of the page's text may have been kept for something to be amiss
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"blockquote", "pre", "table", "tbody", "thead", "tr", "figure", "header", "footer", "aside", "address", "center"}
    | {"details", "summary", "hr", "fieldset", "body", "td", "th", "caption"}
)


@dataclass(frozen=True, slots=True)
class Block:
    """One line as a reader sees it, the element it stands in, and how much of it is links (0 to 1)."""

    text: str
    tag: str
    linked: float


def container_lines(tree: HtmlElement) -> list[Block]:
    """The lines of that part, block by block, in the order of the page."""
    weights = _weights(tree)
    node = tree.find("body")
    if node is None:
        node = tree
    least = weights.get(node, 0) * _HOLDS
    while True:
        heavy = [child for child in node if weights.get(child, 0) >= least and least > 0]
        if not heavy or heavy[0].tag in ("p", "ul", "ol", "table", "blockquote"):
            break
        node = heavy[0]
    lines: list[Block] = []
    _collect(node, lines)
    return lines


def _weights(tree: HtmlElement) -> dict[HtmlElement, float]:
    """Characters of running text under each element; text in links does not count."""
    found: dict[HtmlElement, float] = {}
    for paragraph in tree.iter("p", "li", "blockquote", "dd"):
        if paragraph.tag != "p" and paragraph.find(".//p") is not None:
            continue
        size = len(paragraph.text_content().strip()) - sum(len(link.text_content()) for link in paragraph.iter("a"))
        if (paragraph.tag == "p" and size < 40) or (paragraph.tag != "p" and size < 80):
            continue
        node: HtmlElement | None = paragraph
        while node is not None:
            found[node] = found.get(node, 0) + size
            node = node.getparent()
    return found


def _collect(top: HtmlElement, lines: list[Block]) -> None:
    """Text of ``top`` cut at block elements and line breaks; iterative, for pages nest deeply."""
    piece: list[str] = []
    linked = 0
    tag = "div"

    def flush() -> None:
        nonlocal linked
        text = " ".join("".join(piece).split())
        if text:
            lines.append(Block(text, tag, min(1.0, linked / max(1, sum(map(len, piece))))))
        piece.clear()
        linked = 0

    within_link = 0
    waiting: list[tuple[HtmlElement, bool]] = [(top, False)]
    while waiting:
        node, done = waiting.pop()
        block = node.tag in _BLOCKS
        if done:
            if block:
                flush()
            if node.tag == "a":
                within_link -= 1
            if node is not top and node.tail:
                piece.append(node.tail)
                linked += len(node.tail) if within_link else 0
            continue
        if block or node.tag == "br":
            flush()
            if block:
                tag = str(node.tag)
        if node.tag == "a":
            within_link += 1
        if isinstance(node.tag, str) and node.text:
            piece.append(node.text)
            linked += len(node.text) if within_link else 0
        waiting.append((node, True))
        waiting.extend((child, False) for child in reversed(node))
    flush()


def fill_gaps(lines: list[str], blocks: list[Block]) -> list[str]:
    """``lines`` as extracted, or all of the page between the first and the last of them where too much was lost.

    An extractor drops whole sections of an article now and then. That shows: nearly every line it kept is found on
    the page, and between the first and the last of them stands a good deal of unlinked text that it did not keep.
    """
    kept = {key for line in lines if (key := bare(line))}
    keys = [bare(block.text) for block in blocks]
    places = [number for number, key in enumerate(keys) if key in kept and len(key) > 20]
    if len(places) < 2:
        return lines
    region = range(places[0], places[-1] + 1)
    found = sum(len(keys[number]) for number in places)
    there = sum(len(keys[number]) for number in region if blocks[number].linked < _LINKED)
    if found < _FOUND * sum(map(len, map(bare, lines))) or found > _LOST * there:
        return lines
    return [blocks[number].text for number in region if blocks[number].linked < _LINKED or keys[number] in kept]
