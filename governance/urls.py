"""Addresses of bodies, meetings, recommendations and decisions."""

from django.urls import URLPattern, path

from governance import views

app_name = "governance"

urlpatterns: list[URLPattern] = [
    path("meetings/", views.meeting_list, name="meeting-list"),
    path("meetings/calendar/", views.meeting_calendar, name="meeting-calendar"),
    path("meetings/export.csv", views.meeting_export, name="meeting-export"),
    path("meetings/<slug:code>/", views.meeting_detail, name="meeting-detail"),
    path(
        "meetings/<slug:code>/resolutions/record/",
        views.resolution_record,
        name="resolution-record",
    ),
    path(
        "meetings/<slug:code>/resolutions/<slug:resolution>/withdraw/",
        views.resolution_withdraw,
        name="resolution-withdraw",
    ),
    path(
        "meetings/<slug:code>/resolutions/<slug:resolution>/vote/",
        views.resolution_vote,
        name="resolution-vote",
    ),
    path("bodies/", views.body_list, name="body-list"),
    path("bodies/<slug:code>/", views.body_detail, name="body-detail"),
    path("recommendations/", views.recommendation_list, name="recommendation-list"),
    path("recommendations/export.csv", views.recommendation_export, name="recommendation-export"),
    path("decisions/", views.decision_list, name="decision-list"),
    path("decisions/<slug:code>/", views.decision_detail, name="decision-detail"),
]
