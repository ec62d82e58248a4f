"""The demo desk: an invented town, three reports on its bridge that disagree, and what a library would hold on it.

Everything in this folder was written for Proofdesk. `articles/` holds what three outlets wrote (a page, a page pasted
as text, a plain text), `library.jsonl` the source documents: two printings of one wire story, minutes, releases, a
report, counts, an older piece, and one on something else. Some of what the articles say is wrong, and the library
shows it.
"""

from verification.demo.loading import LogIn, load_desk, load_people

__all__ = ["LogIn", "load_desk", "load_people"]
