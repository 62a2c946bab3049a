"""Addresses of documents, uploads and history."""

from django.urls import URLPattern, path

from ftc.records import views

app_name = "records"

urlpatterns: list[URLPattern] = [
    path("uploads/<str:sha256>/<path:name>", views.upload_download, name="upload-download"),
]
