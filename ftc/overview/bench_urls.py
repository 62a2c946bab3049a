"""The site's addresses and one more: a minimal signed-in page that the benchmark compares with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from ftc.urls import urlpatterns as site_urls


def minimal(request: HttpRequest) -> HttpResponse:
    """The frame of every page around one heading; it reads the session and the person only."""
    return render(request, "overview/minimal.html")


urlpatterns = [path("bench/minimal/", minimal, name="bench-minimal"), *site_urls]
