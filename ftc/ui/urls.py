"""Addresses of the theme and the gallery of components."""

from django.urls import path

from ftc.ui import views

app_name = "ui"
urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("components/", views.components, name="components"),
]
