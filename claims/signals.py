"""The three signals of the house: articles came in, an article changed its state, tips were read.

``articles_submitted`` carries ``keys`` and ``actor``; ``article_moved`` carries ``article``, ``old``, ``new`` and
``actor``; ``tips_read`` carries ``keys``, those of the claims. All are sent inside the transaction that writes the rows
(of ``tips_read``, that ends the leases). What stands above this app (the audit trail, the planning of verifications)
listens to them, so that nothing here needs to know of it.
"""

from __future__ import annotations

from django.dispatch import Signal

articles_submitted = Signal()
article_moved = Signal()
tips_read = Signal()
