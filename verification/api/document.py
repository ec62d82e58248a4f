"""The OpenAPI 3.1 document, and the page that people read of it."""

from __future__ import annotations

import copy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from ninja import NinjaAPI

from verification.api.answers import one
from verification.api.problems import TYPE
from verification.models import Rating

BASE = "/api/v1"
FILES: dict[str, dict[str, Any]] = {
    "application/json": {"type": "array", "items": {"type": "object"}},
    "application/ld+json": {"type": "object"},
}


def openapi(api: NinjaAPI) -> dict[str, Any]:
    """The document: ninja's, with problems, streams and the desk's own ratings put in."""
    document: dict[str, Any] = copy.deepcopy(dict(api.get_openapi_schema(path_prefix=BASE)))
    document["servers"] = [{"url": settings.SITE_URL}]
    slugs = list(Rating.objects.filter(active=True).values_list("slug", flat=True))
    _put_ratings(document, slugs)
    for operations in document["paths"].values():
        for operation in operations.values():
            _put_types(operation)
            _put_body(operation)
    return document


def openapi_view(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """GET /api/v1/openapi.json"""
    return one(request, openapi(api))


def docs_view(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    """GET /api/v1/docs: the document as a plain page, without scripts."""
    slugs = tuple(Rating.objects.filter(active=True).values_list("slug", flat=True))
    known = _pages.get(slugs)
    if known is None:
        known = _pages[slugs] = SafeString(render_to_string("api/calls.html", _parts(openapi(api))))
    return render(request, "api/docs.html", {"calls": known})


_pages: dict[tuple[str, ...], SafeString] = {}  # by the desk's ratings: nothing else of it changes while a process runs


def _parts(document: dict[str, Any]) -> dict[str, Any]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            group = groups.setdefault((operation.get("tags") or ["other"])[0], [])
            group.append({"method": method.upper(), "path": path, **_shown(operation)})
    shapes = [_shape(name, schema) for name, schema in sorted(document["components"]["schemas"].items())]
    return {"document": document, "groups": sorted(groups.items()), "shapes": shapes}


def _shown(operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "public": "security" not in operation,
        "parameters": operation["parameters"],
        "body": next((_type(media.get("schema", {})) for media in body.values()), ""),
        "answers": [
            {
                "status": status,
                "words": response["description"],
                "type": next((_type(media["schema"]) for media in response.get("content", {}).values()), ""),
            }
            for status, response in operation["responses"].items()
        ],
    }


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    rows = [
        {
            "name": field,
            "type": _type(details),
            "required": field in required,
            "words": details.get("description", ""),
        }
        for field, details in schema.get("properties", {}).items()
    ]
    return {"name": name, "words": schema.get("description", ""), "rows": rows}


def _type(schema: dict[str, Any]) -> str:
    """A schema in one word or few."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema and "type" not in schema:
        return " or ".join(dict.fromkeys(_type(item) for item in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return " | ".join(str(value) for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _put_ratings(node: Any, slugs: list[str]) -> None:
    """Wherever a rating is meant, the ratings that this desk has."""
    if isinstance(node, dict):
        if node.pop("x-ratings", False):
            for name in ("minLength", "maxLength"):
                node.pop(name, None)
            node["enum"] = slugs
        for value in node.values():
            _put_ratings(value, slugs)
    elif isinstance(node, list):
        for value in node:
            _put_ratings(value, slugs)


def _put_body(operation: dict[str, Any]) -> None:
    """A body that may be left out is still no null."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        kinds = [kind for kind in media["schema"].get("anyOf", ()) if kind.get("type") != "null"]
        if len(kinds) == 1:
            media["schema"] = kinds[0]


def _put_types(operation: dict[str, Any]) -> None:
    """Errors are problems; files have their own media types. Statuses become strings, as OpenAPI wants them."""
    files = operation.pop("x-answer", [])
    files = [files] if isinstance(files, str) else files
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status == "304":
            response.pop("content", None)
        elif status >= "400" and content:
            response["content"] = {TYPE: next(iter(content.values()))}
        elif status == "200" and files:
            response["content"] = {name: {"schema": FILES.get(name, {"type": "string"})} for name in files}
