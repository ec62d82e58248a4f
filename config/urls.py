"""Every address of the service, app by app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from verification.running.health import healthz, readyz
from verification.views import administration
from verification.views.entering import LogIn

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    # One door for all: the admin's own knows nothing of a second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/sheet-<slug:digest>.css", administration.admin_sheet, name="admin_sheet"),
    path("admin/", admin.site.urls),
    path("accounts/login/", LogIn.as_view(), name="login"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("claims.urls")),
    path("", include("verification.urls")),
]

# A frame beside every page, for two requests more; the index and the path at the top lead as far.
admin.site.enable_nav_sidebar = False

handler500 = "verification.running.outage.server_error"
