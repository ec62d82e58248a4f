"""Exports that a worker writes to a file: with progress, taken up again after a stop, behind a link that expires.

The file grows beside the row that says how far it is whole. A worker that takes the work up again cuts the file to that
length and goes on behind it; only Parquet, which cannot be continued, starts anew.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from claims import leases
from claims.clock import now
from claims.doorbell import EXPORT, ring_on_commit
from claims.errors import Conflict, InvalidInput, UserError
from claims.heartbeat import LEASE_SECONDS, heartbeat
from verification import filtering
from verification.exporting.streams import GOES_ON, Place, count_rows, open_export
from verification.models import ExportJob, ExportState
from verification.permissions import require

MOST_AT_ONCE = 5  # unfinished ones a person
NOTED_EVERY = 1.0  # seconds between two notes of how far it is
WAITING, RUNNING = Q(state=ExportState.QUEUED), Q(state=ExportState.RUNNING)
UNFINISHED = (ExportState.QUEUED, ExportState.RUNNING)


def start(*, owner: User, kind: str, file_format: str, filters: Mapping[str, str]) -> ExportJob:
    """Owes somebody a file. Raises InvalidInput for what no export has, Conflict when they are owed many already."""
    require(owner, "read")
    open_export(kind, file_format, filtering.parse(filters), viewer=owner)  # refuses what cannot be made
    if kind not in ("claims", "evidence"):
        raise InvalidInput("Exports of claims and evidence are made in the background.", fields={"kind": "Unknown."})
    with transaction.atomic():
        if ExportJob.objects.filter(owner=owner, state__in=UNFINISHED).count() >= MOST_AT_ONCE:
            raise Conflict(f"{MOST_AT_ONCE} of your exports are still being made. Wait for one of them, or remove one.")
        job = ExportJob.objects.create(
            owner=owner,
            kind=kind,
            file_format=file_format,
            filters=dict(filters),
            secret=secrets.token_urlsafe(32),
            rung_at=now(),
        )
        ring_on_commit(EXPORT, job.pk)
    return job


def due_exports() -> QuerySet[ExportJob]:
    """Exports that some worker owes."""
    return ExportJob.objects.filter(leases.is_due(WAITING, RUNNING))


def work(job_id: int) -> None:
    """Writes one export if it is due, from where it stands to its end."""
    rows = ExportJob.objects.filter(pk=job_id)
    token = leases.take(
        rows, leases.is_due(WAITING, RUNNING), RUNNING, seconds=LEASE_SECONDS, state=ExportState.RUNNING
    )
    job = rows.select_related("owner").first()
    if token is None or job is None:
        return
    if job.losses >= leases.QUARANTINED_AFTER:
        _fail(job, token, "Making it has ended several workers. Narrow its filters, or look into the log.")
        return
    try:
        with heartbeat.holding(job, token):
            whole = _write(job, token)
    except (UserError, OSError) as error:
        _fail(job, token, str(error))
        return
    if whole:
        until = now() + timedelta(hours=settings.EXPORT_LINK_HOURS)
        leases.finish(rows, token, state=ExportState.DONE, expires_at=until, updated_at=now())


def file_of(job: ExportJob) -> Path:
    """Where its file is, whole or not."""
    return Path(settings.DATA_DIR) / "exports" / f"{job.pk}-{job.secret[:8]}.{job.file_format}"


def to_download(secret: str) -> ExportJob | None:
    """The whole file behind a link, if the link still holds and its owner still may read."""
    job = ExportJob.objects.filter(secret=secret, state=ExportState.DONE).select_related("owner").first()
    if job is None or job.expires_at is None or job.expires_at <= now() or not job.owner.is_active:
        return None
    return job if file_of(job).is_file() else None


def remove(job: ExportJob) -> None:
    """Ends an export, its file and its link; a worker that is at it stops at its next note."""
    path = file_of(job)
    job.delete()
    path.unlink(missing_ok=True)


def expire() -> int:
    """Removes the files whose links have expired; how many."""
    ended = list(ExportJob.objects.filter(state=ExportState.DONE, expires_at__lte=now()))
    for job in ended:
        file_of(job).unlink(missing_ok=True)
        ExportJob.objects.filter(pk=job.pk).update(state=ExportState.EXPIRED, updated_at=now())
    return len(ended)


def _write(job: ExportJob, token: str) -> bool:
    """Writes the rest of the file; False when the lease was lost, or the export removed, on the way."""
    filters = filtering.parse(job.filters)
    place = Place(job.after, job.rows)
    size = job.size if job.file_format in GOES_ON and _length(file_of(job)) >= job.size else 0
    if not size:
        place = Place()
    if job.total is None:
        ExportJob.objects.filter(pk=job.pk).update(total=count_rows(job.kind, filters, job.owner))
    path = file_of(job)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.truncate(size)
        file.seek(size)
        noted = time.monotonic()
        for piece in open_export(job.kind, job.file_format, filters, viewer=job.owner, place=place).pieces:
            file.write(piece)
            if time.monotonic() - noted >= NOTED_EVERY:
                if not _note(job, token, file, place):
                    break
                noted = time.monotonic()
        else:
            return _note(job, token, file, place)
    if not ExportJob.objects.filter(pk=job.pk, state__in=UNFINISHED).exists():
        path.unlink(missing_ok=True)
    return False


def _note(job: ExportJob, token: str, file: IO[bytes], place: Place) -> bool:
    """How far the file is whole, once it is on the disk; False when the lease is no longer ours."""
    file.flush()
    os.fsync(file.fileno())
    mine = ExportJob.objects.filter(pk=job.pk, lease_token=token)
    return bool(mine.update(rows=place.rows, size=file.tell(), after=place.after, updated_at=now()))


def _fail(job: ExportJob, token: str, why: str) -> None:
    if leases.finish(ExportJob.objects.filter(pk=job.pk), token, state=ExportState.FAILED, error=why, updated_at=now()):
        with suppress(OSError):
            file_of(job).unlink(missing_ok=True)


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
