"""Addresses under /programme/."""

from django.urls import URLPattern, path

from ftc.programme.views import mending, pages, reporting

app_name = "programme"

urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("portfolios/<slug:code>/", pages.portfolio_detail, name="portfolio-detail"),
    path("milestones/", pages.milestone_list, name="milestone-list"),
    path("milestones/export.csv", pages.milestone_export, name="milestone-export"),
    path("risks/", pages.risk_list, name="risk-list"),
    path("risks/export.csv", pages.risk_export, name="risk-export"),
    path("risks/<slug:code>/", pages.risk_detail, name="risk-detail"),
    path("risks/<slug:code>/edit/", mending.risk_edit, name="risk-edit"),
    path("milestones/<slug:code>/owner/", mending.milestone_owner, name="milestone-owner"),
    path("benefits/<slug:code>/edit/", mending.benefit_edit, name="benefit-edit"),
    path("activities/<slug:code>/benefits/add/", mending.benefit_add, name="benefit-add"),
    path("lessons/", pages.lesson_list, name="lesson-list"),
    path(
        "activities/<slug:code>/status/report/",
        reporting.status_report_add,
        name="status-report-add",
    ),
    path(
        "activities/<slug:code>/status/draft/",
        reporting.status_draft,
        name="status-draft",
    ),
]
