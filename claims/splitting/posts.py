"""Posts of social media that were set into an article, with their signature below them."""

from __future__ import annotations

import re

from claims.splitting.document import Document, Sent
from claims.splitting.quotations import Quotation
from claims.splitting.sayings import Saying

_SIGNATURE = re.compile(r"\s*[—–-]{1,2}\s*([^()\n]{2,60}?)\s*\(@\w{1,20}\)")
_LONGEST_POST = 320  # characters, those of a tweet and some white space
_OWN = frozenset({"i", "my", "me", "we", "our", "us", "mine", "ours"})


def signed_posts(document: Document, reporting: set[int]) -> list[Saying]:
    """``— Ann Lee (@annlee) May 3, 2019`` below a post that was set into the article: the post is hers.

    ``reporting``: indices of sentences that attribute something by their own words. Every sentence of a post found
    gets a quotation that holds it.
    """
    found = []
    for sent in document.sentences:
        match = _SIGNATURE.match(document.text, sent.start, sent.end)
        if match is None:
            continue
        names = [w for w in sent.words if match.start(1) <= w.start < match.end(1) and w.tag.startswith("NN")]
        post = _post_above(document, sent, reporting)
        if not names or not post:
            continue
        span = (post[0].start, post[-1].end)
        quote = Quotation(*span, span, True, sent.paragraph)
        for other in post:
            other.quotes.append(quote)
        found.append(Saying(sent.index, "say", None, "", names[-1], [span], None, quoted=True))
    return found


def _post_above(document: Document, signature: Sent, reporting: set[int]) -> list[Sent]:
    """The sentences of a post: the paragraph above its signature, and those above that which speak of "me" or "us"."""
    post: list[Sent] = []
    paragraph = None
    for index in range(signature.index - 1, -1, -1):
        sent = document.sentences[index]
        if signature.start - sent.start > _LONGEST_POST or any(q.start <= sent.start for q in sent.quotes):
            break
        personal = any(w.lower in _OWN for w in sent.words)
        if index in reporting and not personal:
            break  # "Another asked why …" is the article's own, and the words of the post are not in the text
        if sent.paragraph != paragraph:
            if paragraph is not None and not personal:
                break
            paragraph = sent.paragraph
        post.insert(0, sent)
    return post
