"""The one signal of the house: an article changed its state.

Sent inside the transaction that changes it, with ``article``, ``old``, ``new`` and ``actor``. What stands above this
app (the audit trail, the planning of verifications) listens to it, so that nothing here needs to know of it.
"""

from __future__ import annotations

from django.dispatch import Signal

article_moved = Signal()
