"""Whether this process is up (`/healthz`), and whether the service can work (`/readyz`)."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from verification.running import presence

__all__ = ["healthz", "readyz"]


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """503 with what is missing if the database is away or not migrated; a broker or worker away is only degraded."""
    missing = _database_lacks()
    if missing:
        return JsonResponse({"status": "unavailable", "missing": missing}, status=503)
    away = presence.away()
    return JsonResponse({"status": "degraded" if away else "ready", "degraded": away})


def _database_lacks() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return ["database"]
    return [f"migration {migration.app_label}.{migration.name}" for migration, _ in pending]
