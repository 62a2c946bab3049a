"""Django's registration of the finance app."""

from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = "Finance"

    def ready(self) -> None:
        from finance import blocks, breaks, figures, hints, history  # noqa: F401
