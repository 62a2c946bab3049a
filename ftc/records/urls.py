"""Addresses of documents, uploads and history."""

from django.urls import URLPattern

app_name = "records"

urlpatterns: list[URLPattern] = []
