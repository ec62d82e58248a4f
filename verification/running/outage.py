"""The page for errors that nobody caught: our own fault (500), or the database away (503), or no room left (507)."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from claims.outages import FULL, status_of
from verification.api.problems import outage

RETRY_SECONDS = "5"


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``. Its page asks the database for nothing."""
    status = status_of(sys.exc_info()[1])
    if status is None:
        return HttpResponse(loader.get_template("500.html").render(), status=500)
    if request.path.startswith("/api/"):
        return outage(status)
    page = loader.get_template("503.html").render({"full": status == FULL})
    return HttpResponse(page, status=status, headers={"Retry-After": RETRY_SECONDS})
