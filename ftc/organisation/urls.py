"""Addresses of signing in and out; the names are django-allauth's own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
