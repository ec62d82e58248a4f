"""All stubs, in the order of their ports."""

from __future__ import annotations

from tests.stubs.brave import BraveStub
from tests.stubs.crossref import CrossrefStub
from tests.stubs.gdelt import GdeltStub
from tests.stubs.google_factcheck import GoogleFactCheckStub
from tests.stubs.model_service import ModelServiceStub
from tests.stubs.openalex import OpenAlexStub
from tests.stubs.searxng import SearxngStub
from tests.stubs.server import Stub
from tests.stubs.wayback import WaybackStub
from tests.stubs.wikipedia import WikipediaStub

EVERY: tuple[type[Stub], ...] = (
    WikipediaStub,
    GdeltStub,
    GoogleFactCheckStub,
    SearxngStub,
    CrossrefStub,
    OpenAlexStub,
    BraveStub,
    WaybackStub,
    ModelServiceStub,
)
