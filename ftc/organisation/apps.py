"""Django's registration of the organisation app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "ftc.organisation"
    label = "organisation"
    verbose_name = "Organisation"
