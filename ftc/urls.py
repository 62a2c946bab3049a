"""The site's addresses: plural nouns, trailing slash, verb last."""

from django.urls import include, path

handler500 = "ftc.ui.views.server_error"

urlpatterns = [
    path("", include("ftc.overview.urls")),
    path("", include("ftc.organisation.urls")),
    path("people/", include("ftc.organisation.people_urls")),
    path("", include("ftc.records.urls")),
    path("", include("ftc.ui.urls")),
    path("programme/", include("ftc.programme.urls")),
    path("", include("governance.urls")),
    path("reviews/", include("reviews.urls")),
    path("commissioning/", include("commissioning.urls")),
    path("savings/", include("finance.urls")),
    path("api/", include("ftc.api")),
]
