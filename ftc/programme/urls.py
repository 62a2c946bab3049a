"""Addresses under /programme/."""

from django.urls import URLPattern, path

from ftc.programme import views

app_name = "programme"

urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("portfolios/<slug:code>/", views.portfolio_detail, name="portfolio-detail"),
    path("milestones/", views.milestone_list, name="milestone-list"),
    path("milestones/export.csv", views.milestone_export, name="milestone-export"),
    path("risks/", views.risk_list, name="risk-list"),
    path("risks/export.csv", views.risk_export, name="risk-export"),
    path("risks/<slug:code>/", views.risk_detail, name="risk-detail"),
    path("lessons/", views.lesson_list, name="lesson-list"),
    path(
        "activities/<slug:code>/status/report/",
        views.status_report_add,
        name="status-report-add",
    ),
]
