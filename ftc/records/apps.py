"""Django's registration of the records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "ftc.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        from ftc import celery  # noqa: F401  # shared tasks need the application loaded
