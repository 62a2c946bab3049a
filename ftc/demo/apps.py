"""Django's registration of the demo app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ftc.demo"
    label = "demo"
    verbose_name = "Demo"
