"""Exports in the background: ask for a file, see how far it is, download it by a link that expires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from ninja import Router

from verification.api import shapes
from verification.api.answers import answer, items, nothing, one
from verification.api.door import actor, endpoint
from verification.api.objects import export_of
from verification.api.paging import NEWEST, page
from verification.api.problems import Problem, not_found
from verification.exporting import background
from verification.exporting.records.verdicts import Record
from verification.exporting.streams import ROWS, TYPES
from verification.models import ExportJob, ExportState

router = Router(tags=["exports"])
PIECE = 1 << 16
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
FILES = list(dict.fromkeys(TYPES[name] for name in ROWS))


@endpoint(router, "POST", "/exports/jobs", act="read", body=True, returns={202: shapes.ExportOut})
def start_export(request: HttpRequest, payload: shapes.ExportIn) -> HttpResponseBase:
    """Have a large file made in the background; GET the same export until its `state` is done and its `url` there."""
    given = payload.filters.model_dump(exclude_none=True) if payload.filters else {}
    filters = {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in given.items()}
    job = background.start(owner=actor(request), kind=payload.kind, file_format=payload.format, filters=filters)
    return answer(_record(job), status=202, headers={"Location": f"/api/v1/exports/jobs/{job.pk}"})


@endpoint(router, "GET", "/exports/jobs", act="read", query=shapes.PAGING, returns={200: shapes.ExportPage})
def list_exports(request: HttpRequest) -> HttpResponseBase:
    """One's own exports, newest first."""
    rows, following = page(ExportJob.objects.filter(owner=actor(request)), NEWEST, request)
    return items([_record(job) for job in rows], following)


@endpoint(
    router,
    "GET",
    "/exports/files/{secret}",
    act=None,
    returns={200: None},
    errors=(304, 416),
    extra={"x-answer": FILES},
)
def download_export(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The file behind an export's `url`: no token needed, the link is one. A `Range` goes on with a broken download."""
    job = background.to_download(secret)
    if job is None:
        raise not_found("file: the link is wrong, or it has expired")
    path, tag = background.file_of(job), f'"{job.pk}-{job.size}"'
    wanted = request.headers.get("Range", "") if request.headers.get("If-Range", tag) == tag else ""
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = _part(path, job, wanted)
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    return response


@endpoint(router, "GET", "/exports/jobs/{export_id}", act="read", returns={200: shapes.ExportOut}, errors=(304,))
def get_export(request: HttpRequest, export_id: str) -> HttpResponseBase:
    """How far one's own export is."""
    return one(request, _record(export_of(export_id, actor(request))))


@endpoint(router, "DELETE", "/exports/jobs/{export_id}", act="read", returns={204: None})
def remove_export(request: HttpRequest, export_id: str) -> HttpResponseBase:
    """Stop or remove an export; its link ends."""
    background.remove(export_of(export_id, actor(request)))
    return nothing()


def _part(path: Path, job: ExportJob, wanted: str) -> HttpResponseBase:
    """The whole file, or the one range that was asked for; more than one range is answered by the whole."""
    first, last = 0, job.size - 1
    found = RANGE.fullmatch(wanted)
    if found and (found[1] or found[2]):
        if found[1]:
            first, last = int(found[1]), min(int(found[2] or last), last)
        else:
            first = max(0, job.size - int(found[2]))
        if not first <= last:
            headers = {"Content-Range": f"bytes */{job.size}"}
            raise Problem(416, f"The file has {job.size} bytes.", code="range", headers=headers)
    whole = (first, last) == (0, job.size - 1)
    response = StreamingHttpResponse(
        _pieces(path, first, last - first + 1), status=200 if whole else 206, content_type=TYPES[job.file_format]
    )
    if not whole:
        response["Content-Range"] = f"bytes {first}-{last}/{job.size}"
    response["Content-Length"] = str(last - first + 1)
    response["Content-Disposition"] = f'attachment; filename="{job.kind}.{job.file_format}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


def _record(job: ExportJob) -> Record:
    done = job.state == ExportState.DONE
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "format": job.file_format,
        "filters": job.filters,
        "state": job.state,
        "error": job.error or None,
        "progress": {"rows": job.rows, "total": job.total},
        "size": job.size,
        "url": f"{settings.SITE_URL}/api/v1/exports/files/{job.secret}" if done else None,
        "expires_at": job.expires_at,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
    }
