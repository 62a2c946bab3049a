"""Addresses of the pages that read every app."""

from django.urls import URLPattern

app_name = "overview"

urlpatterns: list[URLPattern] = []
