"""Addresses of bodies, meetings, recommendations and decisions."""

from django.urls import URLPattern

app_name = "governance"

urlpatterns: list[URLPattern] = []
