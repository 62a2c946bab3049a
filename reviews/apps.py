"""Django's registration of the reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from reviews import (  # noqa: F401
            actions,
            alternatives,
            blocks,
            figures,
            history,
            permissions,
            reports,
            standing,
        )
