"""Addresses under /commissioning/."""

from django.urls import path

from commissioning import views

app_name = "commissioning"

urlpatterns = [
    path("", views.index, name="index"),
    path("workstreams/<slug:code>/", views.workstream_detail, name="workstream-detail"),
]
