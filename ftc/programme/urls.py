"""Addresses under /programme/."""

from django.urls import URLPattern, path

from ftc.programme import mending, views

app_name = "programme"

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("portfolios/<slug:code>/", views.portfolio_detail, name="portfolio-detail"),
    path("milestones/", views.milestone_list, name="milestone-list"),
    path("milestones/export.csv", views.milestone_export, name="milestone-export"),
    path("risks/", views.risk_list, name="risk-list"),
    path("risks/export.csv", views.risk_export, name="risk-export"),
    path("risks/<slug:code>/", views.risk_detail, name="risk-detail"),
    path("risks/<slug:code>/edit/", mending.risk_edit, name="risk-edit"),
    path("milestones/<slug:code>/owner/", mending.milestone_owner, name="milestone-owner"),
    path("benefits/<slug:code>/edit/", mending.benefit_edit, name="benefit-edit"),
    path("activities/<slug:code>/benefits/add/", mending.benefit_add, name="benefit-add"),
    path("lessons/", views.lesson_list, name="lesson-list"),
    path(
        "activities/<slug:code>/status/report/",
        views.status_report_add,
        name="status-report-add",
    ),
]
