"""Addresses of the pages that read every app."""

from django.urls import path

from ftc.overview.views import before_council, discrepancies, home, papers, search

app_name = "overview"

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("before-council/", before_council.before_council, name="before-council"),
    path(
        "before-council/<slug:code>/",
        before_council.before_meeting,
        name="before-council-meeting",
    ),
    path("discrepancies/", discrepancies.discrepancy_list, name="discrepancies"),
    path("discrepancies/export.csv", discrepancies.discrepancy_export, name="discrepancy-export"),
    path(
        "discrepancies/<slug:code>/explain/",
        discrepancies.discrepancy_explain,
        name="discrepancy-explain",
    ),
    path("papers/", papers.paper_list, name="papers"),
    path("papers/<slug:code>/", papers.paper_detail, name="paper-detail"),
]
