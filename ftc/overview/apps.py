"""Django's registration of the overview app."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "ftc.overview"
    label = "overview"
    verbose_name = "Overview"
