"""Django's registration of the programme app."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "ftc.programme"
    label = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from ftc.programme import breaks, figures, hints, history  # noqa: F401
