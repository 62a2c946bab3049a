"""Addresses of documents and uploads."""

from django.urls import path

from ftc.records import views

app_name = "records"

urlpatterns = [
    path("documents/", views.document_list, name="document-list"),
    path("documents/new/", views.document_new, name="document-new"),
    path("documents/preview/<slug:kind>/", views.document_preview, name="document-preview"),
    path("documents/<slug:code>/", views.document_detail, name="document-detail"),
    path("documents/<slug:code>/file/", views.document_download, name="document-download"),
    path("documents/<slug:code>/cancel/", views.document_cancel, name="document-cancel"),
    path("documents/<slug:code>/retry/", views.document_retry, name="document-retry"),
    path("documents/<slug:code>/publish/", views.document_publish, name="document-publish"),
    path("uploads/<str:sha256>/<path:name>", views.upload_download, name="upload-download"),
]
