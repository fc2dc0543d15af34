"""The endpoints for liveness and readiness probes."""

from functools import lru_cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from postgres.schema_state import is_foreign, read_state


@csrf_exempt
@require_safe
def liveness(request: HttpRequest) -> JsonResponse:
    """200 while this process answers."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
def readiness(request: HttpRequest) -> JsonResponse:
    """200 if the database is reachable and migrated, else 503 with the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated():
            _migrated.cache_clear()
            return JsonResponse({"status": "database not migrated"}, status=503)
    except Error:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


@lru_cache(maxsize=1)
def _migrated() -> bool:
    # Cached once true: the code of a running process gains no migrations.
    if is_foreign(*read_state(connection)):
        return False
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
