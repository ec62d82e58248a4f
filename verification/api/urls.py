"""Every address of the API."""

from __future__ import annotations

import re
from functools import partial

from django.urls import URLPattern, re_path
from django.urls import path as address
from ninja import NinjaAPI

from verification.api import (
    articles,
    background,
    claims,
    earlier,
    evidence,
    exports,
    problems,
    queue,
    remarks,
    verdicts,
    webhooks,
)
from verification.api.document import docs_view, openapi_view
from verification.api.edge import edged, no_such_address
from verification.api.reading import ReadBefore

GET = frozenset({"GET"})

api = NinjaAPI(
    title="Proofdesk",
    version="1",
    description=(
        "Articles in, claims out, looked up, weighed, decided by people, published. See docs/api.md.\n\n"
        # Said here and not as a parameter of each call: whoever makes keys up at random from a schema soon uses one
        # for two bodies, and is rightly refused.
        "Every POST takes an `Idempotency-Key` header (1 to 200 printable ASCII characters without blanks) that makes "
        "a repeated request harmless for 24 hours: the first answer comes again. The same key with another body is "
        "422, and 409 while the first is still running."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=ReadBefore(),
)
problems.install(api)
for resource in (articles, claims, earlier, evidence, queue, verdicts, remarks, exports, background, webhooks):
    api.add_router("", resource.router)


def _calls() -> list[URLPattern]:
    """One pattern a path, behind the edge."""
    patterns = []
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            methods = frozenset(method for operation in view.operations for method in operation.methods)
            route = re.sub(r"{(\w+)}", r"<str:\1>", path.strip("/"))
            patterns.append(address(route, edged(view.get_view(), methods), name=view.operations[0].operation_id))
    return patterns


urlpatterns = [
    *_calls(),
    address("openapi.json", edged(partial(openapi_view, api), GET), name="openapi"),
    address("docs", edged(partial(docs_view, api), GET), name="docs"),
    re_path("", no_such_address),
]
