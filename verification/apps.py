from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VerificationConfig(AppConfig):
    name = "verification"
    verbose_name = "Is it so, who says so, on what evidence"

    def ready(self) -> None:
        import_module("verification.receivers")
        first_rows = import_module("verification.first_rows")
        post_migrate.connect(first_rows.write_first_rows, sender=self, dispatch_uid="verification.first_rows")
